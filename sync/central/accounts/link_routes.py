"""GET and POST /link/{secret}: opening a one-time link only shows it; its button spends it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.going_on import go_on
from sync.central.accounts.links import Link, Purpose, find_link, spend_link
from sync.central.accounts.own import choose_password, keep_password
from sync.central.accounts.sessions import Stage, open_session
from sync.central.accounts.signing_in import Passed, begin
from sync.central.database.engine import reading, writing
from sync.central.web.forms import Form


def routes(gate: Gate) -> list[Route]:
    """One-time links."""
    state, pages, policy = gate.state, gate.pages, gate.policy

    def show_link(request: Request) -> Response:
        found = linked(request)
        return absent(request) if found is None else link_page(request, found, Form())

    def link_page(request: Request, link: Link, form: Form, status: int = 200) -> Response:
        return pages.show(request, f"link_{link.purpose}.html", {"link": link, "form": form}, status=status)

    def linked(request: Request) -> Link | None:
        with reading(state.engine) as connection:
            return find_link(connection, request.path_params["secret"], state.clock.wall_ms())

    def absent(request: Request) -> Response:
        return gate.refusal(request, "link_over", 404)

    def open_link(request: Request, form: Form) -> Response:
        found = linked(request)
        if found is None:
            return absent(request)
        visitor = gate.visitor(request)
        if found.purpose is Purpose.VISIT:
            with writing(state.engine) as connection:
                if not spend_link(connection, found):
                    return absent(request)
                secret = begin(connection, state.clock, found.account, visitor, "link")
            return go_on(request, Passed(secret, Stage.FULL), "/")
        phc = choose_password(form, policy.passwords, found.login, found.name)
        if phc is None:
            return link_page(request, found, form, 422)
        with writing(state.engine) as connection:
            if not spend_link(connection, found):
                return absent(request)
            stage = keep_password(connection, state.clock, found.account, phc)
            secret = open_session(connection, found.account, stage, visitor, state.clock.wall_ms())
        return go_on(request, Passed(secret, stage), "/")

    return [
        gate.open_page("/link/{secret}", show_link),
        gate.open_form("/link/{secret}", open_link),
    ]
