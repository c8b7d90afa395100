"""Files that lie elsewhere: `s3://`, `gs://`, whatever fsspec opens (`pip install 'gongkai[cluster]'`).

A Remote does of what a Path does as much as inputs and results need, under the same names. fsspec's own faults are all
OSErrors here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from converters.errors import UsageError


@dataclass(frozen=True, slots=True)
class Remote:
    """A file or folder by its URL."""

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, below: str) -> "Remote":
        return Remote(f"{self.url.rstrip('/')}/{below}")

    @property
    def name(self) -> str:
        """The last part of the URL."""
        return PurePosixPath(self.url).name

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePosixPath(self.url).suffix

    @property
    def parent(self) -> "Remote":
        """The folder that holds it."""
        return Remote(self.url.rstrip("/").rpartition("/")[0])

    def absolute(self) -> "Remote":
        """Itself: a URL is never relative."""
        return self

    def is_dir(self) -> bool:
        """Whether it is a folder.

        Raises:
            OSError: it is not there, or cannot be asked for.
        """
        system, path = self.system()
        with faults(self.url):
            return bool(system.info(path)["type"] == "directory")

    def is_file(self) -> bool:
        """Whether it is there and a file."""
        system, path = self.system()
        with faults(self.url):
            return bool(system.isfile(path))

    def names(self) -> list[str]:
        """The names in the folder; those of folders end in a slash.

        Raises:
            OSError: it cannot be listed.
        """
        system, path = self.system()
        with faults(self.url):
            found = system.ls(path, detail=True)
        here = path.rstrip("/")
        return [
            PurePosixPath(entry["name"]).name + ("/" if entry["type"] == "directory" else "")
            for entry in found
            if entry["name"].rstrip("/") != here  # some stores list the folder itself
        ]

    @contextmanager
    def open(self, mode: str = "rb", buffering: int = -1) -> Iterator[IO[bytes]]:
        """The file, open.

        Raises:
            OSError: it cannot be read.
        """
        del buffering
        system, path = self.system()
        with faults(self.url), system.open(path, mode) as file:
            yield file

    def system(self) -> tuple[Any, str]:
        """Fsspec's file system, and the path in it.

        Raises:
            UsageError: fsspec, or what it needs for this kind of URL, is not installed.
        """
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra

            found: tuple[Any, str] = url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            remedy = "pip install 'gongkai[cluster]' and the package that fsspec names for it"
            raise UsageError(self.url, f"such an address cannot be opened ({error})", remedy) from error
        return found


Source = Path | Remote
"""Where an input lies."""


def located(text: str) -> Source:
    """What a user means by a path or a URL."""
    return Remote(text) if "://" in text else Path(text)


@contextmanager
def faults(url: str) -> Iterator[None]:
    """Whatever the library of a store raises, as an OSError."""
    try:
        yield
    except (OSError, UsageError):
        raise
    except Exception as error:
        # stores raise what the libraries behind them do
        raise OSError(f"{url}: {type(error).__name__}: {error}") from error
