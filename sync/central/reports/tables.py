"""A report's tables, each from the contents alone."""

from collections.abc import Sequence
from typing import Final

from sync.central.reports.contents import Contents, Figure, Line, Pilot, Share
from sync.central.reports.layout import Column, Kind, Table, Value
from sync.central.reports.writing import LEVELS, WRITE, note_of
from sync.central.results.distribution import Estimate
from sync.central.results.standing import FEWEST_SHOWN

_COUNT: Final = Column("Số phiếu", Kind.COUNT, 0.7)
_TOP: Final = Column("Hài lòng trở lên (KTC 95\N{NO-BREAK SPACE}%)", Kind.ESTIMATE, 1.1)
_BOTTOM: Final = Column("Không hài lòng trở xuống (KTC 95\N{NO-BREAK SPACE}%)", Kind.ESTIMATE, 1.1)
_MEAN: Final = Column("Điểm TB (1–5)", Kind.MEAN, 0.6)
_NOTE: Final = Column("Ghi chú", width=1.2)
_GROUPS: Final = {
    **{name: (score,) for score, name in sorted(enumerate(LEVELS, start=1), reverse=True)},
    "Hài lòng trở lên (mức 5 và 4)": (4, 5),
    "Không hài lòng trở xuống (mức 2 và 1)": (1, 2),
}
_LEVELS: Final = tuple(Column(name, Kind.PART, 0.75) for name in reversed(LEVELS))

FEW: Final = (
    "Kết quả của một đơn vị hoặc một nhóm đơn vị chỉ được nêu khi có từ 30 phiếu; của toàn tỉnh khi có từ 10 "
    "phiếu (từ 10 đến 29: ghi “Ít dữ liệu”). Dòng bị ẩn thêm để không ai suy ra được kết quả của dòng khác "
    "bằng phép cộng, trừ. “Bình thường” không được tính là hài lòng."
)


def whole_table(contents: Contents) -> Table:
    """The five levels of all, now and a year before."""
    now, before = contents.whole, contents.year_before
    means = [
        f"{name} {figure.mean:.2f}".replace(".", WRITE.decimal)
        for name, figure in (("kỳ này", now), ("cùng kỳ năm trước", before))
        if figure.mean is not None
    ]
    rows: list[tuple[Value, ...]] = [
        (name, *_level(now, scores), *_level(before, scores)) for name, scores in _GROUPS.items()
    ]
    return Table(
        "Kết quả chung",
        "Phân bố năm mức của phản hồi tại chỗ toàn tỉnh",
        (
            Column("Mức", width=1.6),
            Column("Số phiếu kỳ này", Kind.COUNT, 0.8),
            Column("Tỷ lệ kỳ này (KTC 95\N{NO-BREAK SPACE}%)", Kind.ESTIMATE, 1.4),
            Column("Số phiếu cùng kỳ năm trước", Kind.COUNT, 0.9),
            Column("Tỷ lệ cùng kỳ năm trước (KTC 95\N{NO-BREAK SPACE}%)", Kind.ESTIMATE, 1.4),
        ),
        [*rows, ("Tổng số phiếu", now.n, None, before.n, None)],
        (*([f"Điểm trung bình trên thang 5: {'; '.join(means)}."] if means else []), FEW),
    )


def months_table(contents: Contents) -> Table:
    """By month of the day on which the ratings were published."""
    return Table(
        "Theo tháng",
        "Phản hồi tại chỗ theo tháng khóa sổ",
        (Column("Tháng", width=0.7), _COUNT, _TOP, _BOTTOM, _MEAN, _NOTE),
        [
            (month_name(one.month), *_short(one.figure), note_of(one.figure, FEWEST_SHOWN))
            for one in contents.months
        ],
    )


