"""One database of either kind: opened by its URL, used through transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from storage.gate import GroupLostError
from storage.lane import Lane
from storage.postgres import SERVER_ERRORS as SERVER_ERRORS
from storage.postgres import PostgresTransactions
from storage.postgres import is_connection_lost as is_connection_lost
from storage.postgres import is_overtaken as is_overtaken
from storage.sqlite import SqliteTransactions

#: A transaction that does not stand: refused, its connection lost or not to be had, its shared commit failed.
LOST_ERRORS = (*SERVER_ERRORS, SQLAlchemyError, GroupLostError)
#: Threads that may use the database at once unless told otherwise: the web server's.
DEFAULT_THREADS = 16


class NestedTransactionError(RuntimeError):
    """A thread that is inside a transaction asked for another one: it would wait for itself."""


class CannotOpenError(ValueError):
    """The database cannot be had; the text says why, and never holds a password."""


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
    """`sqlite:///anpi.db` or `postgresql+psycopg://…`. CannotOpenError for anything else.

    `threads`: how many threads use it at once; the pool holds four connections more.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise CannotOpenError("ANPI_DATABASE_URL: write sqlite:///anpi.db or postgresql+psycopg://…") from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database in (None, "", ":memory:"):
            raise CannotOpenError("ANPI_DATABASE_URL: SQLite needs a file on a local disk: sqlite:///anpi.db")
        case "sqlite":
            return Database(SqliteTransactions(parsed, pool_size=threads + 4))
        case "postgresql":
            return Database(PostgresTransactions(parsed, pool_size=threads + 4))
        case other:
            raise CannotOpenError(f"ANPI_DATABASE_URL: data is kept in SQLite or PostgreSQL, not in {other}")


def require_reachable(database: Database) -> Database:
    """The same, or CannotOpenError with the first line of what the driver says."""
    try:
        with database.transaction(Lane.READ):
            return database
    except DBAPIError as error:
        why = str(error.orig).partition("\n")[0]
        raise CannotOpenError(f"the database of ANPI_DATABASE_URL cannot be opened: {why}") from error
