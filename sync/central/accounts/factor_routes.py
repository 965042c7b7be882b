"""GET and POST /account/second-factor: another app for codes, in place of the old one."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.managing import get
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.accounts.routing import to_sign_in
from sync.central.accounts.second_factor import key_address
from sync.central.accounts.sessions import hold_session, keep_totp, session_of
from sync.central.accounts.signing_in import pending_secret, take_second_factor
from sync.central.database.engine import writing
from sync.central.web.forms import Form
from sync.central.web.qr import draw_qr


def routes(gate: Gate) -> list[Route]:
    """Changing the app for codes."""
    state, pages = gate.state, gate.pages

    def show_factor(request: Request, reader: Reader) -> Response:
        return factor_page(request, reader, Form())

    def factor_page(request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        with writing(state.engine) as connection:
            secret = pending_secret(connection, gate.vault, session_of(connection, reader.session))
            address = key_address(secret, get(connection, reader.account).login)
        values = {"form": form, "back": "/account", "action": "/account/second-factor"}
        shown = {"secret": secret, "qr": draw_qr(address)}
        return pages.show(request, "setup.html", values | shown, status=status)

    def change_factor(request: Request, reader: Reader, form: Form) -> Response:
        with writing(state.engine) as connection:
            session = hold_session(connection, reader.account, reader.session)
            if session is None:
                return to_sign_in(request)
            codes = take_second_factor(connection, state.clock, gate.vault, session, form.need("code"))
            if codes is not None:
                keep_totp(connection, reader.session, None)
        if codes is None:
            form.refuse("code", "wrong_code")
            return factor_page(request, reader, form, 422)
        return pages.show(request, "recovery_codes.html", {"codes": codes, "back": "/account"})

    return [
        gate.page("/account/second-factor", Power.OWN_ACCOUNT, show_factor),
        gate.form("/account/second-factor", Power.OWN_ACCOUNT, change_factor),
    ]
