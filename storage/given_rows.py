"""Rows bound to a statement as one parameter: one text of SQL, and one plan, however many rows are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from storage.upsert import AnyInsert

InsertInto = Callable[[Table], AnyInsert]
Types = Mapping[str, type[TypeEngine[int]] | type[TypeEngine[str]]]


class OnGivenRows:
    """A statement on rows of these columns, to be executed with `{"rows": json.dumps([{column: value, …}, …])}`."""

    def __init__(self, types: Types, build: Callable[[FromClause, InsertInto], Executable]) -> None:
        """`build` is given the rows, and the dialect's own INSERT, which knows ON CONFLICT."""
        self._by_dialect = {
            "sqlite": build(_of_sqlite(types), sqlite.insert),
            "postgresql": build(_of_postgres(types), postgresql.insert),
        }

    def on(self, connection: Connection) -> Executable:
        return self._by_dialect[connection.dialect.name]


def _of_postgres(types: Types) -> FromClause:
    columns = [column(name, type_) for name, type_ in types.items()]
    rows = func.json_to_recordset(cast(bindparam("rows", type_=Text()), postgresql.JSON))
    return rows.table_valued(*columns).render_derived(name="given", with_types=True)


def _of_sqlite(types: Types) -> FromClause:
    each = func.json_each(bindparam("rows", type_=Text())).table_valued("value", name="each")
    cells: list[ColumnElement[object]] = [
        func.json_extract(each.c.value, f"$.{name}", type_=type_).label(name) for name, type_ in types.items()
    ]
    return select(*cells).select_from(each).subquery("given")
