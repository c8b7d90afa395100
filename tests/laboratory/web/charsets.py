"""Bytes of a page: charsets declared rightly, wrongly, late or nowhere, and text that was once misread."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Charset:
    """The bytes' codec, a mark before them, what the page declares, and how its text was misread before."""

    codec: str = "utf-8"
    mark: bytes = b""
    declared: str | None = "utf-8"
    late: bool = False  # behind two thousand characters of comment
    old: bool = False  # as http-equiv
    misread: tuple[str, str] | None = None  # written in the first, taken for the second

    @property
    def meta(self) -> str:
        """The declaration as it stands in the head."""
        if self.declared is None:
            return ""
        plain = f'<meta charset="{self.declared}">'
        old = f'<meta http-equiv="Content-Type" content="text/html; charset={self.declared}">'
        comment = f"<!-- {'模板缓存 template cache ' * 100}-->\n" if self.late else ""
        return comment + (old if self.old else plain)

    def encoded(self, page: str) -> bytes:
        """The page's bytes; what the codec does not have is written as references."""
        if self.misread:
            page = page.encode(self.misread[0], "xmlcharrefreplace").decode(self.misread[1])
        return self.mark + page.encode(self.codec, "xmlcharrefreplace")


CHARSETS: Mapping[str, Charset] = {
    "utf-8": Charset(),
    "utf-8 with BOM": Charset(mark=b"\xef\xbb\xbf"),
    "utf-8 declared late": Charset(late=True, old=True),
    "utf-8 not declared": Charset(declared=None),
    "utf-8 called gbk": Charset(declared="gbk"),
    "utf-8 with BOM called gb2312": Charset(mark=b"\xef\xbb\xbf", declared="gb2312", old=True),
    "gbk": Charset(codec="gbk", declared="gbk"),
    "gbk called gb2312": Charset(codec="gbk", declared="gb2312", old=True),
    "gbk declared late": Charset(codec="gbk", declared="gb2312", late=True, old=True),
    "gb18030 not declared": Charset(codec="gb18030", declared=None),
    "gb18030 called utf-8": Charset(codec="gb18030"),
    "gbk called iso-8859-1": Charset(codec="gbk", declared="iso-8859-1", old=True),
    "utf-16 LE with BOM": Charset(codec="utf-16-le", mark=b"\xff\xfe", declared="utf-16"),
    "utf-16 BE with BOM": Charset(codec="utf-16-be", mark=b"\xfe\xff", declared="unicode", old=True),
    "gbk taken for latin-1": Charset(misread=("gbk", "latin-1")),
    "utf-8 taken for latin-1": Charset(misread=("utf-8", "latin-1")),
}
SHOWN_BY_BROWSERS = ("utf-8", "utf-8 with BOM", "gbk", "gbk called gb2312", "utf-16 LE with BOM")
"""Charsets that every browser reads."""
