"""A wish beside what is known: new, changed, unchanged or refused."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from sync.central.directory.importing.folding import folded
from sync.central.directory.importing.known import Known
from sync.central.directory.importing.said import RowRefused, Said
from sync.central.directory.importing.wishes import Wish
from sync.central.directory.people import Leave, Person

Kind = Literal["new", "changed", "unchanged", "refused", "skipped"]


class Change(msgspec.Struct, frozen=True):
    """One thing that would be different; as people read it."""

    field: str
    before: str
    after: str


class Target(msgspec.Struct, frozen=True):
    """What an official would be after the import; `official` None: a new one."""

    official: str | None
    name: str
    code: str | None
    title_vi: str
    title_en: str
    unit: str
    since: str | None
    counters: tuple[str, ...]
    duty: Mapping[str, tuple[str, ...]]
    leave: Leave | None
    active: bool


class Verdict(msgspec.Struct, frozen=True):
    """What would become of a row, and why not."""

    number: int
    kind: Kind
    told: str
    changes: tuple[Change, ...] = ()
    why: Said | None = None
    target: Target | None = None


def judge_wish(number: int, told: str, wish: Wish, known: Known, default: str | None, today: str) -> Verdict:
    """The verdict on one row.

    Raises:
        RowRefused: it cannot be carried out.
    """
    person = _by_mark(wish, known)
    if person is not None and wish.unit is None and wish.unit_id is None:
        default = person.stands
    unit = known.unit(wish.unit_id, wish.unit, default, today)
    person = person or _by_name(wish, known, unit)
    if person is not None and known.within is not None and person.unit not in known.within:
        raise RowRefused("not_your_official", name=person.name)
    counters = (
        None if wish.counters is None else tuple(sorted(known.counter(unit, name) for name in wish.counters))
    )
    if person is None:
        target = _newcomer(wish, unit, counters, today)
        return Verdict(number, "new", told, _told_of(None, target, known), target=target)
    target = _changed(wish, person, unit, counters, known, today)
    changes = _told_of(person, target, known)
    return Verdict(number, "changed" if changes else "unchanged", told, changes, target=target)


def _by_mark(wish: Wish, known: Known) -> Person | None:
    by_code = known.by_code.get(wish.code.casefold()) if wish.code else None
    if wish.id is None:
        return by_code
    person = known.people.get(wish.id)
    if person is None:
        raise RowRefused("no_such_official", id=wish.id[:60])
    if by_code is not None and by_code.official != person.official:
        raise RowRefused("code_is_anothers", code=wish.code or "", name=by_code.name)
    return person


def _by_name(wish: Wish, known: Known, unit: str) -> Person | None:
    there = known.in_unit[unit]
    same = [person for person in there if person.name.casefold() == wish.name.casefold()]
    if wish.code is not None:
        same = [person for person in same if person.code is None]
    if len(same) > 1:
        raise RowRefused("several_of_that_name", name=wish.name)
    if same:
        return same[0]
    nearly = [person for person in there if folded(person.name) == folded(wish.name) and wish.code is None]
    if nearly:
        raise RowRefused("nearly_that_name", name=nearly[0].name)
    return None


def _newcomer(wish: Wish, unit: str, counters: tuple[str, ...] | None, today: str) -> Target:
    if wish.title is None:
        raise RowRefused("no_title")
    if wish.left:
        raise RowRefused("nobody_left")
    return Target(
        official=None,
        name=wish.name,
        code=wish.code,
        title_vi=wish.title,
        title_en=wish.title_en or wish.title,
        unit=unit,
        since=wish.since,
        counters=counters or (),
        duty=_duty(wish, counters or ()),
        leave=_leave(wish),
        active=True,
    )


def _changed(
    wish: Wish, person: Person, unit: str, counters: tuple[str, ...] | None, known: Known, today: str
) -> Target:
    at = _served(person, unit, known) if counters is None else counters
    kept = {counter: days for counter, days in person.duty.items() if counter in at}
    since = wish.since
    if unit != person.stands:
        since = since or today
        if person.since and since <= person.since:
            raise RowRefused("moved_before", day=person.since)
    elif since == person.since:
        since = None
    elif since is not None and person.came_before and since <= person.came_before:
        raise RowRefused("moved_before", day=person.came_before)
    english = person.title_en if person.title_en != person.title_vi or wish.title is None else wish.title
    return Target(
        official=person.official,
        name=wish.name,
        code=person.code if wish.code is None or _same(wish.code, person.code) else wish.code,
        title_vi=wish.title or person.title_vi,
        title_en=wish.title_en or english,
        unit=unit,
        since=since,
        counters=at,
        duty=kept if wish.duty is None else _duty(wish, at),
        leave=None if (leave := _leave(wish)) in person.leaves else leave,
        active=person.active if wish.left is None else not wish.left,
    )


def _same(code: str, other: str | None) -> bool:
    return other is not None and code.casefold() == other.casefold()


def _served(person: Person, unit: str, known: Known) -> tuple[str, ...]:
    return tuple(counter for counter in person.counters if counter in known.counters[unit])


def _duty(wish: Wish, counters: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    if not wish.duty:
        return {}
    if not counters:
        raise RowRefused("duty_without_counter")
    return dict.fromkeys(counters, wish.duty)


def _leave(wish: Wish) -> Leave | None:
    return None if wish.leave_first is None else Leave(wish.leave_first, wish.leave_last)


def _told_of(person: Person | None, target: Target, known: Known) -> tuple[Change, ...]:
    stands = "" if person is None else person.stands
    served = () if person is None else _served(person, stands, known)
    duty = {} if person is None else {at: days for at, days in person.duty.items() if at in served}
    pairs = (
        ("name", "" if person is None else person.name, target.name),
        ("code", "" if person is None else person.code or "", target.code or ""),
        ("title", "" if person is None else person.title_vi, target.title_vi),
        ("title_en", "" if person is None else person.title_en, target.title_en),
        ("unit", _unit_name(known, stands), _unit_name(known, target.unit)),
        ("since", "" if person is None else person.since, target.since or (person.since if person else "")),
        ("counter", _numbers(known, served), _numbers(known, target.counters)),
        ("duty", _days(known, duty), _days(known, target.duty)),
        ("leave", "", "" if target.leave is None else " – ".join(day or "…" for day in target.leave)),
        ("status", "" if person is None else str(int(person.active)), str(int(target.active))),
    )
    return tuple(Change(field, before, after) for field, before, after in pairs if before != after)


def _unit_name(known: Known, unit: str) -> str:
    return known.units[unit].name if unit in known.units else ""


def _numbers(known: Known, counters: tuple[str, ...]) -> str:
    return ", ".join(
        sorted((known.numbers.get(counter, "?") for counter in counters), key=lambda n: n.zfill(6))
    )


def _days(known: Known, duty: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(
        f"{known.numbers.get(counter, '?')}: {', '.join(sorted(days))}"
        for counter, days in sorted(duty.items())
    )
