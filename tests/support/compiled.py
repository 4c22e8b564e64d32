"""One store of compiled SQL for all engines of a worker."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import Compiled


class SharedStatements(dict[Any, Compiled]):
    """What SQLAlchemy has compiled for one SQLite file serves the next one too: the same dialect, the same words.

    Each test opens engines of its own, and each of them would compile every statement of the product anew: that was a
    third of what a story cost.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_for_all(key), default)

    def __setitem__(self, key: Any, compiled: Compiled) -> None:
        super().__setitem__(_for_all(key), compiled)


def _for_all(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """An engine's own keys begin with its dialect, which is another object in each engine."""
    dialect, *statement = key
    return (dialect.name, *statement)


def share_statements() -> None:
    """From now on, in every connection of this process."""
    shared = SharedStatements()
    event.listen(Engine, "engine_connect", lambda connection: _use(connection, shared))


def _use(connection: Connection, shared: SharedStatements) -> None:
    connection.execution_options(compiled_cache=shared)
