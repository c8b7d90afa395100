"""A client of opensearch-py, set up as the user's connection says, and what kind of server it meets."""

import logging
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import getproxies, proxy_bypass

from opensearchpy import OpenSearch, RequestsHttpConnection, Urllib3HttpConnection

from converters.errors import UsageError
from indexer.connection import Connection
from indexer.engines.opensearch.address import Address
from indexer.errors import IndexFaultError

KNOWN_VERSIONS = (2, 3)
OLDEST_MINOR = 4  # of 2: the first with points in time

# What it logs of every failed request is told by our errors, and would be told with a traceback.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


def connect(address: Address, said: Connection) -> OpenSearch:
    """A client; no request is made yet.

    Raises:
        UsageError: a password, a file or an AWS credential is missing.
    """
    secure = address.nodes[0].scheme == "https"
    return OpenSearch(
        hosts=[{"host": one.host, "port": one.port, "scheme": one.scheme} for one in address.nodes],
        timeout=said.timeout,
        retry_on_timeout=False,
        max_retries=max(2, len(address.nodes)),
        http_compress=_is_far(address),
        pool_maxsize=4,
        **_authority(address, said),
        **(_tls(said) if secure else {}),
        **_way(address),
    )


def check_version(where: str, info: Mapping[str, Any]) -> None:
    """Refuses what is not OpenSearch, or one that is too old or too new.

    Raises:
        IndexFaultError: which one it is, and which are spoken with.
    """
    version = info.get("version", {}) if isinstance(info, Mapping) else {}
    number, distribution = str(version.get("number", "")), version.get("distribution")
    found = re.match(r"(\d+)\.(\d+)", number)
    remedy = f"OpenSearch {' and '.join(map(str, KNOWN_VERSIONS))} are spoken with: upgrade one of the two"
    if found is None:
        raise IndexFaultError(where, "what answers there is no OpenSearch", "correct the address")
    if distribution != "opensearch":
        raise IndexFaultError(where, f"this is Elasticsearch {number}", "name an OpenSearch server")
    major, minor = int(found[1]), int(found[2])
    if major not in KNOWN_VERSIONS or (major == KNOWN_VERSIONS[0] and minor < OLDEST_MINOR):
        raise IndexFaultError(where, f"the server is OpenSearch {number}", remedy)


def _authority(address: Address, said: Connection) -> dict[str, Any]:
    if said.aws_region:
        return {"http_auth": _signer(address, said)}
    user, password = address.user or said.user, address.password or said.password
    if user is None:
        return {}
    if password is None:
        raise UsageError(str(address), f"user {user} has no password", "set OPENSEARCH_PASSWORD")
    # The client's own way would send what is beyond Latin-1 in no encoding that a server expects.
    told = b64encode(f"{user}:{password}".encode()).decode()
    return {"headers": {"authorization": f"Basic {told}"}}


def _signer(address: Address, said: Connection) -> object:
    try:
        from botocore.session import get_session  # noqa: PLC0415 - an extra of its own, and slow to import
    except ImportError:
        remedy = "install it: pip install 'gongkai[aws]'"
        raise UsageError(
            str(address), "requests are signed with botocore, which is not installed", remedy
        ) from None
    from opensearchpy import RequestsAWSV4SignerAuth, Urllib3AWSV4SignerAuth  # noqa: PLC0415 - with the other

    credentials = get_session().get_credentials()
    if credentials is None:
        remedy = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile"
        raise UsageError(str(address), "there are no AWS credentials", remedy)
    kind = RequestsAWSV4SignerAuth if _proxies(address) else Urllib3AWSV4SignerAuth
    return kind(credentials, said.aws_region, said.aws_service)


def _tls(said: Connection) -> dict[str, Any]:
    if said.insecure:
        return {"use_ssl": True, "verify_certs": False, "ssl_show_warn": False}
    for file in (said.ca_certs, said.client_cert, said.client_key):
        if file is not None and not Path(file).is_file():
            raise UsageError(
                file, "there is no such file", "look at --ca-certs, --client-cert and --client-key"
            )
    return {
        "use_ssl": True,
        "verify_certs": True,
        "ca_certs": said.ca_certs,
        "client_cert": said.client_cert,
        "client_key": said.client_key,
    }


def _way(address: Address) -> dict[str, Any]:
    """Through the proxy of the environment where there is one for this host; urllib3's connection knows none."""
    proxies = _proxies(address)
    if proxies:
        return {"connection_class": RequestsHttpConnection, "proxies": proxies}
    return {"connection_class": Urllib3HttpConnection}


def _proxies(address: Address) -> dict[str, str]:
    found = getproxies()
    used = {one.scheme for one in address.nodes if not proxy_bypass(f"{one.host}:{one.port}")}
    return {scheme: found[scheme] for scheme in used if scheme in found}


def _is_far(address: Address) -> bool:
    """Bodies are packed on their way, but not to this machine: that costs more than it saves."""
    return not any(one.host in {"localhost", "::1"} or one.host.startswith("127.") for one in address.nodes)
