"""What own ledgers say, this server's and those of provinces: the lines of one kind, as they came."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TypeVar

from sqlalchemy import Connection, and_, false, or_, select

from sync.central.database.rows import in_pieces
from sync.central.database.tables import ledgers, lines, provinces
from sync.contract.encoding import Malformed, convert
from sync.contract.ledger import Line, read_line

T = TypeVar("T")


def province_servers(connection: Connection) -> list[str]:
    """The ids of the servers of every province that has enrolled."""
    return list(
        connection.execute(select(provinces.c.server).where(provinces.c.server.is_not(None))).scalars()
    )


def raw_lines_of(
    connection: Connection, teller: str, heads: Mapping[str, int] | None = None
) -> Iterator[bytes]:
    """The lines of the server `teller`'s own ledger, in their order: all, or up to these lines by ledger."""
    theirs = (
        select(lines.c.raw)
        .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
        .where(ledgers.c.kiosk == teller)
        .order_by(ledgers.c.ledger_no, lines.c.seq)
    )
    if heads is not None:
        known = select(ledgers.c.ledger).where(ledgers.c.kiosk == teller)
        some = (one for one in connection.execute(known).scalars() if one in heads)
        until = [and_(ledgers.c.ledger == one, lines.c.seq <= heads[one]) for one in some]
        theirs = theirs.where(or_(false(), *until))
    return (row.raw for row in in_pieces(connection, theirs))


def said_by(connection: Connection, teller: str, kind: str, body: type[T]) -> Iterator[T]:
    """The bodies of that kind in the server `teller`'s own ledger; one of another form says nothing."""
    for line in lines_by(connection, teller, kind):
        with suppress(Malformed):
            yield convert(line.body, body)


def lines_by(
    connection: Connection, teller: str, kind: str, heads: Mapping[str, int] | None = None
) -> Iterator[Line]:
    """The lines of that kind in the server `teller`'s own ledger: all, or up to these lines by ledger."""
    for raw in raw_lines_of(connection, teller, heads):
        if kind.encode() in raw:
            with suppress(Malformed):
                line = read_line(raw)
                if line.kind == kind:
                    yield line
