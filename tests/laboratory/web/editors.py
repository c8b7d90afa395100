"""The markup of the editors that pages are written with: how each writes a paragraph, a cell, a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from laboratory.grid import Cell
from laboratory.web.content import Content, Paragraph, marked_up

Attributes = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor's habits. `cell` and `prose` mark up a paragraph inside a cell and outside."""

    name: str
    table: str
    row: Callable[[int], str]
    box: Callable[[Cell, Attributes], str]
    cell: Callable[[Paragraph, Cell], str]
    blank: tuple[str, ...]
    prose: Callable[[str, str], str]  # the text, how it stands: left, center or right
    head: str = ""  # what it writes into the head of the page
    after_rows: Callable[[int], str] = lambda _width: ""


def attributes(pairs: Attributes) -> str:
    """Attributes as they stand in a tag."""
    return "".join(f' {name}="{value}"' for name, value in pairs)


def inside(content: Content, cell: Cell, editor: Editor, rng: Random) -> str:
    """What stands between <td> and </td>."""
    if not content:
        return rng.choice(editor.blank)
    return "".join(editor.cell(paragraph, cell) for paragraph in content)


def _runs(paragraph: Paragraph, wrap: Callable[[str], str]) -> str:
    """The runs, each that can be seen in an element of its own."""
    return "".join(
        wrap(marked_up(run)) if run.kind in ("text", "references") else marked_up(run) for run in paragraph
    )


def _plain_cell(paragraph: Paragraph, _cell: Cell) -> str:
    if len(paragraph) == 1:
        return marked_up(paragraph[0])
    return f"<p>{_runs(paragraph, lambda text: f'<span>{text}</span>')}</p>"


def _word_cell(paragraph: Paragraph, cell: Cell) -> str:
    align = (
        " align=center style='text-align:center;mso-pagination:widow-orphan'" if cell.role != "label" else ""
    )
    language = " lang=EN-US" if cell.role in ("number", "surplus") else ""
    style = "font-size:9.0pt;font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt"
    runs = _runs(paragraph, lambda text: f"<span{language} style='{style}'>{text}<o:p></o:p></span>")
    return f"<p class=MsoNormal{align}>{runs}</p>"


def _wps_cell(paragraph: Paragraph, cell: Cell) -> str:
    align = "text-align:center;" if cell.role != "label" else ""
    style = "mso-spacerun:'yes';font-family:宋体;font-size:9.0000pt;mso-font-kerning:0.0000pt;"
    runs = _runs(paragraph, lambda text: f'<span style="{style}"><font face="宋体">{text}</font></span>')
    end = f'<span style="{style}"><o:p></o:p></span>'
    return f'<p class="MsoNormal" style="{align}mso-pagination:widow-orphan;">{runs}{end}</p>'


def _ueditor_cell(paragraph: Paragraph, cell: Cell) -> str:
    align = "center" if cell.role != "label" else "left"
    runs = _runs(paragraph, lambda text: f'<span style="font-size: 14px; font-family: 宋体;">{text}</span>')
    return f'<p style="text-align: {align};">{runs}</p>'


def _trs_cell(paragraph: Paragraph, _cell: Cell) -> str:
    return f'<div align="center">{_runs(paragraph, lambda text: f"<font>{text}</font>")}</div>'


def _sheet_cell(paragraph: Paragraph, _cell: Cell) -> str:
    return _runs(paragraph, lambda text: f'<font class="font5">{text}</font>')


def _word_box(cell: Cell, spans: Attributes) -> str:
    borders = "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 1.4pt 0cm 1.4pt"
    style = f"width:{27 * cell.width}.0pt;{borders}"
    return f"<td width={36 * cell.width} valign=center{attributes(spans)} style='{style}'>"


def _sheet_box(cell: Cell, spans: Attributes) -> str:
    number = " x:num" if cell.role in ("number", "surplus") else ""
    style = "border:.5pt solid windowtext;"
    return f'<td class="xl{65 + len(cell.text) % 4}"{attributes(spans)} height="24"{number} style="{style}">'


