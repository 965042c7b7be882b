"""Saying in the own ledger what lines are judged by elsewhere: which kiosks, units and questions there are.

Names of persons are not among it. A record is written where what it says is new or has changed.
"""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.rows import put
from sync.central.database.tables import counters, kiosks, postings, questionnaires, recorded, units
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.encoding import write_json
from sync.contract.questionnaire import Questionnaire

AT_ONCE: Final = 200
"""Records a transaction: nobody else writes into the own ledger meanwhile."""
_LONGEST: Final = 15_000
"""Bytes of a body; a line has 16,384."""


class Record(NamedTuple):
    """A line that is to be: its kind, what it is about, its body."""

    kind: str
    name: str
    body: dict[str, Any]

    @property
    def what(self) -> str:
        """What tells it from others."""
        return f"{self.kind} {self.name}"

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, hex."""
        return hashlib.sha256(write_json(self.body)).hexdigest()


def changed_records(connection: Connection) -> list[Record]:
    """What is so now and was not recorded like that, at most `AT_ONCE` of it, what others refer to first."""
    known = {row.what: row.digest for row in connection.execute(select(recorded))}
    changed = (record for record in _records(connection) if known.get(record.what) != record.digest)
    return list(islice(changed, AT_ONCE))


def record_changes(connection: Connection, identity: Identity, clock: Clock) -> int:
    """Record what has changed, at most `AT_ONCE` of it; how many records were written."""
    hold_own_ledger(connection)
    changed = changed_records(connection)
    for record in changed:
        append(connection, identity, clock, record.kind, record.body)
    put(connection, recorded, [{"what": record.what, "digest": record.digest} for record in changed])
    return len(changed)


def _records(connection: Connection) -> Iterator[Record]:
    """All that is so now, what others refer to first."""
    ours = select(units).where(units.c.province.is_(None)).order_by(units.c.unit)
    for row in connection.execute(ours).all():
        yield Record("unit.recorded", row.unit, {"unit": row.unit, "vi": row.name_vi, "en": row.name_en})
    for row in connection.execute(select(counters).order_by(counters.c.counter)).all():
        yield Record("counter.recorded", row.counter, {"counter": row.counter, "unit": row.unit})
    for row in connection.execute(select(postings).order_by(postings.c.official, postings.c.unit)).all():
        told = {"official": row.official, "unit": row.unit}
        yield Record("official.recorded", f"{row.official} {row.unit}", told)
    asked = select(questionnaires).order_by(questionnaires.c.id, questionnaires.c.version)
    for row in connection.execute(asked).all():
        yield Record("questionnaire.recorded", f"{row.id}/{row.version}", _questions(row.document))
    theirs = (kiosks.c.public_key.is_not(None), kiosks.c.province.is_(None))
    for row in connection.execute(select(kiosks).where(*theirs).order_by(kiosks.c.kiosk)).all():
        told = {"kiosk": row.kiosk, "public_key": row.public_key, "unit": row.unit, "state": row.state}
        yield Record("kiosk.recorded", row.kiosk, told)


def _questions(document: str) -> dict[str, Any]:
    """A questionnaire's version; where its words are too long for a line, its names alone."""
    whole: dict[str, Any] = {"questionnaire": msgspec.json.decode(document)}
    if len(write_json(whole)) <= _LONGEST:
        return whole
    said = msgspec.json.decode(document, type=Questionnaire)
    bare = [
        msgspec.structs.replace(
            question,
            text={"vi": question.question},
            choices=tuple(
                msgspec.structs.replace(choice, text={"vi": choice.choice}) for choice in question.choices
            ),
        )
        for question in said.questions
    ]
    return {"questionnaire": msgspec.to_builtins(msgspec.structs.replace(said, questions=tuple(bare)))}
