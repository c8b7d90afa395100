"""What may go wrong with an index, below the tree in converters/errors.py.

GongkaiError
└── IndexFaultError             an index cannot be used as it is
    ├── IndexMissingError       there is none at that place
    ├── IndexDamagedError       its files are not what was written
    ├── IndexOutdatedError      made with another schema
    ├── IndexBusyError          another process writes it
    └── EngineUnreachableError  nobody answers at that address (exit 4)
"""

from converters.errors import ExitCode, GongkaiError


class IndexFaultError(GongkaiError):
    """An index that cannot be used as it is."""


class IndexMissingError(IndexFaultError):
    """No index at that place."""


class IndexDamagedError(IndexFaultError):
    """The files of an index are not what was written."""


class IndexOutdatedError(IndexFaultError):
    """An index made with another schema, older or newer."""


class IndexBusyError(IndexFaultError):
    """Another process is writing the index."""


class EngineUnreachableError(IndexFaultError):
    """Nobody answers at the address of an engine."""

    exit_code = ExitCode.UNREACHABLE
