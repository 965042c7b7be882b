"""Writing a comment on the phone, withdrawing what was written, and what a supervisor decides on that."""

from typing import Final

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.database.tables import (
    phone_comments,
    withdrawals,
)
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.central.phone.blobs import keep_sealed
from sync.central.phone.rating import Outcome
from sync.central.phone.slip import Slip, is_withdrawn
from sync.central.phone.token import Held
from sync.contract.phone import COMMENTED, WITHDRAWN, PhoneComment, PhoneWithdrawal

MOST_COMMENTS: Final = 3
"""Of one rating, by phone."""


def comment(
    connection: Connection, identity: Identity, clock: Clock, held: Held, slip: Slip, name: str, text: str
) -> Outcome:
    """Take a comment; `name` (UUID) tells it from others, so that it is taken once however often it is sent.

    Raises:
        Unsealable: there is no key to seal it to.
    """
    hold_own_ledger(connection)
    if is_withdrawn(connection, slip.rating):
        return Outcome.WITHDRAWN
    if connection.execute(select(phone_comments).where(phone_comments.c.comment == name)).first():
        return Outcome.ALREADY
    mine = select(func.count()).where(phone_comments.c.rating == slip.rating)
    if connection.execute(mine).scalar_one() >= MOST_COMMENTS:
        return Outcome.FULL
    digest = keep_sealed(connection, clock, "comment", held.ledger, slip.rating, text)
    about = {"kiosk": held.kiosk, "ledger": held.ledger, "rating": slip.rating}
    said = PhoneComment(comment=name, attached={"comment": digest}, **about)
    append(connection, identity, clock, COMMENTED, msgspec.to_builtins(said))
    row = about | {"comment": name, "digest": digest, "at_ms": clock.wall_ms()}
    connection.execute(phone_comments.insert().values(**row))
    return Outcome.TAKEN


def withdraw(connection: Connection, identity: Identity, clock: Clock, held: Held, slip: Slip) -> Outcome:
    """Hide from units what was written with a rating, at the kiosk, too, even if that is still on its way."""
    hold_own_ledger(connection)
    if is_withdrawn(connection, slip.rating):
        return Outcome.ALREADY
    said = PhoneWithdrawal(kiosk=held.kiosk, ledger=held.ledger, rating=slip.rating)
    append(connection, identity, clock, WITHDRAWN, msgspec.to_builtins(said))
    connection.execute(withdrawals.insert().values(**msgspec.to_builtins(said), at_ms=clock.wall_ms()))
    return Outcome.TAKEN
