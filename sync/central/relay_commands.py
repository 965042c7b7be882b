"""The commands `hailong-central relay …`: of a province towards a server above it, and of such a server."""

import argparse

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.acting import acting, write_down
from sync.central.alarms.listing import person
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.database.tables import kiosks, ledgers, provinces, relayed, unit_days, units
from sync.central.opening import open_central
from sync.central.provinces.enrolling import add_province, revoke_province
from sync.central.provinces.known import lines_of
from sync.central.relay.answering import Outcome
from sync.central.relay.joining import RelayRefused, join
from sync.central.relay.marks import lines_marked, own_ledgers, pending_ledgers
from sync.central.relay.passing import relay_once
from sync.central.relay.upstream import read_upstream
from sync.central.settings import Settings
from sync.central.telling import tell
from sync.contract.encoding import Malformed, grouped
from sync.contract.enrolment import EnrolmentLink, parse_secret


class ProvinceLine(msgspec.Struct, frozen=True):
    """A province that relays here: how many kiosks it recorded, lines are held, ratings are counted."""

    name: str
    server: str | None
    state: str
    heard_ms: int | None
    kiosks: int
    lines: int
    ratings: int


def enrol_here(settings: Settings, given: argparse.Namespace) -> int:
    """Become a province of the server above."""
    try:
        link = EnrolmentLink(given.central.rstrip("/"), *parse_secret(given.code))
    except Malformed as error:
        raise RelayRefused(error.detail) from error
    with open_central(settings) as central:
        standing = join(central, link)
        with writing(central.engine) as connection:
            write_down(connection, central.clock, given, server=standing.server)
    words = f"server {standing.server} knows this one as {standing.name}; serve relays to it from now on"
    tell(given, {"server": standing.server, "name": standing.name}, words)
    return 0


def pass_once(settings: Settings, given: argparse.Namespace) -> int:
    """Relay what waits, once."""
    with open_central(settings) as central:
        passed = relay_once(central)
    words = f"{passed.outcome}: {passed.lines} lines" + (f"; {passed.detail}" if passed.detail else "")
    tell(given, passed, words)
    return 0 if passed.outcome in (Outcome.RELAYED, Outcome.OFF) else 7


def tell_relay(settings: Settings, given: argparse.Namespace) -> int:
    """Tell how relaying stands, upwards and from provinces."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        upstream = read_upstream(connection)
        pending = len(pending_ledgers(connection)) if upstream else 0
        stuck = _stuck(connection)
        lines, own = lines_marked(connection), len(own_ledgers(connection))
        below = _provinces(connection)
    told = {
        "upstream": None
        if upstream is None
        else {
            "server": upstream.server,
            "name": upstream.name,
            "heard_ms": upstream.heard_ms,
            "told": upstream.told,
            "lines": lines,
            "pending_ledgers": pending,
            "own_ledgers": own,
            "stuck": stuck,
        },
        "provinces": below,
    }
    words = ["relays to no server above"]
    if upstream is not None:
        words = [
            f"relays to server {upstream.server} as {upstream.name}: {lines} lines held there, "
            f"{pending} ledgers have more" + (f"; last contact: {upstream.told}" if upstream.told else ""),
            *(f"  ledger {name}: {why}" for name, why in stuck.items()),
        ]
    words += [
        f"province {one.name} ({one.state}): {one.kiosks} kiosks, {one.lines} lines, {one.ratings} ratings"
        for one in below
    ]
    tell(given, told, "\n".join(words))
    return 0


def add(settings: Settings, given: argparse.Namespace) -> int:
    """Await a province, and print the code that its server enrols with."""
    with acting(settings, given) as hand:
        site = site_of(hand.connection, settings)
        added = add_province(hand.connection, hand.central.identity, hand.central.clock, site, given.name)
    code = f"{grouped(added.link.code)}.{grouped(added.link.fingerprint)}"
    told = {
        "name": added.name,
        "address": added.link.address,
        "code": f"{added.link.code}.{added.link.fingerprint}",
        "expires_ms": added.expires_ms,
    }
    words = f"at {added.name}: hailong-central relay enrol --central {added.link.address} --code {code}"
    tell(given, told, f"{words}\n(good once and for seven days)")
    return 0


def revoke(settings: Settings, given: argparse.Namespace) -> int:
    """Take nothing from a province any more."""
    with acting(settings, given) as hand:
        who, (_, identity, clock, _) = person(given.person), hand.central
        revoke_province(hand.connection, identity, clock, given.province, who)
    tell(given, {"province": given.province, "state": "revoked"}, f"{given.province} relays here no more")
    return 0


def _stuck(connection: Connection) -> dict[str, str]:
    found = select(ledgers.c.ledger, relayed.c.told).join(ledgers, ledgers.c.ledger_no == relayed.c.ledger_no)
    return {row.ledger: row.told for row in connection.execute(found.where(relayed.c.told != ""))}


def _provinces(connection: Connection) -> list[ProvinceLine]:
    rated = (
        select(units.c.province, func.sum(unit_days.c.n).label("n"))
        .join(units, units.c.unit == unit_days.c.unit)
        .group_by(units.c.province)
    )
    ratings = {row.province: int(row.n) for row in connection.execute(rated)}
    counted = select(kiosks.c.province, func.count().label("n")).group_by(kiosks.c.province)
    fleets = {row.province: row.n for row in connection.execute(counted)}
    rows = connection.execute(select(provinces).order_by(provinces.c.name)).all()
    return [
        ProvinceLine(
            row.name,
            row.server,
            row.state,
            row.heard_ms,
            fleets.get(row.server, 0) if row.server else 0,
            lines_of(connection, row.server) if row.server else 0,
            ratings.get(row.server, 0) if row.server else 0,
        )
        for row in rows
    ]
