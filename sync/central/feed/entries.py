"""Ratings as the feed tells them: dates without times, no counter's clock, no text, and another id."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Connection, select

from sync.central.database.among import among
from sync.central.database.tables import answers
from sync.central.figures.finding import ratings_with_ids
from sync.central.figures.records import Status
from sync.central.keys.identity import Identity
from sync.contract.encoding import base32

Entry = dict[str, Any]

ALWAYS: Final = ("id", "unit", "counts", "day", "score", "via", "stage", "questionnaire")
FIELDS: Final = {"answers": ("answers",), "officials": ("official", "counter")}
"""What a key may reach beyond `ALWAYS`, by the name of the grant."""


def feed_id(identity: Identity, rating: str) -> str:
    """What the feed calls a rating: 26 letters of base-32, which lead back to it at this server only."""
    secret = hashlib.sha256(b"hailong-feed-1\n" + identity.seal_private.private_bytes_raw()).digest()
    return base32(hmac.digest(secret, rating.encode(), "sha256")[:16])


def entries_of(connection: Connection, identity: Identity, some: Collection[str]) -> dict[str, Entry]:
    """By id, these ratings as they stand; one that does not count, or no more, says only that."""
    rows = ratings_with_ids(connection, some)
    told = _answers(connection, rows)
    counted: dict[str, Entry] = {}
    for row in rows:
        if row.status == Status.COUNTED and row.rating not in counted:
            counted[row.rating] = _entry(identity, row, told.get((row.ledger_no, row.seq), {}))
    units = {row.rating: row.unit for row in rows}
    found = {}
    for rating in some:
        name = feed_id(identity, rating)
        gone = {"id": name, "unit": units.get(rating), "counts": False}
        found[name] = counted.get(rating, gone)
    return found


def _entry(identity: Identity, row: Any, told: dict[str, list[str]]) -> Entry:
    return {
        "id": feed_id(identity, row.rating),
        "unit": row.unit,
        "counts": True,
        "day": row.day or None,
        "score": row.score,
        "via": row.via,
        "stage": row.stage,
        "questionnaire": row.questionnaire,
        "answers": told,
        "official": row.official,
        "counter": row.counter,
    }


def _answers(connection: Connection, rows: Iterable[Any]) -> dict[tuple[int, int], dict[str, list[str]]]:
    by_ledger = defaultdict(list)
    for row in rows:
        by_ledger[row.ledger_no].append(row.seq)
    told: dict[tuple[int, int], dict[str, list[str]]] = {}
    for number, seqs in sorted(by_ledger.items()):
        mine = (answers.c.ledger_no == number, among(answers.c.seq, seqs))
        order = (answers.c.seq, answers.c.question, answers.c.choice)
        for row in connection.execute(select(answers).where(*mine).order_by(*order)):
            told.setdefault((number, row.seq), {}).setdefault(row.question, []).append(row.choice)
    return told
