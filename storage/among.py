"""`column IN (these ids)` with all ids in one parameter.

An `IN` list is another statement for every length: compiled, parsed by the driver and planned by the server anew, which
for a few hundred ids takes longer than running it (docs/adr/0007).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from sqlalchemy import BindParameter, Boolean, ColumnElement, Dialect, Text, bindparam, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator


class _Ids(TypeDecorator[Any]):
    """Whole numbers as text: a JSON array for SQLite, an array literal for PostgreSQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> str:
        listed = ",".join(str(int(one)) for one in value or ())
        return f"[{listed}]" if dialect.name == "sqlite" else f"{{{listed}}}"


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """It is a comparison already: as `… = 1`, which a plain value would become, SQLite finds no index for it."""
        return self


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - compiled parts, no values


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} = ANY (CAST({ids} AS BIGINT[]))"


#: Ids given when the statement is executed.
IDS: BindParameter[Any] = bindparam("ids", type_=_Ids())


def among(column: ColumnElement[int], ids: Iterable[int] | BindParameter[Any]) -> ColumnElement[bool]:
    """False for every row where there are none."""
    return _Among(column, ids if isinstance(ids, BindParameter) else literal(tuple(ids), _Ids()))
