"""Core statements of the hot path: compiled once for each kind of database, then run by the driver itself.

Written and checked as every other statement; what is left out is the work SQLAlchemy does anew for each execution
(docs/adr/0007): five statements an answer, 50 µs each, of which the driver needs 10.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

_Convert = Callable[[Any], Any] | None
#: What was bound, and what came back: a driver's cursor.
_Cursor = Any


@dataclass(frozen=True, slots=True)
class _Form:
    """The statement in one database's words.

    `binds`: name and how a value is converted; `constants`: those that never change. `readers`: place of a cell in the
    row, and how it is converted.
    """

    sql: str
    binds: tuple[tuple[str, _Convert], ...]
    constants: Mapping[str, Any]
    is_positional: bool
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    row: Callable[..., Any]

    def bound(self, values: Mapping[str, Any]) -> Any:
        given = {**self.constants, **values}
        if self.is_positional:
            return [convert(given[name]) if convert else given[name] for name, convert in self.binds]
        return {name: convert(given[name]) if convert else given[name] for name, convert in self.binds}

    def named(self, found: Sequence[Any]) -> Any:
        cells = list(found)
        for place, read in self.readers:
            cells[place] = read(cells[place])
        return self.row(*cells)


class Prepared:
    """`build` gives the statement for a dialect's name; `columns`: what an INSERT without values is given.

    Not for `IN` with a list, which is another statement for every length.
    """

    def __init__(self, build: Callable[[str], Executable], columns: Sequence[str] = ()) -> None:
        self._build = build
        self._columns = columns
        self._forms: dict[str, _Form] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, its cells by their columns' names; None where there is none."""
        form, cursor = self._run(connection, values)
        try:
            found = cursor.fetchone()
        finally:
            cursor.close()
        return None if found is None else form.named(found)

    def scalar(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first cell of the first row; None where there is none."""
        found = self.first(connection, values)
        return None if found is None else found[0]

    def change(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows were written."""
        _, cursor = self._run(connection, values)
        try:
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> tuple[_Form, _Cursor]:
        dialect = connection.dialect
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = _form(self._build(dialect.name), dialect, self._columns)
        driver: Any = connection.connection.driver_connection
        return form, driver.execute(form.sql, form.bound(values))


def _form(statement: Executable, dialect: Dialect, columns: Sequence[str]) -> _Form:
    assert isinstance(statement, ClauseElement)
    compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
    assert isinstance(compiled, SQLCompiler)
    assert not compiled.post_compile_params, "a list cannot be prepared"
    by_name = {name: bind for bind, name in compiled.bind_names.items()}
    names = (compiled.positiontup if compiled.positional else None) or list(by_name)
    returned = list(getattr(statement, "exported_columns", ()))
    readers = [(place, _reader(column.type, dialect)) for place, column in enumerate(returned)]
    return _Form(
        sql=compiled.string,
        binds=tuple((name, _writer(by_name[name].type, dialect)) for name in names),
        constants={name: bind.effective_value for name, bind in by_name.items() if not bind.required},
        is_positional=compiled.positional,
        readers=tuple((place, read) for place, read in readers if read),
        row=namedtuple("Row", [column.name for column in returned]),
    )


def _writer(type_: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _reader(type_: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return type_.dialect_impl(dialect).result_processor(dialect, None)
