"""GET /account and what its forms do: password, second factor, recovery codes, language, sessions."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.lockout import admit, count_success
from sync.central.accounts.managing import get, grants_of
from sync.central.accounts.own import choose_password, keep_language, keep_password, sessions_of
from sync.central.accounts.places import names_of
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.accounts.routing import see
from sync.central.accounts.second_factor import make_recovery_codes
from sync.central.accounts.sessions import close_sessions
from sync.central.database.engine import reading, writing
from sync.central.web.forms import Form
from sync.central.web.languages import LANGUAGES

_OWN = Power.OWN_ACCOUNT


def routes(gate: Gate) -> list[Route]:
    """Everybody's own account."""
    state, pages, policy = gate.state, gate.pages, gate.policy

    def show(request: Request, reader: Reader) -> Response:
        return own_page(request, reader, Form())

    def own_page(request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        with reading(state.engine) as connection:
            held = grants_of(connection, reader.account)
            values = {
                "row": get(connection, reader.account),
                "grants": [(policy.roles.of(grant.role), grant) for grant in held],
                "names": names_of(connection, [grant.about for grant in held]),
                "sessions": sessions_of(connection, reader.account),
                "this_session": reader.session,
                "form": form,
            }
        return pages.show(request, "own.html", values, status=status)

    def proved(request: Request, reader: Reader, form: Form) -> Response | None:
        """None if the form's `password` is the reader's own; it is guessed no faster here than at sign-in."""
        address, now_ms = gate.callers.of(request), state.clock.wall_ms()
        with writing(state.engine) as connection:
            row = get(connection, reader.account)
            wait_ms = admit(connection, row.login, address, now_ms)
        if wait_ms:
            return gate.wait(request, wait_ms)
        if not policy.passwords.proves(row.password, form.secret("password")):
            form.refuse("password", "wrong_own_password")
            return own_page(request, reader, form, 422)
        with writing(state.engine) as connection:
            count_success(connection, reader.account, row.login, address, now_ms)
        return None

    def change_password(request: Request, reader: Reader, form: Form) -> Response:
        if refused := proved(request, reader, form):
            return refused
        with reading(state.engine) as connection:
            row = get(connection, reader.account)
        phc = choose_password(form, policy.passwords, row.login, row.name)
        if phc is None:
            return own_page(request, reader, form, 422)
        with writing(state.engine) as connection:
            keep_password(connection, state.clock, reader.account, phc, but=reader.session)
        return see("/account")

    def renew_codes(request: Request, reader: Reader, form: Form) -> Response:
        if refused := proved(request, reader, form):
            return refused
        with writing(state.engine) as connection:
            codes = make_recovery_codes(connection, reader.account)
            record(connection, state.clock, reader, "recovery_codes_made", reader.account)
        return pages.show(request, "recovery_codes.html", {"codes": codes, "back": "/account"})

    def change_language(_request: Request, reader: Reader, form: Form) -> Response:
        language = form.text("language")
        if language in LANGUAGES:
            with writing(state.engine) as connection:
                keep_language(connection, reader.account, language)
        return see("/account")

    def end_others(_request: Request, reader: Reader, _form: Form) -> Response:
        with writing(state.engine) as connection:
            close_sessions(connection, reader.account, but=reader.session)
            record(connection, state.clock, reader, "other_sessions_ended", reader.account)
        return see("/account")

    return [
        gate.page("/account", _OWN, show),
        gate.form("/account/password", _OWN, change_password),
        gate.form("/account/recovery-codes", _OWN, renew_codes),
        gate.form("/account/language", _OWN, change_language),
        gate.form("/account/sessions", _OWN, end_others),
    ]
