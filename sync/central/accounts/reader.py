"""A reader: a signed-in person, and over whom each power reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from sync.central.accounts.power import Power
from sync.central.accounts.roles import Kind, Role, Roles
from sync.central.accounts.scope import EVERYWHERE, NOWHERE, Scope, with_all_below
from sync.central.database.tables import accounts, grants


class Absent(Exception):
    """What was asked for does not exist for this reader; the answer is the same as if it did not exist."""


@dataclass(frozen=True)
class Reader:
    """Who asks; `scope` is that of the power which the asked route names."""

    account: str
    name: str
    roles: tuple[str, ...]
    powers: Mapping[Power, Scope]
    scope: Scope = NOWHERE
    session: str = ""
    language: str | None = None

    def asking(self, power: Power) -> "Reader":
        """The same person, before a route that needs this power."""
        return replace(self, scope=self.over(power))

    def may(self, power: Power) -> bool:
        """Whether this power was given at all."""
        return power in self.powers

    def over(self, power: Power) -> Scope:
        """Over whom this power reaches; nowhere without it."""
        return self.powers.get(power, NOWHERE)

    def needs(self, unit: str, power: Power | None = None) -> None:
        """Go on only within scope (that of the route's power, or of another).

        Raises:
            Absent: the unit lies outside.
        """
        if not (self.scope if power is None else self.over(power)).holds(unit):
            raise Absent


def read_reader(connection: Connection, account: str, roles: Roles, session: str = "") -> Reader | None:
    """The account's reader, or None if it is unknown or disabled."""
    row = connection.execute(select(accounts).where(accounts.c.account == account)).one_or_none()
    if row is None or row.state != "active":
        return None
    powers: dict[Power, Scope] = {Power.OWN_ACCOUNT: NOWHERE}
    granted = connection.execute(
        select(grants.c.role, grants.c.about).where(grants.c.account == account).order_by(grants.c.role)
    ).all()
    for key, about in granted:
        role = roles.of(key)
        if role is not None:
            scope = _scope(connection, role, about)
            powers |= {power: powers.get(power, NOWHERE) | scope for power in role.powers}
    held = tuple(dict.fromkeys(grant.role for grant in granted if roles.of(grant.role)))
    return Reader(account, row.name, held, powers, session=session, language=row.language)


def _scope(connection: Connection, role: Role, about: str) -> Scope:
    if role.scope is Kind.PROVINCE:
        return EVERYWHERE
    if role.scope is Kind.UNITS:
        return Scope(units=with_all_below(connection, [about]))
    return Scope(officials=frozenset([about]))
