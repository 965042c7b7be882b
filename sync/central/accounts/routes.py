"""The routes of this room."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.cookies import take_cookie
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.accounts.sessions import close_session
from sync.central.database.engine import writing
from sync.central.web.forms import Form


def routes(gate: Gate) -> list[Route]:
    """Signing in and out, one's own account, everybody's accounts, the audit log."""
    state = gate.state

    def sign_out(request: Request, reader: Reader, _form: Form) -> Response:
        with writing(state.engine) as connection:
            close_session(connection, reader.session)
            record(connection, state.clock, reader, "signed_out")
        response = RedirectResponse("/sign-in", 303)
        take_cookie(request, response)
        return response

    return [gate.form("/sign-out", Power.OWN_ACCOUNT, sign_out)]
