from pathlib import Path

import pytest

from sync.central.reports.periods import FormRefused, Span, load_form, period_called


def test_a_half_that_begins_late_in_december_lies_in_two_years() -> None:
    first = period_called(load_form(), "2026-H1")
    assert first.now == Span("2025-12-15", "2026-06-14")
    assert first.previous == Span("2025-06-15", "2025-12-14")
    assert first.year_before == Span("2024-12-15", "2025-06-14")
    second = period_called(load_form(), "2026-H2")
    assert (second.now, second.previous) == (Span("2026-06-15", "2026-12-14"), first.now)


def test_a_province_has_its_own_days_and_its_own_head(tmp_path: Path) -> None:
    file = tmp_path / "form.toml"
    file.write_text(
        '[periods.Y]\nfirst = "01-01"\nlast = "12-31"\nname = "năm"\n[heading]\nagency = "BAN DÂN VẬN"\n',
        "utf-8",
    )
    form = load_form(file)
    assert form.heading.agency == "BAN DÂN VẬN"
    assert form.heading.symbol == "BC"
    year = period_called(form, "2026-Y")
    assert (year.name, year.now, year.previous) == (
        "năm 2026",
        Span("2026-01-01", "2026-12-31"),
        Span("2025-01-01", "2025-12-31"),
    )


@pytest.mark.parametrize("name", ["", "2026", "2026-H3", "26-H1", "H1-2026", "２０２６-H1"])
def test_a_report_is_named_for_a_year_and_a_period(name: str) -> None:
    with pytest.raises(FormRefused, match="expected a year"):
        period_called(load_form(), name)


@pytest.mark.parametrize(
    "text", ["no toml", '[periods.H1]\nfirst = "13-45"\nlast = "06-14"\nname = "x"\n', "[other]\n"]
)
def test_a_form_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "form.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(FormRefused):
        load_form(file)
