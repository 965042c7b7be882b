"""Opening what is sealed to the supervisors; that it is opened is written down before anybody reads it."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, Row, delete, exists, func, select, update

from sync.central.accounts.audit import record
from sync.central.accounts.reader import Reader
from sync.central.cases.opening import HEARD, Finder, open_case
from sync.central.cases.rules import Said
from sync.central.database.case_words import ITS
from sync.central.database.erased import erased_among
from sync.central.database.tables import blobs, cases, ratings, sealed_texts
from sync.contract.encoding import Malformed, read_json
from sync.contract.seal import unseal

AT_ONCE: Final = 200
"""How many sealed answers are opened by one press."""


class Opened(NamedTuple):
    """A text as it was written, or why it cannot be read: `erased`, `awaited`, `other_key`."""

    name: str
    text: str | None
    why: str = ""


_WAITING: Final = (
    sealed_texts.c.name == "answers",
    sealed_texts.c.opened_ms.is_(None),
    exists().where(ratings.c.ledger_no == sealed_texts.c.rated_no, ratings.c.seq == sealed_texts.c.seq),
)


def count_sealed_answers(connection: Connection) -> int:
    """How many answers nobody has opened yet."""
    return connection.execute(select(func.count()).select_from(sealed_texts).where(*_WAITING)).scalar_one()


def sealed_answers(connection: Connection) -> list[Row[Any]]:
    """Those that are opened next, in the order of their ledgers."""
    ordered = select(sealed_texts).where(*_WAITING).order_by(sealed_texts.c.ledger_no, sealed_texts.c.seq)
    return list(connection.execute(ordered.limit(AT_ONCE)))


def texts_of(connection: Connection, code: str) -> list[Row[Any]]:
    """What is sealed of a case."""
    mine = select(sealed_texts).join(cases, ITS).where(cases.c.code == code)
    return list(connection.execute(mine.order_by(sealed_texts.c.name.desc(), sealed_texts.c.digest)))


def note_opening(connection: Connection, finder: Finder, by: Reader, texts: Sequence[Row[Any]]) -> None:
    """Write down that these are opened; commit before anything is read."""
    now_ms = finder.clock.wall_ms()
    for one in texts:
        told = {"what": one.name, "digest": one.digest}
        record(connection, finder.clock, by, "text_opened", one.code or one.rating, **told)
        mine = (sealed_texts.c.ledger_no == one.ledger_no, sealed_texts.c.digest == one.digest)
        first = sealed_texts.c.opened_ms.is_(None)
        connection.execute(update(sealed_texts).where(*mine, first).values(opened_ms=now_ms))


def read_text(connection: Connection, keys: Sequence[X25519PrivateKey], one: Row[Any]) -> Opened:
    """A text, if one of the keys opens it."""
    mine = (blobs.c.ledger_no == one.ledger_no, blobs.c.digest == one.digest)
    sealed = connection.execute(select(blobs.c.sealed).where(*mine)).scalar_one_or_none()
    if sealed is None:
        return Opened(one.name, None, "erased" if erased_among(connection, [one.digest]) else "awaited")
    for private in keys:
        try:
            raw = unseal(bytes(sealed), private, one.name, one.ledger, one.rating)
        except Malformed:
            continue
        return Opened(one.name, raw.decode("utf-8", errors="replace"))
    return Opened(one.name, None, "other_key")


def choices_in(opened: Opened) -> dict[str, str]:
    """The sealed answers, by question."""
    try:
        found = read_json((opened.text or "{}").encode())
    except Malformed:
        return {}
    return {question: choice for question, choice in found.items() if isinstance(choice, str)}


def hear_answers(connection: Connection, finder: Finder, one: Row[Any], opened: Opened) -> bool:
    """What an opened answer comes to: a case, or a rule more of one; whether it does. Else it is let go."""
    mine = (sealed_texts.c.ledger_no == one.ledger_no, sealed_texts.c.digest == one.digest)
    rated = (ratings.c.ledger_no == one.rated_no, ratings.c.seq == one.seq)
    rating = connection.execute(select(ratings).where(*rated)).one_or_none()
    fitting = [
        name
        for name in finder.rules.fitting(Said(0, (), comment=False, answers=choices_in(opened)))
        if finder.rules.rules[name].answers
    ]
    if rating is not None and rating.status in HEARD and fitting:
        code = open_case(connection, finder, rating, fitting)
        connection.execute(update(sealed_texts).where(*mine).values(code=code))
        return True
    if one.code is None and opened.why != "awaited":
        connection.execute(delete(sealed_texts).where(*mine))
    return False
