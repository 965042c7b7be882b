"""Published states where they are kept: in the database, and beside it, where no restored backup reaches.

Readers remember what they saw. A database that was restored to an older moment would group ratings anew, and
the difference to what was seen before would be a few citizens; so it takes up what `outside` says. The own
ledger holds a digest of all states (`figures.published`), by which `verify` proves them.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.rows import in_pieces, put
from sync.central.database.tables import closings, ledgers, lines, server
from sync.central.figures.closing import Published
from sync.central.figures.difference import Difference
from sync.contract.desk_time import began_ms
from sync.contract.encoding import write_json
from sync.wire.stick import NoFile, StickFailed, read_whole, write_whole

KIND: Final = "figures.published"
_FOLDER: Final = "published"
_LARGEST: Final = 16 * 1024 * 1024


class CannotKeep(OSError):
    """What is to be published cannot be kept outside the database, so it is not published."""


class Closing(msgspec.Struct, frozen=True):
    """A unit's published state, and the last day that was closed (YYYY-MM-DD)."""

    closed: str
    published: Published

    @property
    def over_ms(self) -> int:
        """When that day was over (ms UTC)."""
        return began_ms(date.fromisoformat(self.closed) + timedelta(days=1))


class Told(NamedTuple):
    """What the own ledger says of published states."""

    states: int
    digest: str


def stored_closings(connection: Connection) -> dict[str, Closing]:
    """Every unit's state, as the database has it."""
    return {
        row.unit: Closing(row.closed, msgspec.json.decode(row.document, type=Published))
        for row in connection.execute(select(closings))
    }


def store(connection: Connection, some: Iterable[Closing]) -> None:
    """Keep these in the database."""
    rows = [
        {
            "unit": one.published.unit,
            "number": one.published.number,
            "closed": one.closed,
            "document": write_json(one.published).decode(),
        }
        for one in some
    ]
    put(connection, closings, rows)


def keep_outside(outside: Path, closing: Closing) -> None:
    """Keep a state where no backup is restored over it.

    Raises:
        CannotKeep: the disk does not take it.
    """
    folder = outside / _FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    done = write_whole(folder / f"{closing.published.unit}.json", write_json(closing))
    if isinstance(done, StickFailed):
        raise CannotKeep(done.detail)


def kept_outside(outside: Path, unit: str) -> Closing | None:
    """The state that is kept there."""
    raw = read_whole(outside / _FOLDER / f"{unit}.json", _LARGEST)
    return None if isinstance(raw, NoFile) else msgspec.json.decode(raw, type=Closing)


def digest_of(some: Iterable[Published]) -> Told:
    """What the own ledger shall say of these states."""
    published = sorted((one for one in some if one.number), key=lambda one: one.unit)
    each = (f"{one.unit} {one.number} {hashlib.sha256(write_json(one)).hexdigest()}\n" for one in published)
    return Told(len(published), hashlib.sha256("".join(each).encode()).hexdigest())


def check_closings(connection: Connection) -> Iterator[Difference]:
    """Where the published states are not those that the own ledger tells of."""
    found = digest_of(one.published for one in stored_closings(connection).values())
    told = _told(connection)
    if found != told:
        yield Difference("published figures", "all units", _written(found), _written(told))


def _told(connection: Connection) -> Told:
    own = select(lines.c.raw).join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
    mine = own.join(server, server.c.ledger == ledgers.c.ledger).order_by(lines.c.seq.desc())
    for row in in_pieces(connection, mine):
        if b'"figures.published"' in row.raw and (line := json.loads(row.raw))["kind"] == KIND:
            return Told(line["body"]["units"], line["body"]["digest"])
    return digest_of(())


def _written(told: Told) -> str:
    return f"{told.states} units {told.digest}"
