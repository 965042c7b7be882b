"""How long the room lasts, and what is remembered of contacts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.calling import outcome_code, outcome_told
from kiosk.app.looking import DAY_MS, LONGEST_DAYS, RESERVE_BYTES, days_left
from kiosk.store import Growth
from sync.agent.outcome import Idle, Outcome, Portal, Refused, Unreachable

GIB = 1024**3


def test_room_lasts_as_long_as_the_ledger_grows_as_now() -> None:
    assert (
        days_left(Growth(lines=700, span_ms=7 * DAY_MS, line_bytes=1_000), RESERVE_BYTES + 10_000_000) == 100
    )


@pytest.mark.parametrize(
    "growth", [Growth(0, 0, 0), Growth(900, DAY_MS - 1, 1_000), Growth(9, 9 * DAY_MS, 0)]
)
def test_while_too_little_is_known_it_is_not_made_up(growth: Growth) -> None:
    assert days_left(growth, 50 * GIB) is None


@given(
    st.integers(1, 2_000), st.integers(DAY_MS, 900 * DAY_MS), st.integers(1, 20_000), st.integers(0, 1024**4)
)
def test_it_is_a_number_of_days_and_no_more_than_ten_years(
    lines: int, span_ms: int, line_bytes: int, free: int
) -> None:
    days = days_left(Growth(lines, span_ms, line_bytes), free)
    assert days is not None
    assert 0 <= days <= LONGEST_DAYS
    assert free > RESERVE_BYTES or days == 0


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Idle(), "idle"),
        (Portal("HTTP 200 text/html"), "portal"),
        (Unreachable("tls", "certificate has expired"), "unreachable.tls"),
        (Refused("clock", "too far"), "refused.clock"),
    ],
)
def test_a_contact_is_remembered_as_one_word(outcome: Outcome, code: str) -> None:
    assert outcome_code(outcome) == code
    assert outcome_told(outcome)["code"] == code
