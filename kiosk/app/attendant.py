"""The attendant leads one visit after the other: events in, lines to the store, moments to the screen."""

import logging
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.app.drafting import Drafted, InHand, draft
from kiosk.app.posting import Posting
from kiosk.app.repetitions import Repetitions
from kiosk.app.succession import Succession
from kiosk.store import DiskFull
from kiosk.ui.notices import NOTICE_MS
from kiosk.visit import (
    RESTING,
    CallLapsed,
    CallMade,
    CommitFailed,
    Committed,
    DeskChanged,
    Event,
    Fact,
    InvitationMade,
    Page,
    Paused,
    RatingGiven,
    Resumed,
    Standing,
    Ticked,
    Visit,
    advance,
    begin,
)
from sync.contract.version import SOFTWARE

log = logging.getLogger(__name__)

TICK_MS = 250
RETRY_MS = 5_000
REVOKED = "revoked"


Appender = Callable[[Drafted], Future[int]]
"""Takes a line to be; its future gives the line's seq, or why it could not be kept."""
Show = Callable[[Visit, Posting, InHand], None]


class Attendant(QObject):
    """Lives on the thread of the screen; what comes from other threads arrives by queued signals.

    A line that cannot be kept pauses the kiosk; while it is paused, one is tried every five seconds.
    A revoked kiosk is paused: what it took would never count, and nobody is thanked for that.
    A new ledger takes the old one's place between visits only; what happens in that moment waits for it.
    """

    ticked = Signal()
    """Time went by; while nobody is there, once for each notice that is told (NOTICE_MS)."""
    posted = Signal(object)
    """A new `Posting` holds from the next visit on; may be emitted from any thread."""
    succession = Signal(object)
    """A `Succession` to begin at the next quiet moment; may be emitted from any thread."""
    _answered = Signal(object, object)
    _succeeded = Signal(object, object)

    def __init__(
        self,
        posting: Posting,
        ledger: str,
        append: Appender,
        kept: Callable[[], None],
        now_ms: Callable[[], int],
        on_duty: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self._posting = posting
        self._coming = posting
        self._append = append
        self._kept = kept
        self._now_ms = now_ms
        self._show: Show | None = None
        self._visit = begin(posting.desk, now_ms(), Standing(on_duty=on_duty))
        self._in_hand = InHand(ledger)
        self._repetitions = Repetitions()
        self._lapsed: set[int] = set()
        self._retry_at_ms = 0
        self._unanswered = 0
        self._planned: Succession | None = None
        self._waiting: list[Event] | None = None
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        self._answered.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self.posted.connect(self._post, Qt.ConnectionType.QueuedConnection)
        self.succession.connect(self._plan, Qt.ConnectionType.QueuedConnection)
        self._succeeded.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    def open(self, show: Show) -> None:
        """Note the start in the ledger, show the first page and let time pass."""
        self._show = show
        self.note("kiosk.started", {"software": SOFTWARE})
        self._clock.start(TICK_MS)
        self._render()
        self._heed_standing()

    def show_again(self) -> None:
        """Somebody else looks on from now on."""
        self._render()

    def close(self) -> None:
        """Let no more time pass."""
        self._clock.stop()

    @property
    def on_duty(self) -> tuple[str, ...]:
        """Who signed on here, in that order."""
        return self._visit.standing.on_duty

    @property
    def resting(self) -> bool:
        """Whether nobody is before the screen."""
        return self._visit.page in RESTING

    def take(self, event: Event) -> None:
        """Advance the visit by `event`."""
        if self._waiting is not None:
            self._waiting.append(event)
            return
        visits = self._visit.standing.visits
        self._visit, facts = advance(self._visit, event)
        for fact in facts:
            self._write(fact)
        if self._visit.standing.visits != visits:
            self._in_hand = replace(self._in_hand, rating="", seq=None)
            self._posting = self._coming
        self._render()
        self._begin_if_quiet()

    def _plan(self, succession: Succession) -> None:
        self._planned = succession
        self._begin_if_quiet()

    def _begin_if_quiet(self) -> None:
        """Begin the planned ledger where nothing that is to be written still belongs to the old one."""
        quiet = self._visit.page in RESTING and not self._visit.practising and not self._unanswered
        if self._planned is None or self._waiting is not None or not quiet:
            return
        planned, self._planned, self._waiting = self._planned, None, []
        planned.begin().add_done_callback(lambda done: self._succeeded.emit(planned, done))

    def _go_on(self, succession: Succession, done: Future[bool]) -> None:
        events, self._waiting = self._waiting or [], None
        error = done.exception()
        if error is not None:
            log.error("the new ledger could not be begun: %s", error)
        elif done.result():
            self._in_hand = InHand(succession.ledger)
            self._kept()
        for event in events:
            self.take(event)

    def note(self, kind: str, body: dict[str, Any]) -> None:
        """Append a line that is no visit's."""
        self._retry_at_ms = self._now_ms() + RETRY_MS
        self._watch(None, Drafted(kind, body))

    def _post(self, posting: Posting) -> None:
        self._coming = posting
        if self._visit.page in RESTING:
            self._posting = posting
        self.take(DeskChanged(posting.desk, at_ms=self._now_ms()))
        self._heed_standing()

    @property
    def _is_revoked(self) -> bool:
        return self._coming.directory.standing == REVOKED

    def _heed_standing(self) -> None:
        if self._is_revoked:
            self.take(Paused(REVOKED, at_ms=self._now_ms()))
        elif self._visit.pause_reason == REVOKED:
            self.take(Resumed(at_ms=self._now_ms()))

    def _tick(self) -> None:
        now = self._now_ms()
        self.take(Ticked(at_ms=now))
        self.ticked.emit()
        paused = self._visit.page is Page.PAUSED and not self._is_revoked
        if paused and self._visit.committing is None and now >= self._retry_at_ms:
            self.note("fault.seen", {"what": self._visit.pause_reason})

    def _write(self, fact: Fact) -> None:
        if isinstance(fact, RatingGiven | InvitationMade):
            rating = str(uuid.uuid4())
            self._in_hand = replace(self._in_hand, rating=rating, repeated=self._is_repeated(fact))
        drafted = draft(fact, self._posting, self._in_hand)
        if drafted is not None:
            self._watch(fact, drafted)
        elif isinstance(fact, CallLapsed):
            self._lapsed.add(fact.no)

    def _is_repeated(self, fact: Fact) -> bool:
        if not isinstance(fact, RatingGiven) or fact.dossier is None or fact.practice:
            return False
        return self._repetitions.note(fact.dossier, fact.stage, self._now_ms())

    def _watch(self, fact: Fact | None, drafted: Drafted) -> None:
        self._unanswered += 1
        self._append(drafted).add_done_callback(lambda done: self._answered.emit(fact, done))

    def _hear(self, fact: Fact | None, done: Future[int]) -> None:
        error, now = done.exception(), self._now_ms()
        self._unanswered -= 1
        if error is None:
            self._kept()
            self._remember(fact, done.result())
        else:
            log.error("a line could not be kept: %s", error)
        if fact is not None and fact is self._visit.committing:
            self.take(Committed(at_ms=now) if error is None else CommitFailed(reason_of(error), at_ms=now))
        elif error is not None:
            self.take(Paused(reason_of(error), at_ms=now))
        elif fact is None and not self._is_revoked:
            self.take(Resumed(at_ms=now))
        self._begin_if_quiet()

    def _remember(self, fact: Fact | None, seq: int) -> None:
        if isinstance(fact, RatingGiven):
            self._in_hand = replace(self._in_hand, seq=seq)
        elif isinstance(fact, CallMade):
            self._in_hand = self._in_hand.with_call(fact.no, seq)
            if fact.no in self._lapsed:
                self._lapsed.remove(fact.no)
                self._write(CallLapsed(fact.no))

    def _render(self) -> None:
        if self._visit.still and self._clock.isActive():
            self._clock.start(NOTICE_MS - self._now_ms() % NOTICE_MS)
        elif self._clock.interval() != TICK_MS:
            self._clock.setInterval(TICK_MS)
        if self._show is not None:
            self._show(self._visit, self._posting, self._in_hand)


def reason_of(error: BaseException) -> str:
    """The word for the paused page and the ledger."""
    return "disk_full" if isinstance(error, DiskFull) else "store"
