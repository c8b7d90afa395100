"""The command `gongkai`: a table of commands, each imported only when it is called.

What a command raises ends here: as one line on standard error and an exit code, see `converters.errors`.
"""

import errno
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import FrameType

import click

from converters.errors import ExitCode, GongkaiError
from search_cli.failures import complain, say

COMMANDS: Mapping[str, str] = {
    "convert": "Convert reports to canonical JSON.",
    "check": "List the sums that fail and the numbers in doubt.",
    "show": "Show where a cell stands, its row as printed, a picture of it.",
    "index": "Build or update a search index.",
    "search": "Search an index, count and compare.",
    "export": "Write reports as a data set: CSV, Parquet, XLSX, Stata and more.",
    "fields": "List everything that can be searched for.",
    "dashboards": "Print a dashboard for OpenSearch Dashboards.",
}
"""The help stands here so that `gongkai --help` imports none of them: importing all takes half a second."""


class Commands(click.Group):
    """The table above as a click group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of their use, not of the alphabet."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"search_cli.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table as help."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; ends quietly where the reader of the output has seen enough (`| head`)."""
        try:
            code: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            return ExitCode.DONE
        return code


@click.group(
    name="gongkai",
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some inputs failed, 4 engine cannot be reached,"
    " 5 a check failed (--strict), 130 interrupted.",
)
@click.version_option(package_name="gongkai", prog_name="gongkai", message="%(prog)s %(version)s")
def gongkai() -> None:
    """Chinese annual reports on open government information as data one can trust and search.

    政府信息公开工作年度报告：转换、核对、检索。
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `gongkai` with these arguments (those of the process by default) and returns its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = gongkai.main(arguments, prog_name="gongkai", standalone_mode=False)
        return int(code or ExitCode.DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "gongkai"
        say(f"{error.format_message().rstrip('.')}; see {where} --help")
    except GongkaiError as error:
        complain(error)
        return error.exit_code
    except click.Abort:
        say("interrupted")
        return ExitCode.INTERRUPTED
    except OSError as error:
        return _no_output(error)
    return ExitCode.USAGE


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Being told to end is the same as Ctrl-C: temporary files go, workers are ended."""
    del number, frame
    raise KeyboardInterrupt


def _no_output(error: OSError) -> int:
    """The output itself cannot be written: the file or disk behind a redirection is full."""
    if error.filename is not None or error.errno not in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO}:
        raise error
    _drop_output()
    say(f"standard output: it cannot be written: {os.strerror(error.errno).lower()}; write it elsewhere")
    return ExitCode.FAILED


def _drop_output() -> None:
    """Sends what is still buffered nowhere, or Python would complain of it while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
