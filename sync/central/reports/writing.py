"""How a report writes values: the Vietnamese forms of the pages."""

from datetime import date
from typing import Final

from sync.central.reports.contents import Figure, Share
from sync.central.reports.layout import Column, Kind, Value
from sync.central.results.standing import FEWEST_ENOUGH, Standing
from sync.central.web.formats import FORMATS

WRITE: Final = FORMATS["vi"]
LEVELS: Final = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
_STANDING: Final = {
    Standing.NONE: "Chưa có phiếu",
    Standing.HIDDEN: "Chưa đủ {needed} phiếu",
    Standing.COVERING: "Ẩn để không suy ra được dòng khác",
    Standing.SPARSE: "Ít dữ liệu",
    Standing.ENOUGH: "",
}
"""Why a row shows no more than its number, or should be read with care."""


def note_of(figure: Figure, fewest: int = FEWEST_ENOUGH) -> str:
    """What stands beside a row that is shown from `fewest` ratings on, and from 30 if it is one unit's."""
    needed = fewest if figure.n < fewest else FEWEST_ENOUGH
    return _STANDING[Standing(figure.standing)].format(needed=needed)


def text_of(value: Value, column: Column) -> str:
    """A value as a document shows it."""
    match value:
        case None:
            return "–"
        case str():
            return value
        case Share():
            return change(value) if column.kind is Kind.CHANGE else estimate(value)
        case (int() as number, float() as share):
            return f"{WRITE.count(number)} ({WRITE.share(share)})"
        case int():
            return WRITE.count(value)
        case float():
            return f"{value:.2f}".replace(".", WRITE.decimal)
        case _:
            raise TypeError(column.title)


def estimate(share: Share) -> str:
    """A share with its interval: "83,5 % (77,5–88,1 %)"."""
    return f"{WRITE.share(share.share)} ({WRITE.bounds(share.low, share.high)})"


def change(share: Share) -> str:
    """A difference in percentage points with its interval: "+2,1 (từ -0,3 đến +4,5)"."""
    value, low, high = (_signed(number) for number in (share.share, share.low, share.high))
    return f"{value} (từ {low} đến {high})"


def day(text: str) -> str:
    """YYYY-MM-DD as documents write days: two digits where the number could be changed by one more."""
    found = date.fromisoformat(text)
    month = f"{found.month:02}" if found.month < 3 else str(found.month)
    return f"{found.day:02}/{month}/{found.year}"


def long_day(text: str) -> str:
    """The same in words: "ngày 05 tháng 02 năm 2026"."""
    number, month, year = day(text).split("/")
    return f"ngày {number} tháng {month} năm {year}"


def _signed(share: float) -> str:
    written = WRITE.decimals(share * 100)
    return f"+{written}" if share > 0 and written.strip("0,") else written.replace("-", "\N{MINUS SIGN}")
