"""Asking again, with longer and longer pauses, while a server is busy or away."""

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from opensearchpy.exceptions import ConnectionError, SerializationError, TransportError  # noqa: A004 - their name

from converters.errors import GongkaiError
from indexer.engines.opensearch.faults import fault, is_full_disk

_FIRST, _LONGEST = 0.2, 15.0
_TRANSIENT = {408, 429, 500, 502, 503, 504, "N/A", "TIMEOUT"}

Reply = TypeVar("Reply")


class Pauses:
    """Pauses that grow, until for `patience` seconds nothing went on, or somebody stops them."""

    def __init__(self, patience: float, stopped: Event | None = None) -> None:
        self._patience = patience
        self._stopped = stopped or Event()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Something went on."""
        self._next = _FIRST
        self._since = time.monotonic()

    def wait(self, why: GongkaiError) -> None:
        """Waits a little; gives up with this error when the patience is at its end."""
        over = time.monotonic() - self._since >= self._patience
        if over or self._stopped.wait(self._next):
            raise why
        self._next = min(self._next * 2, _LONGEST)


def patiently(where: str, patience: float, ask: Callable[[], Reply]) -> Reply:
    """What the server replies, asked again while it is busy or away; without patience it is asked once.

    Raises:
        GongkaiError: what is wrong, in one line.
    """
    pauses = Pauses(patience)
    while True:
        try:
            return ask()
        except (TransportError, SerializationError) as error:
            told = fault(where, error)
            if not may_pass(error):
                raise told from error
            pauses.wait(told)


def may_pass(error: Exception) -> bool:
    """Whether waiting may help: not with a refused certificate, a wrong request or a full disk."""
    if isinstance(error, ConnectionError) and "certificate" in str(error.info).lower():
        return False
    if isinstance(error, TransportError):
        return is_transient(error.status_code) and not is_full_disk(error.info)
    return True  # an answer cut short


def is_transient(status: int | str) -> bool:
    """Whether an answer of this status is one of a busy or starting server, or none at all."""
    return status in _TRANSIENT
