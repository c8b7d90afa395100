"""A headless Chromium that prints pages to PDF: one process for many pages, spoken to over a pipe.

The DevTools protocol needs no library: messages are JSON, ended by a NUL byte, on the descriptors 3 and 4.
"""

import atexit
import base64
import json
import os
import re
import select
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from fcntl import F_DUPFD_CLOEXEC, fcntl
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any, Self

PACKAGE = "chromium"
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # whatever a page names, nothing is fetched
)
_ABOVE = 10  # descriptors that cannot be the two that the browser speaks on
_PATIENCE = 60.0  # seconds for one answer
_DATES = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")


class MissingBrowserError(RuntimeError):
    """Chromium is not installed."""


def chromium() -> str | None:
    """Where the browser is, None where it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """What a print dialogue asks: paper in inches, scale, backgrounds, title and page number on every page."""

    width: float = 8.27
    height: float = 11.69
    scale: float = 1.0
    background: bool = True
    marks: bool = False
    tagged: bool = False


@dataclass(slots=True)
class Browser:
    """A running browser; use it in a `with` or close it."""

    _process: subprocess.Popen[bytes] = field(init=False)
    _folder: str = field(init=False)
    _ask: int = field(init=False)
    _hear: int = field(init=False)
    _heard: bytes = b""
    _asked: int = 0
    _session: str | None = None
    _frame: str = ""

    def __post_init__(self) -> None:
        program = chromium()
        if program is None:
            raise MissingBrowserError(f"there is no Chromium here: install the Debian package {PACKAGE}")
        self._folder = tempfile.mkdtemp(prefix="laboratory-browser-")
        theirs_in, self._ask = os.pipe()
        self._hear, theirs_out = os.pipe()
        ends = [fcntl(end, F_DUPFD_CLOEXEC, _ABOVE) for end in (theirs_in, theirs_out)]
        os.close(theirs_in)
        os.close(theirs_out)
        # bash puts the pipes onto 3 and 4, where nothing of ours may lie in this process.
        self._process = subprocess.Popen(
            [
                "/bin/bash",
                "-c",
                f'exec "$@" 3<&{ends[0]} 4>&{ends[1]}',
                "browser",
                program,
                *_FLAGS,
                f"--user-data-dir={self._folder}",
                "--remote-debugging-pipe",
                "about:blank",
            ],
            pass_fds=ends,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in ends:
            os.close(end)
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        # A script that cannot be fetched would hold up the page.
        self._call("Emulation.setScriptExecutionDisabled", value=True)
        self._frame = self._call("Page.getFrameTree")["frameTree"]["frame"]["id"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def printed(self, page: str, settings: PrintSettings) -> bytes:
        """The page (HTML) as a PDF file, with a fixed date."""
        self._call("Page.setDocumentContent", frameId=self._frame, html=page)
        answer = self._call(
            "Page.printToPDF",
            paperWidth=settings.width,
            paperHeight=settings.height,
            scale=settings.scale,
            printBackground=settings.background,
            generateTaggedPDF=settings.tagged,
            displayHeaderFooter=settings.marks,
            headerTemplate='<span class="title" style="font-size:8px;margin-left:40px"></span>',
            footerTemplate=(
                '<span style="font-size:8px;margin-left:280px"><span class="pageNumber"></span>/'
                '<span class="totalPages"></span></span>'
            ),
        )
        return _DATES.sub(rb"\g<1>20240201080000", base64.b64decode(answer["data"]))

    def close(self) -> None:
        """End the browser and remove what it wrote."""
        if self._process.poll() is None:
            try:
                self._call("Browser.close")
                self._process.wait(10)
            except (OSError, TimeoutError, subprocess.TimeoutExpired):
                self._process.kill()
                self._process.wait()
            os.close(self._ask)
            os.close(self._hear)
        shutil.rmtree(Path(self._folder), ignore_errors=True)

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._asked += 1
        message: dict[str, object] = {"id": self._asked, "method": method, "params": parameters}
        if self._session and not method.startswith("Browser."):
            message["sessionId"] = self._session
        _write(self._ask, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._asked:
                if "error" in answer:
                    raise OSError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> dict[str, Any]:
        """The next message of the browser."""
        until = monotonic() + _PATIENCE
        while b"\0" not in self._heard:
            if not select.select([self._hear], [], [], max(0.0, until - monotonic()))[0]:
                raise TimeoutError(f"the browser did not answer in {_PATIENCE:g} seconds")
            piece = os.read(self._hear, 1 << 20)
            if not piece:
                raise OSError("the browser has ended")
            self._heard += piece
        message, self._heard = self._heard.split(b"\0", 1)
        found: dict[str, Any] = json.loads(message)
        return found


def _write(end: int, data: bytes) -> None:
    while data:
        data = data[os.write(end, data) :]


@cache
def shared_browser() -> Browser:
    """The browser of this process, closed at its end."""
    browser = Browser()
    atexit.register(browser.close)
    return browser
