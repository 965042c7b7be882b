"""/public/reports: files of the reports that were published, for everybody."""

from http import HTTPStatus

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.open_door import OpenDoor
from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.reports.files import KINDS
from sync.central.reports.records import published_file, published_reports
from sync.central.results.public import PublicReport
from sync.central.results.public_routes import cached
from sync.contract.desk_time import desk_date

_PATH = "/public/reports/{report}/{kind}"


def routes(door: OpenDoor, state: State) -> list[Route]:
    """Return the route."""

    def answer(request: Request) -> Response:
        report, kind = request.path_params["report"], request.path_params["kind"]
        with reading(state.engine) as connection:
            raw = published_file(connection, report, kind)
        if raw is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        response = cached(request, raw, KINDS[kind])
        response.headers["Content-Disposition"] = f'attachment; filename="bao-cao-{report}.{kind}"'
        return response

    return [door.page(_PATH, answer)]


def reports_of(connection: Connection) -> list[PublicReport]:
    """Every report that was published, the latest period first."""
    return [
        PublicReport(
            {"vi": f"{one.report} · {one.name}", "en": one.report},
            desk_date(one.published_ms),
            {kind: _PATH.format(report=one.report, kind=kind) for kind in KINDS if kind in one.files},
        )
        for one in published_reports(connection)
    ]
