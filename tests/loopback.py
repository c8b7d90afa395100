"""A proxy between a client and a server on this machine: with TLS, with passwords, and with whatever goes wrong."""

import base64
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """An answer; `told` is how many bytes its header promises, `slow` how many seconds it takes."""

    status: int
    body: bytes
    kind: str = "application/json"
    told: int | None = None
    slow: float = 0.0


Spoil = Callable[[str, str, Reply], Reply]
"""Method, path and the server's answer → the answer that the client gets."""


@dataclass
class Proxy:
    """What is between, while it is there: `seen` are headers of the requests that came through."""

    target: str
    port: int = 0
    scheme: str = "http"
    credentials: str | None = None
    spoil: Spoil = lambda method, path, reply: reply
    seen: list[dict[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.port}"


@contextmanager
def proxy(
    target: str,
    *,
    tls: ssl.SSLContext | None = None,
    credentials: str | None = None,
    spoil: Spoil | None = None,
) -> Iterator[Proxy]:
    """A proxy before a server; `credentials` are `user:password`, without which it answers 401."""
    made = Proxy(target, credentials=credentials, scheme="https" if tls else "http")
    if spoil is not None:
        made.spoil = spoil

    class Handler(_Handler):
        way = made

    server = _Server(("127.0.0.1", 0), Handler)
    if tls:
        # The handshake is each connection's own affair, or one that fails would stop the others.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    way: Proxy
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        """One request: through to the server, its answer back, spoilt or not."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.way.seen.append(dict(self.headers.items()))
        self.way.asked.append((self.command, self.path, body))
        if self._may_pass():
            reply = self.way.spoil(self.command, self.path, self._forwarded(body))
        else:
            reply = Reply(401, b"Unauthorized", "text/plain")
        time.sleep(reply.slow)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body) if reply.told is None else reply.told))
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.told is not None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815 - names of the base class

    def _may_pass(self) -> bool:
        wanted = self.way.credentials
        given = self.headers.get("Authorization", "")
        return wanted is None or given == "Basic " + base64.b64encode(wanted.encode()).decode()

    def _forwarded(self, body: bytes) -> Reply:
        target = urlsplit(self.way.target)
        headers = {
            key: value for key, value in self.headers.items() if key.lower() not in {"host", "authorization"}
        }
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        try:
            connection.request(self.command, self.path.removeprefix(self.way.target), body, headers)
            reply = connection.getresponse()
            return Reply(reply.status, reply.read(), reply.headers.get("Content-Type", "application/json"))
        except OSError as error:
            return Reply(502, str(error).encode(), "text/plain")
        finally:
            connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Says nothing."""
