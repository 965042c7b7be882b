"""Spans of days on the calendar: what a page shows over time, and the same days a year earlier. Pure."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from starlette.requests import Request

_DAY: Final = timedelta(days=1)


class Step(StrEnum):
    """How long a step of time is; a page shows as many as the eye takes in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


SHOWN: Final = {Step.DAY: 31, Step.WEEK: 26, Step.MONTH: 12}
"""How many steps are shown; the last one is not over."""


class Span(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    def a_year_before(self) -> "Span":
        """The same dates of the year before; for 29 February, the 28th."""
        return Span(_a_year_before(self.first), _a_year_before(self.last))

    def in_months(self) -> "InMonths":
        """The whole months that are nearest to it, and the days that they lack and have too many of."""
        first, after = self.first, self.last + _DAY
        begun, ended = _nearest_month(first), _nearest_month(after)
        if begun >= ended:
            return InMonths(None, (self,), ())
        added = _between(first, begun), _between(ended, after)
        taken = _between(begun, first), _between(after, ended)
        return InMonths(Span(begun, ended - _DAY), (*filter(None, added),), (*filter(None, taken),))


class InMonths(NamedTuple):
    """Days as whole months, if there are any, with days that are `added` and others that are `taken` away."""

    months: Span | None
    added: tuple[Span, ...]
    taken: tuple[Span, ...]


def asked_step(request: Request) -> Step:
    """What the address asks for with `?by=…`: months, unless it says otherwise."""
    asked = request.query_params.get("by")
    return Step(asked) if asked in tuple(Step) else Step.MONTH


def steps_until(last: date, step: Step) -> tuple[Span, ...]:
    """The steps that a page shows, the oldest first; weeks begin on Monday, and the last ends with `last`."""
    begun = [_begin(last, step)]
    while len(begun) < SHOWN[step]:
        begun.append(_begin(begun[-1] - _DAY, step))
    begun.reverse()
    ends = [*(after - _DAY for after in begun[1:]), last]
    return tuple(Span(first, end) for first, end in zip(begun, ends, strict=True))


def whole_of(steps: tuple[Span, ...]) -> Span:
    """All of them together."""
    return Span(steps[0].first, steps[-1].last)


def two_months_before(today: date) -> tuple[Span, Span]:
    """The last two months that are over, the earlier one first."""
    second = _begin(today, Step.MONTH) - _DAY
    first = _begin(second, Step.MONTH) - _DAY
    return Span(_begin(first, Step.MONTH), first), Span(_begin(second, Step.MONTH), second)


def _begin(day: date, step: Step) -> date:
    if step is Step.DAY:
        return day
    return day.replace(day=1) if step is Step.MONTH else day - day.weekday() * _DAY


def _nearest_month(day: date) -> date:
    """A month's first day; at most 15 days away."""
    begun = _begin(day, Step.MONTH)
    following = _begin(begun + 31 * _DAY, Step.MONTH)
    return begun if day - begun < following - day else following


def _between(first: date, after: date) -> Span | None:
    return Span(first, after - _DAY) if first < after else None


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=day.day - 1)
