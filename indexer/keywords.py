"""Keywords as both engines keep and compare them: names that differ in the width of their signs only are one."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_BRACKETS = {"(": "（", ")": "）"}
_NORMAL = str.maketrans({**{chr(code): chr(narrow) for code, narrow in _WIDE.items()}, **_BRACKETS})


def keyword(value: str) -> str:
    """The keyword with narrow letters and digits, and brackets as wide as Chinese names have them."""
    return value.strip().translate(_NORMAL)
