"""A role as a form gives it: the role, and a unit or an official where the role wants one."""

from typing import Final

from sync.central.accounts.managing import Desk
from sync.central.accounts.places import official_called
from sync.central.accounts.roles import Kind
from sync.central.web.forms import Form

FIELD: Final = {
    "login_form": "login",
    "login_taken": "login",
    "unit_unknown": "unit",
    "official_unknown": "official",
    "official_several": "official",
    "identity_form": "issuer",
    "identity_taken": "issuer",
    "last_administrator": "state",
}
"""Beside which field a refusal stands; otherwise beside the role."""


def give(desk: Desk, account: str, form: Form) -> None:
    """Grant what the form says.

    Raises:
        AccountRefused: no such role, unit or official.
    """
    key = form.text("role")
    role = desk.roles.of(key)
    if role is not None and role.scope is Kind.SELF:
        about = official_called(desk.connection, form.text("official"))
    else:
        about = form.text("unit")
    desk.grant(account, key, about)
