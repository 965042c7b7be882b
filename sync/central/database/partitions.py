"""Ratings by the month in which they were received: on PostgreSQL a partition a month, on SQLite one table.

A month has its partition before its first row comes, and the month after it, too; whoever writes sees to
that. No partition takes what fits nowhere else. One that nobody needs any more may be detached: what its
lines say stays in `lines`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from sync.contract.desk_time import began_ms, desk_date

_KNOWN: Final = "hailong_months"
_MAKING: Final = 0x4D4F4E544853  # "MONTHS"


class Month(NamedTuple):
    """A month of the desk's calendar (UTC+7)."""

    year: int
    month: int

    @property
    def after(self) -> "Month":
        """The next month."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def begins_ms(self) -> int:
        """Its first moment, in ms since 1970 UTC."""
        return began_ms(date(self.year, self.month, 1))

    @property
    def table(self) -> str:
        """The name of its partition."""
        return f"ratings_{self.year:04}_{self.month:02}"


def month_of(moment_ms: int) -> Month:
    """The month in which something was received."""
    day = desk_date(moment_ms)
    return Month(day.year, day.month)


def make_months(connection: Connection, moments_ms: Iterable[int]) -> None:
    """See to it that ratings received at these moments have their partition.

    Others may do so at the same moment. Readers and writers of other months are not held up: a table is made
    and then attached, which locks `ratings` against nothing but another's attaching. What was found there is
    remembered with the connection, what was made only once it is found.
    """
    if connection.dialect.name != "postgresql":
        return
    known: set[Month] = connection.info.setdefault(_KNOWN, set())
    needed = {month_of(moment_ms) for moment_ms in set(moments_ms)} - known
    if not needed:
        return
    wanted = needed | {month.after for month in needed}
    if missing := wanted - _attached(connection, wanted):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING})
        for month in sorted(missing - _attached(connection, missing)):
            _make(connection, month)
    known.update(needed - missing)


def _attached(connection: Connection, months: Iterable[Month]) -> set[Month]:
    by_table = {month.table: month for month in months}
    found = connection.execute(
        text(
            "SELECT child.relname FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid "
            "WHERE inhparent = 'ratings'::regclass AND child.relname = ANY(:names)"
        ),
        {"names": list(by_table)},
    )
    return {by_table[name] for name in found.scalars()}


def _make(connection: Connection, month: Month) -> None:
    for statement in (
        f"CREATE TABLE {month.table} (LIKE ratings INCLUDING ALL)",
        f"ALTER TABLE ratings ATTACH PARTITION {month.table} "
        f"FOR VALUES FROM ({month.begins_ms}) TO ({month.after.begins_ms})",
    ):
        connection.exec_driver_sql(statement)
