"""One order of texts, one folding of letters and one LIKE, whichever database it is.

SQLite compares texts by code points, and so does PostgreSQL in the locale C.UTF-8 (where no upgrade of the
system can leave its indexes sorted in a former way). Letters of every alphabet have their small form in both;
LIKE tells small letters from capitals, `ilike` does not. Names are sorted by `web.collation`, not here.
"""

import sqlite3

from sqlalchemy import Connection


class UnfitDatabase(Exception):
    """A PostgreSQL database that orders or folds letters otherwise."""

    def __init__(self) -> None:
        super().__init__(
            "the database does not order texts by code points, or knows no letters beyond ASCII; "
            "make one with: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        )


def judge_ordering(connection: Connection) -> None:
    """Look whether texts are ordered and folded as on SQLite.

    Raises:
        UnfitDatabase: they are not.
    """
    if connection.dialect.name == "postgresql":
        fit = "SELECT getdatabaseencoding() = 'UTF8' AND 'B' < 'a' AND 'z' < 'Á' AND lower('ĐẾ') = 'đế'"
        if not connection.exec_driver_sql(fit).scalar():
            raise UnfitDatabase


def order_sqlite(connection: sqlite3.Connection) -> None:
    """Let SQLite's LIKE tell small letters from capitals, and its `lower` know more than ASCII."""
    connection.execute("PRAGMA case_sensitive_like=ON")
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
