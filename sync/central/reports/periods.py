"""Which days a report is about and is compared with, and what stands in its head: data of a province."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

_DAY: Final = timedelta(days=1)


class FormRefused(ValueError):
    """A file of the report's form that cannot be used, or a period that it does not know."""


class Half(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A period of every year: first and last day as month-day."""

    first: str
    last: str
    name: str


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who reports to whom; `authority` is what stands over the post: "TM. ỦY BAN NHÂN DÂN"."""

    above: str
    agency: str
    symbol: str
    place: str
    basis: str
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: str
    post: str


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    periods: dict[str, Half]
    heading: Heading


class Span(msgspec.Struct, frozen=True):
    """Days, YYYY-MM-DD, both included."""

    first: str
    last: str


class Period(msgspec.Struct, frozen=True):
    """`report` names it (2026-H1); its days, those of the period before, and those of a year before."""

    report: str
    name: str
    now: Span
    previous: Span
    year_before: Span


def load_form(file: Path | None = None) -> Form:
    """The form of `file`, over the usual one.

    Raises:
        FormRefused: no TOML of a form, or a day that is none.
    """
    usual = tomllib.loads((resources.files(__package__) / "form.toml").read_text("utf-8"))
    try:
        own = tomllib.loads(file.read_text("utf-8")) if file else {}
        form = msgspec.convert(_over(usual, own), Form)
        for name in form.periods:
            _span(form, name, 2025)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise FormRefused(f"{file or 'form'}: {error}") from error
    return form


def period_called(form: Form, report: str) -> Period:
    """The period that a report is named for.

    Raises:
        FormRefused: no year and period of the form.
    """
    year, _, half = report.partition("-")
    if half not in form.periods or not (year.isascii() and year.isdigit() and len(year) == 4):
        raise FormRefused(f"{report}: expected a year and one of {', '.join(form.periods)}: 2026-H1")
    now = _span(form, half, int(year))
    return Period(
        report,
        f"{form.periods[half].name} {year}",
        now,
        _before(form, now.first, int(year)),
        _span(form, half, int(year) - 1),
    )


def _span(form: Form, half: str, year: int) -> Span:
    kind = form.periods[half]
    try:
        last = date.fromisoformat(f"{year:04}-{kind.last}")
        first = date.fromisoformat(f"{year - (kind.first > kind.last):04}-{kind.first}")
    except ValueError as error:
        raise FormRefused(f"periods.{half}: {error}") from error
    return Span(str(first), str(last))


def _before(form: Form, first: str, year: int) -> Span:
    """The span that ends last of those that are over by then."""
    spans = [_span(form, half, one) for half in form.periods for one in (year - 1, year)]
    return max((span for span in spans if span.last < first), key=lambda span: span.last)


def _over(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The own file's `periods` stand alone; of its heading, what it says."""
    heading = {**usual["heading"], **own.get("heading", {})}
    rest = {name: value for name, value in own.items() if name != "heading"}
    return {**usual, **rest, "heading": heading}
