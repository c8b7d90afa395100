"""`gongkai index`: reports, converted or not yet, into an index."""

from pathlib import Path

import click

from converters.canonical import loads
from converters.errors import ExitCode, UsageError
from indexer import Engine, Loaded, load
from search_cli.batch import Batch
from search_cli.failures import batch_code, say
from search_cli.options import connection_options, index_option, open_engine
from search_cli.password import password_option
from search_cli.reading import Reading
from search_cli.refused import RefusedReports


@click.command(name="index")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH…")
@index_option
@click.option(
    "--rebuild",
    is_flag=True,
    help="Make the index anew, of PATH… alone; without PATH, of the reports it holds.",
)
@click.option(
    "--verify", is_flag=True, help="Compare every file and report of the index with what was written."
)
@click.option(
    "--jobs", type=click.IntRange(1), help="Number of workers that convert.  [default: one a processor]"
)
@click.option(
    "--refused",
    "refused_file",
    type=click.Path(path_type=Path),
    default=Path("gongkai-refused.ndjson"),
    show_default=True,
    metavar="FILE",
    help="Where reports go that a server refuses, each with the reason.",
)
@password_option
@connection_options
def command(
    paths: tuple[Path, ...],
    where: str | None,
    rebuild: bool,
    verify: bool,
    jobs: int | None,
    refused_file: Path,
    password: str | None,
) -> int:
    """Put reports into an index, or new versions of them.

    PATH is a file or folder: canonical JSON as `gongkai convert` writes it, or reports as they were
    published, which are converted on the way. A report that is in the index already replaces its older
    version. The index changes all at once when the command ends; if it is interrupted, the index stays as
    it was. On a server, the same command then goes on where it was.
    """
    engine = open_engine(where)
    if verify:
        return _verify(engine, alone=not paths and not rebuild)
    if not paths and not rebuild:
        raise UsageError(
            "gongkai index", "no PATH is given", "name files or folders, or ask for --rebuild or --verify"
        )
    if not paths:
        with RefusedReports(refused_file) as refused:
            loaded = load(engine, map(loads, engine.reports()), fresh=True, refused=refused.take)
        say(f"{loaded.total} reports indexed anew in {engine.where}")
        return batch_code(loaded.total, loaded.refused) if loaded.refused else ExitCode.DONE
    reading = Reading(Batch(paths, password=password, leave_out=Path(engine.where)), jobs)
    with RefusedReports(refused_file) as refused:
        loaded = load(engine, reading.reports(), fresh=rebuild, refused=refused.take)
    say(_summary(loaded, reading.failed, engine.where))
    return batch_code(loaded.total, reading.failed + loaded.refused)


def _verify(engine: Engine, *, alone: bool) -> int:
    if not alone:
        raise UsageError("--verify", "goes with --index only", "verify first, then index")
    say(f"{engine.verify()} reports in {engine.where}, all as they were written")
    return ExitCode.DONE


def _summary(loaded: Loaded, failed: int, where: str) -> str:
    parts = [
        (loaded.added, "added"),
        (loaded.replaced, "replaced"),
        (loaded.unchanged, "unchanged"),
        (loaded.refused, "refused by the server"),
        (failed, "failed"),
    ]
    listed = ", ".join(f"{count} {what}" for count, what in parts if count)
    return f"{listed or 'nothing'}; index {where}"
