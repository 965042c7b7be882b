"""The tree of units, and a unit's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.tables import officials, successions, units
from sync.central.database.unit_tree import divided, units_above
from sync.central.directory.inheriting import heard_settings
from sync.central.directory.pages.fields import as_date
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.setting_fields import POLICIES, TEXTS
from sync.central.directory.pages.tree import Branch, read_tree
from sync.central.directory.people import read_people
from sync.central.directory.rosters import on_duty
from sync.central.directory.versions import who_has_which
from sync.central.directory.writing import written_counters, written_unit
from sync.central.web.collation import given_name_order


def routes(office: Office) -> list[BaseRoute]:
    """The routes on which units are looked at."""
    pages, page = UnitPages(office), office.gate.page
    return [
        page("/directory", Power.EDIT_DIRECTORY, pages.show_tree, section="section_directory"),
        page("/directory/units/{unit}", Power.EDIT_DIRECTORY, pages.show_unit),
    ]


@dataclass(frozen=True)
class UnitPages:
    """The tree, and one unit of it."""

    office: Office

    def show_tree(self, request: Request, reader: Reader) -> Response:
        with self.office.reading() as connection:
            branches = read_tree(connection, reader.scope)
        return self.office.show(
            request, "tree.html", branches=branches, as_date=as_date, reader=reader, Power=Power
        )

    def show_unit(self, request: Request, reader: Reader) -> Response:
        unit = request.path_params["unit"]
        reader.needs(unit)
        with self.office.reading() as connection:
            written = written_unit(connection, unit)
            if written is None:
                raise Absent
            people = read_people(connection, officials.c.unit == unit, officials.c.active == 1)
            branches = {branch.unit: branch for branch in read_tree(connection, reader.scope)}
            has = who_has_which(connection, unit)
            came = connection.execute(
                select(successions.c.successor, units.c.name_vi, units.c.name_en, successions.c.since)
                .join(units, units.c.unit == successions.c.successor)
                .where(successions.c.predecessor == unit)
            ).all()
            values: dict[str, Any] = {
                "trail": [
                    branches[above]
                    for above in reversed(units_above(connection, unit)[1:])
                    if above in branches
                ],
                "children": _children(list(branches.values()), unit),
                "counters": written_counters(connection, unit),
                "policies": heard_settings(connection, unit, "policies"),
                "texts": heard_settings(connection, unit, "texts"),
                "before": names_of(connection, written.predecessors),
                "divided": set(connection.execute(divided(unit, self.office.today)).scalars()),
                "after": came,
                "names": {
                    row.unit: {"vi": row.name_vi, "en": row.name_en}
                    for row in connection.execute(select(units))
                },
            }
        people.sort(key=lambda person: (given_name_order(person.name), person.official))
        return self.office.show(
            request,
            "unit.html",
            unit=unit,
            name={"vi": written.name_vi, "en": written.name_en},
            written=written,
            people=people,
            as_date=as_date,
            known_settings={*POLICIES, *TEXTS},
            serving={
                desk.counter: on_duty(people, desk.counter, self.office.today) for desk in values["counters"]
            },
            up_to_date=sum(one.up_to_date for one in has),
            kiosks=len(has),
            reader=reader,
            Power=Power,
            **values,
        )


def _children(branches: Sequence[Branch], unit: str) -> list[Branch]:
    """Those directly below, as they follow the unit in the tree's order."""
    place = next(at for at, branch in enumerate(branches) if branch.unit == unit)
    depth, found = branches[place].depth, []
    for branch in branches[place + 1 :]:
        if branch.depth <= depth:
            break
        if branch.depth == depth + 1:
            found.append(branch)
    return found


def names_of(connection: Connection, which: Sequence[str]) -> list[dict[str, str]]:
    """These units, each as {"unit", "vi", "en"}."""
    rows = connection.execute(select(units).where(units.c.unit.in_(which)).order_by(units.c.name_vi))
    return [{"unit": row.unit, "vi": row.name_vi, "en": row.name_en} for row in rows]
