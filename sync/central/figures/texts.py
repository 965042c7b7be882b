"""What was written and withdrawn on phones: whether the tables say what the own ledger says."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from sync.central.database.tables import blobs, erased, phone_comments, withdrawals
from sync.central.figures.difference import Difference
from sync.central.figures.quarantine import own_lines
from sync.contract.encoding import convert
from sync.contract.phone import (
    COMMENTED,
    DECIDED,
    RATED,
    WITHDRAWN,
    DecidedWithdrawal,
    PhoneComment,
    PhoneRating,
    PhoneWithdrawal,
)


def check_texts(connection: Connection) -> Iterator[Difference]:
    """Where comments by phone, their blobs, or withdrawals are not what the own ledger says."""
    written: dict[str, str] = {}
    withdrawn: dict[str, str | None] = {}
    digests: set[str] = set()
    for kind, body in own_lines(connection, RATED, COMMENTED, WITHDRAWN, DECIDED):
        match kind:
            case "phone.rated":
                rated = convert(dict(body), PhoneRating)
                digests |= set(rated.attached.values())
                if "comment" in rated.attached:
                    written[rated.rating] = f"{rated.rating} {rated.attached['comment']}"
            case "phone.commented":
                said = convert(dict(body), PhoneComment)
                digests.add(said.attached["comment"])
                written[said.comment] = f"{said.rating} {said.attached['comment']}"
            case "phone.withdrawn":
                withdrawn.setdefault(convert(dict(body), PhoneWithdrawal).rating, None)
            case _:
                decided = convert(dict(body), DecidedWithdrawal)
                withdrawn[decided.rating] = decided.decision
    comments = {
        row.comment: f"{row.rating} {row.digest}" for row in connection.execute(select(phone_comments))
    }
    asked = {row.rating: row.decision for row in connection.execute(select(withdrawals))}
    for name in sorted(written.keys() | comments.keys()):
        if written.get(name) != comments.get(name):
            yield Difference("comment by phone", name, str(comments.get(name)), str(written.get(name)))
    for name in sorted(withdrawn.keys() | asked.keys()):
        here, told = asked.get(name, "none"), withdrawn.get(name, "none")
        if here != told:
            yield Difference("withdrawn text", name, str(here), str(told))
    kept = set(connection.execute(select(blobs.c.digest).where(blobs.c.digest.in_(digests))).scalars())
    kept |= set(connection.execute(select(erased.c.digest).where(erased.c.digest.in_(digests))).scalars())
    for name in sorted(digests - kept):
        yield Difference("blob of a phone", name, "none", "one")
