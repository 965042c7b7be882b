import pytest

from sync.central.jobs.schedule import Daily, Every, Last, Schedule, is_due

MINUTE, HOUR = 60_000, 3_600_000
NOON = 1_795_410_000_000  # 23 November 2026, 12:00 in UTC minus five; 12:40 in Hanoi


@pytest.mark.parametrize(
    ("schedule", "last", "after_ms", "due"),
    [
        (Every(300), None, 0, True),
        (Every(300), Last(NOON, "done"), 5 * MINUTE - 1, False),
        (Every(300), Last(NOON, "done"), 5 * MINUTE, True),
        (Every(300), Last(NOON, "failed"), 5 * MINUTE - 1, False),
        (Every(300), Last(NOON, "failed"), 5 * MINUTE, True),
        (Every(86_400), Last(NOON, "failed"), 15 * MINUTE, True),
        (Every(300), Last(NOON, None), MINUTE - 1, False),
        (Every(300), Last(NOON, None), MINUTE, True),
        (Every(300), Last(NOON + HOUR, "done"), 0, True),
        (Daily(2), None, 0, True),
        (Daily(2), Last(NOON, "failed"), 15 * MINUTE, True),
        (Daily(2), Last(NOON, "failed"), 15 * MINUTE - 1, False),
    ],
)
def test_a_job_is_due_when_its_time_has_come(
    schedule: Schedule, last: Last | None, after_ms: int, due: bool
) -> None:
    assert is_due(schedule, last, NOON + after_ms) is due


def test_a_daily_job_runs_once_a_day_from_its_minute_in_hanoi_on() -> None:
    midnight = 1_795_366_800_000  # 23 November 2026, 00:00 in UTC+7
    at_two = Daily(2, 30)
    ran = Last(midnight - HOUR, "done")
    assert not is_due(at_two, ran, midnight + 2 * HOUR + 30 * MINUTE - 1)
    assert is_due(at_two, ran, midnight + 2 * HOUR + 30 * MINUTE)
    again = Last(midnight + 2 * HOUR + 30 * MINUTE, "done")
    assert not is_due(at_two, again, midnight + 26 * HOUR)
    assert is_due(at_two, again, midnight + 26 * HOUR + 30 * MINUTE)
    assert is_due(at_two, again, midnight + 500 * HOUR), "days that were missed are made up for once"
