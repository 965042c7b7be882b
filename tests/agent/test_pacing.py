from hypothesis import given
from hypothesis import strategies as st

from sync.agent.outcome import Busy, Delivered, Forked, Idle, Portal, Unreachable
from sync.agent.pacing import (
    Pacing,
    after,
    backoff_ms,
    beaten,
    begin,
    delivery_due_ms,
    heartbeat_due_ms,
    hurried,
)
from sync.contract.receipt import Receipt

PACING = Pacing()
CHANCE = st.floats(min_value=0, max_value=1, exclude_max=True)
NOW = st.integers(min_value=0, max_value=10**10)


def delivered(*, more: bool, next_ms: int = 0) -> Delivered:
    receipt = Receipt(
        server="", ledger="", held=1, head="", state="held", server_time=0, nonce=None, directory=None,
        next_ms=next_ms,
    )  # fmt: skip
    return Delivered(receipt, 1, more)


@given(NOW, CHANCE)
def test_after_a_start_the_first_try_lies_within_a_minute(now: int, chance: float) -> None:
    pace = begin(PACING, now, chance)
    due = delivery_due_ms(pace, oldest_pending_up_ms=now + 1, now_ms=now)
    assert due is not None
    assert now <= due < now + 60_000
    assert due == heartbeat_due_ms(pace)


@given(NOW, CHANCE, CHANCE)
def test_a_live_line_waits_30_to_90_seconds(now: int, first: float, second: float) -> None:
    pace = after(begin(PACING, 0, first), delivered(more=False), PACING, now, second)
    due = delivery_due_ms(pace, oldest_pending_up_ms=now + 5, now_ms=now + 5)
    assert due is not None
    assert 30_000 <= due - (now + 5) < 90_000


@given(NOW, CHANCE, st.integers(min_value=0, max_value=10**7))
def test_a_backlog_goes_as_soon_as_the_server_allows_but_an_hour_is_the_most(
    now: int, chance: float, next_ms: int
) -> None:
    outcome = delivered(more=True, next_ms=next_ms)
    pace = after(begin(PACING, 0, chance), outcome, PACING, now, chance)
    assert delivery_due_ms(pace, now - 1, now) == now + min(next_ms, 3_600_000)


def test_lines_of_an_earlier_boot_are_a_backlog() -> None:
    pace = after(begin(PACING, 0, 0.5), delivered(more=False), PACING, 1_000, 0.5)
    assert delivery_due_ms(pace, oldest_pending_up_ms=999_999, now_ms=1_000) == 1_000


def test_nothing_pending_is_never_due() -> None:
    assert delivery_due_ms(begin(PACING, 0, 0), None, 0) is None


@given(st.integers(min_value=0, max_value=10_000), CHANCE)
def test_failures_wait_5_seconds_to_15_minutes(failures: int, chance: float) -> None:
    assert 5_000 <= backoff_ms(PACING, failures, chance) < 900_000


def test_the_ceiling_doubles_with_each_failure() -> None:
    ceilings = [backoff_ms(PACING, failures, 0.999_999) for failures in range(9)]
    assert [round(ceiling / 1000) for ceiling in ceilings] == [10, 20, 40, 80, 160, 320, 640, 900, 900]


@given(NOW, CHANCE, st.integers(min_value=0, max_value=10**12), st.booleans())
def test_a_server_that_asks_for_a_pause_is_believed_up_to_an_hour(
    now: int, chance: float, retry_ms: int, ours: bool
) -> None:
    outcome = Busy(retry_ms) if ours else Unreachable("server_error", "HTTP 503", retry_ms)
    pace = after(begin(PACING, 0, chance), outcome, PACING, now, chance)
    assert 5_000 <= pace.earliest_ms - now <= 3_600_000
    if 5_000 <= retry_ms <= 3_600_000:
        assert now + retry_ms <= pace.earliest_ms < now + retry_ms + 1_000 or retry_ms > 3_599_000


def test_while_backing_off_neither_lines_nor_heartbeats_go() -> None:
    pace = after(begin(PACING, 0, 0), Portal("HTTP 200 text/html"), PACING, 100_000, 0.5)
    assert pace.failures == 1
    assert delivery_due_ms(pace, 0, 100_000) == heartbeat_due_ms(pace) == 107_500


def test_success_forgets_failures() -> None:
    pace = begin(PACING, 0, 0)
    for outcome in (Portal(""), Forked(delivered(more=False).receipt), None, Busy(None)):
        pace = after(pace, outcome, PACING, 0, 0.5)
    assert pace.failures == 4
    assert after(pace, delivered(more=False), PACING, 0, 0.5).failures == 0


def test_a_backlog_that_turned_out_empty_is_none() -> None:
    pace = after(begin(PACING, 0, 0), delivered(more=True), PACING, 0, 0)
    assert not after(pace, Idle(), PACING, 0, 0).backlog


@given(NOW, CHANCE)
def test_heartbeats_come_every_four_to_six_minutes(now: int, chance: float) -> None:
    pace = beaten(begin(PACING, 0, 0), PACING, now, chance)
    assert 240_000 <= heartbeat_due_ms(pace) - now <= 360_000


@given(NOW, CHANCE, st.integers(min_value=0, max_value=9))
def test_who_is_in_a_hurry_waits_for_nothing_of_ours(now: int, chance: float, failures: int) -> None:
    pace = begin(PACING, now, chance)
    for _ in range(failures):
        pace = after(pace, Portal("HTTP 200 text/html"), PACING, now, chance)
    pace = hurried(pace, now)
    assert delivery_due_ms(pace, oldest_pending_up_ms=now, now_ms=now) == heartbeat_due_ms(pace) == now


@given(NOW, CHANCE, st.integers(min_value=5_000, max_value=3_600_000))
def test_who_is_in_a_hurry_respects_the_servers_word(now: int, chance: float, asked_ms: int) -> None:
    for outcome in (Busy(asked_ms), delivered(more=True, next_ms=asked_ms)):
        pace = hurried(after(begin(PACING, 0, chance), outcome, PACING, now, chance), now + 1)
        due = delivery_due_ms(pace, now, now + 1)
        assert due == heartbeat_due_ms(pace)
        assert now + asked_ms <= due < now + asked_ms + 1_000


@given(NOW, CHANCE)
def test_a_hurry_ends_with_the_contact_it_asked_for(now: int, chance: float) -> None:
    pace = hurried(begin(PACING, now, chance), now)
    for outcome in (delivered(more=False), Portal(""), Idle()):
        later = after(pace, outcome, PACING, now, chance)
        due = delivery_due_ms(later, now, now)
        assert due is not None
        assert due - now >= 5_000
