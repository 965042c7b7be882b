from datetime import date

from sync.central.web.formats import FORMATS
from sync.contract.desk_time import DAY_MS, began_ms

VI, EN = FORMATS["vi"], FORMATS["en"]


def test_vietnamese_writes_a_comma_before_the_decimals_and_a_space_before_the_per_cent_sign() -> None:
    assert VI.share(0.796) == "79,6\N{NO-BREAK SPACE}%"
    assert VI.bounds(0.7751, 0.816) == "77,5–81,6\N{NO-BREAK SPACE}%"
    assert VI.count(1484) == "1.484"


def test_english_writes_a_point_and_no_space() -> None:
    assert EN.share(0.796) == "79.6%"
    assert EN.bounds(0.7751, 0.816) == "77.5–81.6%"
    assert EN.count(1234567) == "1,234,567"


def test_a_day_is_written_as_each_language_writes_it() -> None:
    assert VI.day(date(2026, 11, 4)) == "4/11/2026"
    assert EN.day(date(2026, 11, 4)) == "4\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026"


def test_a_stretch_of_time_names_its_day_once() -> None:
    ten = began_ms(date(2026, 11, 4)) + 10 * 3_600_000
    assert VI.span(ten, ten + 5_400_000) == "4/11/2026\N{NO-BREAK SPACE}10:00 – 11:30"
    assert VI.span(ten, ten + DAY_MS).count("/11/2026") == 2


def test_a_moment_that_is_known_within_bounds_is_one_time_or_a_stretch() -> None:
    ten = began_ms(date(2026, 11, 4)) + 10 * 3_600_000
    assert VI.between(ten, ten + 40) == VI.moment(ten)
    assert VI.between(ten, ten + 120_000) == VI.span(ten, ten + 120_000)


def test_nothing_and_everything_keep_their_decimal() -> None:
    assert VI.share(0.0) == "0,0\N{NO-BREAK SPACE}%"
    assert EN.share(1.0) == "100.0%"


def test_a_difference_has_a_sign_unless_it_rounds_to_nothing() -> None:
    assert VI.signed(-0.0424) == "−4,2"
    assert EN.signed(0.031) == "+3.1"
    assert VI.signed(-0.0004) == "0,0"


def test_steps_of_time_are_written_by_their_days() -> None:
    week = date(2026, 11, 16), date(2026, 11, 22)
    assert VI.step(week, "week") == "16/11–22/11/2026"
    assert EN.step_short(week[0], "week") == "16\N{NO-BREAK SPACE}Nov"
    assert VI.step((week[0], week[0]), "day") == "16/11/2026"
    assert VI.step((date(2026, 11, 1), date(2026, 11, 30)), "month") == "11/2026"
    assert EN.step_short(date(2026, 11, 1), "month") == "Nov\N{NO-BREAK SPACE}2026"