PLAIN = Editor(
    "plain",
    '<table border="1" cellspacing="0" width="100%">',
    lambda _row: "<tr>",
    lambda cell, spans: f"<{'th' if cell.role == 'header' else 'td'}{attributes(spans)}>",
    _plain_cell,
    ("", "&nbsp;"),
    lambda text, align: f"<p>{text}</p>" if align == "left" else f'<p align="{align}">{text}</p>',
)
WORD = Editor(
    "word",
    "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 width=611 "
    "style='width:458.0pt;border-collapse:collapse;mso-yfti-tbllook:1184'>",
    lambda row: f"<tr style='mso-yfti-irow:{row};height:20.0pt'>",
    _word_box,
    _word_cell,
    (
        "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>",
        "<p class=MsoNormal><o:p></o:p></p>",
    ),
    lambda text, align: (
        f"<p class=MsoNormal align={align} style='text-indent:32.0pt;mso-char-indent-count:2.0'>"
        f"<span style='font-size:16.0pt;font-family:仿宋_GB2312'>{text}<span lang=EN-US><o:p></o:p></span></span></p>"
    ),
    head='<style><!-- p.MsoNormal {mso-style-parent:"";margin:0cm;} --></style>\n'
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->",
    after_rows=lambda width: (
        "<![if !supportMisalignedColumns]><tr height=0>"
        + "<td width=36 style='border:none'></td>" * width
        + "</tr><![endif]>"
    ),
)
WPS = Editor(
    "wps",
    '<table class="MsoTableGrid" style="border-collapse:collapse;width:426.1000pt;mso-table-layout-alt:fixed;">',
    lambda _row: '<tr style="height:19.8500pt;">',
    lambda cell, spans: (
        f'<td width="{cell.width * 38}" valign="center"{attributes(spans)} '
        'style="padding:0.0000pt 5.4pt 0.0000pt 5.4pt;border:1.0000pt solid windowtext;">'
    ),
    _wps_cell,
    ('<p class="MsoNormal"><span style="font-family:宋体;"><o:p>&nbsp;</o:p></span></p>',),
    lambda text, align: (
        f'<p class="MsoNormal" style="text-align:{align};text-indent:32.0000pt;">'
        f'<span style="mso-spacerun:\'yes\';font-family:仿宋;font-size:16.0000pt;"><font face="仿宋">{text}</font>'
        '</span><span style="font-size:16.0000pt;"><o:p></o:p></span></p>'
    ),
)
UEDITOR = Editor(
    "ueditor",
    '<table class="noBorderTable" cellspacing="0" cellpadding="0" width="960"><tbody>',
    lambda row: '<tr class="firstRow">' if not row else "<tr>",
    lambda cell, spans: (
        f'<td width="{cell.width * 60}" valign="middle"{attributes(spans)} '
        'style="border: 1px solid windowtext; padding: 0px 7px; word-break: break-all;">'
    ),
    _ueditor_cell,
    ("<p><br></p>", "<br>", "<p>&nbsp;</p>"),
    lambda text, align: (
        f'<p style="text-align: {align}; text-indent: 2em; line-height: 2em;">'
        f'<span style="font-family: 仿宋, FangSong; font-size: 21px;">{text}</span></p>'
    ),
)
TRS = Editor(
    "trs",
    '<table border="1" cellpadding="0" cellspacing="0" style="BORDER-COLLAPSE: collapse" width="95%" align="center">'
    "<tbody>",
    lambda _row: '<tr align="center">',
    lambda _cell, spans: f'<td{attributes(spans)} style="WIDTH: auto">',
    _trs_cell,
    ("<div>&nbsp;</div>", "&nbsp;"),
    lambda text, align: (
        f'<p align="{align}">　　{text}</p>' if align == "left" else f'<div align="{align}">{text}</div>'
    ),
    head="<style>.TRS_Editor P{line-height:2;font-family:宋体;font-size:12pt;}</style>",
)
SHEET = Editor(
    "sheet",
    '<table border="0" cellpadding="0" cellspacing="0" width="826" style="border-collapse:collapse;table-layout:fixed">'
    '<col width="72"><col width="72" span="3">',
    lambda _row: '<tr height="24">',
    _sheet_box,
    _sheet_cell,
    ("", "　", "&nbsp;"),
    lambda text, align: f'<div style="text-align:{align}">{text}</div>',
)

EDITORS: Mapping[str, Editor] = {editor.name: editor for editor in (PLAIN, WORD, WPS, UEDITOR, TRS, SHEET)}
