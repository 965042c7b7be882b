"""A report as .docx: the same document, for whoever edits it in a word processor."""

import io
from collections.abc import Iterable
from typing import Any, Final
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from sync.central.reports.even_zip import core_properties, even_zip
from sync.central.reports.layout import Appendix, Figure, Heading, Kind, Layout, Paragraph, Table
from sync.central.reports.setting import (
    A4_MM,
    BODY,
    BOTTOM_MM,
    CELL,
    INDENT_MM,
    INSIDE,
    ISSUER_SIZE,
    LEFT_HEAD,
    LEFT_MM,
    MOTTO,
    MOTTO_SIZE,
    RIGHT_MM,
    ROMAN,
    SMALL,
    STATE,
    STATE_SIZE,
    STRONG,
    TOP_MM,
    WIDE_CELL,
    fitted,
    shares_of,
    width_of,
)
from sync.central.reports.writing import text_of
from sync.central.results.charts.drawing import png

_FACE: Final = "Times New Roman"
_POINT_MM: Final = 25.4 / 72
_BREAK: Final = "<w:br/>"
_ALIGN: Final = {Kind.TEXT: "left", Kind.COUNT: "right"}
_MIDDLE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_LEFT: Final = WD_ALIGN_PARAGRAPH.LEFT


def write_docx(layout: Layout, moment: str) -> bytes:
    """The document; `moment` (ISO, UTC) is when its figures were frozen."""
    document = docx.Document()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(BODY)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    normal.paragraph_format.space_after = Pt(0)
    _page(document.sections[0], wide=False)
    _number_pages(document.sections[0])
    width = A4_MM[0] - LEFT_MM - RIGHT_MM
    _head(document, layout, width)
    _body(document, layout, width)
    _foot(document, layout, width)
    for place, appendix in enumerate(layout.appendices):
        _appendix(document, layout, appendix, ROMAN[place])
    written = io.BytesIO()
    document.save(written)
    return even_zip(written.getvalue(), {"docProps/core.xml": core_properties(layout.subject, moment)})


def _page(section: Any, *, wide: bool) -> None:
    width, height = (A4_MM[1], A4_MM[0]) if wide else A4_MM
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(10)


def _number_pages(section: Any) -> None:
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment = _MIDDLE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        run.font.size = Pt(BODY)
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _line(
    place: Any,
    text: str,
    size: float = BODY,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Any = _MIDDLE,
) -> Any:
    """A paragraph of one kind of letters; a cell's first one is there already."""
    empty = [one for one in place.paragraphs[-1:] if not one.runs and hasattr(place, "_tc")]
    made = empty[0] if empty else place.add_paragraph()
    made.alignment = align
    run = made.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return made


def _rule(paragraph: Any, length: float, width_mm: float) -> None:
    """A line below a paragraph, `length` points long in a place that is `width_mm` wide."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph.add_run().font.size = Pt(1)
    paragraph._p.get_or_add_pPr().append(border)
    beside = Mm(max(0.0, (width_mm - length * _POINT_MM) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = beside
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(3)


def _head(document: Any, layout: Layout, width: float) -> None:
    grid = document.add_table(1, 2)
    left, right = _bare(grid, (width * LEFT_HEAD, width * (1 - LEFT_HEAD)))
    _line(left, layout.above, ISSUER_SIZE)
    _line(left, layout.agency, ISSUER_SIZE, bold=True)
    _rule(left.add_paragraph(), width_of(layout.agency, STRONG, ISSUER_SIZE) * 0.4, width * LEFT_HEAD)
    _line(left, layout.number)
    if layout.mark:
        _line(left, layout.mark, SMALL, bold=True)
    _line(right, STATE, STATE_SIZE, bold=True)
    _line(right, MOTTO, MOTTO_SIZE, bold=True)
    _rule(right.add_paragraph(), width_of(MOTTO, STRONG, MOTTO_SIZE), width * (1 - LEFT_HEAD))
    _line(right, layout.place_and_day, italic=True)
    _line(document, layout.title, 14, bold=True).paragraph_format.space_before = Pt(14)
    _line(document, layout.subject, 14, bold=True)
    _rule(document.add_paragraph(), width / _POINT_MM * 0.3, width)
    if layout.addressees:
        to = _line(document, f"Kính gửi: {'; '.join(layout.addressees)}.")
        to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(6)


def _body(document: Any, layout: Layout, width: float) -> None:
    first = second = tables = figures = 0
    for block in layout.blocks:
        match block:
            case Heading(text, 1):
                first, second = first + 1, 0
                _heading(document, f"{ROMAN[first - 1]}. {text}", 1)
            case Heading(text, _):
                second += 1
                _heading(document, f"{second}. {text}", 2)
            case Paragraph(text):
                made = _line(document, text, align=_BOTH)
                made.paragraph_format.first_line_indent = Mm(INDENT_MM)
                made.paragraph_format.space_after = Pt(6)
            case Table():
                tables += 1
                size = CELL if len(block.columns) < 8 else WIDE_CELL
                _table(document, block, width, size, f"Bảng {tables}. ")
            case Figure():
                figures += 1
                _figure(document, block, width, f"Hình {figures}. ")


def _heading(document: Any, text: str, level: int) -> None:
    """A real heading, so that a word processor lists it, in the document's own letters."""
    made = document.add_heading(level=level)
    run = made.add_run(text)
    run.font.name, run.font.size, run.bold = _FACE, Pt(BODY), True
    run.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(8), Pt(6)
    if level > 1:
        made.paragraph_format.first_line_indent = Mm(INDENT_MM)


