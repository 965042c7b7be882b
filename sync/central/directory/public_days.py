"""Vietnam's public days: those that rest, and those of weekends that are worked for another."""

from datetime import date
from functools import cache
from typing import NamedTuple


class PublicDays(NamedTuple):
    """Of one year: what rests, with days off that the government moved, and what is worked for those."""

    rests: frozenset[date]
    works: frozenset[date]


@cache
def public_days(year: int) -> PublicDays:
    """What the country's calendar has of a year."""
    import holidays  # a tenth of a second that most commands need not wait

    found = holidays.country_holidays("VN", years=year)
    return PublicDays(frozenset(found), frozenset(found.weekend_workdays))
