"""PINs: who is let in, what a wrong one costs, and what is left of it afterwards."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app import pins as judged
from kiosk.app.pins import (
    DECOY,
    FIRST_WAIT_MS,
    FORGIVING_MS,
    FREE_TRIES,
    LONGEST_WAIT_MS,
    Holder,
    Pins,
    Tries,
    missed,
    resumed,
    wait_ms,
    whose,
)
from kiosk.store import DiskFull, open_store
from tests.hand_clock import HandClock
from tests.kiosk.app.staff import (
    BINHS_PIN,
    LANS_PIN,
    LIGHT,
    OTHER_PIN,
    OTHER_STAFF,
    PIN,
    STAFF,
    WRONG,
    directory_with,
    staffed,
)
from tests.kiosk.app.test_drafting import BINH, LAN

KNOWN = staffed()


class Drawer:
    """Settings in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.full = False

    def set_setting(self, name: str, value: str) -> None:
        if self.full:
            raise DiskFull("full")
        self.kept[name] = value

    def get_setting(self, name: str) -> str | None:
        return self.kept.get(name)


class Desk:
    """A drawer, a clock, and who judges."""

    def __init__(self) -> None:
        self.now_ms = 1_000_000
        self.drawer = Drawer()
        self.restart()

    def restart(self) -> None:
        self.pins = Pins(self.drawer, lambda: self.now_ms)

    def enter(self, *entered: str) -> Holder | None:
        found = None
        for pin in entered:
            found = self.pins.judge(pin, KNOWN)
        return found

    @property
    def left_ms(self) -> int:
        return self.pins.tries.left_ms(self.now_ms)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@given(st.integers(0, 10_000))
def test_a_wait_begins_with_the_fifth_wrong_pin_and_doubles_up_to_an_hour(wrong: int) -> None:
    if wrong < FREE_TRIES:
        assert wait_ms(wrong) == 0
    else:
        assert FIRST_WAIT_MS <= wait_ms(wrong) <= LONGEST_WAIT_MS
        assert wait_ms(wrong + 1) == min(LONGEST_WAIT_MS, 2 * wait_ms(wrong))


