"""GET and POST /sign-in and /sign-in/code; POST /sign-out."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.cookies import take_cookie
from sync.central.accounts.gate import Gate
from sync.central.accounts.going_on import back_of, go_on
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.accounts.routing import own_path, see, to_sign_in
from sync.central.accounts.sessions import Session, Stage, close_session
from sync.central.accounts.signing_in import Passed, Wrong, try_code, try_password
from sync.central.database.engine import writing
from sync.central.web.forms import Form


def routes(gate: Gate) -> list[Route]:
    """The way in, and out."""
    state, pages, policy = gate.state, gate.pages, gate.policy
    provider = policy.provider.name if policy.provider else ""

    def show_sign_in(request: Request) -> Response:
        if gate.knows(request):
            return see(own_path(request.query_params.get("next", "")))
        return sign_in_page(request, Form())

    def sign_in_page(request: Request, form: Form, status: int = 200) -> Response:
        values = {"form": form, "back": back_of(request, form), "provider": provider}
        return pages.show(request, "sign_in.html", values, status=status)

    def sign_in(request: Request, form: Form) -> Response:
        login, password = form.need("login"), form.secret("password")
        if not password:
            form.refuse("password", "refused_missing")
        if form.refusals:
            return sign_in_page(request, form, 422)
        visitor = gate.visitor(request)
        came = try_password(state.engine, state.clock, policy, login, password, visitor)
        if isinstance(came, Wrong):
            if came.wait_ms:
                return gate.wait(request, came.wait_ms)
            form.refuse("login", "wrong_password")
            return sign_in_page(request, form, 422)
        return go_on(request, came, own_path(form.text("next")))

    def show_code(request: Request, _session: Session) -> Response:
        return code_page(request, Form())

    def code_page(request: Request, form: Form, status: int = 200) -> Response:
        values = {"form": form, "back": back_of(request, form)}
        return pages.show(request, "code.html", values, status=status)

    def code(request: Request, session: Session, form: Form) -> Response:
        came = try_code(
            state.engine, state.clock, gate.vault, session, form.need("code"), gate.visitor(request)
        )
        if came is None:
            return to_sign_in(request)
        if isinstance(came, Passed):
            return go_on(request, came, own_path(form.text("next")))
        if came.wait_ms:
            return gate.wait(request, came.wait_ms)
        form.refuse("code", "wrong_code")
        return code_page(request, form, 422)

    def sign_out(request: Request, reader: Reader, _form: Form) -> Response:
        with writing(state.engine) as connection:
            close_session(connection, reader.session)
            record(connection, state.clock, reader, "signed_out", reader.account)
        response = see("/sign-in")
        take_cookie(request, response)
        return response

    return [
        gate.open_page("/sign-in", show_sign_in),
        gate.open_form("/sign-in", sign_in),
        gate.half_page("/sign-in/code", Stage.CODE, show_code),
        gate.half_form("/sign-in/code", Stage.CODE, code),
        gate.form("/sign-out", Power.OWN_ACCOUNT, sign_out),
    ]
