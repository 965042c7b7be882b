"""GET /accounts/{account}, and what its forms do."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, Row
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.granting import FIELD, give
from sync.central.accounts.managing import AccountRefused, Desk, get, grants_of, identities_of
from sync.central.accounts.options import role_options, unit_options
from sync.central.accounts.own import sessions_of
from sync.central.accounts.places import all_units, names_of
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.accounts.routing import see
from sync.central.database.engine import reading, writing
from sync.central.web.forms import Form

Act = Callable[[Desk, str, Form], None]

_MANAGE = Power.MANAGE_ACCOUNTS
_PATH: Final = "/accounts/{account}"


def routes(gate: Gate) -> list[Route]:
    """One account, for whoever manages accounts."""
    state, pages, policy = gate.state, gate.pages, gate.policy

    def show(request: Request, _reader: Reader) -> Response:
        return page(request, Form())

    def page(request: Request, form: Form, status: int = 200) -> Response:
        account = request.path_params["account"]
        with reading(state.engine) as connection:
            row = _found(connection, account)
            held = grants_of(connection, account)
            values = {
                "row": row,
                "grants": [(policy.roles.of(grant.role), grant) for grant in held],
                "names": names_of(connection, [grant.about for grant in held]),
                "sessions": sessions_of(connection, account),
                "identities": identities_of(connection, account),
                "role_options": role_options(pages.voice(request), policy.roles),
                "unit_options": unit_options(pages.voice(request), all_units(connection)),
                "form": form,
            }
        return pages.show(request, "account.html", values, status=status)

    def doing(act: Act) -> Callable[[Request, Reader, Form], Response]:
        def submit(request: Request, reader: Reader, form: Form) -> Response:
            account = request.path_params["account"]
            try:
                with writing(state.engine) as connection:
                    _found(connection, account)
                    act(Desk(connection, state.clock, reader, policy.roles), account, form)
            except AccountRefused as refused:
                form.refuse(FIELD.get(refused.word, "role"), refused.word)
                return page(request, form, 422)
            return see(f"/accounts/{account}")

        return submit

    def make_link(request: Request, reader: Reader, _form: Form) -> Response:
        account = request.path_params["account"]
        with writing(state.engine) as connection:
            row = _found(connection, account)
            link = Desk(connection, state.clock, reader, policy.roles).invite(account)
        return pages.show(request, "link_made.html", {"row": row, "link": gate.address(request, link)})

    return [
        gate.page(_PATH, _MANAGE, show),
        gate.form(_PATH + "/link", _MANAGE, make_link),
        *(gate.form(_PATH + path, _MANAGE, doing(act)) for path, act in _ACTS.items()),
    ]


def _found(connection: Connection, account: str) -> Row[tuple[Any, ...]]:
    try:
        return get(connection, account)
    except AccountRefused as refused:
        raise Absent from refused


def _withdraw(desk: Desk, account: str, form: Form) -> None:
    desk.withdraw(account, form.text("role"), form.text("about"))


def _set_state(desk: Desk, account: str, form: Form) -> None:
    (desk.enable if form.text("state") == "active" else desk.disable)(account)


def _reset_second_factor(desk: Desk, account: str, _form: Form) -> None:
    desk.reset_second_factor(account)


def _end_sessions(desk: Desk, account: str, _form: Form) -> None:
    desk.sign_out(account)


def _link_identity(desk: Desk, account: str, form: Form) -> None:
    desk.link_identity(account, form.text("issuer"), form.text("subject"))


def _unlink_identities(desk: Desk, account: str, _form: Form) -> None:
    desk.unlink_identities(account)


_ACTS: Final[dict[str, Act]] = {
    "/grant": give,
    "/withdraw": _withdraw,
    "/state": _set_state,
    "/second-factor": _reset_second_factor,
    "/sessions": _end_sessions,
    "/identity": _link_identity,
    "/unlink": _unlink_identities,
}
