"""Rating from an invitation, once: a line of the own ledger, which counts where the invitation stands."""

import uuid
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.database.rows import lock_units
from sync.central.database.tables import kiosks, ledgers, offers, phone_comments
from sync.central.figures.derive import derive_phoned
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.phoned import keep_phoned
from sync.central.figures.records import Phoned, has_ended
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.central.keys.published import known_keys
from sync.central.phone.asking import Given
from sync.central.phone.blobs import keep_sealed
from sync.central.phone.slip import answered, of_ledger
from sync.central.phone.token import Held
from sync.contract.encoding import write_json
from sync.contract.phone import RATED, PhoneRating


class Outcome(StrEnum):
    """What became of what somebody sent."""

    TAKEN = "taken"
    ALREADY = "already"
    LATE = "late"
    FULL = "full"
    WITHDRAWN = "withdrawn"


def is_late(connection: Connection, held: Held, now_ms: int) -> bool:
    """Whether an invitation is too old, as far as the kiosk's line of it has come.

    One of a revoked kiosk must have come: who stole it could make any number of them.
    """
    made_by = func.min(func.coalesce(offers.c.latest_ms, offers.c.received_ms))
    mine = select(made_by).join(ledgers, ledgers.c.ledger_no == offers.c.ledger_no)
    latest_ms = connection.execute(mine.where(offers.c.invitation == held.id, of_ledger(held))).scalar()
    if latest_ms is None:
        state = select(kiosks.c.state).where(kiosks.c.kiosk == held.kiosk)
        return connection.execute(state).scalar() == "revoked"
    return has_ended(latest_ms, now_ms)


def rate(connection: Connection, identity: Identity, clock: Clock, held: Held, given: Given) -> Outcome:
    """Take a rating in the place of an invitation, unless it was answered before.

    Raises:
        Unsealable: something was written, and there is no key to seal it to.
    """
    lock_units(connection, [held.unit])
    hold_own_ledger(connection)
    if answered(connection, held) is not None:
        return Outcome.ALREADY
    now_ms = clock.wall_ms()
    if is_late(connection, held, now_ms):
        return Outcome.LATE
    rating = str(uuid.uuid4())
    texts = {"comment": given.comment}
    texts |= {"answers": write_json(dict(given.sealed)).decode()} if given.sealed else {}
    attached = {
        name: keep_sealed(connection, clock, name, held.ledger, rating, text)
        for name, text in texts.items()
        if text
    }
    said = PhoneRating(
        invitation=held.id,
        kiosk=held.kiosk,
        ledger=held.ledger,
        rating=rating,
        score=given.score,
        questionnaire=given.questionnaire,
        answers=dict(given.answers),
        reasons=given.reasons,
        attached=attached,
    )
    append(connection, identity, clock, RATED, msgspec.to_builtins(said), now_ms)
    phoned = Phoned(**msgspec.structs.asdict(said), at_ms=now_ms)
    keep_phoned(connection, identity.server_id, phoned)
    if "comment" in attached:
        row = {"comment": rating, "rating": rating, "kiosk": held.kiosk, "ledger": held.ledger}
        connection.execute(phone_comments.insert().values(**row, digest=attached["comment"], at_ms=now_ms))
    _count(connection, identity, held, phoned)
    return Outcome.TAKEN


def _count(connection: Connection, identity: Identity, held: Held, said: Phoned) -> None:
    knowledge = knowledge_of(connection, held.unit, identity.server_id, known_keys(connection, identity))
    theirs = select(ledgers).where(of_ledger(held)).order_by(ledgers.c.ledger_no).with_for_update()
    for ledger in connection.execute(theirs).all():
        if derive_phoned(connection, ledger, said, knowledge):
            return
