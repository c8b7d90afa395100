"""Whatever goes wrong between us and a server → one clear line with the remedy."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,  # noqa: A004 - the client's name for it
    ConnectionTimeout,
    ImproperlyConfigured,
    NotFoundError,
    OpenSearchException,
    SerializationError,
    SSLError,
    TransportError,
)

from converters.errors import GongkaiError, UsageError
from indexer.errors import EngineUnreachableError, IndexFaultError, IndexMissingError

_FULL_DISK = re.compile(r"flood.stage watermark|read-only-allow-delete|FORBIDDEN/12|TOO_MANY_REQUESTS/12")
_CERTIFICATES = (
    (re.compile("certificate has expired"), "its certificate has expired", "renew it on the server"),
    (
        re.compile("self.signed|unable to get (?:local )?issuer|unknown ca"),
        "its certificate is of an authority that is not known here",
        "name the authority's file with --ca-certs",
    ),
    (
        re.compile("ostname|IP address mismatch|doesn't match"),
        "its certificate is of another host",
        "use the name that stands in the certificate",
    ),
    (
        re.compile("WRONG_VERSION_NUMBER|RECORD_LAYER"),
        "it speaks no TLS",
        "write http:// instead of https://",
    ),
    (
        re.compile("CERTIFICATE_REQUIRED|certificate required|handshake failure", re.IGNORECASE),
        "it wants a certificate of the client",
        "name one with --client-cert and --client-key",
    ),
)


@contextmanager
def told(where: str) -> Iterator[None]:
    """What the client raises inside, as an error of ours."""
    try:
        yield
    except (OpenSearchException, ImproperlyConfigured) as error:
        raise fault(where, error) from error


def fault(where: str, error: Exception) -> GongkaiError:  # noqa: PLR0911 - one a kind
    """The error of ours for one of the client's."""
    match error:
        case SSLError():
            return _of_tls(where, str(error.info))
        case ConnectionTimeout():
            remedy = "run again, or give it more time with --timeout SECONDS"
            return EngineUnreachableError(where, "the server does not answer in time", remedy)
        case ConnectionError():
            return _of_connection(where, str(error.info))
        case AuthenticationException():
            remedy = "set OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD, or user and password in config.toml"
            return IndexFaultError(where, "the server does not accept user and password", remedy)
        case TransportError():
            return _of_answer(where, error)
        case SerializationError():
            return cut(where)
        case _:
            return IndexFaultError(
                where, f"the client cannot be set up ({_line(str(error))})", "see `config.toml`"
            )


def cut(where: str) -> EngineUnreachableError:
    """The error for an answer that is none of OpenSearch's, or only the beginning of one."""
    problem = "the server's answer was cut short, or is none of OpenSearch's"
    return EngineUnreachableError(
        where, problem, "run again; else look at the proxy in between, and at the address"
    )


def reason(info: object) -> tuple[str, str]:
    """Kind and words of an error as the server tells it, whole answer or item of one."""
    error = info.get("error", info) if isinstance(info, Mapping) else info
    if not isinstance(error, Mapping):
        return "", str(error)
    causes = [error, *(error.get("root_cause") or [])[:1]]
    if isinstance(error.get("caused_by"), Mapping):
        causes.append(error["caused_by"])
    kinds = [str(one.get("type") or "") for one in causes]
    return " ".join(kinds), "; ".join(dict.fromkeys(str(one.get("reason") or "") for one in causes))


def is_full_disk(info: object) -> bool:
    """Whether the server refuses to write for want of room; it says so with the status of a full queue."""
    return _FULL_DISK.search(" ".join(reason(info))) is not None


def full_disk(where: str) -> IndexFaultError:
    """The error for that."""
    problem = "the disk of the server is nearly full, so that the index is read-only"
    return IndexFaultError(where, problem, "make room there, then run the same command again")


def _of_tls(where: str, words: str) -> EngineUnreachableError:
    for pattern, problem, remedy in _CERTIFICATES:
        if pattern.search(words):
            return EngineUnreachableError(where, problem, remedy)
    return EngineUnreachableError(
        where, f"no TLS connection ({_line(words)})", "look at the address, --ca-certs and --client-cert"
    )


