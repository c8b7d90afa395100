"""An index on a server in generations: each is filled aside and becomes the index by moving an alias.

    gongkai                  the alias that is asked
    gongkai-v1-000007        the generation that it stands for; never changed again
    gongkai-v1-000006        the one before, for who still reads in it; removed when the next one is whole
    gongkai-v1-000008        being filled, by the process that its lease names; taken over if that process is gone

What is noted of a generation lies in the `_meta` of its mapping. A name is taken by making it, which the server
lets one process do only.
"""

import os
import re
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException, RequestError

from indexer.catalogue import fingerprint
from indexer.connection import Connection
from indexer.engine import SCHEMA
from indexer.engines.opensearch import mapping
from indexer.engines.opensearch.faults import failed, fault, partial
from indexer.engines.opensearch.patience import Reply, patiently
from indexer.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexFaultError,
    IndexMissingError,
    IndexOutdatedError,
)

_LOADING, _WHOLE = "loading", "whole"
_BEAT, _GONE = 10.0, 120.0
"""Seconds between two signs of life of a loader, and how long one on another machine may give none: a report
that is converted on the way may take a minute."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who fills a generation; `beat` grows while it lives."""

    host: str
    process: int
    token: str
    beat: int = 0

    def is_gone(self) -> bool:
        """Whether it is a process of this machine that is no more; of others one learns it by waiting."""
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}"


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation as it is noted on the server. `base` is what it was copied from, None where it began empty."""

    index: str
    alias: str
    schema: int
    fingerprint: str
    state: str
    base: str | None
    reports: int
    lease: Lease | None

    @property
    def number(self) -> int:
        """Its place among the generations."""
        return int(self.index.rpartition("-")[2])

    @property
    def is_loading(self) -> bool:
        """Whether it is not whole yet."""
        return self.state != _WHOLE


class Generations:
    """The generations of one alias. A server that is away is waited for, for `patience` seconds."""

    def __init__(
        self, client: OpenSearch, alias: str, where: str, said: Connection, patience: float = 0.0
    ) -> None:
        self._client = client
        self._alias = alias
        self._where = where
        self._said = said
        self._patience = patience

    def current(self) -> Generation:
        """The generation that is the index.

        Raises:
            IndexMissingError: there is none.
            IndexFaultError: the name is that of somebody else's index.
        """
        found = self._noted(self._alias)
        if len(found) != 1 or found[0].index == self._alias:
            raise self._foreign()
        return found[0]

    def check_schema(self, state: Generation) -> None:
        """Refuses an index that another version made.

        Raises:
            IndexOutdatedError: with the command that makes it anew.
        """
        rebuild = f"run gongkai index --rebuild --index {self._where}"
        if state.schema > SCHEMA:
            problem = f"made by a newer gongkai (index schema {state.schema}, this one knows {SCHEMA})"
            raise IndexOutdatedError(self._where, problem, f"upgrade gongkai, or {rebuild}")
        if state.schema < SCHEMA or state.fingerprint != fingerprint():
            problem = f"made with other fields than this version has (index schema {state.schema})"
            raise IndexOutdatedError(self._where, problem, rebuild)

    def present(self) -> Generation | None:
        """The generation that is the index; None where there is none yet.

        Raises:
            IndexFaultError: the name is that of somebody else's index.
        """
        try:
            return self.current()
        except IndexMissingError:
            return None

    def claim(self, *, fresh: bool, wait: float) -> tuple[Generation, bool]:
        """A generation to fill, empty if `fresh`, else as the index is; and whether a load is gone on with.

        Raises:
            IndexBusyError: another process is filling one, still after `wait` seconds.
            IndexOutdatedError: the index is of another schema, and not to be replaced.
        """
        until = time.monotonic() + wait
        watch = _Watch()
        while True:
            base = self._base(fresh=fresh)
            listed = self._spare()
            living = [one for one in listed if one.is_loading and not watch.is_gone(one)]
            if not living:
                number = 1 + max((one.number for one in self.listed()), default=0)
                taken = self._abandoned(listed, base)
                made = taken or self._made(base, number)
                if made and self._base(fresh=fresh) == base:
                    return made, taken is not None
                if made:  # the index changed while we looked
                    self.remove(made.index)
            elif time.monotonic() > until and not watch.is_in_doubt(living[0]):
                problem = f"{living[0].lease} is writing it"
                raise IndexBusyError(self._where, problem, "run again when that is done")
            else:
                time.sleep(0.2)

    def beat(self, state: Generation) -> Generation:
        """Says that the loader is alive, and looks whether the generation is still its own.

        Raises:
            IndexBusyError: somebody else took it over.
        """
        self._check_lease(state)
        return self._note(
            state, lease=replace(state.lease, beat=state.lease.beat + 1) if state.lease else None
        )

    def settle(self, state: Generation, reports: int) -> None:
        """Makes a filled generation the index, if it holds what it should; the one before stays until the next.

        Raises:
            IndexDamagedError: it does not hold that many reports, or does not answer.
            IndexBusyError: another process changed the index meanwhile.
        """
        self._check_lease(state)
        indices = self._client.indices
        self._ask(lambda: indices.refresh(index=state.index))
        settings = {"index": dict(mapping.WHEN_LOADED)}
        self._ask(lambda: indices.put_settings(index=state.index, body=settings))
        found = self.count(state.index)
        if found != reports:
            problem = f"{reports} reports were written, and the server counts {found}: the old index stays"
            raise IndexDamagedError(self._where, problem, "look at the server's log and run again")
        before = self.present()
        if state.base is not None and (before is None or before.index != state.base):
            raise self._overtaken()
        whole = self._note(state, state=_WHOLE, reports=reports, lease=None)
        self._point(state.index, before)
        if self.count(self._alias) != reports:
            self._point_back(whole, before)
            problem = "the new index does not answer as it should: the old one stays"
            raise IndexDamagedError(self._where, problem, "look at the server's log and run again")
        self._clear(keep={state.index, before.index if before else None})

    def leave(self, state: Generation) -> None:
        """Gives the lease back; what was written stays for the next load to go on with."""
        if self._is_held(state):
            self._note(state, lease=None)

    def abandon(self, state: Generation) -> None:
        """Removes a generation that is not to be gone on with."""
        if self._is_held(state):
            self.remove(state.index)

    def remove(self, index: str) -> None:
        """Removes a generation."""
        self._ask(lambda: self._client.indices.delete(index=index, ignore_unavailable=True))

    def count(self, index: str) -> int:
        """How many reports an index has, in all its shards."""
        body = {"size": 0, "track_total_hits": True}
        reply = self._ask(
            lambda: self._client.search(index=index, body=body, allow_partial_search_results=False)
        )
        if problem := failed(reply):
            raise partial(self._where, problem)
        return int(reply["hits"]["total"]["value"])

    def listed(self) -> list[Generation]:
        """All generations of the alias."""
        pattern = f"{self._alias}-v*-*"
        return [one for one in self._noted(pattern) if one.alias == self._alias and _numbered(one.index)]

    def _noted(self, target: str) -> list[Generation]:
        # Told apart: an index without anything noted is left out of a filtered answer.
        reply = self._ask(lambda: self._client.indices.get_mapping(index=target))
        found = [
            _read(index, body["mappings"].get("_meta", {}).get("gongkai")) for index, body in reply.items()
        ]
        if None in found and target == self._alias:
            raise self._foreign()
        return sorted((one for one in found if one is not None), key=lambda one: one.index)

    def _foreign(self) -> IndexFaultError:
        problem = "there is an index of this name that gongkai did not make"
        return IndexFaultError(self._where, problem, "choose another name behind the address")

    def _spare(self) -> list[Generation]:
        """All generations but the one that is the index, whatever is noted of that."""
        present = self.present()
        return [one for one in self.listed() if present is None or one.index != present.index]

    def _is_held(self, state: Generation) -> bool:
        """Whether it is still ours to fill: not the index by now, and not taken over by another process."""
        lease = next((one.lease for one in self._spare() if one.index == state.index), None)
        return lease is not None and state.lease is not None and lease.token == state.lease.token

    def _base(self, *, fresh: bool) -> Generation | None:
        found = self.present()
        if fresh or found is None:
            return None
        self.check_schema(found)
        return found

    def _abandoned(self, listed: list[Generation], base: Generation | None) -> Generation | None:
        """What an interrupted load left behind, if it is the same that is to be made now; else it is removed."""
        taken = None
        wanted = (SCHEMA, fingerprint(), base.index if base else None)
        for one in listed:
            if one.is_loading and taken is None and (one.schema, one.fingerprint, one.base) == wanted:
                taken = self._note(one, lease=_our_lease())
            elif one.is_loading:
                self.remove(one.index)
        return taken

    def _made(self, base: Generation | None, number: int) -> Generation | None:
        """A new generation; None where another process was faster."""
        index = f"{self._alias}-v{SCHEMA}-{number:06}"
        noted = Generation(
            index, self._alias, SCHEMA, fingerprint(), _LOADING, base.index if base else None, 0, _our_lease()
        )
        try:
            if base is None:
                body = {
                    "settings": {"index": mapping.settings(self._said.shards, self._said.replicas)},
                    "mappings": mapping.mapping(_written(noted)),
                }
                self._client.indices.create(index=index, body=body, wait_for_active_shards=1)
            else:
                changed = {"index": {**mapping.WHILE_LOADING, "blocks.write": None}}
                self._client.indices.clone(
                    index=base.index, target=index, body={"settings": changed}, wait_for_active_shards=1
                )
        except RequestError as error:
            if "resource_already_exists" in str(error.error):
                return None
            raise fault(self._where, error) from error
        except OpenSearchException as error:
            raise fault(self._where, error) from error
        self._ask(lambda: self._client.cluster.health(index=index, wait_for_status="yellow"))
        return noted if base is None else self._note(noted)

    def _note(self, known: Generation, **changed: Any) -> Generation:  # noqa: ANN401 - fields of a generation
        noted = replace(known, **changed)
        body = {"_meta": {"gongkai": _written(noted)}}
        self._ask(lambda: self._client.indices.put_mapping(index=known.index, body=body))
        return noted

    def _check_lease(self, state: Generation) -> None:
        if not self._is_held(state):
            raise IndexBusyError(
                self._where, "another process took the load over", "run again when that is done"
            )

    def _point(self, index: str, before: Generation | None) -> None:
        """Moves the alias in one step, if it still is where it was."""
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self._alias}}]
        if before is not None:
            actions.insert(0, {"remove": {"index": before.index, "alias": self._alias, "must_exist": True}})

        def move() -> None:
            try:
                self._client.indices.update_aliases(body={"actions": actions})
            except NotFoundError:  # perhaps for a first try that was done, and its answer lost
                found = self.present()
                if found is None or found.index != index:
                    raise self._overtaken() from None

        self._ask(move)

    def _point_back(self, whole: Generation, before: Generation | None) -> None:
        if before is None:
            self._ask(lambda: self._client.indices.delete_alias(index=whole.index, name=self._alias))
        else:
            self._point(before.index, whole)

    def _overtaken(self) -> IndexBusyError:
        return IndexBusyError(self._where, "another process changed the index meanwhile", "run again")

    def _clear(self, keep: set[str | None]) -> None:
        for one in self._spare():
            if one.index not in keep and not one.is_loading:
                self.remove(one.index)

    def _ask(self, ask: Callable[[], Reply]) -> Reply:
        return patiently(self._where, self._patience, ask)


class _Watch:
    """Who gave a sign of life while we were looking."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[Lease, float, bool]] = {}

    def is_gone(self, one: Generation) -> bool:
        """Whether nobody fills this generation any more."""
        if one.lease is None or one.lease.is_gone():
            return True
        lease, since, _ = self._seen.get(one.index, (None, 0.0, False))
        if lease != one.lease:
            self._seen[one.index] = (one.lease, time.monotonic(), lease is not None)
            return False
        return one.lease.host != socket.gethostname() and time.monotonic() - since > _GONE

    def is_in_doubt(self, one: Generation) -> bool:
        """Whether it is a loader of another machine that has given no sign yet: it is worth waiting."""
        _, _, lives = self._seen[one.index]
        return one.lease is not None and one.lease.host != socket.gethostname() and not lives


def beat_due(last: float) -> bool:
    """Whether a sign of life is due."""
    return time.monotonic() - last > _BEAT


def _our_lease() -> Lease:
    return Lease(socket.gethostname(), os.getpid(), secrets.token_hex(8))


def _numbered(index: str) -> bool:
    return re.search(r"-v\d+-\d{6}$", index) is not None


def _written(one: Generation) -> dict[str, Any]:
    return asdict(one)


def _read(index: str, noted: Any) -> Generation | None:  # noqa: ANN401 - whatever stands there
    """What is noted of an index; None where it is none of ours. A copy that notes its original is not whole."""
    try:
        lease = Lease(**noted["lease"]) if noted["lease"] else None
        found = Generation(**{**noted, "lease": lease})
    except (KeyError, TypeError):
        return None
    if found.index != index and _numbered(index):
        return replace(found, index=index, state=_LOADING, base="", lease=None)
    return replace(found, index=index)
