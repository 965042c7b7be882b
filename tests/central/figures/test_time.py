from datetime import UTC, datetime

import pytest

from sync.central.figures.time import UNKNOWN, Anchor, Interval, day_of, month_of


def at(text: str) -> int:
    """Ms of a moment on the desk's clock (UTC+7)."""
    return int(datetime.fromisoformat(f"{text}+07:00").astimezone(UTC).timestamp() * 1000)


def test_a_day_is_the_desks_not_greenwichs() -> None:
    early = at("2026-12-01T00:00:30")
    assert day_of(Interval(early, early)) == "2026-12-01"
    assert month_of(Interval(early, early)) == "2026-12"


def test_an_interval_over_midnight_has_no_day_but_may_have_a_month() -> None:
    over = Interval(at("2026-11-23T23:59:59"), at("2026-11-24T00:00:01"))
    assert (day_of(over), month_of(over)) == ("", "2026-11")
    assert month_of(Interval(at("2026-11-30T23:59"), at("2026-12-01T00:01"))) == ""


@pytest.mark.parametrize(
    "interval",
    [
        UNKNOWN,
        Interval(at("2026-11-23T10:00"), None),
        Interval(None, at("2026-11-23T10:00")),
        Interval(at("2026-11-23T10:00:01"), at("2026-11-23T10:00")),
        Interval(2**53, 2**53),
        Interval(-(2**53), -(2**53)),
    ],
)
def test_what_is_open_contradictory_or_absurd_has_no_date(interval: Interval) -> None:
    assert (day_of(interval), month_of(interval)) == ("", "")


def test_an_anchor_leaves_its_round_trip_uncertain() -> None:
    anchor = Anchor(time=1_000_000, sent=500, got=540)
    assert (anchor.earliest(600), anchor.latest(600)) == (1_000_060, 1_000_100)
