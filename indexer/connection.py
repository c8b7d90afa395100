"""How a server is to be spoken with: from options, the environment and `config.toml`, in this order.

    [opensearch]
    address = "https://search.example.org:9200/gongkai"     # GONGKAI_INDEX
    user = "reader"                                         # OPENSEARCH_USERNAME
    password = "…"                                          # OPENSEARCH_PASSWORD
    ca_certs = "/etc/ssl/ours.pem"                          # OPENSEARCH_CA_CERTS

and so on, a key for each field of `Connection`. A password is never an option: others would see it in the list of
processes.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from converters.errors import UsageError

_SECTION = "opensearch"
_OTHER_NAMES = {"user": "OPENSEARCH_USERNAME"}


@dataclass(frozen=True, slots=True)
class Connection:
    """What is known besides the address. `timeout` is seconds for an answer, `patience` those for loading to go on.

    `aws_region` signs every request for OpenSearch of AWS. `shards` and `replicas` are those of a new index; without
    `replicas` there is one as soon as the cluster has a second node.
    """

    user: str | None = None
    password: str | None = None
    ca_certs: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    insecure: bool = False
    timeout: float = 60.0
    patience: float = 300.0
    aws_region: str | None = None
    aws_service: str = "es"
    shards: int = 1
    replicas: int | None = None

    def __repr__(self) -> str:
        return "Connection(…)"  # a password in a traceback would be a password in a log


def configured_address() -> str | None:
    """The address of `config.toml`, if it has one.

    Raises:
        UsageError: the file is no TOML, or the address no text.
    """
    address = _section().get("address")
    if address is not None and not isinstance(address, str):
        raise UsageError(str(config_file()), "address is no text", "write it in quotation marks")
    return address


def connection(options: Mapping[str, object] | None = None) -> Connection:
    """The connection that is meant; options that are None are not said.

    Raises:
        UsageError: a value is none, or a key of the file unknown.
    """
    section = _section()
    known = {field.name: field for field in fields(Connection)}
    strange = [key for key in section if key not in known and key != "address"]
    if strange:
        raise UsageError(f"{config_file()}: {strange[0]}", "is no setting", f"choose of {', '.join(known)}")
    found: dict[str, object] = {}
    for name, field in known.items():
        said = [
            (f"{config_file()}: {name}", section.get(name)),
            (_variable(name), os.environ.get(_variable(name))),
            (f"--{name.replace('_', '-')}", (options or {}).get(name)),
        ]
        for where, value in said:
            if value is not None:
                found[name] = _typed(where, value, getattr(field.type, "__name__", str(field.type)))
    return Connection(**found)  # type: ignore[arg-type]  # each was brought to its type


def config_file() -> Path:
    """The user's file."""
    base = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base, "gongkai", "config.toml").expanduser()


def _variable(name: str) -> str:
    return _OTHER_NAMES.get(name, f"OPENSEARCH_{name.upper()}")


def _section() -> dict[str, object]:
    path = config_file()
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UsageError(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    except ValueError as error:  # what TOML or UTF-8 it is not; the text of the error may hold a password
        raise UsageError(str(path), f"is no TOML ({type(error).__name__})", "mend or remove it") from None
    section = data.get(_SECTION, {})
    if not isinstance(section, dict):
        raise UsageError(str(path), f"{_SECTION} is no table", f"write [{_SECTION}] above its keys")
    return section


def _typed(where: str, value: object, kind: str) -> object:
    """The value as the field has it."""
    if kind == "bool":
        if isinstance(value, bool):
            return value
        if str(value).lower() in {"1", "true", "yes", "0", "false", "no", ""}:
            return str(value).lower() in {"1", "true", "yes"}
    elif kind.startswith("str"):
        if isinstance(value, str):
            return value
    else:
        try:
            number = int(str(value)) if kind.startswith("int") else float(str(value))
        except ValueError:
            number = -1
        if number > 0 or (number == 0 and where.lower().endswith("replicas")):
            return number
    wanted = (
        "true or false" if kind == "bool" else "a text" if kind.startswith("str") else "a number above zero"
    )
    raise UsageError(where, "is not what it should be", f"{wanted} is needed")
