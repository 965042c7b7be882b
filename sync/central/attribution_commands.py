"""The commands `hailong-central attribution …`."""

import argparse

from sqlalchemy import Connection, select

from sync.central.acting import Acting, acting
from sync.central.alarms.listing import person
from sync.central.attribution.listing import Listed, list_attributions, listed
from sync.central.attribution.moments import read_moment, write_moment
from sync.central.attribution.office import Office, Proposal, find_attribution
from sync.central.attribution.refusal import AttributionRefused
from sync.central.attribution.statements import Statement, erase_statement, said_of
from sync.central.attribution.states import Who
from sync.central.database.engine import reading
from sync.central.database.tables import officials
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell

DESK = "desk"
"""In an official's place: the whole desk."""


def tell_attributions(settings: Settings, given: argparse.Namespace) -> int:
    """List corrections: what waits, oldest first; with --done, what is over."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = list_attributions(connection, over=given.done, size=None)
        said = said_of(connection, [one.attribution for one in found])
    words = [line for one in found for line in (_words(one), *map(_said, said[one.attribution]))]
    told = [{"correction": one, "said": said[one.attribution]} for one in found]
    tell(given, told, "\n".join(words) or "no corrections")
    return 0


def propose(settings: Settings, given: argparse.Namespace) -> int:
    """Propose a correction, of itself or as an answer to what an official contests."""
    since_ms, until_ms = read_moment(given.since), read_moment(given.until)
    if since_ms is None or until_ms is None:
        raise AttributionRefused("refused_span")
    whom = (None if one == DESK else one for one in (given.named, given.official))
    with acting(settings, given) as hand:
        row = None if given.answers is None else find_attribution(hand.connection, given.answers)
        contested = None if row is None else str(row.attribution)
        name = _office(hand, given).propose(
            Proposal(given.kiosk, since_ms, until_ms, *whom), given.why, contested
        )
        hand.tell(name)
        one = _one(hand.connection, name)
    tell(given, one, f"{_words(one)}\nnow somebody else: attribution approve {name} --as NAME")
    return 0


def approve(settings: Settings, given: argparse.Namespace) -> int:
    """Approve a correction that somebody else proposed; figures follow at once."""
    with acting(settings, given) as hand:
        name = _named(hand, given)
        line = _office(hand, given).approve(name)
        hand.tell(name, line=str(line))
        one = _one(hand.connection, name)
    tell(given, one, f"{_words(one)}\nline {line} of the own ledger; figures follow")
    return 0


def refuse(settings: Settings, given: argparse.Namespace) -> int:
    """Leave things as they are, and say why."""
    with acting(settings, given) as hand:
        name = _named(hand, given)
        _office(hand, given).refuse(name, given.why)
        hand.tell(name)
        one = _one(hand.connection, name)
    tell(given, one, _words(one))
    return 0


def withdraw(settings: Settings, given: argparse.Namespace) -> int:
    """Take back what one proposed oneself."""
    with acting(settings, given) as hand:
        name = _named(hand, given)
        _office(hand, given).withdraw(name)
        hand.tell(name)
        one = _one(hand.connection, name)
    tell(given, one, _words(one))
    return 0


def erase(settings: Settings, given: argparse.Namespace) -> int:
    """Erase what somebody said of figures or a correction."""
    with acting(settings, given) as hand:
        gone = erase_statement(hand.connection, given.statement)
        hand.tell(gone.statement, unit=gone.unit)
    tell(given, {"statement": gone.statement}, f"erased: statement {gone.statement}")
    return 0


def _named(hand: Acting, given: argparse.Namespace) -> str:
    return str(find_attribution(hand.connection, given.attribution).attribution)


def _office(hand: Acting, given: argparse.Namespace) -> Office:
    name = person(given.person)
    known = hand.connection.execute(select(officials.c.official, officials.c.name))
    same = frozenset(row.official for row in known if row.name.casefold() == name.casefold())
    return Office(hand.connection, hand.central.identity, hand.central.clock, Who(None, name, same))


def _one(connection: Connection, name: str) -> Listed:
    return listed(connection, find_attribution(connection, name))


def _words(one: Listed) -> str:
    span = f"{write_moment(one.since_ms)} to {write_moment(one.until_ms)}"
    whom = f"{one.named_name or DESK}" + ("" if one.kiosk is None else f" -> {one.official_name or DESK}")
    place = f"{one.unit_name.get('vi', one.unit)}" + (f" · {one.kiosk_name}" if one.kiosk_name else "")
    return f"{one.attribution}  {one.state:<9} {span}  {whom}  {place}"


def _said(one: Statement) -> str:
    return f"  {one.kind} {one.statement} by {one.name}: {one.text or '(erased)'}"
