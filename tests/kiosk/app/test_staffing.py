"""Staff at the real screen: from five touches in the corner to what came of it, and nothing of a PIN left."""

import gc
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication

from kiosk.app.attendant import Attendant
from kiosk.app.comfort import NOTHING
from kiosk.app.drafting import Drafted
from kiosk.app.pins import FIRST_WAIT_MS, Holder, Pins, Tries
from kiosk.app.posting import Posting
from kiosk.app.scenes import scenes_to
from kiosk.app.staffing import Duties, Staffing
from kiosk.identity import Identity
from kiosk.store import Draft, Store, open_store
from kiosk.ui.staff_scene import Afar, Figures, Said, Wish
from kiosk.visit import (
    TIMINGS,
    Event,
    OfficialChosen,
    Page,
    PhoneChosen,
    ScoreTouched,
    Started,
)
from sync.contract.directory import Directory
from sync.contract.ledger import read_line
from tests.kiosk.app.staff import LIGHT, STAFF, directory_with
from tests.kiosk.app.test_drafting import BINH, LAN
from tests.kiosk.store.conftest import KIOSK, LEDGER, HandClock
from tests.kiosk.ui.staff_scenes import FIGURES
from tests.kiosk.ui.stage import Stage, stage

SECRET = (8, 3, 0, 5, 2, 7)
LANS = (1, 9, 4, 4, 6, 0)
WRONG = (1, 1, 1, 2, 2, 3)


def hashed(digits: tuple[int, ...]) -> str:
    return LIGHT.hash("".join(map(str, digits)))


KNOWN = directory_with({STAFF: hashed(SECRET)}, {LAN: hashed(LANS)})


@dataclass
class Comforts:
    sound: bool | None = False
    brightness: int | None = 60

    def follow(self, wanted: bool, _afar: Afar = NOTHING) -> None:
        """The directory says nothing new."""

    def turn_sound(self, on: bool) -> Said:
        self.sound = on
        return Said("sound_on" if on else "sound_off")

    def test_sound(self, language: str) -> Said:
        return Said("sound_tested", where=language)

    def shine(self, steps: int) -> Said:
        self.brightness = (self.brightness or 0) + 10 * steps
        return Said("brightness", count=self.brightness)


@dataclass
class Work:
    """What was done for staff; a job waits until it is let go."""

    go: threading.Event = field(default_factory=threading.Event)
    looks: int = 0
    done: list[str] = field(default_factory=list)
    broken: bool = False
    unreadable: bool = False

    def look(self, directory: Directory) -> Figures | None:
        self.looks += 1
        assert directory is KNOWN
        return None if self.unreadable else FIGURES

    def job(self, name: str) -> Callable[[Directory], Said]:
        def work(_directory: Directory) -> Said:
            assert threading.current_thread() is not threading.main_thread()
            self.go.wait(10)
            self.done.append(name)
            if self.broken:
                raise RuntimeError("broken")
            return Said("delivered", count=3)

        return work

    def end(self, wish: Wish) -> None:
        self.done.append(wish)


class Unhurried:
    """Judges PINs once it is let."""

    def __init__(self, pins: Pins) -> None:
        self.pins = pins
        self.go = threading.Event()
        self.go.set()

    @property
    def tries(self) -> Tries:
        return self.pins.tries

    def judge(self, pin: str, directory: Directory) -> Holder | None:
        self.go.wait(10)
        return self.pins.judge(pin, directory)


