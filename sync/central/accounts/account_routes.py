"""GET /accounts, GET and POST /accounts/new."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.granting import FIELD, give
from sync.central.accounts.listing import list_accounts
from sync.central.accounts.managing import AccountRefused, Desk, get
from sync.central.accounts.options import role_options, unit_options
from sync.central.accounts.places import all_units, names_of
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading, writing
from sync.central.web.forms import Form

_MANAGE = Power.MANAGE_ACCOUNTS


def routes(gate: Gate) -> list[Route]:
    """Who there is, and somebody new."""
    state, pages, policy = gate.state, gate.pages, gate.policy

    def show_all(request: Request, _reader: Reader) -> Response:
        with reading(state.engine) as connection:
            found = list_accounts(connection, request.query_params.get("after", ""))
            over = {grant.about for row in found.rows for grant in row.grants}
            names = names_of(connection, over)
        values = {"found": found, "roles": policy.roles, "names": names}
        return pages.show(request, "accounts.html", values)

    def show_new(request: Request, _reader: Reader) -> Response:
        return new_page(request, Form())

    def new_page(request: Request, form: Form, status: int = 200) -> Response:
        with reading(state.engine) as connection:
            units = all_units(connection)
        voice = pages.voice(request)
        values = {
            "form": form,
            "role_options": role_options(voice, policy.roles),
            "unit_options": unit_options(voice, units),
        }
        return pages.show(request, "account_new.html", values, status=status)

    def add(request: Request, reader: Reader, form: Form) -> Response:
        try:
            with writing(state.engine) as connection:
                desk = Desk(connection, state.clock, reader, policy.roles)
                account = desk.add(form.text("login"), form.text("name"))
                give(desk, account, form)
                link = desk.invite(account)
                row = get(connection, account)
        except AccountRefused as refused:
            form.refuse(FIELD.get(refused.word, "role"), refused.word)
            return new_page(request, form, 422)
        return pages.show(request, "link_made.html", {"row": row, "link": gate.address(request, link)})

    return [
        gate.page("/accounts", _MANAGE, show_all, section="section_accounts"),
        gate.page("/accounts/new", _MANAGE, show_new),
        gate.form("/accounts/new", _MANAGE, add),
    ]
