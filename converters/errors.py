"""Everything that may go wrong in front of a user, as one tree.

GongkaiError
├── InputError         one file cannot be converted; the rest of the batch goes on
├── OutputError        a result cannot be written (full disk, read-only folder)
├── ClusterError       the machines that should do the work cannot be reached, or cannot do it
└── UsageError         the request itself makes no sense

Each says what is wrong with what, and what to do. Doubt about a number is no error: it is a value in the report.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command tells its caller."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    SOME_FAILED = 3
    UNREACHABLE = 4
    CHECK_FAILED = 5
    INTERRUPTED = 130


class GongkaiError(Exception):
    """The root: `subject` is the file or thing concerned, `problem` what is wrong, `remedy` what to do."""

    exit_code = ExitCode.FAILED

    def __init__(self, subject: str, problem: str, remedy: str) -> None:
        super().__init__(subject, problem, remedy)
        self.subject = subject
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}; {self.remedy}"


class InputError(GongkaiError):
    """A file that cannot be converted. `reason` is a stable code: empty, binary, too_large, unreadable, …."""

    def __init__(self, subject: str, reason: str, problem: str, remedy: str) -> None:
        super().__init__(subject, problem, remedy)
        self.args = (subject, reason, problem, remedy)
        self.reason = reason


class OutputError(GongkaiError):
    """A result that cannot be written where the user wants it."""


class ClusterError(GongkaiError):
    """A scheduler that does not answer, or workers that cannot do what is asked of them."""

    exit_code = ExitCode.UNREACHABLE


class UsageError(GongkaiError):
    """A request that makes no sense: an unknown field, a query that is no query."""

    exit_code = ExitCode.USAGE