class Room:
    """An attendant and who serves staff, at a real window and a real ledger; time goes by when told to."""

    def __init__(self, window: Stage, store: Store, folder: Path) -> None:
        self.now_ms = 1_000_000
        self.window = window
        self.store = store
        self.work = Work()
        self.comforts = Comforts()
        identity = Identity.load(folder) or Identity.make(folder)
        self.attendant = Attendant(Posting(KNOWN), LEDGER, self._append, lambda: None, lambda: self.now_ms)
        duties = Duties(
            self.work.look,
            self.work.job("deliver"),
            self.work.job("export"),
            self.work.job("settle"),
            self.work.end,
        )
        self.judge = Unhurried(Pins(store, lambda: self.now_ms))
        take = self.attendant.take
        self.staffing = Staffing(window.staff, self.judge, duties, self.comforts, take, lambda: self.now_ms)
        scenes = scenes_to(window.model.show, identity, lambda: self.now_ms, lambda: None)

        def show(*moment: object) -> None:
            scenes(*moment)  # type: ignore[arg-type]
            self.staffing.see(*moment)  # type: ignore[arg-type]

        self.attendant.open(show)

    def _append(self, drafted: Drafted) -> Future[int]:
        seq: Future[int] = Future()
        done = self.store.append([Draft(drafted.kind, drafted.body, drafted.blobs)])
        done.add_done_callback(lambda lines: seq.set_result(lines.result()[0]))
        return seq

    @property
    def page(self) -> str:
        return str(self.window.model.values["page"])

    @property
    def kinds(self) -> list[str]:
        pending = self.store.pending()
        assert pending is not None
        return [read_line(raw).kind for raw in pending.lines]

    def take(self, event: Callable[[int], Event]) -> None:
        self.now_ms += 1_000
        self.attendant.take(event(self.now_ms))

    def wait(self, ms: int) -> None:
        """Time goes by."""
        self.now_ms += ms
        self.attendant._tick()

    def touch(self, name: str) -> None:
        """A finger, later than the guard."""
        self.window.rest()
        self.now_ms += TIMINGS.repeat_guard_ms + 50
        self.window.picture()
        self.window.touch(name)

    def see(self, page: Page) -> None:
        self.window.wait(
            lambda: (found := self.window.find(f"page-{page.value}")) is not None and found.opacity() == 1
        )

    def knock(self) -> None:
        """Five touches in the corner."""
        corner = self.window.item("corner")
        for _ in range(TIMINGS.corner_touches):
            self.window.touch_at(self.window.place(corner))
        self.see(Page.STAFF_PIN)

    def enter(self, digits: tuple[int, ...]) -> None:
        """A PIN by touches, until it was judged."""
        for digit in digits:
            self.window.touch(f"digit-{digit}")
        assert self.window.staff.values["dots"] == len(digits)
        self.window.touch("enter")
        self.window.wait(lambda: not self.window.staff.values["checking"])

    def admitted(self) -> None:
        """On the staff page, the figures there."""
        self.knock()
        self.enter(SECRET)
        self.see(Page.STAFF)
        self.window.wait(lambda: bool(self.window.staff.values["known"]) or self.work.unreadable)

    @property
    def said(self) -> str:
        return str(self.window.staff.values["said"])


@contextmanager
def opened(folder: Path) -> Iterator[Room]:
    with open_store(folder, clock=HandClock()) as store:
        if not store.is_founded():
            store.found(KIOSK, LEDGER, "enrolled")
        holder: list[Room] = []

        def post(event: Event) -> None:
            holder[0].attendant.take(event)

        with stage(post=post) as window:
            room = Room(window, store, folder)
            window.model._now_ms = lambda: room.now_ms
            holder.append(room)
            try:
                yield room
            finally:
                room.work.go.set()
                room.judge.go.set()
                room.attendant.close()
                room.staffing.close()
                shiboken6.delete(room.attendant)


@pytest.fixture
def room(quiet_qt: QGuiApplication, tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "data") as room:
        yield room


def test_staff_find_the_corner_enter_see_the_figures_and_leave(room: Room) -> None:
    room.admitted()
    assert room.window.staff.values["pending"] == "3"
    room.touch("back")
    room.see(Page.ATTRACT)
    assert room.kinds == ["ledger.opened", "kiosk.started", "staff.entered", "staff.left"]
    assert room.window.staff.values["kiosk"] == ""


def test_figures_are_looked_at_each_second_while_they_show_and_never_otherwise(room: Room) -> None:
    room.knock()
    room.wait(10_000)
    assert room.work.looks == 0
    room.enter(SECRET)
    room.see(Page.STAFF)
    room.window.wait(lambda: room.work.looks == 1 and bool(room.window.staff.values["known"]))
    room.wait(500)
    room.wait(500)
    room.window.wait(lambda: room.work.looks == 2)
    room.touch("back")
    room.see(Page.ATTRACT)
    room.wait(5_000)
    assert room.work.looks == 2


