"""What a page shows over time: the trend in the steps that its address asks for, and its days compared."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection
from starlette.requests import Request

from sync.central.results.comparing import read_compared
from sync.central.results.spans import asked_step
from sync.central.results.trend import read_trend
from sync.central.results.view import View
from sync.contract.desk_time import desk_date


def read_timeline(
    connection: Connection,
    request: Request,
    view: View,
    last: date,
    units: Collection[str] | None,
    rest: Collection[str] = (),
) -> dict[str, object]:
    """For the page's template: these units together, or all, up to the day `last`, and against the `rest`."""
    trend = read_trend(connection, view, asked_step(request), last, units)
    return {"trend": trend, "compared": read_compared(connection, view, trend.span, units, rest)}


def last_day(view: View, closed: date | None, now_ms: int) -> date:
    """The last day there are figures of: today, or the last one that was closed."""
    today = desk_date(now_ms)
    return (closed or today) if view is View.PUBLISHED else today
