"""Doing what a preview showed: all of it, or nothing."""

import uuid
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from sync.central.database.rows import insert_new, lock_everything, put
from sync.central.database.tables import counter_officials, counters, leaves, officials, rosters
from sync.central.directory.importing.judging import Target
from sync.central.directory.importing.preview import Preview, preview
from sync.central.directory.moving import follow_moves, leave_counters, move_official


class NotAsShown(Exception):
    """Between the look and the word, something changed: `now` is what would be done today."""

    def __init__(self, now: Preview) -> None:
        super().__init__("what the file would do is no longer what was shown; nothing was changed")
        self.now = now


class RowsRefused(Exception):
    """Some rows cannot be carried out, and nobody said that the others shall be without them."""

    def __init__(self, now: Preview) -> None:
        super().__init__("some rows are refused; nothing was changed")
        self.now = now


class Applied(NamedTuple):
    """What was done; `units`: where somebody is now who was not there before."""

    preview: Preview
    units: list[str]


def apply_file(
    connection: Connection,
    raw: bytes,
    today: str,
    *,
    digest: str | None,
    without_refused: bool,
    unit: str | None = None,
    within: Collection[str] | None = None,
) -> Applied:
    """Carry out a file in this writing transaction. `digest`: of the preview that was shown; None: none was.

    Raises:
        FileRefused: nothing can be read in it.
        NotAsShown: it would now do something else.
        RowsRefused: it has refused rows and `without_refused` is not asked for.
    """
    lock_everything(connection)
    shown = preview(connection, raw, today, unit=unit, within=within)
    if digest is not None and shown.digest != digest:
        raise NotAsShown(shown)
    if shown.numbers.get("refused") and not without_refused:
        raise RowsRefused(shown)
    targets = [
        verdict.target
        for verdict in shown.verdicts
        if verdict.kind in {"new", "changed"} and verdict.target is not None
    ]
    for target in targets:
        _put(connection, target)
    follow_moves(connection, today)
    leave_counters(connection, [target.official for target in targets if target.official], today)
    return Applied(shown, sorted({target.unit for target in targets}))


def _put(connection: Connection, target: Target) -> None:
    official = target.official or str(uuid.uuid4())
    values = {
        "official": official,
        "code": target.code,
        "name": target.name,
        "title_vi": target.title_vi,
        "title_en": target.title_en,
        "active": int(target.active),
    }
    if target.official is None:
        put(connection, officials, [{**values, "unit": target.unit}])
        move_official(connection, official, target.unit, target.since or "")
    else:
        connection.execute(officials.update().where(officials.c.official == official).values(values))
        if target.since is not None:
            move_official(connection, official, target.unit, target.since)
    there = select(counters.c.counter).where(counters.c.unit == target.unit)
    for table in (counter_officials, rosters):
        connection.execute(delete(table).where(table.c.official == official, table.c.counter.in_(there)))
    insert_new(connection, counter_officials, [{"counter": c, "official": official} for c in target.counters])
    duty = [
        {"counter": counter, "official": official, "day": day}
        for counter, days in target.duty.items()
        for day in days
    ]
    insert_new(connection, rosters, duty)
    if target.leave is not None:
        put(
            connection,
            leaves,
            [{"official": official, "first": target.leave.first, "last": target.leave.last}],
        )
