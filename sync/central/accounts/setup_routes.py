"""GET and POST /sign-in/setup: the first second factor, before anything else may be seen."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.cookies import give_cookie
from sync.central.accounts.gate import Gate
from sync.central.accounts.going_on import back_of
from sync.central.accounts.managing import get
from sync.central.accounts.routing import own_path, to_sign_in
from sync.central.accounts.second_factor import key_address
from sync.central.accounts.sessions import Session, Stage
from sync.central.accounts.signing_in import Wrong, pending_secret, set_up
from sync.central.database.engine import writing
from sync.central.web.forms import Form
from sync.central.web.qr import draw_qr


def routes(gate: Gate) -> list[Route]:
    """Setting up an app for codes."""
    state, pages = gate.state, gate.pages

    def show_setup(request: Request, session: Session) -> Response:
        return setup_page(request, session, Form())

    def setup_page(request: Request, session: Session, form: Form, status: int = 200) -> Response:
        with writing(state.engine) as connection:
            secret = pending_secret(connection, gate.vault, session)
            address = key_address(secret, get(connection, session.account).login)
        values = {"form": form, "back": back_of(request, form), "action": "/sign-in/setup"}
        shown = {"secret": secret, "qr": draw_qr(address)}
        return pages.show(request, "setup.html", values | shown, status=status)

    def setup(request: Request, session: Session, form: Form) -> Response:
        came = set_up(
            state.engine, state.clock, gate.vault, session, form.need("code"), gate.visitor(request)
        )
        if came is None:
            return to_sign_in(request)
        if isinstance(came, Wrong):
            form.refuse("code", "wrong_code")
            return setup_page(request, session, form, 422)
        values = {"codes": came.codes, "back": own_path(form.text("next"))}
        response = pages.show(request, "recovery_codes.html", values)
        give_cookie(request, response, came.secret)
        return response

    return [
        gate.half_page("/sign-in/setup", Stage.SETUP, show_setup),
        gate.half_form("/sign-in/setup", Stage.SETUP, setup),
    ]
