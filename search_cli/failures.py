"""What goes wrong, as a person sees it: one line each on standard error, and one exit code for the whole."""

import re
import sys

from converters.errors import ExitCode, GongkaiError

# Whole escape sequences first (colours, links, window titles), then what is left of control characters, of
# marks that turn the direction of writing, and of half characters from file names that are no Unicode.
_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return _CONTROLS.sub(_stand_in, _SEQUENCES.sub("", text))


def _stand_in(match: re.Match[str]) -> str:
    return " " if match[0].isspace() else "\ufffd"


def say(message: str) -> None:
    """A line for the person, not for the data."""
    print(f"gongkai: {printable(message)}", file=sys.stderr, flush=True)  # noqa: T201 - the one place that prints


def complain(error: GongkaiError) -> None:
    """The one line of an error: what is wrong with what, and what to do."""
    say(str(error))


def counting(number: int, noun: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def batch_code(done: int, failed: int) -> ExitCode:
    """The exit code of a command that went over many inputs."""
    if not done:
        return ExitCode.FAILED
    return ExitCode.SOME_FAILED if failed else ExitCode.DONE
