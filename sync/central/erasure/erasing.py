"""Erasing blobs: from every place that keeps them, with a line in the own ledger for each."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection, Engine, delete, func, select, update

from sync.central.alarms.listing import person
from sync.central.database.case_words import forget_words
from sync.central.database.engine import writing
from sync.central.database.erased import erased_among
from sync.central.database.rows import insert_new
from sync.central.database.tables import (
    blobs,
    erased,
    lines,
    needs_attention,
    phone_comments,
    phone_ratings,
    refused,
    salvages,
    server,
)
from sync.central.erasure.bodies import blobs_in
from sync.central.erasure.outside import Erasure, keep_outside
from sync.central.figures.derive import blobs_arrived
from sync.central.figures.finding import ratings_with_ids
from sync.central.figures.judging import Reason
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.phone import PhoneRating
from sync.contract.salvage import read_kept_salvage, without_blobs
from sync.contract.segment import digest, named_blobs

KIND: Final = "text.erased"
_DIGEST: Final = 64


class EraseRefused(Exception):
    """What cannot be erased; the message says why."""


class Erased(msgspec.Struct, frozen=True):
    """Digests of what is erased now, and of what had been before."""

    erased: list[str]
    already: list[str]


def erase(
    engine: Engine,
    identity: Identity,
    clock: Clock,
    outside: Path,
    name: str,
    by: str,
    why: str,
    noted: Callable[[Connection, Erased], None] = lambda _connection, _erased: None,
) -> Erased:
    """Erase a blob (`name`: its digest), or all that a rating (its id) has attached.

    `noted` writes down who did it, in the same transaction.

    Raises:
        EraseRefused: nothing of that name is known, or the rating has nothing attached.
    """
    who, reason = person(by), person(why)
    with writing(engine) as connection:
        hold_own_ledger(connection)
        found = _find(connection, name.strip().lower())
        before = erased_among(connection, found)
        new = [one for one in found if one not in before]
        erasures = [Erasure(one, who, reason, clock.wall_ms()) for one in new]
        keep_outside(outside, erasures)
        delete_blobs(connection, identity, clock, erasures)
        forget_words(connection, before)  # what was said of them since
        done = Erased(new, sorted(before))
        noted(connection, done)
    _forget_pages(engine)
    return done


def delete_blobs(
    connection: Connection, identity: Identity, clock: Clock, erasures: Collection[Erasure]
) -> None:
    """Delete these wherever they are kept, with all that was said of them in their cases, and say so.

    A body that was refused goes, too, if it holds one, or if nobody can tell.
    """
    if not erasures:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what was deleted is overwritten
    digests = [one.digest for one in erasures]
    connection.execute(delete(blobs).where(blobs.c.digest.in_(digests)))
    for row in connection.execute(select(refused.c.refused_no, refused.c.body)).all():
        inside = blobs_in(bytes(row.body))
        if inside is None or not inside.isdisjoint(digests):
            connection.execute(delete(refused).where(refused.c.refused_no == row.refused_no))
    for row in connection.execute(select(salvages.c.digest, salvages.c.body)).all():
        salvage = read_kept_salvage(bytes(row.body))
        if not {digest(blob) for blob in salvage.blobs}.isdisjoint(digests):
            less = without_blobs(salvage, digests)
            connection.execute(update(salvages).where(salvages.c.digest == row.digest).values(body=less))
    forget_words(connection, digests)
    insert_new(connection, erased, [{"digest": one.digest, "erased_ms": one.erased_ms} for one in erasures])
    missed = select(needs_attention.c.ledger_no).where(needs_attention.c.detail.in_(digests)).distinct()
    for ledger_no in connection.execute(missed).scalars().all():
        blobs_arrived(connection, ledger_no, digests)  # nobody misses them any more
    for one in erasures:
        body = {"digest": one.digest, "by": one.by, "why": one.why}
        append(connection, identity, clock, KIND, body)


def _find(connection: Connection, name: str) -> list[str]:
    if len(name) == _DIGEST:
        if _is_known(connection, name):
            return [name]
        raise EraseRefused(f"{name}: no line is known that names it")
    found: list[str] = []
    rows = ratings_with_ids(connection, [name])
    for row in rows:
        mine = (lines.c.ledger_no == row.ledger_no, lines.c.seq.in_([row.seq, row.detail or row.seq]))
        for raw in connection.execute(select(lines.c.raw).where(*mine).order_by(lines.c.seq)).scalars():
            found += named_blobs(bytes(raw))
    found += _by_phone(connection, name)
    if not found:
        why = "nothing is attached to it" if rows else "neither a blob's digest nor a rating that is known"
        raise EraseRefused(f"{name}: {why}")
    return list(dict.fromkeys(found))


def _by_phone(connection: Connection, rating: str) -> list[str]:
    """What was sealed with a rating on the phone."""
    mine = (phone_ratings.c.rating == rating, phone_ratings.c.teller == server.c.server)
    rated = connection.execute(select(phone_ratings.c.document).where(*mine)).scalars()
    found = [one for raw in rated for one in msgspec.json.decode(raw, type=PhoneRating).attached.values()]
    written = select(phone_comments.c.digest).where(phone_comments.c.rating == rating)
    return [*found, *connection.execute(written.order_by(phone_comments.c.at_ms)).scalars()]


def _is_known(connection: Connection, name: str) -> bool:
    """Whether it is kept, or was erased, or a line waits for it."""
    waits = (needs_attention.c.reason == Reason.MISSING_BLOB) & (needs_attention.c.detail == name)
    places = (blobs.c.digest == name, erased.c.digest == name, waits)
    if any(connection.execute(select(func.count()).where(place)).scalar() for place in places):
        return True
    bodies = connection.execute(select(salvages.c.body)).scalars()
    return any(name in map(digest, read_kept_salvage(bytes(body)).blobs) for body in bodies)


def _forget_pages(engine: Engine) -> None:
    """Let no log of the database hold them either, as far as that is ours to say."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
