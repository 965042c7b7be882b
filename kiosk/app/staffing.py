"""What serves staff: judges PINs, looks at the figures, does what is asked for, and says what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from kiosk.app.comfort import set_from_afar
from kiosk.app.drafting import InHand
from kiosk.app.errands import FAILED, Errands
from kiosk.app.pins import Holder, Tries
from kiosk.app.posting import Posting
from kiosk.ui.staff import StaffModel
from kiosk.ui.staff_scene import Afar, Figures, Said, StaffScene, Wish
from kiosk.visit import (
    DutyToggled,
    Event,
    Page,
    PracticeStarted,
    PracticeStopped,
    StaffAdmitted,
    StaffKeyPressed,
    StaffTurnedAway,
    StayedHere,
    Visit,
)
from sync.contract.directory import Directory

LOOK_MS: Final = 1_000
PAGES: Final = frozenset({Page.STAFF_PIN, Page.STAFF})


class Judge(Protocol):
    """Who knows whose PIN is whose."""

    @property
    def tries(self) -> Tries: ...
    def judge(self, pin: str, directory: Directory) -> Holder | None:
        """Whose it is; takes its time."""


class Comforts(Protocol):
    """Sound and light; nothing here waits."""

    @property
    def sound(self) -> bool | None: ...
    @property
    def brightness(self) -> int | None: ...
    def follow(self, wanted: bool, afar: Afar = ...) -> None:
        """Whether the directory wants sound, and what it says for this kiosk alone."""

    def turn_sound(self, on: bool) -> Said:
        """Sound on or off."""

    def test_sound(self, language: str) -> Said:
        """Let something be heard."""

    def shine(self, steps: int) -> Said:
        """Brighter or darker."""


@dataclass(frozen=True)
class Duties:
    """What can be done for staff; what waits is done on a thread of its own.

    All work with the directory in use. `look` gives None where the store cannot tell; `end` leaves the
    program so that it is started again ("restart") or is not ("leave_to_system").
    """

    look: Callable[[Directory], Figures | None]
    deliver: Callable[[Directory], Said]
    export: Callable[[Directory], Said]
    settle: Callable[[Directory], Said]
    end: Callable[[Wish], None]


class Staffing:
    """Lives on the screen's thread; the attendant shows it each moment of a visit (`see`)."""

    def __init__(
        self,
        model: StaffModel,
        judge: Judge,
        duties: Duties,
        comforts: Comforts,
        take: Callable[[Event], None],
        now_ms: Callable[[], int],
    ) -> None:
        self._model = model
        self._judge = judge
        self._duties = duties
        self._comforts = comforts
        self._take = take
        self._now_ms = now_ms
        self._errands = Errands()
        self._seen: tuple[Visit, Posting] | None = None
        self._turned_away = False
        self._figures: Figures | None = None
        self._unread = False
        self._look_at_ms = 0
        self._busy: Wish | None = None
        self._said: Said | None = None
        model.serve(self)

    def close(self) -> None:
        """Nothing more is begun, and what is under way is not heard of."""
        self._errands.close()

    def see(self, visit: Visit, posting: Posting, _in_hand: InHand) -> None:
        """A moment of a visit; figures are looked at while the staff page shows, and at no other time."""
        before = self._seen
        if before is None or before[0].page is not visit.page:
            self._turned_away, self._said, self._figures, self._unread = False, None, None, False
            self._look_at_ms = 0
        self._seen = (visit, posting)
        policies = posting.directory.policies
        self._comforts.follow(policies.sound, set_from_afar(policies))
        if visit.page not in PAGES:
            self._model.clear()
            return
        if visit.page is Page.STAFF and self._now_ms() >= self._look_at_ms:
            self._look(posting)
        self._render()

    def judge(self, pin: bytearray) -> None:
        """Look whose `pin` is; it is wiped as soon as it was looked at."""
        if self._seen is None:
            return
        directory = self._seen[1].directory

        def look() -> Holder | None:
            try:
                return self._judge.judge(pin.decode("ascii"), directory)
            finally:
                pin[:] = bytes(len(pin))

        self._turned_away = False
        self._errands.run("pin", look, self._hear_verdict)
        self._render()

    def stay(self) -> None:
        """Somebody is there."""
        self._take(StayedHere(at_ms=self._now_ms()))

    def call_staff(self) -> None:
        """A key asks for the PIN."""
        self._take(StaffKeyPressed(at_ms=self._now_ms()))

    def ask(self, wish: Wish) -> None:
        """Do it now, or begin it; one thing at a time takes long."""
        if self._seen is None or self._seen[0].page is not Page.STAFF:
            return
        now, language = self._now_ms(), self._seen[0].look.language
        match wish:
            case "deliver" | "export" | "settle":
                self._begin(wish, self._seen[1].directory)
            case "practise":
                self._said = Said("practice_on")
                self._take(PracticeStarted(at_ms=now))
            case "stop_practising":
                self._said = Said("practice_off")
                self._take(PracticeStopped(at_ms=now))
            case "sound_on" | "sound_off":
                self._said = self._comforts.turn_sound(wish == "sound_on")
            case "test_sound":
                self._said = self._comforts.test_sound(language)
            case "darker" | "brighter":
                self._said = self._comforts.shine(1 if wish == "brighter" else -1)
            case "restart" | "leave_to_system":
                self._duties.end(wish)
        self._render()

    def _begin(self, wish: Wish, directory: Directory) -> None:
        jobs = {"deliver": self._duties.deliver, "export": self._duties.export, "settle": self._duties.settle}
        if self._errands.run("errand", lambda: jobs[wish](directory), self._hear_errand):
            self._busy, self._said = wish, None

    def _hear_errand(self, result: Any) -> None:
        self._busy, self._look_at_ms = None, 0
        self._said = Said("went_wrong") if result is FAILED else result
        self._render()

    def _hear_verdict(self, found: Any) -> None:
        if self._seen is None or self._seen[0].page is not Page.STAFF_PIN:
            return
        now = self._now_ms()
        if isinstance(found, Holder):
            admitted = StaffAdmitted(found.who, at_ms=now)
            self._take(admitted if found.kind == "staff" else DutyToggled(found.who, at_ms=now))
            return
        self._turned_away = True
        self._take(StaffTurnedAway(at_ms=now))

    def _look(self, posting: Posting) -> None:
        self._look_at_ms = self._now_ms() + LOOK_MS
        self._errands.run("look", lambda: self._duties.look(posting.directory), self._hear_figures)

    def _hear_figures(self, found: Any) -> None:
        self._figures = found if isinstance(found, Figures) else None
        self._unread = self._figures is None
        self._render()

    def _render(self) -> None:
        if self._seen is None or self._seen[0].page not in PAGES:
            return
        visit, now, tries = self._seen[0], self._now_ms(), self._judge.tries
        ends_ms = visit.standing.practice_until_ms
        self._model.show(
            StaffScene(
                page=visit.page,
                language=visit.look.language,
                unit_name=self._seen[1].unit_name,
                wait_ms=tries.left_ms(now),
                free=tries.free,
                checking=self._errands.runs("pin"),
                turned_away=self._turned_away,
                figures=self._figures,
                unread=self._unread,
                practice_left_ms=None if ends_ms is None else max(0, ends_ms - now),
                sound=self._comforts.sound,
                brightness=self._comforts.brightness,
                busy=self._busy,
                said=self._said,
            )
        )
