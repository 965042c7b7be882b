"""A column among any number of values, as one parameter: the statement is the same however many they are."""

import json
from collections.abc import Iterable
from typing import Any, Self

from sqlalchemy import BigInteger, BindParameter, Boolean, ColumnElement, Dialect, Select, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class among(FunctionElement[bool]):  # noqa: N801 - called as SQLAlchemy's own functions are
    """Whether the column's value is one of those handed over, as texts or integers."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], values: BindParameter[Any] | Iterable[Any]) -> None:
        of = _Values(texts=isinstance(column.type, Text))
        if isinstance(values, BindParameter):
            values = bindparam(values.key, type_=of)
        else:
            values = bindparam(None, list(values), type_=of, unique=True)
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
    """The column, in a condition that SQLite shall find no rows by; PostgreSQL knows which index to take."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        self.type = column.type
        super().__init__(column)


class _Values(TypeDecorator[Any]):
    """A list as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, *, texts: bool) -> None:
        super().__init__()
        self.texts = texts

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(Text())
        of: type[TypeEngine[Any]] = Text if self.texts else BigInteger
        return dialect.type_descriptor(ARRAY(of))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value))


@compiles(among, "postgresql")
def _among_an_array(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} = ANY({values})"


@compiles(among_found, "postgresql")
def _among_an_array_found(element: among_found, compiler: SQLCompiler, **how: Any) -> str:
    column, found = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} = ANY(ARRAY{found})"


@compiles(among_found, "sqlite")
def _among_found(element: among_found, compiler: SQLCompiler, **how: Any) -> str:
    column, found = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN {found}"


@compiles(unindexed)
def _as_it_is(element: unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)


@compiles(unindexed, "sqlite")
def _as_a_value(element: unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


@compiles(among, "sqlite")
def _among_json(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled names
