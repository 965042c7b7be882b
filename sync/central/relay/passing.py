"""One pass: records, then the own ledger, then whatever kiosks delivered since; no thread, no sleep.

Nothing moves a mark but the server's signed receipt, so a pass that is cut off anywhere, or done by two
processes at once, leaves every line there once.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, select

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import end_alarms, raise_alarm
from sync.central.api.intake import Intake
from sync.central.database.engine import reading, writing
from sync.central.database.tables import ledgers
from sync.central.relay.answering import Ended, NotTaken, Outcome, Told, Voice
from sync.central.relay.line import Line
from sync.central.relay.marks import (
    AHEAD,
    FORKED,
    Mark,
    judged,
    lines_marked,
    mark_of,
    marked_ledgers,
    own_ledgers,
    pending_ledgers,
    put_mark,
)
from sync.central.relay.recording import changed_records, record_changes
from sync.central.relay.renewing import renew
from sync.central.relay.salvaged import bundles, salvaged_ledgers
from sync.central.relay.segments import next_piece
from sync.central.relay.upstream import Upstream, follow, note, read_upstream
from sync.contract.crash import crash_point
from sync.contract.ledger import Head, opening
from sync.contract.receipt import SalvageDocument
from sync.contract.relaying import Standing
from sync.contract.segment import MEDIA_TYPE

MOST_STALLED: Final = 3
OUT_OF_REACH: Final = "no head that the kiosk signed lies within a segment's reach"
_TELLING: Final = (Outcome.RELAYED, Outcome.WAITS)


@dataclass(frozen=True)
class Passed:
    """What a pass came to: `lines` are held there that were not; `wait_ms` until the next is welcome."""

    outcome: Outcome
    lines: int = 0
    wait_ms: int = 0
    detail: str = ""


def relay_once(intake: Intake, go_on: Callable[[], None] = lambda: None) -> Passed:
    """Bring up all that waits, as far as the server above takes it now.

    `go_on` is called before each piece; what it raises ends the pass, and the next goes on from there.
    """
    with reading(intake.engine) as connection:
        upstream = read_upstream(connection)
    if upstream is None:
        return Passed(Outcome.OFF)
    errand = _Errand(intake, upstream, go_on)
    try:
        errand.run()
        passed = Passed(Outcome.RELAYED, errand.lines)
    except Ended as ended:
        passed = Passed(ended.outcome, errand.lines, ended.wait_ms, ended.detail)
    finally:
        errand.close()
    with writing(intake.engine) as connection:
        note(connection, "" if passed.outcome in _TELLING else f"{passed.outcome}: {passed.detail}")
    return passed


class _Errand:
    def __init__(self, intake: Intake, upstream: Upstream, go_on: Callable[[], None]) -> None:
        self._intake = intake
        self._go_on = go_on
        self._line = Line(upstream.ways, intake.identity.private)
        self._voice = Voice(self._line, intake.clock, upstream.server, upstream.keys)
        self.lines = 0

    def close(self) -> None:
        self._line.close()

    def run(self) -> None:
        self._compare(self._follow())
        while self._record():
            pass
        for number in self._numbers(own_ledgers):
            if not self._bring(number):
                renew(self._intake, self._voice, number)
                raise Ended(Outcome.WAITS, "this server was restored: its own ledger goes on in a new one")
        for number in self._numbers(pending_ledgers):
            self._bring(number)
        for number in self._numbers(salvaged_ledgers):
            self._bring_released(number)

    def _follow(self) -> Standing:
        """What the server above says of itself and of this province."""
        nonce, province = os.urandom(16).hex(), self._intake.identity.server_id
        standing, way = self._voice.document(
            "standing", "GET", f"/api/v1/provinces/{province}", Standing, nonce
        )
        if standing.province != province:
            raise Ended(Outcome.REFUSED, "the answer is about another province")
        with writing(self._intake.engine) as connection:
            follow(connection, standing, way, self._intake.clock.wall_ms())
            upstream = read_upstream(connection)
        self._voice.keys = upstream.keys if upstream else self._voice.keys
        return standing

    def _compare(self, standing: Standing) -> None:
        """Where it holds fewer lines than it said, it was restored: ask it anew how much of each ledger."""
        with reading(self._intake.engine) as connection:
            if standing.lines >= lines_marked(connection):
                return
        for number in self._numbers(marked_ledgers):
            row, _ = self._standing_of(number)
            told = self._voice.receipt("GET", f"/api/v1/ledgers/{row.ledger}", row.ledger)
            if row.salvaged_from is None:
                self._settle(row, told)
            elif isinstance(told, str) or told.receipt.held != row.held:
                self._put(row, Mark(Head(0, opening(row.ledger)), ""))

    def _record(self) -> int:
        with reading(self._intake.engine) as connection:
            if not changed_records(connection):
                return 0
        with writing(self._intake.engine) as connection:
            return record_changes(connection, self._intake.identity, self._intake.clock)

    def _bring(self, number: int) -> bool:
        """Bring a ledger up to its end; whether the server above takes it."""
        stalled = 0
        while True:
            row, mark = self._standing_of(number)
            if mark.held.seq >= row.held:
                return mark.told != AHEAD
            with reading(self._intake.engine) as connection:
                piece = next_piece(connection, self._intake.identity, row, mark.held)
            if piece is None:
                self._put(row, mark._replace(told=OUT_OF_REACH))
                return True
            self._go_on()
            crash_point("relay.before_send")
            path = f"/api/v1/ledgers/{row.ledger}/segments"
            told = self._voice.receipt("POST", path, row.ledger, piece.body, MEDIA_TYPE)
            crash_point("relay.after_answer")
            if isinstance(told, str):
                self._put(row, mark._replace(told=told))
                return True
            moved = self._settle(row, told)
            if moved.told:
                return False
            stalled = 0 if moved.held.seq > mark.held.seq else stalled + 1
            if stalled > MOST_STALLED:
                raise Ended(
                    Outcome.REFUSED, f"ledger {row.ledger}: it holds {moved.held.seq} again and again"
                )
            if told.receipt.next_ms:
                raise Ended(Outcome.WAITS, "the server above asked to wait", told.receipt.next_ms)

    def _bring_released(self, number: int) -> None:
        """Bring every release into a ledger of released lines; what is there already is not taken again."""
        row, mark = self._standing_of(number)
        with reading(self._intake.engine) as connection:
            brought = bundles(connection, self._intake.identity, row)
        path = f"/api/v1/ledgers/{row.ledger}/salvage"
        for bundle in brought:
            nonce = os.urandom(16).hex()
            try:
                kept, _ = self._voice.document("salvage", "POST", path, SalvageDocument, nonce, bundle.body)
            except NotTaken as refused:
                self._put(row, mark._replace(told=refused.detail))
                return
            if kept.digest != bundle.digest:
                raise Ended(Outcome.UNTRUSTED, "the answer is about other lines")
        self.lines += row.held - mark.held.seq
        self._put(row, Mark(Head(row.held, row.head), ""))

    def _settle(self, row: Row[*tuple[Any, ...]], told: Told | str) -> Mark:
        with writing(self._intake.engine) as connection:
            before = mark_of(connection, row)
            mark = (
                before._replace(told=told) if isinstance(told, str) else judged(connection, row, told, before)
            )
            put_mark(connection, row.ledger_no, mark)
            self.lines += max(0, mark.held.seq - before.held.seq)
            now_ms = self._intake.clock.wall_ms()
            if mark.told == FORKED and row.kiosk != self._intake.identity.server_id:
                raise_alarm(connection, Kind.RELAY_FORKED, row.kiosk, now_ms, ledger=row.ledger)
            elif before.told == FORKED:
                end_alarms(connection, Kind.RELAY_FORKED, now_ms, ledger=row.ledger)
        crash_point("relay.after_mark")
        return mark

    def _put(self, row: Row[*tuple[Any, ...]], mark: Mark) -> None:
        with writing(self._intake.engine) as connection:
            put_mark(connection, row.ledger_no, mark)

    def _standing_of(self, number: int) -> tuple[Row[*tuple[Any, ...]], Mark]:
        with reading(self._intake.engine) as connection:
            row = connection.execute(select(ledgers).where(ledgers.c.ledger_no == number)).one()
            return row, mark_of(connection, row)

    def _numbers(self, which: Any) -> list[int]:
        with reading(self._intake.engine) as connection:
            numbers: list[int] = which(connection)
            return numbers