def test_a_store_that_cannot_tell_is_said_and_staff_are_still_served(room: Room) -> None:
    room.work.unreadable = True
    room.admitted()
    room.window.wait(lambda: bool(room.window.staff.values["unread"]))
    room.touch("practise")
    assert room.said == "practice_on"


def test_wrong_pins_are_told_without_a_name_and_cost_a_growing_wait_that_outlives_a_restart(
    quiet_qt: QGuiApplication, tmp_path: Path
) -> None:
    with opened(tmp_path / "data") as room:
        room.knock()
        for left in (4, 3, 2, 1):
            room.enter(WRONG)
            assert (room.window.staff.values["turned_away"], room.window.staff.values["free"]) == (True, left)
        room.enter(WRONG)
        assert room.window.staff.values["wait"] == "0:30"
        room.wait(FIRST_WAIT_MS - 1)
        assert room.window.staff.values["wait"] == "0:01"
        room.window.touch("digit-8")
        assert room.window.staff.values["dots"] == 0
        assert room.kinds[2:] == ["staff.refused"] * 5
    with opened(tmp_path / "data") as room:
        room.knock()
        assert room.window.staff.values["wait"] == "0:30"
        room.wait(FIRST_WAIT_MS)
        room.enter(WRONG)
        assert room.window.staff.values["wait"] == "1:00"


def test_a_clock_that_is_set_shortens_no_wait(room: Room) -> None:
    room.knock()
    for _ in range(5):
        room.enter(WRONG)
    clock = room.store._clock
    assert isinstance(clock, HandClock)
    clock.wall += 86_400_000
    room.wait(1_000)
    assert room.window.staff.values["wait"] == "0:29"


def test_an_official_who_enters_a_pin_signs_on_and_the_page_goes_home(room: Room) -> None:
    room.knock()
    room.enter(LANS)
    room.see(Page.ATTRACT)
    assert room.kinds[-1] == "duty.began"
    assert room.window.model.values["signed_on"]


def test_a_verdict_for_a_page_that_was_left_lets_nobody_in(room: Room) -> None:
    room.knock()
    for digits in (SECRET, LANS):
        room.judge.go.clear()
        for digit in digits:
            room.window.touch(f"digit-{digit}")
        room.window.touch("enter")
        room.touch("back")
        room.see(Page.ATTRACT)
        room.judge.go.set()
        room.window.wait(lambda: not room.staffing._errands.runs("pin"))
        assert room.page == Page.ATTRACT
        room.window.rest()
        room.knock()
    assert set(room.kinds) == {"ledger.opened", "kiosk.started"}


def test_touches_while_a_pin_is_looked_at_do_no_harm(room: Room) -> None:
    room.knock()
    room.judge.go.clear()
    for digit in SECRET:
        room.window.touch(f"digit-{digit}")
    room.window.touch("enter")
    assert room.window.staff.values["checking"]
    for name in ("digit-1", "erase", "enter", "enter"):
        room.window.touch(name)
    room.judge.go.set()
    room.see(Page.STAFF)
    assert room.kinds.count("staff.entered") == 1


@pytest.mark.parametrize("name", ["deliver", "export", "settle"])
def test_what_takes_long_holds_nothing_up_and_says_what_came_of_it(room: Room, name: str) -> None:
    room.admitted()
    room.touch(name)
    assert (room.window.staff.values["busy"], room.said) == (name, "")
    room.touch("practise")
    assert room.window.model.values["practising"]
    room.work.go.set()
    room.window.wait(lambda: room.said == "delivered")
    assert (room.work.done, room.window.staff.values["busy"]) == ([name], "")