def asked_table(contents: Contents) -> Table:
    """What was answered beside the score."""
    return Table(
        "Nội dung phục vụ",
        "Ý kiến về từng nội dung phục vụ",
        (
            Column("Nội dung hỏi", width=2.2),
            Column("Trả lời", width=1.8),
            Column("Số phiếu trả lời câu hỏi", Kind.COUNT, 0.9),
            Column("Số chọn và tỷ lệ", Kind.PART, 1.0),
        ),
        [
            (asked.text if not place else "", choice.text, asked.n, (choice.number, choice.number / asked.n))
            for asked in contents.asked
            for place, choice in enumerate(asked.choices)
        ],
        (
            "Mọi câu hỏi này đều không bắt buộc. Câu trả lời về phiền hà, sách nhiễu, vòi vĩnh được niêm "
            "phong, "
            "chỉ người giám sát mở, không nêu trong báo cáo.",
        ),
    )


def pilots_table(contents: Contents) -> Table:
    """Each pilot against the rest, in both years."""
    return Table(
        "Mô hình điểm",
        "Đơn vị mô hình điểm so với các đơn vị còn lại",
        (
            Column("Nhóm", width=2.0),
            Column("Số đơn vị", Kind.COUNT, 0.6),
            _COUNT,
            _TOP,
            Column("Số phiếu cùng kỳ năm trước", Kind.COUNT, 0.8),
            Column("Cùng kỳ năm trước (KTC 95\N{NO-BREAK SPACE}%)", Kind.ESTIMATE, 1.5),
            Column("Chênh lệch kép, điểm % (KTC 95\N{NO-BREAK SPACE}%)", Kind.CHANGE, 1.6),
        ),
        [row for one in contents.pilots for row in _pilot(one)],
        (
            "Chênh lệch kép: mức tăng của nhóm điểm trừ mức tăng của nhóm còn lại; khoảng tin cậy bằng "
            "phương pháp "
            "lấy mẫu lại theo đơn vị. “–”: chưa đủ 5 đơn vị có số liệu hai kỳ ở mỗi bên.",
        ),
    )


def sampled_table(contents: Contents) -> Table:
    """The sampled arm, never added to what the kiosks say."""
    return Table(
        "Khảo sát MTTQ",
        "Khảo sát bằng phiếu giấy của Ủy ban Mặt trận Tổ quốc (theo mẫu), nêu riêng",
        (Column("Đơn vị", width=2.2), _COUNT, *_LEVELS, _TOP, _BOTTOM, _MEAN, _NOTE),
        [
            ("Toàn tỉnh", *_figure(contents.sampled), note_of(contents.sampled, FEWEST_SHOWN)),
            *(
                (line.name, *_figure(line.sampled), note_of(line.sampled))
                for line in contents.units
                if line.sampled.n
            ),
        ],
        (FEW,),
    )


def units_table(contents: Contents) -> Table:
    """Every unit, by name."""
    return Table(
        "Theo đơn vị",
        "Phản hồi tại chỗ theo đơn vị (xếp theo tên)",
        (
            Column("TT", width=0.45),
            Column("Đơn vị", width=2.2),
            _COUNT,
            Column("Tỷ lệ phản hồi (KTC 95\N{NO-BREAK SPACE}%)", Kind.ESTIMATE, 1.1),
            *_LEVELS,
            _TOP,
            _BOTTOM,
            _MEAN,
            _NOTE,
        ),
        [
            (
                "",
                "Toàn tỉnh",
                contents.whole.n,
                contents.calls.response,
                *_figure(contents.whole)[1:],
                note_of(contents.whole, FEWEST_SHOWN),
            ),
            *(
                (
                    str(place),
                    named(line),
                    line.now.n,
                    line.calls.response,
                    *_figure(line.now)[1:],
                    note_of(line.now),
                )
                for place, line in enumerate(contents.units, start=1)
            ),
        ],
        (
            FEW,
            "Tỷ lệ phản hồi: số phiếu sau lời mời trên số lượt giao dịch mà quầy báo đã xong; “–” là chưa "
            "biết. "
            "Lượt không có phiếu là “chưa đánh giá”, không phải hài lòng.",
        ),
    )


