"""Deriving figures inside the transaction that takes the lines."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, or_, select

from sync.central.database.rows import AT_A_TIME, insert_new, lock_units, put
from sync.central.database.tables import blobs, kiosks, ledgers, lines, needs_attention, ratings
from sync.central.figures.dating import Dating, read_dating, write_dating
from sync.central.figures.judging import Attention, Judged, Knowledge, Reason, judge_line
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.reading import Rating, Reading
from sync.central.figures.rollups import Cells, cells_of, recount
from sync.central.figures.time import Anchor
from sync.contract.rating import ChangedRating, GivenRating, WithdrawnRating

RATING_COLUMNS = [ratings.c[name] for name in Rating.__struct_fields__]


def read_rating(row: Row[*tuple[object, ...]]) -> Rating:
    """A row of the table as a rating."""
    return msgspec.convert(row._mapping, Rating)


def derive(
    connection: Connection,
    ledger: Row[*tuple[object, ...]],
    new: Sequence[tuple[int, bytes]],
    knowledge: Knowledge,
    now_ms: int,
) -> None:
    """Derive what `new` lines (number, bytes), just appended after the row `ledger`, change."""
    judged = [judge_line(seq, raw, knowledge) for seq, raw in new]
    dating = read_dating(str(ledger.reading))
    stored = _touchable(connection, ledger.ledger_no, judged, dating)
    reading = Reading(dating, stored)
    before = cells_of(stored)
    for line in judged:
        reading.read(line, now_ms)
    missing = _missing(connection, ledger.ledger_no, judged)
    _write(connection, ledger, reading, before, [*reading.attention, *missing])


def rederive(connection: Connection, unit: str, server: str, keys: tuple[bytes, ...]) -> None:
    """Read again, from line 1, the ledgers of a unit's kiosks that name somebody unknown until now."""
    lock_units(connection, [unit])
    knowledge = knowledge_of(connection, unit, server, keys)
    unknown = (Reason.UNKNOWN_UNIT, Reason.UNKNOWN_COUNTER, Reason.UNKNOWN_OFFICIAL)
    waiting = (
        select(ledgers)
        .join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        .where(
            kiosks.c.unit == unit,
            ledgers.c.ledger_no.in_(
                select(needs_attention.c.ledger_no).where(needs_attention.c.reason.in_(unknown))
            ),
        )
        .order_by(ledgers.c.ledger_no)
        .with_for_update(of=ledgers)
    )
    for ledger in connection.execute(waiting).all():
        mine = ratings.c.ledger_no == ledger.ledger_no
        before = cells_of(read_rating(row) for row in connection.execute(select(*RATING_COLUMNS).where(mine)))
        reading, attention = read_all(connection, ledger.ledger_no, knowledge)
        connection.execute(delete(ratings).where(mine))
        connection.execute(delete(needs_attention).where(needs_attention.c.ledger_no == ledger.ledger_no))
        _write(connection, ledger, reading, before, attention)


def read_all(
    connection: Connection, ledger_no: int, knowledge: Knowledge
) -> tuple[Reading, list[tuple[int, Attention]]]:
    """Read a ledger from its first line, from nothing but its stored lines and blobs."""
    reading, judged = Reading(Dating()), []
    for row in connection.execute(
        select(lines.c.seq, lines.c.raw, lines.c.received_ms)
        .where(lines.c.ledger_no == ledger_no)
        .order_by(lines.c.seq),
        execution_options={"yield_per": AT_A_TIME},
    ):
        line = judge_line(row.seq, row.raw, knowledge)
        reading.read(line, row.received_ms)
        if line.blobs:
            judged.append(line)
    return reading, [*reading.attention, *_missing(connection, ledger_no, judged)]


def blobs_arrived(connection: Connection, ledger_no: int, digests: Iterable[str]) -> None:
    """Take away the attention that lines of the ledger needed for want of these blobs."""
    connection.execute(
        delete(needs_attention).where(
            needs_attention.c.ledger_no == ledger_no,
            needs_attention.c.reason == Reason.MISSING_BLOB,
            needs_attention.c.detail.in_(list(digests)),
        )
    )


def _touchable(
    connection: Connection, ledger_no: int, judged: Sequence[Judged], dating: Dating
) -> list[Rating]:
    """The stored ratings that these lines may change, and those they may repeat."""
    facts = [line.fact for line in judged]
    ofs = {fact.of for fact in facts if isinstance(fact, ChangedRating | WithdrawnRating)}
    ids = {fact.rating for fact in facts if isinstance(fact, GivenRating)}
    wanted: list[ColumnElement[bool]] = [
        ratings.c.seq.in_(sorted(ofs)),
        ratings.c.rating.in_(sorted(ids)),
    ]
    if dating.waiting and any(isinstance(fact, Anchor) for fact in facts):
        wanted.append(ratings.c.seq >= dating.waiting[0].first_seq)
    rows = connection.execute(
        select(*RATING_COLUMNS)
        .where(and_(ratings.c.ledger_no == ledger_no, or_(*wanted)))
        .order_by(ratings.c.seq)
    )
    return [read_rating(row) for row in rows]


def _missing(connection: Connection, ledger_no: int, judged: Iterable[Judged]) -> list[tuple[int, Attention]]:
    named = [(line.seq, digest) for line in judged for digest in dict.fromkeys(line.blobs)]
    held: set[str] = set()
    wanted = sorted({digest for _, digest in named})
    for place in range(0, len(wanted), AT_A_TIME):
        mine = (blobs.c.ledger_no == ledger_no, blobs.c.digest.in_(wanted[place : place + AT_A_TIME]))
        held.update(connection.execute(select(blobs.c.digest).where(*mine)).scalars())
    return [(seq, Attention(Reason.MISSING_BLOB, digest)) for seq, digest in named if digest not in held]


def _write(
    connection: Connection,
    ledger: Row[*tuple[object, ...]],
    reading: Reading,
    before: Cells,
    attention: Iterable[tuple[int, Attention]],
) -> None:
    touched = [reading.ratings[seq] for seq in sorted(reading.touched)]
    own = {"ledger_no": ledger.ledger_no, "kiosk": ledger.kiosk}
    put(connection, ratings, [own | msgspec.structs.asdict(rating) for rating in touched])
    insert_new(
        connection,
        needs_attention,
        [
            {"ledger_no": ledger.ledger_no, "seq": seq, "reason": told.reason, "detail": told.detail}
            for seq, told in attention
        ],
    )
    after = cells_of(touched)
    recount(connection, Cells(before.days | after.days, before.months | after.months))
    connection.execute(
        ledgers.update()
        .where(ledgers.c.ledger_no == ledger.ledger_no)
        .values(reading=write_dating(reading.dating))
    )
