"""How a file is to be written, where its format leaves a choice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """`bom`: with a byte order mark, by which Excel knows UTF-8; `raw`: text that looks like a formula stays so."""

    bom: bool = False
    raw: bool = False