def test_the_first_waits_are_these() -> None:
    seconds = [wait_ms(wrong) // 1000 for wrong in range(4, 14)]
    assert seconds == [0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


@given(st.integers(0, 60), st.integers(0, 10**9), st.lists(st.integers(0, 7_200_000), max_size=8))
def test_however_time_goes_by_a_wrong_pin_never_shortens_a_wait(
    wrong: int, now_ms: int, passed: list[int]
) -> None:
    tries = resumed(wrong, now_ms)
    for ms in passed:
        now_ms += ms
        later = missed(tries, now_ms)
        assert later.wrong == tries.wrong + 1
        assert later.left_ms(now_ms) == wait_ms(later.wrong) >= tries.left_ms(now_ms)
        assert later.left_ms(now_ms + wait_ms(later.wrong)) == 0
        assert (later.free == 0) == (later.left_ms(now_ms) > 0)
        tries = later


@pytest.mark.parametrize(
    ("pin", "who"),
    [
        (PIN, Holder("staff", STAFF)),
        (OTHER_PIN, Holder("staff", OTHER_STAFF)),
        (LANS_PIN, Holder("official", LAN)),
        (BINHS_PIN, Holder("official", BINH)),
        (WRONG, None),
        ("", None),
        (PIN[:-1], None),
        (PIN + "0", None),
        ("٩٢٤٩٢٤", None),
    ],
)
def test_a_pin_is_its_holders_alone(pin: str, who: Holder | None) -> None:
    assert whose(pin, KNOWN) == who


def test_a_hash_as_the_library_makes_them_by_default_is_understood() -> None:
    assert whose(PIN, directory_with({STAFF: PasswordHasher().hash(PIN)}, {})) == Holder("staff", STAFF)


def test_a_pin_of_two_officials_is_nobodys_and_one_of_staff_goes_first(
    caplog: pytest.LogCaptureFixture,
) -> None:
    twins = directory_with({}, {LAN: LIGHT.hash(WRONG), BINH: LIGHT.hash(WRONG)})
    assert whose(WRONG, twins) is None
    assert LAN in caplog.text
    assert BINH in caplog.text
    both = directory_with({STAFF: LIGHT.hash(WRONG)}, {LAN: LIGHT.hash(WRONG)})
    assert whose(WRONG, both) == Holder("staff", STAFF)


def test_what_is_no_hash_lets_nobody_in_and_is_named(caplog: pytest.LogCaptureFixture) -> None:
    assert whose(PIN, directory_with({STAFF: "plain", OTHER_STAFF: LIGHT.hash(WRONG)}, {})) is None
    assert caplog.messages == [f"the directory's PIN of {STAFF} is no hash"]


@pytest.mark.parametrize("pin", [PIN, LANS_PIN, WRONG])
def test_everybodys_hash_is_looked_at_whoever_it_is(pin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = counted(monkeypatch)
    whose(pin, KNOWN)
    hashes = [one.pin for one in KNOWN.staff] + [one.pin for one in KNOWN.officials]
    assert seen == hashes


def test_where_nobody_has_a_pin_a_hash_is_looked_at_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = counted(monkeypatch)
    assert whose(PIN, directory_with({}, {})) is None
    assert seen == [DECOY]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The hashes that are looked at from here on."""
    seen: list[str | None] = []
    fits: Callable[..., bool] = judged._fits

    def looked(hasher: PasswordHasher, phc: str, pin: str, who: str) -> bool:
        seen.append(phc)
        return fits(hasher, phc, pin, who)

    monkeypatch.setattr(judged, "_fits", looked)
    return seen


def test_four_wrong_ones_cost_nothing_and_the_fifth_half_a_minute(desk: Desk) -> None:
    assert desk.enter(*[WRONG] * 4) is None
    assert (desk.left_ms, desk.pins.tries.free) == (0, 1)
    desk.enter(WRONG)
    assert (desk.left_ms, desk.pins.tries.free) == (FIRST_WAIT_MS, 0)


def test_while_there_is_a_wait_even_the_right_one_is_not_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.enter(*[WRONG] * 5)
    seen = counted(monkeypatch)
    assert desk.enter(PIN) is None
    assert (seen, desk.left_ms) == ([], FIRST_WAIT_MS)
    desk.now_ms += FIRST_WAIT_MS
    assert desk.enter(PIN) == Holder("staff", STAFF)


def test_a_right_one_makes_the_wrong_ones_forgotten(desk: Desk) -> None:
    desk.enter(*[WRONG] * 4, PIN)
    assert desk.pins.tries == Tries()
    assert desk.drawer.kept == {"wrong_pins": "0"}


def test_after_a_restart_the_whole_wait_begins_anew(desk: Desk) -> None:
    desk.enter(*[WRONG] * 5)
    desk.now_ms += FIRST_WAIT_MS
    desk.enter(WRONG)
    desk.now_ms += 50_000
    desk.restart()
    assert desk.left_ms == 60_000


def test_a_count_nobody_can_read_is_none(desk: Desk) -> None:
    desk.drawer.kept["wrong_pins"] = "many"
    desk.restart()
    assert desk.pins.tries.wrong == 0


def test_power_that_is_cut_while_a_pin_is_judged_undoes_no_try(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(judged, "whose", cut)
    with pytest.raises(SystemExit):
        desk.enter(WRONG)
    desk.restart()
    assert desk.pins.tries.wrong == 1


def test_an_officials_own_pin_buys_no_endless_tries_at_another(desk: Desk) -> None:
    desk.enter(WRONG, WRONG, LANS_PIN)
    assert desk.pins.tries.wrong == 0
    desk.enter(WRONG, WRONG, LANS_PIN, WRONG, WRONG, LANS_PIN)
    assert desk.pins.tries.wrong == 4
    desk.now_ms += FORGIVING_MS
    desk.enter(LANS_PIN)
    assert desk.pins.tries.wrong == 0
    desk.enter(WRONG, PIN)
    assert desk.pins.tries.wrong == 0


def test_a_full_disk_keeps_nobody_out_and_wrong_ones_are_still_counted(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.drawer.full = True
    desk.enter(*[WRONG] * 4)
    assert desk.pins.tries.wrong == 4
    assert desk.enter(PIN) == Holder("staff", STAFF)
    assert "until the end of the program only" in caplog.text


def test_no_pin_is_logged_or_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with open_store(tmp_path, clock=HandClock()) as store:
        pins = Pins(store, lambda: 0)
        for pin in (WRONG, PIN, LANS_PIN):
            pins.judge(pin, KNOWN)
        assert "9249" not in str(vars(pins))
    said = caplog.text + "".join(capsys.readouterr())
    assert not any(pin in said for pin in (WRONG, PIN, LANS_PIN))
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not any(pin.encode() in written for pin in (WRONG, PIN, LANS_PIN))
