"""Working days: Monday to Friday without Vietnam's public holidays, with the days that are moved. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import Final

from sync.central.directory.public_days import public_days

_SATURDAY: Final = 5


@dataclass(frozen=True)
class Calendar:
    """What the country has, and further days that rest or are worked here; those worked go before."""

    rests: frozenset[date] = frozenset()
    works: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work on it."""
        if day in self.works:
            return True
        public = public_days(day.year)
        if day in self.rests or day in public.rests:
            return False
        return day.weekday() < _SATURDAY or day in public.works

    def after(self, day: date, days: int) -> date:
        """The last of so many working days after this one."""
        return next(islice(self._following(day), days - 1, None))

    def before(self, day: date, days: int) -> date:
        """The day so many working days before this one; 0: itself."""
        worked = (one for back in count(1) if self.is_working(one := day - timedelta(days=back)))
        return day if days == 0 else next(islice(worked, days - 1, None))

    def between(self, day: date, later: date) -> int:
        """How many working days follow a day until a later one, which counts."""
        days = (later - day).days
        return sum(self.is_working(day + timedelta(days=ahead)) for ahead in range(1, days + 1))

    def _following(self, day: date) -> Iterator[date]:
        return (one for ahead in count(1) if self.is_working(one := day + timedelta(days=ahead)))
