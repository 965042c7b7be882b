"""Numbers, shares and dates as each language writes them.

Vietnamese: 1.484; 79,6 %; 24/11/2026. English: 1,484; 79.6%; 24 Nov 2026.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sync.contract.desk_time import DESK, desk_date

_NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
_EN_DASH: Final = "\N{EN DASH}"
_MINUS: Final = "\N{MINUS SIGN}"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Formats:
    """The signs of one language."""

    thousands: str
    decimal: str
    percent: str
    day_is_numeric: bool

    def count(self, number: int) -> str:
        """Write a whole number with its thousands apart."""
        return f"{number:,}".replace(",", self.thousands)

    def decimals(self, number: float) -> str:
        """Write a number with one digit after the decimal sign."""
        return f"{number:.1f}".replace(".", self.decimal)

    def share(self, share: float) -> str:
        """Write a share (0 to 1) in per cent with one digit after the decimal sign."""
        return self.decimals(share * 100) + self.percent

    def bounds(self, low: float, high: float) -> str:
        """Write an interval of shares: "77,5–81,6 %"."""
        return self.decimals(low * 100) + _EN_DASH + self.share(high)

    def whole_percent(self, share: float) -> str:
        """Write a share as a bare whole number of per cent, for the inside of a bar."""
        return f"{share * 100:.0f}"

    def points(self, difference: float) -> str:
        """Write a difference of shares in percentage points, without their name."""
        return self.decimals(difference * 100)

    def signed(self, difference: float) -> str:
        """The same with its sign; what rounds to nothing has none."""
        written = self.points(abs(difference))
        if written == self.points(0.0):
            return written
        return ("+" if difference > 0 else _MINUS) + written

    def month(self, day: date) -> str:
        """Write the month that a day lies in."""
        if self.day_is_numeric:
            return f"{day.month}/{day.year}"
        return f"{_MONTHS[day.month - 1]}{_NO_BREAK_SPACE}{day.year}"

    def short_day(self, day: date) -> str:
        """Write a day without its year."""
        if self.day_is_numeric:
            return f"{day.day}/{day.month}"
        return f"{day.day}{_NO_BREAK_SPACE}{_MONTHS[day.month - 1]}"

    def step(self, days: tuple[date, date], step: str) -> str:
        """Write a day, a week or a month (`step`) by its first and its last day."""
        first, last = days
        if step == "month":
            return self.month(first)
        return self.day(last) if first == last else f"{self.short_day(first)}{_EN_DASH}{self.day(last)}"

    def step_short(self, first: date, step: str) -> str:
        """The same as it fits under a chart; a week by its first day."""
        return self.month(first) if step == "month" else self.short_day(first)

    def day(self, day: date) -> str:
        """Write a calendar day."""
        if self.day_is_numeric:
            return f"{day.day}/{day.month}/{day.year}"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}".replace(" ", _NO_BREAK_SPACE)

    def day_text(self, day: str) -> str:
        """Write a calendar day that is told as YYYY-MM-DD."""
        return self.day(date.fromisoformat(day))

    def day_of(self, at_ms: int) -> str:
        """Write the day of a moment (ms since 1970 UTC) in Vietnam."""
        return self.day(desk_date(at_ms))

    def moment(self, at_ms: int) -> str:
        """Write a moment (ms since 1970 UTC) as the clocks in Vietnam show it, to the minute."""
        there = datetime.fromtimestamp(at_ms / 1000, DESK)
        return f"{self.day(there)}{_NO_BREAK_SPACE}{there:%H:%M}"

    def span(self, since_ms: int, until_ms: int) -> str:
        """Write a stretch of time; the day once if it is one."""
        end = self.moment(until_ms)
        if desk_date(since_ms) == desk_date(until_ms):
            end = end.rpartition(_NO_BREAK_SPACE)[2]
        return f"{self.moment(since_ms)} {_EN_DASH} {end}"

    def between(self, earliest_ms: int, latest_ms: int) -> str:
        """Write when something happened that lies between two moments: one time if both show the same."""
        at = self.moment(earliest_ms)
        return at if at == self.moment(latest_ms) else self.span(earliest_ms, latest_ms)


FORMATS: Final = {
    "vi": Formats(thousands=".", decimal=",", percent=f"{_NO_BREAK_SPACE}%", day_is_numeric=True),
    "en": Formats(thousands=",", decimal=".", percent="%", day_is_numeric=False),
}
