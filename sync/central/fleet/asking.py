"""What an address of the fleet's pages asks for, within what a reader may see."""

from dataclasses import replace
from typing import Final

from starlette.requests import Request

from sync.central.accounts.reader import Reader
from sync.central.database.text import storable
from sync.central.fleet.line import Condition
from sync.central.fleet.ordering import SORTS
from sync.central.fleet.searching import LONGEST
from sync.central.fleet.table import Asked

_WORDS: Final = {condition.value: condition for condition in Condition}


def asked_by(request: Request, reader: Reader) -> Asked:
    """What is asked for, within what this reader may see.

    Raises:
        Absent: a unit outside.
    """
    query = request.query_params
    unit, sort = storable(query.get("unit", "")), query.get("sort", "")
    if unit:
        reader.needs(unit)
    return Asked(
        units=None if reader.scope.everywhere else reader.scope.units,
        unit=unit or None,
        condition=_WORDS.get(query.get("condition", "")),
        search=storable(query.get("search", ""), LONGEST),
        sort=sort if sort in SORTS else "unit",
        after=query.get("after"),
    )


def query_of(asked: Asked, **others: str) -> dict[str, str]:
    """The same as an address says it, from its first page, with `others` in place."""
    named = {
        "unit": asked.unit or "",
        "condition": asked.condition.value if asked.condition else "",
        "search": asked.search,
        "sort": "" if asked.sort == "unit" else asked.sort,
    }
    return {name: value for name, value in (named | others).items() if value}


def whole(asked: Asked) -> Asked:
    """The same from the beginning."""
    return replace(asked, after=None)
