"""What people say of figures and of corrections; it is in no ledger, so that it can be erased."""

import unicodedata
import uuid
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select, update

from sync.central.attribution.refusal import AttributionRefused
from sync.central.comments.personal import Kind as Personal
from sync.central.comments.personal import find
from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import statements
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity

LONGEST: Final = 1_000
"""Letters of a statement."""
_CITIZENS: Final = frozenset(
    {Personal.PHONE, Personal.IDENTITY, Personal.EMAIL, Personal.DOSSIER, Personal.PLATE}
)
"""What would tell of a citizen; colleagues and hours may be named."""


class Kind(StrEnum):
    """Why something is said."""

    CONTEST = "contest"
    WHY = "why"
    ANSWER = "answer"
    REPLY = "reply"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, by whom and when (ms UTC); `text` None: it was erased. Of figures: no `attribution`.

    `official` is who speaks, or None where a supervisor does.
    """

    statement: str
    attribution: str | None
    unit: str
    official: str | None
    kind: str
    name: str
    text: str | None
    said_ms: int


def judged(text: str) -> str:
    """A text as it is kept.

    Raises:
        AttributionRefused: it is empty, too long, or tells of a citizen.
    """
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    plain = "\n".join(lines).strip()
    said = "".join(letter for letter in plain if letter.isprintable() or letter == "\n")
    if not said:
        raise AttributionRefused("refused_words")
    if len(said) > LONGEST:
        raise AttributionRefused("refused_long")
    if any(one.kind in _CITIZENS for one in find(said)):
        raise AttributionRefused("refused_personal")
    return said


def keep_statement(
    connection: Connection,
    clock: Clock,
    kind: Kind,
    text: str,
    name: str,
    *,
    unit: str,
    attribution: str | None = None,
    official: str | None = None,
) -> str:
    """Keep what somebody says; a reply takes the place of that official's reply to the same. Its id.

    Raises:
        AttributionRefused: it is empty, too long, or tells of a citizen.
    """
    said = judged(text)
    if kind is Kind.REPLY:
        same = statements.c.attribution.is_not_distinct_from(attribution)
        before = (statements.c.official == official, statements.c.unit == unit, statements.c.kind == kind)
        _erase(connection, same, *before)
    row = {
        "statement": str(uuid.uuid4()),
        "attribution": attribution,
        "unit": unit,
        "official": official,
        "kind": kind,
        "name": name,
        "text": said,
        "said_ms": clock.wall_ms(),
    }
    connection.execute(statements.insert().values(row))
    return str(row["statement"])


def erase_statement(
    connection: Connection, statement: str, officials: Collection[str] | None = None
) -> Statement:
    """Erase what was said (by one of these officials, or by anybody); that something was said stays.

    Raises:
        AttributionRefused: there is nothing to erase.
    """
    which: list[ColumnElement[bool]] = [
        statements.c.statement == statement,
        statements.c.text.is_not(None),
    ]
    which += [] if officials is None else [statements.c.official.in_(sorted(officials))]
    found = _read(connection, which)
    if not found:
        raise AttributionRefused("refused_statement")
    _erase(connection, *which)
    return found[0]


def said_of(connection: Connection, attributions: Iterable[str]) -> dict[str, list[Statement]]:
    """What was said of corrections, by each, oldest first."""
    found: dict[str, list[Statement]] = {one: [] for one in attributions}
    for one in _read(connection, [statements.c.attribution.in_(sorted(found))]):
        found[str(one.attribution)].append(one)
    return found


def replies_to_figures(
    connection: Connection, *, unit: str | None = None, officials: Collection[str] | None = None
) -> list[Statement]:
    """What officials say of their figures and stands, newest first."""
    which: list[ColumnElement[bool]] = [statements.c.attribution.is_(None), statements.c.text.is_not(None)]
    which += [] if unit is None else [statements.c.unit == unit]
    which += [] if officials is None else [statements.c.official.in_(sorted(officials))]
    return _read(connection, which)[::-1]


def count_before(connection: Connection, before_ms: int) -> int:
    """How many statements were made before `before_ms` and are still kept."""
    old = (statements.c.said_ms < before_ms, statements.c.text.is_not(None))
    return connection.execute(select(func.count()).select_from(statements).where(*old)).scalar_one()


def forget_before(connection: Connection, _identity: Identity, _clock: Clock, before_ms: int) -> int:
    """Erase some of them; how many."""
    old = (statements.c.said_ms < before_ms, statements.c.text.is_not(None))
    some = connection.execute(select(statements.c.statement).where(*old).limit(AT_A_TIME)).scalars().all()
    if some:
        _erase(connection, statements.c.statement.in_(some))
    return len(some)


def _erase(connection: Connection, *which: ColumnElement[bool]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what was there is overwritten
    connection.execute(update(statements).where(*which).values(text=None))


def _read(connection: Connection, which: Iterable[ColumnElement[bool]]) -> list[Statement]:
    rows = select(statements).where(*which).order_by(statements.c.said_ms, statements.c.statement)
    return [msgspec.convert(row._mapping, Statement) for row in connection.execute(rows)]
