"""A unit with two officials and a kiosk, and people who correct whom its ratings were given for."""

from collections import Counter
from typing import Any

import msgspec
from sqlalchemy import select

from sync.central.attribution.office import Office, Proposal
from sync.central.attribution.states import Who
from sync.central.database.engine import reading, writing
from sync.central.database.tables import offers, ratings
from sync.central.figures.records import Status
from sync.contract.attribution import CORRECTED
from sync.contract.ledger import read_line
from tests.central.desk import Desk
from tests.central.world import COLLEAGUE, OFFICIAL, UNIT, World, named, small_province

MINH, MAI = Who("minh", "Trần Văn Minh"), Who("mai", "Lê Thị Mai")
HOA = Who("hoa", "Nguyễn Thị Hoa", frozenset({OFFICIAL}), supervises=False)
MINUTE_MS = 60_000


def with_colleague(world: World, unit: str = UNIT) -> None:
    """The official of `world` has a colleague."""
    province = small_province()
    two = {"official": COLLEAGUE, "unit": unit, "name": "Trần Văn Bình", "title": named("Chuyên viên")}
    world.load(province | {"officials": [*province["officials"], two]})


def a_shift(world: World, desk: Desk, scores: list[int], official: str | None = OFFICIAL) -> list[int]:
    """A ledger that begins dated, and a rating a minute; the moment (ms) of each."""
    if not desk.lines:
        desk.open()
        desk.anchor(round_trip_ms=0)
    begun = world.clock.now_ms - desk.up
    moments = []
    for score in scores:
        desk.rate(score, official)
        desk.up += MINUTE_MS - 1_000
        moments.append(begun + desk.up - MINUTE_MS + 1_000)
    return moments


def office(connection: Any, world: World, who: Who) -> Office:
    return Office(connection, world.identity, world.clock, who)


def proposed(world: World, given: Proposal, who: Who = MINH, contested: str | None = None) -> str:
    with writing(world.engine) as connection:
        return office(connection, world, who).propose(given, "đăng nhập nhầm", contested)


def approved(world: World, name: str, who: Who = MAI) -> int:
    with writing(world.engine) as connection:
        return office(connection, world, who).approve(name)


def corrected(world: World, given: Proposal) -> None:
    """A correction that was proposed and approved."""
    approved(world, proposed(world, given))


def by_official(world: World) -> dict[str | None, list[int]]:
    """Scores that count, in their order, by whom they count for."""
    found: dict[str | None, list[int]] = {}
    counted = select(ratings).where(ratings.c.status == Status.COUNTED)
    with reading(world.engine) as connection:
        for row in connection.execute(counted.order_by(ratings.c.ledger_no, ratings.c.seq)):
            found.setdefault(row.official, []).append(row.score)
    return found


def naively(world: World, desk: Desk) -> Counter[tuple[str | None, int]]:
    """The same from nothing but lines: the kiosk's, with their dates, and the server's of corrections."""
    told = [
        read_line(bytes(raw))
        for (raw,) in world.query(
            "SELECT l.raw FROM lines l JOIN ledgers g ON g.ledger_no = l.ledger_no "
            "JOIN server s ON s.ledger = g.ledger ORDER BY l.seq"
        )
    ]
    bodies = [line.body for line in told if line.kind == CORRECTED]
    dates: dict[int, tuple[int | None, int | None]] = {
        seq: (earliest, latest)
        for seq, earliest, latest in world.query(
            "SELECT seq, earliest_ms, latest_ms FROM ratings WHERE kiosk = '" + desk.kiosk + "'"
        )
    }
    found: Counter[tuple[str | None, int]] = Counter()
    for seq, raw in enumerate(desk.lines, start=1):
        line = read_line(raw)
        if line.kind != "rating.given" or seq not in dates:
            continue
        whom, (earliest, latest) = line.body["official"], dates[seq]
        for body in bodies:
            known = earliest is not None and latest is not None
            inside = known and body["since"] <= (earliest or 0) and (latest or 0) < body["until"]
            if inside and body["kiosk"] == desk.kiosk and body["named"] == line.body["official"]:
                whom = body["official"]
        found[whom, line.body["score"]] += 1
    return found


def counted(world: World) -> Counter[tuple[str | None, int]]:
    return Counter((whom, score) for whom, scores in by_official(world).items() for score in scores)


def rows_of_offers(world: World) -> list[tuple[str | None, str | None]]:
    with reading(world.engine) as connection:
        return [tuple(row) for row in connection.execute(select(offers.c.named, offers.c.official))]


def own_lines(world: World, kind: str) -> list[dict[str, Any]]:
    raws = world.query(
        "SELECT l.raw FROM lines l JOIN ledgers g ON g.ledger_no = l.ledger_no "
        "JOIN server s ON s.ledger = g.ledger ORDER BY l.seq"
    )
    lines = [msgspec.json.decode(bytes(raw)) for (raw,) in raws]
    return [line["body"] for line in lines if line["kind"] == kind]
