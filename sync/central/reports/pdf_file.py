"""A report as PDF: the document as it is signed. Nothing is packed, so no machine packs it otherwise."""

import io
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepTogether,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from sync.central.reports.layout import Appendix, Figure, Heading, Kind, Layout, Paragraph, Table
from sync.central.reports.setting import (
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
    REGULAR,
    RIGHT_MM,
    ROMAN,
    SLANTED,
    SMALL,
    STATE,
    STATE_SIZE,
    STRONG,
    TOP_MM,
    WIDE_CELL,
    fitted,
    load_faces,
    shares_of,
    width_of,
)
from sync.central.reports.writing import text_of
from sync.central.results.charts.drawing import jpeg

_UPRIGHT, _ACROSS = "upright", "across"
_SHADE: Final = Color(0.93, 0.93, 0.93)
_LEADING: Final = 1.3
_LONG: Final = 12
"""Rows beyond which a table may be broken between pages."""


def write_pdf(layout: Layout) -> bytes:
    """The document."""
    load_faces()
    written = io.BytesIO()
    document = BaseDocTemplate(
        written,
        pagesize=A4,
        title=f"{layout.title}: {layout.subject}",
        author=layout.agency,
        creator="Hài Lòng",
        lang="vi-VN",
        initialFontName=REGULAR,
        invariant=1,
        pageCompression=0,
    )
    document.addPageTemplates([_template(_UPRIGHT, A4), _template(_ACROSS, landscape(A4))])
    width = A4[0] - (LEFT_MM + RIGHT_MM) * mm
    *body, last = _body(layout, width)
    story: list[Flowable] = [*_head(layout, width), *body, KeepTogether([last, *_foot(layout, width)])]
    for place, appendix in enumerate(layout.appendices):
        story += _appendix(layout, appendix, ROMAN[place])
    document.build(story)
    return written.getvalue()


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(
        LEFT_MM * mm,
        BOTTOM_MM * mm,
        width - (LEFT_MM + RIGHT_MM) * mm,
        height - (TOP_MM + BOTTOM_MM) * mm,
        0,
        0,
        0,
        0,
    )

    def number(canvas: Any, _document: object) -> None:
        if canvas.getPageNumber() > 1:
            canvas.setFont(REGULAR, BODY)
            canvas.drawCentredString(width / 2, height - TOP_MM * mm + 10, str(canvas.getPageNumber()))

    return PageTemplate(name, [frame], onPage=number, pagesize=size)


def _style(size: float, face: str = REGULAR, **other: Any) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=size * _LEADING, **other)


def _text(text: str, size: float, face: str = REGULAR, **other: Any) -> Text:
    return Text(escape(text), _style(size, face, **other))


def _middle(text: str, size: float, face: str = REGULAR, **other: Any) -> Text:
    return _text(text, size, face, alignment=TA_CENTER, **other)


def _rule(width: float) -> Flowable:
    return HRFlowable(width=width, thickness=0.7, color=black, spaceBefore=1, spaceAfter=4, hAlign="CENTER")


def _head(layout: Layout, width: float) -> list[Flowable]:
    left: list[Flowable] = [
        _middle(layout.above, ISSUER_SIZE),
        _middle(layout.agency, ISSUER_SIZE, STRONG),
        _rule(width_of(layout.agency, STRONG, ISSUER_SIZE) * 0.4),
        _middle(layout.number, BODY),
    ]
    right: list[Flowable] = [
        _middle(STATE, STATE_SIZE, STRONG),
        _middle(MOTTO, MOTTO_SIZE, STRONG),
        _rule(width_of(MOTTO, STRONG, MOTTO_SIZE)),
        _middle(layout.place_and_day, BODY, SLANTED),
    ]
    if layout.mark:
        left.append(
            _middle(
                layout.mark, SMALL, STRONG, borderWidth=0.7, borderColor=black, borderPadding=2, spaceBefore=6
            )
        )
    sides = Grid([[left, right]], colWidths=[width * LEFT_HEAD, width * (1 - LEFT_HEAD)], style=_BARE)
    subject = [
        Spacer(0, 14),
        _middle(layout.title, 14, STRONG),
        _middle(layout.subject, 14, STRONG),
        _rule(width * 0.3),
    ]
    to = (
        [_middle(f"Kính gửi: {'; '.join(layout.addressees)}.", BODY, spaceBefore=6)]
        if layout.addressees
        else []
    )
    return [sides, *subject, *to, Spacer(0, 8)]


_BARE: Final = [
    ("FONT", (0, 0), (-1, -1), REGULAR, BODY),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
]


