"""One database of either kind: opened by its URL, used through transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sqlalchemy import Connection, Engine, make_url

from storage.lane import Lane
from storage.postgres import PostgresTransactions
from storage.sqlite import SqliteTransactions

#: Threads that may use the database at once unless told otherwise: the web server's.
DEFAULT_THREADS = 16


class NestedTransactionError(RuntimeError):
    """A thread that is inside a transaction asked for another one: it would wait for itself."""


class Transactions(Protocol):
    """What differs between the databases."""

    engine: Engine

    def in_lane(self, lane: Lane) -> AbstractContextManager[Connection]: ...

    def close(self) -> None: ...


class Database:
    """Thread-safe. `engine` serves tests and measurements; the product only uses `transaction`."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._inside = threading.local()
        self.engine = transactions.engine

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self, lane: Lane = Lane.ANSWER) -> Iterator[Connection]:
        """Commits, durably, when the block ends; rolls back when it raises. Raises NestedTransactionError."""
        if getattr(self._inside, "lane", None) is not None:
            raise NestedTransactionError(
                f"this thread is already inside a transaction (lane {self._inside.lane}); end it first"
            )
        self._inside.lane = lane
        try:
            with self._transactions.in_lane(lane) as connection:
                yield connection
        finally:
            self._inside.lane = None

    def close(self) -> None:
        """Waits for writers under way, refuses new ones, closes every connection."""
        self._transactions.close()


def open_database(url: str, threads: int = DEFAULT_THREADS) -> Database:
    """`sqlite:///anpi.db` or `postgresql+psycopg://…`. ValueError for anything else.

    `threads`: how many threads use it at once; the pool holds four connections more.
    """
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return Database(SqliteTransactions(parsed, pool_size=threads + 4))
        case "postgresql":
            return Database(PostgresTransactions(parsed, pool_size=threads + 4))
        case other:
            raise ValueError(f"anpi keeps its data in SQLite or PostgreSQL, not in {other}")
