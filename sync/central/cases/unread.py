"""What was written with a case and nobody has opened: it may be harassment, so nobody judges before."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select

from sync.central.cases.opening import HEARD, TAKEN_BACK, WITHDRAWN
from sync.central.cases.states import State
from sync.central.database.among import among
from sync.central.database.case_words import ITS
from sync.central.database.tables import cases, erased, phone_comments, ratings, sealed_texts

_WAITING: Final = (
    sealed_texts.c.opened_ms.is_(None),
    ~exists().where(erased.c.digest == sealed_texts.c.digest),
    (sealed_texts.c.name == "answers") | cases.c.rules.not_like(f'%"{WITHDRAWN}"%'),
)
_ITS_UNREAD: Final = exists().where(ITS, *_WAITING).correlate(cases)
ADDED: Final = cases.c.state.not_in((State.NEW, State.CLOSED)) & _ITS_UNREAD
"""Which cases have something unread that came once somebody had judged them; published ones, too."""


def unread_among(connection: Connection, codes: Collection[str]) -> dict[str, str]:
    """A text of each of these cases that has one unread, its digest; one erased or taken back need not be."""
    return unread_of(connection, among(cases.c.code, sorted(codes)))


def unread_of(connection: Connection, which: ColumnElement[bool]) -> dict[str, str]:
    """The same of the cases that are so."""
    unread = (
        select(cases.c.code, func.min(sealed_texts.c.digest).label("digest"))
        .join(sealed_texts, ITS)
        .where(which, *_WAITING)
        .group_by(cases.c.code)
    )
    return {row.code: row.digest for row in connection.execute(unread)}


def is_taken_back(connection: Connection, code: str) -> bool:
    """Whether the citizen took the text back on the phone."""
    return (
        connection.execute(select(cases.c.code).where(cases.c.code == code, TAKEN_BACK)).first() is not None
    )


def is_arriving(connection: Connection, row: Row[Any]) -> bool:
    """Whether the citizen wrote, or took back, something on the phone that was not read into the case yet."""
    if WITHDRAWN not in row.rules and is_taken_back(connection, row.code):
        return True
    its = (sealed_texts.c.rated_no == row.ledger_no, sealed_texts.c.seq == row.seq)
    heard = (ratings.c.ledger_no == row.ledger_no, ratings.c.seq == row.seq, ratings.c.status.in_(HEARD))
    arriving = select(phone_comments.c.digest).where(
        phone_comments.c.rating == row.rating,
        exists().where(*heard),
        ~exists().where(*its, sealed_texts.c.digest == phone_comments.c.digest),
        ~exists().where(erased.c.digest == phone_comments.c.digest),
    )
    return connection.execute(arriving).first() is not None
