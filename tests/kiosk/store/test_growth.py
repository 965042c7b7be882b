"""How fast the ledger grows, measured from what stands in it."""

from kiosk.store import Draft, Growth, Store, growth
from kiosk.store.growth import LATELY_LINES, LONGEST_SILENCE_MS
from tests.hand_clock import HandClock

HOUR_MS = 3_600_000


def grown(store: Store) -> Growth:
    return store.submit(growth).result()


def write(store: Store, clock: HandClock, count: int, apart_ms: int, kind: str = "fault.seen") -> None:
    for _ in range(count):
        clock.wall += apart_ms
        store.append_now(kind, {"what": "x" * 200})


def test_lines_their_time_and_their_bytes_are_counted(store: Store, clock: HandClock) -> None:
    write(store, clock, 48, HOUR_MS)
    found = grown(store)
    assert (found.lines, found.span_ms) == (49, 48 * HOUR_MS)
    assert found.line_bytes > 200


def test_a_clock_that_jumped_is_measured_from_there_on_only(store: Store, clock: HandClock) -> None:
    write(store, clock, 10, HOUR_MS)
    clock.wall += 400 * 24 * HOUR_MS
    write(store, clock, 1, 0, kind="clock.stepped")
    write(store, clock, 5, HOUR_MS)
    assert grown(store).span_ms == 5 * HOUR_MS
    clock.wall -= 24 * HOUR_MS
    write(store, clock, 3, HOUR_MS)
    assert (grown(store).lines, grown(store).span_ms) == (3, 2 * HOUR_MS)
    clock.wall += LONGEST_SILENCE_MS
    write(store, clock, 2, HOUR_MS)
    assert (grown(store).lines, grown(store).span_ms) == (2, HOUR_MS)


def test_only_the_latest_lines_are_read(store: Store, clock: HandClock) -> None:
    store.append([Draft("fault.seen", {}) for _ in range(LATELY_LINES + 100)]).result()
    assert grown(store).lines == LATELY_LINES


def test_photos_and_the_directory_are_no_growth(store: Store, clock: HandClock) -> None:
    write(store, clock, 100, HOUR_MS)
    before = grown(store).line_bytes
    for number in range(40):
        store.save_photo(f"{number:064x}", bytes(200_000))
    store.save_directory(bytes(500_000), 1, "0" * 64)
    assert grown(store).line_bytes <= before + 1_000
