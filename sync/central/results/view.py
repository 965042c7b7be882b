"""Which figures somebody sees: as they stand, or as they were published."""

from enum import StrEnum

from starlette.requests import Request


class View(StrEnum):
    """The most that somebody may see."""

    LIVE = "live"
    """Supervisors: every rating as soon as it has arrived; small numbers hidden, but not against patience."""
    PUBLISHED = "published"
    """Everybody below: what the closing of days published, safe against whoever keeps every view."""


def view_of(request: Request, most: View) -> View:
    """What is shown: who may see all can ask, with `?view=published`, for what the others see."""
    return asked_view(request) or most


def asked_view(request: Request) -> View | None:
    """What the address asks for, which links keep."""
    asked = request.query_params.get("view")
    return View.PUBLISHED if asked == View.PUBLISHED else None
