"""Marked ratings and cases as a report tells of them: sentences and tables."""

from typing import Final

from msgspec import UNSET

from sync.central.figures.marks import Rule
from sync.central.reports.contents import Contents, Figure, Unmarked, Without
from sync.central.reports.layout import Column, Kind, Table, Value
from sync.central.reports.tables import FEW, named
from sync.central.reports.writing import WRITE, estimate, note_of
from sync.central.results.standing import FEWEST_ENOUGH, FEWEST_SHOWN
from sync.central.web.words import Voice, load_words

_TOP: Final = "Hài lòng trở lên (KTC 95\N{NO-BREAK SPACE}%)"
_NOT_BOTH: Final = "Chưa nêu được hai cách"
BOTH: Final = (
    "Chỉ nêu cả hai cách khi có từ 10 phiếu bị đánh dấu, còn từ 30 phiếu không bị đánh dấu, và không ai "
    "suy ra được kết quả của dưới 10 phiếu bằng phép cộng, trừ. Dấu chỉ nhắc người đọc xem kỹ, không phải "
    "bằng chứng."
)


def marked_sentence(contents: Contents, unmarked: Unmarked) -> str:
    """What the share of the satisfied is without the marked ratings."""
    with_, left = contents.whole, unmarked.whole
    if left.marked is None or not with_.top_two or not left.figure.top_two:
        return "Số phiếu bị đánh dấu trong kỳ chưa đủ để nêu kết quả theo cả hai cách."
    if left.marked == 0:
        return "Trong kỳ không có phiếu nào bị đánh dấu là cần xem kỹ; kết quả theo cả hai cách là một."
    return (
        f"{WRITE.count(left.marked)} phiếu bị đánh dấu là cần xem kỹ, vẫn được tính trong mọi số của báo "
        f"cáo này. Kể cả các phiếu đó, tỷ lệ hài lòng trở lên là {estimate(with_.top_two)}; trừ các phiếu "
        f"đó, còn {WRITE.count(left.figure.n)} phiếu và tỷ lệ là {estimate(left.figure.top_two)}."
    )


def rules_table(unmarked: Unmarked) -> Table:
    """Each rule in words, and how many ratings it marks."""
    words = Voice("vi", load_words("sync.central.results"))
    return Table(
        "Quy tắc đánh dấu",
        "Số phiếu bị đánh dấu theo từng quy tắc",
        (Column("Quy tắc", width=3.6), Column("Số phiếu bị đánh dấu", Kind.COUNT, 0.9)),
        [(words.say(f"marked_{Rule(one.rule)}"), one.marked) for one in unmarked.rules],
        (
            "Một phiếu có thể bị đánh dấu theo nhiều quy tắc. “–”: có dưới 10 phiếu, hoặc trong các phiếu "
            "bị đánh dấu chỉ dưới 10 phiếu nằm ngoài quy tắc này.",
        ),
    )


def both_ways_table(contents: Contents, unmarked: Unmarked) -> Table:
    """All and every unit, with and without the marked ratings."""
    rows: list[tuple[Value, ...]] = [("Toàn tỉnh", *_both(contents.whole, unmarked.whole, FEWEST_SHOWN))]
    rows += [
        (named(line), *_both(line.now, left))
        for line, left in zip(contents.units, unmarked.units, strict=True)
    ]
    return Table(
        "Hai cách tính",
        "Kết quả kể cả và trừ phiếu bị đánh dấu (xếp theo tên)",
        (
            Column("Đơn vị", width=2.2),
            Column("Số phiếu", Kind.COUNT, 0.7),
            Column(_TOP, Kind.ESTIMATE, 1.3),
            Column("Bị đánh dấu", Kind.COUNT, 0.7),
            Column("Số phiếu còn lại", Kind.COUNT, 0.7),
            Column(f"Trừ phiếu bị đánh dấu: {_TOP[0].lower()}{_TOP[1:]}", Kind.ESTIMATE, 1.4),
            Column("Ghi chú", width=1.3),
        ),
        rows,
        (FEW, BOTH),
    )


def cases_table(contents: Contents) -> Table | None:
    """What happened to cases; None: none or too few to be told, or nobody counted them."""
    counts = contents.cases
    if not counts or counts.cases == 0:
        return None
    acts = {
        "Mở mới": counts.opened,
        "Trả lời đúng hạn": counts.in_time,
        "Trả lời quá hạn": counts.late,
        "Đã công bố câu trả lời": counts.published,
        "Kết thúc không công bố": counts.closed,
        "Mở lại": counts.reopened,
    }
    return Table(
        "Vụ việc",
        "Vụ việc từ ý kiến của người dân trong kỳ",
        (
            *(Column(name, Kind.COUNT) for name in acts),
            Column("Số ngày làm việc đến khi trả lời (trung vị)", Kind.MEAN, 1.5),
        ),
        [(*acts.values(), counts.median_days)],
        (
            "Đếm theo ngày làm việc đó; vụ việc mở từ kỳ trước cũng được đếm. Một vụ việc mở lại được trả "
            "lời lại. Hạn tính bằng ngày làm việc: của đơn vị từ ngày được giao, của người giám sát từ "
            "ngày mở.",
        ),
    )


def cases_sentence(contents: Contents) -> str:
    """How long the answers took."""
    counts = contents.cases
    if counts is UNSET:
        return ""
    if counts is None:
        return "Trong kỳ có dưới 10 vụ việc được mở hoặc xử lý nên không nêu số liệu."
    if counts.cases == 0:
        return "Trong kỳ không có vụ việc nào được mở hoặc xử lý."
    text = f"Trong kỳ, {WRITE.count(counts.cases)} vụ việc được mở hoặc xử lý"
    if counts.median_days is None:
        return f"{text}; chưa có vụ việc nào được trả lời."
    days = f"{counts.median_days:g}".replace(".", WRITE.decimal)
    answered = counts.in_time + counts.late
    return (
        f"{text}; {WRITE.count(answered)} lần trả lời, trong đó {WRITE.count(counts.late)} lần quá hạn. "
        f"Một nửa số câu trả lời có trong vòng {days} ngày làm việc kể từ khi mở (trung vị)."
    )


def _both(with_: Figure, left: Without, fewest: int = FEWEST_ENOUGH) -> tuple[Value, ...]:
    if left.marked is None:
        why = note_of(with_, fewest) if not with_.shown else _NOT_BOTH
        return (with_.n, with_.top_two, None, None, None, why)
    return (with_.n, with_.top_two, left.marked, left.figure.n, left.figure.top_two, "")
