"""Which figures somebody sees: as they stand, or as they were published."""

from collections.abc import Callable
from enum import StrEnum

from starlette.requests import Request

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader


class View(StrEnum):
    """The most that somebody may see."""

    LIVE = "live"
    """Supervisors: every rating as soon as it has arrived; small numbers hidden, but not against patience."""
    UNMARKED = "unmarked"
    """The same without the ratings that are marked."""
    PUBLISHED = "published"
    """Everybody below: what the closing of days published, safe against whoever keeps every view."""


def view_for(request: Request, reader: Reader, close: Callable[[], object]) -> View:
    """What this reader is shown: whoever may see all can ask for another view, with `?view=…`.

    What is published is as of now: `close` closes the days that are over.
    """
    view = (asked_view(request) or View.LIVE) if reader.may(Power.SEE_LIVE_RESULTS) else View.PUBLISHED
    if view is View.PUBLISHED:
        close()
    return view


def asked_view(request: Request) -> View | None:
    """What the address asks for, which links keep."""
    asked = request.query_params.get("view")
    return View(asked) if asked in (View.PUBLISHED, View.UNMARKED) else None