def test_a_job_that_breaks_is_logged_and_said(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.admitted()
    room.work.broken = True
    room.work.go.set()
    with caplog.at_level(logging.ERROR):
        room.touch("export")
        room.window.wait(lambda: room.said == "went_wrong")
    assert caplog.messages == ["errand went wrong"]


def test_practice_is_marked_in_the_ledger_and_ends_by_itself(room: Room) -> None:
    room.admitted()
    room.touch("practise")
    assert room.said == "practice_on"
    room.window.wait(lambda: room.kinds[-1] == "practice.began")
    room.touch("practise")
    room.window.wait(lambda: room.kinds[-1] == "practice.ended")
    assert room.said == "practice_off"
    room.touch("practise")
    room.touch("back")
    room.see(Page.ATTRACT)
    room.wait(TIMINGS.practice_ms)
    room.window.wait(lambda: room.kinds[-1] == "practice.ended")


def test_sound_and_light_answer_at_once(room: Room) -> None:
    room.admitted()
    room.touch("tab-tools")
    for name, said in (("sound", "sound_on"), ("testSound", "sound_tested"), ("brighter", "brightness")):
        room.touch(name)
        assert room.said == said
    assert (room.window.staff.values["sound_on"], room.window.staff.values["brightness"]) == (True, 70)


@pytest.mark.parametrize(("name", "wish"), [("restart", "restart"), ("leaveToSystem", "leave_to_system")])
def test_the_program_ends_only_when_it_is_meant(room: Room, name: str, wish: str) -> None:
    room.admitted()
    room.touch("tab-tools")
    room.touch(name)
    room.touch("cancel")
    assert room.work.done == []
    room.touch(name)
    room.touch("confirm")
    assert room.work.done == [wish]


def test_the_staff_page_closes_by_itself_and_each_touch_gives_it_time(room: Room) -> None:
    room.admitted()
    room.wait(TIMINGS.staff_ms - 1_000)
    room.touch("tab-tools")
    room.wait(TIMINGS.staff_ms - 1_000)
    assert room.page == Page.STAFF
    room.wait(1_000)
    assert room.page == Page.ATTRACT
    room.window.wait(lambda: room.kinds[-1] == "staff.left")


def test_from_the_staff_page_nobody_can_rate(room: Room) -> None:
    room.admitted()
    citizens: tuple[Callable[[int], Event], ...] = (
        lambda ms: Started(at_ms=ms),
        lambda ms: OfficialChosen(BINH, at_ms=ms),
        lambda ms: OfficialChosen(None, at_ms=ms),
        lambda ms: ScoreTouched(5, at_ms=ms),
        lambda ms: PhoneChosen(at_ms=ms),
    )
    for event in citizens:
        room.take(event)
        assert room.page == Page.STAFF
    assert not [kind for kind in room.kinds if kind.startswith(("rating", "invitation"))]


def test_nothing_of_a_pin_is_left_anywhere(
    quiet_qt: QGuiApplication,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with opened(tmp_path / "data") as room:
        room.knock()
        room.enter(LANS[::-1])
        room.enter(SECRET)
        room.see(Page.STAFF)
        needles = ["".join(map(str, digits)) for digits in (SECRET, LANS[::-1])]
        assert found_in_memory(needles) == []
        told = repr(room.window.staff.values) + repr(room.window.model.values) + caplog.text
        assert not [needle for needle in needles if needle in told + "".join(capsys.readouterr())]
        written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert not [needle for needle in needles if needle.encode() in written]


def found_in_memory(needles: list[str]) -> list[object]:
    """Every text or bytes that Python still reaches and that holds one of `needles`, but for themselves."""
    gc.collect()
    raw = [needle.encode() for needle in needles]
    own = {id(needle) for needle in (*needles, *raw)}
    seen: set[int] = set()
    found: list[object] = []
    frames = list(sys._current_frames().values())
    for owner in (*gc.get_objects(), *frames):
        for held in gc.get_referents(owner):
            if id(held) in own or id(held) in seen:
                continue
            seen.add(id(held))
            if (isinstance(held, str) and any(needle in held for needle in needles)) or (
                isinstance(held, bytes | bytearray) and any(needle in held for needle in raw)
            ):
                found.append(held)
    return found


def test_the_search_of_the_memory_finds_what_is_there() -> None:
    needle = "".join(map(str, (7, 0, 3, 9, 9, 2, 5)))
    holder = ["x" + needle, bytearray(needle.encode())]
    assert sorted(map(str, found_in_memory([needle]))) == sorted(map(str, holder))
