"""The report of `make bench` tells what was found: no goal that was missed reads as reached."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import measured
from tests.benchmarks.figure import Figure, Found, Reach, Row, Sample, found
from tests.benchmarks.report import NO_REASON, Run, markdown, verdict, write

RUN = Run("2026-11-26 08:00 UTC", "0a1b2c3", 12.0, "2 processors", (0.5, 1.5), full=False)
FAST = Figure("a pace", "a plain pace", Reach.AT_LEAST, 0.3)
SHORT = Figure("a wait", "a frame", Reach.AT_MOST, 1.0, missed="pages are made anew")


def cells(one: Found) -> list[str]:
    """The figure's row of the table."""
    return [cell.strip() for cell in markdown(RUN, [one]).splitlines()[-1].split("|")]


@pytest.mark.parametrize(
    ("figure", "values"),
    [(FAST, [0.29]), (FAST, [0.1, 0.2, 0.9]), (SHORT, [1.01]), (SHORT, [0.2, 5.0, 1.2])],
)
def test_a_goal_that_was_missed_is_never_told_as_reached(figure: Figure, values: list[float]) -> None:
    one = Found(figure, Sample(values))
    assert verdict(one) == f"NO: {figure.missed or NO_REASON}"
    assert verdict(one) in cells(one)
    assert "0 of 1 figures reach their goal" in markdown(RUN, [one])


@pytest.mark.parametrize(("figure", "values"), [(FAST, [0.3]), (FAST, [0.1, 0.4, 0.5]), (SHORT, [1.0])])
def test_a_goal_that_was_reached_is_told_with_its_number_and_spread(
    figure: Figure, values: list[float]
) -> None:
    told = cells(Found(figure, Sample(values, "and more")))
    assert told[1:4] == [figure.name, figure.against, str(len(values))]
    assert told[-3:-1] == ["yes", "and more"]


def test_the_middle_and_the_quartiles_are_of_the_turns() -> None:
    sample = Sample([5.0, 1.0, 2.0, 3.0, 4.0])
    assert (sample.median, sample.spread) == (3.0, (2.0, 4.0))
    assert Sample([2.0, 1.0]).spread == (1.0, 2.0)


def test_what_could_not_be_measured_stays_in_the_table_as_that(tmp_path: Path) -> None:
    row = Row("absent.nothing", (FAST, SHORT), lambda _full: ())
    results = measured(row, full=False)
    assert [one.sample for one in results] == [None, None]
    write(tmp_path, RUN, results)
    assert (tmp_path / "report.md").read_text("utf-8").count("NOT MEASURED: ModuleNotFoundError") == 2
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [figure["reached"] for figure in told["figures"]] == [False, False]


def test_both_reports_tell_the_same(tmp_path: Path) -> None:
    row = Row("some.row", (FAST, SHORT), lambda _full: ())
    results = found(row, [{"values": [0.5], "told": ""}, {"values": [3.0], "told": ""}])
    write(tmp_path, RUN, results)
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))["figures"]
    assert [(one["name"], one["reached"], one["median"]) for one in told] == [
        ("a pace", True, 0.5),
        ("a wait", False, 3.0),
    ]
    assert "1 of 2 figures reach their goal" in (tmp_path / "report.md").read_text("utf-8")


def test_a_row_that_tells_too_little_is_no_row() -> None:
    with pytest.raises(ValueError, match="shorter"):
        found(Row("some.row", (FAST, SHORT), lambda _full: ()), [{"values": [0.5], "told": ""}])
