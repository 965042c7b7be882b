"""Who reads: those who see figures as they stand, and those who see what was published."""

from enum import StrEnum

from starlette.requests import Request


class Reader(StrEnum):
    """The most that somebody may see."""

    LIVE = "live"
    """Supervisors: every rating as soon as it has arrived; small numbers hidden, but not against patience."""
    PUBLISHED = "published"
    """Everybody below: what the closing of days published, safe against whoever keeps every view."""


def view_of(request: Request, most: Reader) -> Reader:
    """What is shown: who may see all can ask, with `?view=published`, for what the others see."""
    return asked_view(request) or most


def asked_view(request: Request) -> Reader | None:
    """What the address asks for, which links keep."""
    asked = request.query_params.get("view")
    return Reader.PUBLISHED if asked == Reader.PUBLISHED else None
