"""The address of an index on a server: nodes, name of the index, and who asks."""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from converters.errors import UsageError

DEFAULT_NAME = "gongkai"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Node:
    """A server: scheme, host, port, and a path before all of the server's own."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Address:
    """One index on a cluster. `str` leaves user and password out."""

    nodes: tuple[Node, ...]
    name: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        nodes = ",".join(f"{one.scheme}://{_bracketed(one.host)}:{one.port}" for one in self.nodes)
        return f"{nodes}/{self.name}"


def parse_address(text: str) -> Address:
    """`https://user:password@host:9200/name`, or several of these with commas; the last one tells the name.

    Raises:
        UsageError: it is no address; what is wrong is said without the password.
    """
    found = [_split(part.strip()) for part in text.split(",") if part.strip()]
    names = [name for one in found if (name := one.path.strip("/"))]
    name = names[-1] if names else DEFAULT_NAME
    nodes = tuple(_node(one) for one in found)
    if not _NAME.fullmatch(name) or any(other != name for other in names):
        problem = f"{name[:60]!r} is no name of an index"
        raise UsageError(_bare(found[-1]), problem, "small letters, digits, - _ and . behind one /")
    if len({one.scheme for one in nodes}) > 1:
        problem = "some nodes are addressed with https and others without"
        raise UsageError(_bare(found[-1]), problem, "write https:// before all of them, or before none")
    with_user = next((one for one in found if one.username is not None), None)
    if with_user is None:
        return Address(nodes, name)
    password = None if with_user.password is None else unquote(with_user.password)
    return Address(nodes, name, unquote(with_user.username or ""), password)


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UsageError("--index", "is no address of a server", "write https://host:9200/name") from None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or port == 0
        or parts.query
        or parts.fragment
    ):
        raise UsageError(_bare(parts), "is no address of a server", "write https://host:9200/name")
    return parts


def _node(parts: SplitResult) -> Node:
    host = parts.hostname or ""
    return Node(parts.scheme, host, parts.port or (443 if parts.scheme == "https" else 9200))


def _bare(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
