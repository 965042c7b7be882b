"""Whether a database that was restored by any tool fits: its keys, its numbers, its figures."""

import msgspec
from sqlalchemy import Connection, Table, func, select, text

from sync.central.database.tables import alarms, ledgers, refused, server
from sync.central.figures.verify import Proof, verify
from sync.central.keys.identity import Identity
from sync.central.keys.published import known_keys

_NUMBERED = (ledgers, alarms, refused)
"""Tables whose rows the database numbers itself."""


class Fit(msgspec.Struct, frozen=True):
    """What is wrong beyond figures, in words, and the proof of every figure."""

    server: str
    wrong: list[str]
    proof: Proof


def judge_fit(connection: Connection, identity: Identity) -> Fit:
    """Look at all of it in one single moment of the database."""
    owner = connection.execute(select(server.c.server)).scalar_one_or_none()
    wrong = []
    if owner != identity.server_id:
        wrong.append(f"the database is of server {owner}, the keys are those of {identity.server_id}")
    if connection.dialect.name == "postgresql":
        wrong += [said for table in _NUMBERED if (said := _behind(connection, table))]
    return Fit(identity.server_id, wrong, verify(connection, known_keys(connection, identity)))


def _behind(connection: Connection, table: Table) -> str:
    """Where a sequence would give a number that is taken: a dump without its sequences."""
    (column,) = table.primary_key.columns
    name = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
    ).scalar_one()
    highest = connection.execute(select(func.max(column))).scalar_one() or 0
    last, called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {name}").one()  # noqa: S608 - a sequence of ours
    following = last + 1 if called else last
    return "" if following > highest else f"{table.name}: the next number, {following}, is taken"
