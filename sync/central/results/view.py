"""Which figures somebody sees: as they stand, or as they were published."""

from enum import StrEnum

from starlette.requests import Request


class View(StrEnum):
    """The most that somebody may see."""

    LIVE = "live"
    """Supervisors: every rating as soon as it has arrived; small numbers hidden, but not against patience."""
    UNMARKED = "unmarked"
    """The same without the ratings that are marked."""
    PUBLISHED = "published"
    """Everybody below: what the closing of days published, safe against whoever keeps every view."""


def view_of(request: Request, most: View) -> View:
    """What is shown: whoever may see all can ask for another view, with `?view=…`."""
    return (asked_view(request) or most) if most is View.LIVE else most


def asked_view(request: Request) -> View | None:
    """What the address asks for, which links keep."""
    asked = request.query_params.get("view")
    return View(asked) if asked in (View.PUBLISHED, View.UNMARKED) else None