def _table(document: Any, table: Table, width: float, size: float, number: str) -> None:
    if number:
        title = _line(document, f"{number}{table.title}", bold=True)
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(4)
    grid = document.add_table(0, len(table.columns))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [width * share for share in shares_of(table.columns)]
    for place, mm in enumerate(widths):
        grid.columns[place].width = Mm(mm)
    titles = [(column.title, "center") for column in table.columns]
    grid._tbl.append(_row(titles, widths, size, head=True))
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        cells = [(text_of(value, column), _ALIGN.get(column.kind, "center")) for value, column in pairs]
        fitting = [
            (text if align == "left" else fitted(text, size, mm / _POINT_MM - 4 * INSIDE), align)
            for (text, align), mm in zip(cells, widths, strict=True)
        ]
        grid._tbl.append(_row(fitting, widths, size, head=False))
    for note in table.notes:
        _line(document, note, SMALL, italic=True, align=_BOTH)
    document.paragraphs[-1].paragraph_format.space_after = Pt(8)


def _row(cells: Iterable[tuple[str, str]], widths: Iterable[float], size: float, *, head: bool) -> Any:
    """A row with texts and where they stand, written at once: cell by cell takes a library seconds."""
    letters = f'<w:rPr>{"<w:b/>" if head else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(mm / _POINT_MM * 20)}" w:type="dxa"/>'
        '<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="40"/><w:jc w:val="{align}"/></w:pPr>'
        f"<w:r>{letters}{_BREAK.join(_letters(part) for part in text.splitlines())}</w:r></w:p></w:tc>"
        for (text, align), mm in zip(cells, widths, strict=True)
    )
    kept = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    return parse_xml(f"<w:tr {nsdecls('w')}>{kept}{written}</w:tr>")


def _letters(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def _figure(document: Any, figure: Figure, width: float, number: str) -> None:
    title = _line(document, f"{number}{figure.title}", bold=True)
    title.paragraph_format.keep_with_next = True
    place = document.add_paragraph()
    place.alignment = _MIDDLE
    place.paragraph_format.keep_with_next = True
    drawn = place.add_run().add_picture(io.BytesIO(png(figure.chart)), width=Mm(width))
    drawn._inline.docPr.set("descr", f"{figure.title}. {figure.told}")
    _line(document, figure.told, SMALL, italic=True).paragraph_format.space_after = Pt(8)


def _foot(document: Any, layout: Layout, width: float) -> None:
    document.add_paragraph()
    left, right = _bare(document.add_table(1, 2), (width / 2, width / 2))
    _line(left, "Nơi nhận:", 12, bold=True, italic=True, align=_LEFT)
    *some, last = layout.recipients
    for one in some:
        _line(left, f"- {one};", SMALL, align=_LEFT)
    _line(left, f"- {last}.", SMALL, align=_LEFT)
    if layout.authority:
        _line(right, layout.authority, bold=True)
    _line(right, layout.post, bold=True).paragraph_format.space_after = Pt(62)
    _line(right, layout.signer, bold=True)


def _appendix(document: Any, layout: Layout, appendix: Appendix, number: str) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _page(section, wide=appendix.wide)
    width = A4_MM[1 if appendix.wide else 0] - LEFT_MM - RIGHT_MM
    beside = (
        f"(Kèm theo Báo cáo {layout.number} {layout.place_and_day.partition(', ')[2]} của {layout.agency})"
    )
    _line(document, f"Phụ lục {number}", 14, bold=True)
    _line(document, appendix.title, 14, bold=True)
    _line(document, beside, italic=True)
    _table(document, appendix.table, width, WIDE_CELL if appendix.wide else CELL, "")


def _bare(grid: Any, widths: tuple[float, float]) -> list[Any]:
    """The two cells of a table that nobody sees."""
    grid.autofit = False
    grid._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells = grid._cells
    for place, (cell, mm) in enumerate(zip(cells, widths, strict=True)):
        grid.columns[place].width = cell.width = Mm(mm)
    return list(cells)
