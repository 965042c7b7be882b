"""What people type into the directory's forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sync.central.directory.edition import Outdated
from sync.central.directory.importing.cells import day_of
from sync.central.directory.importing.folding import composed
from sync.central.directory.importing.said import RowRefused
from sync.central.directory.writing import Unfit
from sync.central.web.forms import Form

LONGEST = 200


@contextmanager
def told_on(form: Form) -> Iterator[None]:
    """Tell on the page what could not be written: it does not fit, or somebody else wrote meanwhile."""
    try:
        yield
    except Unfit as why:
        form.refuse("page", why.key)
    except Outdated:
        form.refuse("page", "outdated")


def line(form: Form, name: str, *, needed: bool = True) -> str:
    """A line of words, composed; refused where it is empty or too long for a kiosk."""
    text = composed(form.need(name) if needed else form.text(name))
    if len(text) > LONGEST:
        form.refuse(name, "refused_length")
    return text


def day(form: Form, name: str, *, needed: bool = False) -> str | None:
    """A day as YYYY-MM-DD, as a browser sends it or as people write it; None where none is given."""
    text = form.need(name) if needed else form.text(name)
    if not text:
        return None
    try:
        return day_of(text)
    except RowRefused:
        form.refuse(name, "refused_day")
        return None


def number(form: Form, name: str, low: int, high: int) -> int | None:
    """A whole number; refused outside its bounds."""
    text = form.text(name)
    if text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high:
        return int(text)
    form.refuse(name, "refused_number")
    return None


def as_date(day: str | None) -> date | None:
    """A day for `write.day`."""
    return date.fromisoformat(day) if day else None