def _of_connection(where: str, words: str) -> EngineUnreachableError:
    for pattern, problem, remedy in _CERTIFICATES:  # some arrive late, when the server has closed already
        if pattern.search(words):
            return EngineUnreachableError(where, problem, remedy)
    if re.search(
        "Name or service not known|NameResolution|getaddrinfo|nodename nor servname|Temporary failure", words
    ):
        return EngineUnreachableError(where, "there is no host of this name", "correct the address")
    if "Connection refused" in words:
        return EngineUnreachableError(where, "no server answers there", "start it, or correct the address")
    if "ProxyError" in words or "proxy" in words.lower():
        return EngineUnreachableError(
            where, "the proxy gives no connection", "look at HTTPS_PROXY and NO_PROXY"
        )
    problem = f"the connection broke ({_line(words)})"
    return EngineUnreachableError(
        where, problem, "run again; an address that speaks TLS begins with https://"
    )


def _of_answer(where: str, error: TransportError) -> GongkaiError:  # noqa: PLR0911 - one a kind
    kind, words = reason(error.info)
    status = error.status_code
    if is_full_disk(error.info):
        return full_disk(where)
    if isinstance(error, AuthorizationException) and "cluster_block" not in kind:
        return IndexFaultError(
            where, "the user has no right to do this", "ask the server's administrator for it"
        )
    if isinstance(error, NotFoundError) and "index_not_found" in kind:
        remedy = f"make one: gongkai index PATH… --index {where}"
        return IndexMissingError(where, "there is no index here", remedy)
    for pattern, make in _ANSWERS:
        if pattern.search(f"{kind} {words}"):
            return make(where, _line(words))
    if status in {429, 502, 503, 504}:
        return EngineUnreachableError(
            where, f"the server is busy or starting (status {status})", "run again later"
        )
    if not isinstance(error.info, Mapping):
        return cut(where)
    return IndexFaultError(
        where, f"the server refuses (status {status}: {_line(words)})", "see the server's log"
    )


def _closed(where: str, words: str) -> IndexFaultError:
    remedy = "take the block away on the server, or ask its administrator"
    return IndexFaultError(where, f"the index is closed to this ({words})", remedy)


def _forgotten(where: str, words: str) -> IndexFaultError:
    del words
    return IndexFaultError(where, "the server forgot where we were", "run again; read on without long pauses")


def _too_long(where: str, words: str) -> UsageError:
    del where, words
    return UsageError("query", "is longer than the server takes", "ask with fewer words")


def _leaderless(where: str, words: str) -> IndexFaultError:
    del words
    return IndexFaultError(where, "the cluster has no leading node", "wait, or look at its nodes")


def _of_shards(where: str, words: str) -> IndexFaultError:
    return partial(where, f"not every shard of the index answers ({words})")


_ANSWERS = (
    (re.compile("cluster_block"), _closed),
    (re.compile("search_context_missing"), _forgotten),
    (re.compile("too_many_(?:nested_)?clauses|maxClauseCount"), _too_long),
    (re.compile("(?:master|cluster_manager)_not_discovered"), _leaderless),
    (re.compile("shard|search_phase"), _of_shards),
)


def partial(where: str, problem: str) -> IndexFaultError:
    """The error in the place of an answer that would not be whole."""
    return IndexFaultError(
        where,
        f"{problem}, so that the answer would not be whole",
        "is the cluster red? wait, or look at its nodes",
    )


def _line(words: str) -> str:
    """The beginning of what somebody else says."""
    return " ".join(words.split())[:160]


def failed(reply: Mapping[str, Any]) -> str | None:
    """What is missing of a reply to a search; None where it is whole."""
    shards = reply.get("_shards", {})
    if shards.get("failed"):
        first = (shards.get("failures") or [{}])[0]
        return f"{shards['failed']} of {shards['total']} shards failed ({_line(reason(first.get('reason', {}))[1])})"
    return "the time for an answer is over" if reply.get("timed_out") else None
