"""Who is on duty after a restart, as the ledger in a real store tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.duty import Duties, duties_kept
from kiosk.store import Draft, Store, open_store
from tests.hand_clock import HandClock
from tests.kiosk.app.clocks import OTHER_BOOT, at, known
from tests.kiosk.app.test_drafting import BINH, COUNTER, LAN, OTHER_COUNTER, UNIT, posting

NOON, NEXT_NOON = at("2025-11-24T12:00"), at("2025-11-25T12:00")
DEAD = at("1970-01-01T08:00")
HERE = posting().directory
LANS = {"official": LAN, "counter": COUNTER}
BINHS = {"official": BINH, "counter": OTHER_COUNTER}


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
def store(tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    with open_store(tmp_path / "data", clock=clock) as store:
        store.found(UNIT, UNIT, "enrolled")
        yield store


def write(store: Store, *lines: tuple[str, dict[str, str]]) -> None:
    store.append([Draft(kind, body) for kind, body in lines]).result()


def kept(store: Store, clock: HandClock) -> Duties:
    return duties_kept(store, HERE, known(clock)[0])


def test_who_signed_on_today_is_still_on_duty_after_a_restart(store: Store, clock: HandClock) -> None:
    write(store, ("duty.began", BINHS), ("duty.began", LANS), ("rating.given", {"official": LAN}))
    clock.pass_ms(60_000)
    clock.boot_id = OTHER_BOOT
    assert kept(store, clock) == Duties((BINH, LAN), ())


def test_who_signed_off_is_not(store: Store, clock: HandClock) -> None:
    write(store, ("duty.began", LANS), ("duty.began", BINHS), ("duty.ended", LANS))
    assert kept(store, clock) == Duties((BINH,), ())
    write(store, ("duty.began", LANS))
    assert kept(store, clock) == Duties((BINH, LAN), ())


def test_yesterdays_duties_are_ended_as_they_began(store: Store, clock: HandClock) -> None:
    write(store, ("duty.began", LANS))
    clock.pass_ms(NEXT_NOON - NOON)
    assert kept(store, clock) == Duties((), (LANS,))


def test_a_wall_clock_that_was_wrong_is_corrected_within_one_boot(store: Store, clock: HandClock) -> None:
    clock.wall = DEAD
    write(store, ("duty.began", LANS))
    clock.wall, clock.up = NOON, clock.up + 60_000
    assert kept(store, clock) == Duties((LAN,), ())
    clock.up += NEXT_NOON - NOON
    assert kept(store, clock) == Duties((), (LANS,))


@pytest.mark.parametrize(("boot", "going_on"), [(None, (LAN,)), (OTHER_BOOT, ())])
def test_where_no_clock_tells_the_day_a_restart_of_the_machine_ends_duties(
    store: Store, clock: HandClock, boot: str | None, going_on: tuple[str, ...]
) -> None:
    clock.wall = DEAD
    write(store, ("duty.began", LANS))
    clock.boot_id = boot or clock.boot_id
    assert kept(store, clock).going_on == going_on


def test_who_left_the_directory_or_signed_on_where_the_kiosk_stood_before_is_on_duty_no_more(
    store: Store, clock: HandClock
) -> None:
    gone = {"official": UNIT, "counter": COUNTER}
    write(store, ("duty.began", LANS), ("duty.began", BINHS), ("duty.began", gone))
    moved = posting(attribution="fixed", counter=OTHER_COUNTER).directory
    assert duties_kept(store, moved, known(clock)[0]) == Duties((BINH,), (LANS, gone))


def test_a_line_that_only_speaks_of_duty_is_none(store: Store, clock: HandClock) -> None:
    write(store, ("fault.seen", {"what": '"kind":"duty.began"', "official": LAN}), ("duty.began", {}))
    assert kept(store, clock) == Duties((), ())
