"""Cohorts: dated lists of units, such as those of a pilot; a unit may join, leave and join again."""

import uuid
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from sync.central.database.rows import lock_everything, put
from sync.central.database.tables import cohort_units, cohorts
from sync.central.directory.edition import judge_edition


class Member(NamedTuple):
    """A unit's time in a cohort: from `since` until before `until` (YYYY-MM-DD)."""

    unit: str
    since: str
    until: str | None


class Cohort(NamedTuple):
    """A list with its name in both languages."""

    cohort: str
    name_vi: str
    name_en: str
    members: tuple[Member, ...]

    def holds(self, unit: str, day: str) -> bool:
        """Whether the unit is in it that day."""
        return any(
            one.unit == unit and one.since <= day and (one.until is None or day < one.until)
            for one in self.members
        )


def list_cohorts(connection: Connection) -> list[Cohort]:
    """Every cohort, in the order of the names."""
    members: dict[str, list[Member]] = {}
    for row in connection.execute(select(cohort_units).order_by(cohort_units.c.since, cohort_units.c.unit)):
        members.setdefault(row.cohort, []).append(Member(row.unit, row.since, row.until))
    rows = connection.execute(select(cohorts).order_by(cohorts.c.name_vi, cohorts.c.cohort))
    return [Cohort(row.cohort, row.name_vi, row.name_en, tuple(members.get(row.cohort, ()))) for row in rows]


def write_cohort(
    connection: Connection,
    cohort: str | None,
    names: tuple[str, str],
    members: tuple[Member, ...],
    seen: str,
) -> str:
    """Write down a cohort; `cohort` None: a new one. Its id.

    Raises:
        Outdated: it is not what the form was filled from.
    """
    lock_everything(connection)
    if cohort is not None:
        before = next((one for one in list_cohorts(connection) if one.cohort == cohort), None)
        judge_edition(seen, before)
    name = cohort or str(uuid.uuid4())
    put(connection, cohorts, [{"cohort": name, "name_vi": names[0], "name_en": names[1]}])
    connection.execute(delete(cohort_units).where(cohort_units.c.cohort == name))
    put(connection, cohort_units, [{"cohort": name, **one._asdict()} for one in members])
    return name
