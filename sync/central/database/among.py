"""A column among any number of values, as one parameter: the statement is the same however many they are."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Self

from sqlalchemy import BindParameter, Boolean, ColumnElement, Dialect, Select, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType


class among(FunctionElement[bool]):  # noqa: N801 - called as SQLAlchemy's own functions are
    """Whether the column's value is one of those handed over, as texts or integers."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], values: BindParameter[Any] | Iterable[Any]) -> None:
        if isinstance(values, BindParameter):
            values = bindparam(values.key, type_=_Values())
        else:
            values = bindparam(None, list(values), type_=_Values(), unique=True)
        super().__init__(column, values)

    def self_group(self, against: object = None) -> Self:
        """As it is: SQLite uses no index where it is asked whether this equals 1."""
        return self


class among_found(FunctionElement[bool]):  # noqa: N801 - as above
    """Whether the column's value is one of those that a statement finds: each is then looked up by an index.

    Of what such a statement finds PostgreSQL guesses few, where it would rather read a whole table than join.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], found: Select[tuple[Any]]) -> None:
        super().__init__(column, found.scalar_subquery())

    def self_group(self, against: object = None) -> Self:
        """As `among`."""
        return self


class unindexed(FunctionElement[Any]):  # noqa: N801 - as above
    """The column of integers, in a condition by which no rows shall be found, but others left out."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        self.type = column.type
        super().__init__(column)


class _Values(UserDefinedType[Any]):
    """A list as one text, JSON or an array's: PostgreSQL's driver would look long at each value of a list.

    No type is told with it: PostgreSQL reads it as that which it is cast to, once, and not with every row.
    """

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        return _array if dialect.name == "postgresql" else _json


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values))


def _array(values: Iterable[Any]) -> str:
    return f"{{{','.join(_quoted(one) if isinstance(one, str) else str(one) for one in values)}}}"


def _quoted(text: str) -> str:
    """A text as it stands in an array's; backslashes come first, since quotes get some."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@compiles(among, "postgresql")
def _among_an_array(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = element.clauses
    of = "TEXT" if isinstance(column.type, Text) else "BIGINT"
    return f"{compiler.process(column, **how)} = ANY(CAST({compiler.process(values, **how)} AS {of}[]))"


@compiles(among_found, "postgresql")
def _among_an_array_found(element: among_found, compiler: SQLCompiler, **how: Any) -> str:
    column, found = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} = ANY(ARRAY{found})"


@compiles(among_found, "sqlite")
def _among_found(element: among_found, compiler: SQLCompiler, **how: Any) -> str:
    column, found = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN {found}"


@compiles(unindexed)
def _as_a_value(element: unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


@compiles(among, "sqlite")
def _among_json(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled names
