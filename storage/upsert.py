"""INSERT … ON CONFLICT: the same words in both databases, built by a construct of each dialect's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

AnyInsert = postgresql.Insert | sqlite.Insert


class Upsert:
    """A statement prepared once for both dialects."""

    def __init__(self, table: Table, build: Callable[[AnyInsert], Executable]) -> None:
        self._by_dialect: Mapping[str, Executable] = {
            "sqlite": build(sqlite.insert(table)),
            "postgresql": build(postgresql.insert(table)),
        }

    def on(self, connection: Connection) -> Executable:
        return self._by_dialect[connection.dialect.name]
