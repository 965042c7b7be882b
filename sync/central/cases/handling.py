"""What supervisors and heads of unit do with a case; each act is in its history and in the audit log."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, select, update

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.cases.history import NoCase, done_by, hold_case
from sync.central.cases.opening import BEGUN, Finder
from sync.central.cases.states import NEXT, Act, State
from sync.central.cases.unread import is_arriving, is_taken_back, unread_among
from sync.central.comments.personal import Found, find, find_who, plain
from sync.central.database.tables import cases, officials, postings, units

LONGEST: Final = 2_000
"""Letters of a summary or an answer."""


class HandlingRefused(Exception):
    """What cannot be done; `word` is a key of the room's words, `found` what would tell who wrote it."""

    def __init__(self, word: str, found: tuple[str, ...] = ()) -> None:
        super().__init__(word)
        self.word = word
        self.found = found


class Hand(NamedTuple):
    """Whoever acts, in one transaction. No supervisor judges a case before all that was written is read."""

    connection: Connection
    finder: Finder
    by: Reader

    def assign(self, code: str, unit: str, summary: str) -> None:
        """Let a unit answer, by a summary that names nobody. It will see it in a later batch.

        Until then it is due as if nobody had it: it may wait for long, and a supervisor can answer.

        Raises:
            HandlingRefused: not now, unread, not to a unit, no such unit, or the summary is personal.
        """
        row = self._hold(code, Act.ASSIGN)
        if not self.finder.rules.may_go_to_unit(rules_of(row)):
            raise HandlingRefused("refused_not_to_unit")
        if self.connection.execute(select(units.c.unit).where(units.c.unit == unit)).first() is None:
            raise HandlingRefused("refused_unit")
        text = _text(summary)
        _refuse("refused_personal", text, find(text, names_in(self.connection, (row.unit, unit))))
        assigned = {"assigned": unit, "assigned_ms": self.finder.clock.wall_ms(), "summary": text}
        self._move(row, Act.ASSIGN, due=self._after(self.finder.rules.days.handle), batch=None, **assigned)
        done_by(self.connection, self.finder.clock, code, self.by, Act.ASSIGN, unit=unit)

    def answer(self, code: str, text: str) -> None:
        """Answer in a unit's name.

        Raises:
            Absent: it was not handed to a unit of this reader.
            HandlingRefused: not now, nothing is said, or somebody is named.
        """
        try:
            row = hold_case(self.connection, code)
        except NoCase as error:
            raise Absent from error
        if row.batch is None or row.assigned is None or not self.finder.rules.may_go_to_unit(rules_of(row)):
            raise Absent
        if is_taken_back(self.connection, code):
            raise Absent
        self.by.needs(row.assigned, Power.ANSWER_CASES)
        if (State(row.state), Act.ANSWER) not in NEXT:
            raise HandlingRefused("refused_state")
        said = self._public(row, text)
        self._move(row, Act.ANSWER, due=self._after(self.finder.rules.days.handle), answer=said)
        done_by(self.connection, self.finder.clock, code, self.by, Act.ANSWER, said, unit=row.assigned)

    def decide(self, code: str, text: str) -> None:
        """Answer as supervisor, in no unit's name; also in the place of an answer that may not be published.

        Raises:
            HandlingRefused: not now, unread, nothing is said, or somebody is named.
        """
        row = self._hold(code, Act.DECIDE)
        said = self._public(row, text)
        due = self._after(self.finder.rules.days.handle)
        self._move(row, Act.DECIDE, due=due, answer=said)
        done_by(self.connection, self.finder.clock, code, self.by, Act.DECIDE, said)

    def accept(self, code: str) -> None:
        """Find an answer good enough.

        Raises:
            HandlingRefused: not now, unread, or the answer is gone or names somebody.
        """
        row = self._hold(code, Act.ACCEPT)
        self._public(row, row.answer, "refused_gone")
        self._move(row, Act.ACCEPT, due=self._after(self.finder.rules.days.handle))
        done_by(self.connection, self.finder.clock, code, self.by, Act.ACCEPT)

    def give_back(self, code: str, why: str) -> None:
        """Let the unit answer again, and say why.

        Raises:
            HandlingRefused: not now, unread, nothing is said, or it is personal: the unit reads it.
        """
        row, said = self._hold(code, Act.RETURN), _text(why)
        names = names_in(self.connection, (row.unit, row.assigned))
        _refuse("refused_personal_why", said, find(said, names))
        due = self._after(self.finder.rules.days_for(rules_of(row)))
        self._move(row, Act.RETURN, due=due)
        done_by(self.connection, self.finder.clock, code, self.by, Act.RETURN, said)

    def publish(self, code: str) -> None:
        """Let the citizen see the answer, by the receipt.

        Raises:
            HandlingRefused: not now, unread, or the answer is gone or names somebody.
        """
        row = self._hold(code, Act.PUBLISH)
        self._public(row, row.answer, "refused_gone")
        self._move(row, Act.PUBLISH, due=None, published=self.finder.today.isoformat())
        done_by(self.connection, self.finder.clock, code, self.by, Act.PUBLISH)

    def close(self, code: str, why: str) -> None:
        """End it without an answer to the citizen, and say why.

        Raises:
            HandlingRefused: not now, unread, or nothing is said.
        """
        row, said = self._hold(code, Act.CLOSE), _text(why)
        self._move(row, Act.CLOSE, due=None)
        done_by(self.connection, self.finder.clock, code, self.by, Act.CLOSE, said)

    def reopen(self, code: str, why: str) -> None:
        """Begin again; an answer that was published is taken back, and stays in the history.

        Raises:
            HandlingRefused: not now, or nothing is said.
        """
        row, said = self._hold(code, Act.REOPEN), _text(why)
        due = self._after(self.finder.rules.days.handle)
        self._move(row, Act.REOPEN, due=due, **dict.fromkeys(BEGUN))
        done_by(self.connection, self.finder.clock, code, self.by, Act.REOPEN, said)

    def _hold(self, code: str, act: Act) -> Row[Any]:
        try:
            row = hold_case(self.connection, code)
        except NoCase as error:
            raise Absent from error
        self.by.needs(row.unit, Power.HANDLE_CASES)
        if (State(row.state), act) not in NEXT:
            raise HandlingRefused("refused_state")
        if act is not Act.REOPEN and unread_among(self.connection, [code]):
            raise HandlingRefused("refused_unread")
        if act is not Act.REOPEN and is_arriving(self.connection, row):
            raise HandlingRefused("refused_arriving")
        return row

    def _public(self, row: Row[Any], text: str | None, missing: str = "refused_missing") -> str:
        """An answer as everybody may read it: it may say when something is done, and never who anybody is.

        Raises:
            HandlingRefused: nothing (`missing`) or too much is said, or somebody is named.
        """
        said = _text(text or "", missing)
        _refuse("refused_named", said, find_who(said, names_in(self.connection, (row.unit, row.assigned))))
        return said

    def _move(self, row: Row[Any], act: Act, *, due: date | None, **values: Any) -> None:
        state = NEXT[State(row.state), act]
        told = {"state": state, "due": due.isoformat() if due else None}
        self.connection.execute(update(cases).where(cases.c.code == row.code).values(told | values))

    def _after(self, days: int) -> date:
        return self.finder.rules.working.after(self.finder.today, days)


def rules_of(row: Row[Any]) -> list[str]:
    """The names of the rules that a case fits."""
    return msgspec.json.decode(row.rules, type=list[str])


def names_in(connection: Connection, named: tuple[str | None, ...]) -> list[str]:
    """Who serves in these units, or ever did."""
    units_named = [unit for unit in named if unit is not None]
    posted = select(postings.c.official).where(postings.c.unit.in_(units_named))
    serve = officials.c.unit.in_(units_named) | officials.c.official.in_(posted)
    return list(connection.execute(select(officials.c.name).where(serve)).scalars())


def _refuse(word: str, text: str, found: Sequence[Found]) -> None:
    if sure := tuple(text[one.start : one.end] for one in found if one.sure):
        raise HandlingRefused(word, sure)


def _text(text: str, missing: str = "refused_missing") -> str:
    """What somebody wrote, as it is kept.

    Raises:
        HandlingRefused: nothing (`missing`), or too much.
    """
    lines = (" ".join(line.split()) for line in plain(text).splitlines())
    said = "\n".join(line for line in lines if line)
    if not said:
        raise HandlingRefused(missing)
    if len(said) > LONGEST:
        raise HandlingRefused("refused_long")
    return said