def _body(layout: Layout, width: float) -> list[Flowable]:
    story: list[Flowable] = []
    first = second = tables = figures = 0
    indent = INDENT_MM * mm
    for block in layout.blocks:
        match block:
            case Heading(text, 1):
                first, second = first + 1, 0
                story.append(
                    _text(
                        f"{ROMAN[first - 1]}. {text}",
                        BODY,
                        STRONG,
                        spaceBefore=8,
                        spaceAfter=6,
                        keepWithNext=1,
                    )
                )
            case Heading(text, _):
                second += 1
                story.append(
                    _text(
                        f"{second}. {text}",
                        BODY,
                        STRONG,
                        firstLineIndent=indent,
                        spaceAfter=6,
                        keepWithNext=1,
                    )
                )
            case Paragraph(text):
                story.append(_text(text, BODY, alignment=TA_JUSTIFY, firstLineIndent=indent, spaceAfter=6))
            case Table():
                tables += 1
                story += _table(
                    block, width, CELL if len(block.columns) < 8 else WIDE_CELL, f"Bảng {tables}. "
                )
            case Figure():
                figures += 1
                story.append(_figure(block, width, f"Hình {figures}. "))
    return story


def _table(table: Table, width: float, size: float, number: str) -> list[Flowable]:
    heads = [
        Text(escape(column.title), _style(size, STRONG, alignment=TA_CENTER)) for column in table.columns
    ]
    widths = [width * share for share in shares_of(table.columns)]
    rows = [
        [
            _cell(text_of(value, column), column.kind, size, room - 2 * INSIDE)
            for value, column, room in zip(row, table.columns, widths, strict=True)
        ]
        for row in table.rows
    ]
    style = [
        ("FONT", (0, 0), (-1, -1), REGULAR, size, size * _LEADING),
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), INSIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), INSIDE),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    for place, column in enumerate(table.columns):
        style.append(("ALIGN", (place, 1), (place, -1), "RIGHT" if column.kind is Kind.COUNT else "CENTER"))
    grid = LongTable([heads, *rows], colWidths=widths, repeatRows=1, style=style)
    title = [_middle(f"{number}{table.title}", BODY, STRONG, spaceBefore=4, spaceAfter=4)] if number else []
    notes = [_text(note, SMALL, SLANTED, spaceBefore=2, alignment=TA_JUSTIFY) for note in table.notes]
    whole = [*title, grid, *notes, Spacer(0, 8)]
    return whole if len(rows) > _LONG else [KeepTogether(whole)]


def _cell(text: str, kind: Kind, size: float, room: float) -> str | Text:
    return _text(text, size) if kind is Kind.TEXT else fitted(text, size, room)


def _figure(figure: Figure, width: float, number: str) -> Flowable:
    drawn = Image(io.BytesIO(jpeg(figure.chart)))
    scale = width / drawn.imageWidth
    drawn.drawWidth, drawn.drawHeight = width, drawn.imageHeight * scale
    title = _middle(f"{number}{figure.title}", BODY, STRONG, spaceBefore=4)
    told = _middle(figure.told, SMALL, SLANTED, spaceAfter=8)
    return KeepTogether([title, drawn, told])


def _foot(layout: Layout, width: float) -> list[Flowable]:
    *some, last = layout.recipients
    left = [
        Text("<b><i>Nơi nhận:</i></b>", _style(12)),
        *(_text(f"- {one};", SMALL) for one in some),
        _text(f"- {last}.", SMALL),
    ]
    right: list[Flowable] = [
        *([_middle(layout.authority, BODY, STRONG)] if layout.authority else []),
        _middle(layout.post, BODY, STRONG),
        Spacer(0, 62),
        _middle(layout.signer, BODY, STRONG),
    ]
    return [Spacer(0, 10), Grid([[left, right]], colWidths=[width / 2] * 2, style=_BARE)]


def _appendix(layout: Layout, appendix: Appendix, number: str) -> list[Flowable]:
    size = landscape(A4) if appendix.wide else A4
    width = size[0] - (LEFT_MM + RIGHT_MM) * mm
    beside = (
        f"(Kèm theo Báo cáo {layout.number} {layout.place_and_day.partition(', ')[2]} của {layout.agency})"
    )
    return [
        NextPageTemplate(_ACROSS if appendix.wide else _UPRIGHT),
        PageBreak(),
        _middle(f"Phụ lục {number}", 14, STRONG),
        _middle(appendix.title, 14, STRONG),
        _middle(beside, BODY, SLANTED, spaceAfter=4),
        *_table(appendix.table, width, WIDE_CELL if appendix.wide else CELL, ""),
    ]