def years_table(contents: Contents) -> Table:
    """Every unit beside the same period a year before."""
    return Table(
        "So cùng kỳ",
        "Tỷ lệ hài lòng trở lên so với cùng kỳ năm trước (xếp theo tên)",
        (
            Column("TT", width=0.45),
            Column("Đơn vị", width=1.9),
            _COUNT,
            _TOP,
            Column("Số phiếu cùng kỳ", Kind.COUNT, 0.8),
            Column("Cùng kỳ năm trước (KTC 95\N{NO-BREAK SPACE}%)", Kind.ESTIMATE, 1.5),
            Column("Chênh lệch, điểm % (KTC 95\N{NO-BREAK SPACE}%)", Kind.CHANGE, 1.6),
        ),
        [
            (
                str(place),
                named(line),
                line.now.n,
                line.now.top_two,
                line.year_before.n,
                line.year_before.top_two,
                line.difference,
            )
            for place, line in enumerate(contents.units, start=1)
        ],
        ("Khoảng tin cậy của chênh lệch theo Newcombe; khoảng chứa số 0 là chưa thấy thay đổi rõ.",),
    )


def three_levels_table(contents: Contents) -> Table:
    """The form that asks for three levels: 5, 4, and 2 with 1; level 3 apart."""
    whole = contents.whole
    rows: list[tuple[Value, ...]] = [("Toàn tỉnh", *_three(whole), note_of(whole, FEWEST_SHOWN))]
    rows += [(named(line), *_three(line.now), note_of(line.now)) for line in contents.units]
    return Table(
        "Ba mức",
        "Tổng hợp theo ba mức (xếp theo tên)",
        (
            Column("Đơn vị", width=1.9),
            _COUNT,
            Column("Rất hài lòng", Kind.PART),
            Column("Hài lòng", Kind.PART),
            Column("Không hài lòng", Kind.PART),
            Column("Bình thường (nêu riêng)", Kind.PART),
            _NOTE,
        ),
        rows,
        (
            "Rất hài lòng: mức 5. Hài lòng: mức 4. Không hài lòng: mức 2 và mức 1. Mức 3 không thuộc ba mức "
            "trên.",
        ),
    )


def heads_table(contents: Contents) -> Table:
    """Where each ledger stood; figures follow from no line behind it."""
    return Table(
        "Mã băm cuối",
        "Mã băm cuối của mọi sổ cái khi chốt số liệu",
        (Column("Sổ"), Column("Chủ sổ"), Column("Dòng cuối", Kind.COUNT), Column("Mã băm SHA-256")),
        [(head.ledger, head.kiosk, head.seq, head.hash) for head in contents.heads],
    )


def month_name(month: str) -> str:
    """YYYY-MM as 6/2026."""
    year, number = month.split("-")
    return f"{int(number)}/{year}"


def named(line: Line) -> str:
    """A unit's name, with those that are read with it."""
    return f"{line.name} (gồm {', '.join(line.with_)})" if line.with_ else line.name


def _figure(figure: Figure) -> tuple[Value, ...]:
    if not figure.shown:
        return (figure.n, *[None] * 8)
    parts = [(number, number / figure.n) for number in reversed(figure.levels)]
    return (figure.n, *parts, figure.top_two, figure.bottom_two, figure.mean)


def _level(figure: Figure, scores: Sequence[int]) -> tuple[Value, Value]:
    if not figure.shown:
        return (None, None)
    estimate = Estimate.of(sum(figure.levels[score - 1] for score in scores), figure.n)
    return (estimate.number, Share(estimate.share, *estimate.interval))


def _short(figure: Figure) -> tuple[Value, ...]:
    return (figure.n, figure.top_two, figure.bottom_two, figure.mean)


def _three(figure: Figure) -> Sequence[Value]:
    if not figure.shown:
        return (figure.n, None, None, None, None)
    one, two, three, four, five = figure.levels
    return (figure.n, *((number, number / figure.n) for number in (five, four, two + one, three)))


def _pilot(pilot: Pilot) -> list[tuple[Value, ...]]:
    arms = ((f"{pilot.name}", pilot.treated, pilot.change), ("Các đơn vị còn lại", pilot.rest, None))
    return [
        (name, arm.units, arm.now.n, arm.now.top_two, arm.year_before.n, arm.year_before.top_two, change)
        for name, arm, change in arms
    ]
