"""Planned proofs: ratings of 1 that were no citizen's, as the own ledger says, and only it.

A kiosk that could reveal one could take out any 1; so its own word for it counts nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, select, update

from sync.central.database.tables import canaries, ratings
from sync.central.figures.difference import Difference
from sync.central.figures.quarantine import own_lines
from sync.central.figures.records import Rating, Status
from sync.central.figures.rollups import cells_of
from sync.central.figures.stored import count_again
from sync.central.figures.touched import touch

KINDS: Final = ("canary.planned", "canary.revealed")


class Revealed(NamedTuple):
    """A proof that was planned as `canary` for a kiosk, and stands in line `seq` of its ledger."""

    canary: str
    kiosk: str
    ledger: str
    seq: int


def revealed_in(connection: Connection, ledger: str) -> frozenset[int]:
    """The lines of a ledger whose ratings were revealed as planned."""
    which = (canaries.c.ledger == ledger, canaries.c.proven_ms.is_not(None))
    return frozenset(connection.execute(select(canaries.c.seq).where(*which)).scalars())


def take_out(connection: Connection, row: Row[*tuple[object, ...]]) -> None:
    """Let a counted rating (its row) count no more; the caller holds its unit's lock."""
    cells = cells_of([msgspec.convert(row._mapping, Rating)])
    this = (ratings.c.ledger_no == row.ledger_no, ratings.c.seq == row.seq)
    connection.execute(update(ratings).where(*this).values(status=Status.CANARY))
    touch(connection, [str(row._mapping["rating"])])
    count_again(connection, row, cells)


def told_canaries(connection: Connection) -> tuple[set[Revealed], list[str]]:
    """What the own ledger reveals, and the proofs that it reveals without a plan before, or twice."""
    return told_of(own_lines(connection, *KINDS))


def told_of(said: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[set[Revealed], list[str]]:
    """The same of a server's lines of these `KINDS` (kind, body), in order."""
    planned: dict[str, str] = {}
    revealed: dict[str, Revealed] = {}
    wrong = []
    for kind, body in said:
        canary, kiosk = str(body["canary"]), str(body["kiosk"])
        if kind == KINDS[0]:
            planned[canary] = kiosk
        elif planned.get(canary) != kiosk or canary in revealed:
            wrong.append(canary)
        else:
            revealed[canary] = Revealed(canary, kiosk, str(body["ledger"]), int(body["of"]))
    return set(revealed.values()), wrong


def check_canaries(connection: Connection) -> Iterator[Difference]:
    """Where the table of proofs does not say what the own ledger says."""
    told, wrong = told_canaries(connection)
    rows = connection.execute(select(canaries).where(canaries.c.proven_ms.is_not(None)))
    kept = {Revealed(row.canary, row.kiosk, row.ledger, row.seq) for row in rows}
    for one in sorted(told ^ kept):
        here = one in kept
        where = f"ledger {one.ledger} line {one.seq}"
        yield Difference(
            "revealed proof", where, one.canary if here else "none", "none" if here else one.canary
        )
    for canary in wrong:
        yield Difference(
            "revealed proof", canary, "one", "none: it was not planned before, or counts already"
        )
