"""Opening a case: once for a rating, whatever is found of it and however often."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, exists, select, update

from sync.central.cases.history import NOBODY, code_of, happened
from sync.central.cases.rules import Rules, Said
from sync.central.cases.states import State
from sync.central.database.rows import insert_new
from sync.central.database.tables import cases, ledgers, sealed_texts, withdrawals
from sync.central.figures.records import Status
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.contract.desk_time import desk_date

TEXTS: Final = ("comment", "answers")
"""What may be attached that is sealed to the supervisors."""
BEGUN: Final = ("assigned", "assigned_ms", "batch", "answer", "published")
"""What a case has none of that begins anew; the history keeps it."""
WITHDRAWN: Final = "withdrawn"
"""Stands among a case's rules: the citizen took the text back, so no unit sees it."""
TAKEN_BACK: Final = exists().where(withdrawals.c.rating == cases.c.rating)
"""The same from the moment on which it was said, before the job has read it: the page promises it at once."""
HEARD: Final = (Status.COUNTED, Status.ATTENTION, Status.LATE)
"""Whose word is heard: a rating that somebody must look at first, or that came late, is a citizen's, too."""
WAITS: Final = (cases.c.state == State.ASSIGNED) & cases.c.batch.is_(None)
"""Assigned, and its unit has not seen it."""
_WITH_UNIT: Final = cases.c.state.in_((State.ASSIGNED, State.ANSWERED, State.REVIEWED))
"""What a unit has or is to have, or what was answered, and nobody outside has read yet."""
_JUDGED: Final = cases.c.state.in_((State.REVIEWED, State.CLOSED))
"""What a supervisor has judged, without whatever comes now, and nobody outside has read."""
_PUBLISHED: Final = cases.c.state == State.PUBLISHED


class Finder(NamedTuple):
    """What finding needs."""

    identity: Identity
    clock: Clock
    rules: Rules

    @property
    def today(self) -> date:
        """The day it is in Vietnam."""
        return desk_date(self.clock.wall_ms())


class Attached(NamedTuple):
    """Sealed blobs by name; kept under one ledger, and sealed for (another's) rating of a ledger."""

    ledger_no: int
    ledger: str
    digests: Mapping[str, str]


def take(
    connection: Connection, finder: Finder, rating: Row[Any], reasons: Sequence[str], attached: Attached
) -> None:
    """Take what was said with a rating: open its case if a rule fits, and keep what is sealed with it.

    An answer that is published stays so: its citizen would lose it without a word, and its unit, which misses
    it from that hour on, would learn when somebody wrote again. Supervisors are told of what is unread, and
    open the case again if what they read says so.
    """
    said = Said(rating.score, reasons, "comment" in attached.digests, {})
    code = open_case(connection, finder, rating, finder.rules.fitting(said))
    rows = [
        {
            "ledger_no": attached.ledger_no,
            "digest": attached.digests[name],
            "rated_no": rating.ledger_no,
            "seq": rating.seq,
            "name": name,
            "ledger": attached.ledger,
            "rating": rating.rating,
            "code": code,
        }
        for name in TEXTS
        if name in attached.digests
    ]
    named = sealed_texts.c.digest.in_(list(attached.digests.values()))
    mine = select(sealed_texts.c.digest).where(sealed_texts.c.ledger_no == attached.ledger_no, named)
    known = set(connection.execute(mine).scalars())
    insert_new(connection, sealed_texts, rows)
    if code is not None and any(row["digest"] not in known for row in rows):
        begin_again(connection, finder, code, _JUDGED | WAITS)


def open_case(connection: Connection, finder: Finder, rating: Row[Any], fitting: Sequence[str]) -> str | None:
    """The code of a rating's case, opened if it is not there; None if no rule fits and there is none."""
    ledger = select(ledgers.c.ledger).where(ledgers.c.ledger_no == rating.ledger_no)
    code = code_of(finder.identity, connection.execute(ledger).scalar_one(), rating.seq)
    row = connection.execute(select(cases).where(cases.c.code == code).with_for_update()).first()
    if row is not None:
        add_rules(connection, finder, row, fitting)
        return code
    if not fitting:
        return None
    due = finder.rules.working.after(finder.today, finder.rules.days.handle)
    opened = {
        "code": code,
        "ledger_no": rating.ledger_no,
        "seq": rating.seq,
        "rating": rating.rating,
        "unit": rating.unit,
        "rules": msgspec.json.encode(list(fitting)).decode(),
        "state": State.NEW,
        "opened_ms": finder.clock.wall_ms(),
        "due": due.isoformat(),
    }
    connection.execute(cases.insert().values(opened))
    happened(connection, finder.clock, code, NOBODY, "opened", ", ".join(fitting))
    return code


def add_rules(connection: Connection, finder: Finder, row: Row[Any], fitting: Sequence[str]) -> None:
    """Let a case that is held be one of these rules, too; one that may not be a unit's is taken from it.

    What fits by a comment is sealed and unread, so an answer stays published until it is read (`take`). Of
    reasons nothing would be left to read, and nobody told of them: a supervisor looks at once.
    """
    names = msgspec.json.decode(row.rules, type=list[str])
    added = [name for name in fitting if name not in names]
    if not added:
        return
    mine = cases.c.code == row.code
    rules = msgspec.json.encode([*names, *added]).decode()
    connection.execute(update(cases).where(mine).values(rules=rules))
    happened(connection, finder.clock, row.code, NOBODY, "fits", ", ".join(added))
    if not finder.rules.may_go_to_unit(added):
        begin_again(connection, finder, row.code, _WITH_UNIT)
    fit = [finder.rules.rules[name] for name in added if name in finder.rules.rules]
    if fit:
        unread = all(rule.comment and rule.to_unit for rule in fit)
        begin_again(connection, finder, row.code, _JUDGED if unread else _JUDGED | _PUBLISHED)


def begin_again(connection: Connection, finder: Finder, code: str, stands: ColumnElement[bool]) -> None:
    """Let a supervisor look at a case that stands so again; no unit has it, and no answer is published."""
    due = finder.rules.working.after(finder.today, finder.rules.days.handle).isoformat()
    anew = {"state": State.NEW, "due": due} | dict.fromkeys(BEGUN)
    if connection.execute(update(cases).where(cases.c.code == code, stands).values(anew)).rowcount:
        happened(connection, finder.clock, code, NOBODY, "again")
