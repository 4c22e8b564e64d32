"""PostgreSQL: plain transactions; the server itself commits concurrent answers in groups."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, InvalidRequestError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.lane import Lane
from storage.turnstile import Turnstile

#: Durable answers whatever the server's default is; a forgotten transaction must not hold locks for ever.
_SESSION = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=300000 -c timezone=UTC"
#: Measured on 2 cores with 16 threads: 4 and 8 give 1,130 answers/s, 16 give 730 (docs/adr/0006).
_ANSWERS_AT_ONCE = 6
#: Seconds after which an unused connection is asked whether it still lives; while answers come it never is.
_TRUSTED_FOR = 1.0
#: Connection exceptions, and the server's own ends (shutdown, crash, termination):
#: https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOST_STATES = ("08", "57P")
#: A row it points to has gone meanwhile; two waited for each other.
_OVERTAKEN_STATES = ("23503", "40P01")
#: What the server and its driver raise; statements that are run by the driver itself raise its own errors.
SERVER_ERRORS = (DBAPIError, psycopg.Error)


class PostgresTransactions:
    """READ COMMITTED for writers, one REPEATABLE READ snapshot for readers, none around a glance.

    Answers at most `_ANSWERS_AT_ONCE` at a time: more threads than that only take the interpreter from one another.
    """

    def __init__(self, url: URL, pool_size: int, trusted_for: float = _TRUSTED_FOR) -> None:
        self.engine: Engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=0,
            # An error's text goes into logs: comments and addresses do not (invariant 14).
            hide_parameters=True,
            pool_timeout=30,
            # Asked here instead, and only where there is doubt.
            pool_pre_ping=False,
            connect_args={"options": _SESSION, "connect_timeout": 10, "application_name": "anpi"},
        )
        self._trusted_for = trusted_for
        self._lost_at = float("-inf")
        event.listen(self.engine, "checkin", self._rests)
        event.listen(self.engine, "checkout", self._look_whether_it_lives)
        self._readers = {
            Lane.READ: self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True),
            Lane.GLANCE: self.engine.execution_options(isolation_level="AUTOCOMMIT"),
        }
        # Without a transaction the server has nothing that it could hold to reading.
        event.listen(self._readers[Lane.GLANCE], "before_cursor_execute", _refuse_to_write)
        self._answering = Turnstile(_ANSWERS_AT_ONCE)

    @contextmanager
    def in_lane(self, lane: Lane) -> Iterator[Connection]:
        engine = self._readers.get(lane, self.engine)
        with self._answering.place() if lane is Lane.ANSWER else nullcontext():
            try:
                with engine.begin() as connection:
                    yield connection
            except SERVER_ERRORS as error:
                if is_connection_lost(error):
                    # Where one has gone, those that wait in the pool may have gone with it.
                    self._lost_at = time.monotonic()
                raise

    def close(self) -> None:
        self.engine.dispose()

    def _rests(self, _: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = time.monotonic()

    def _look_whether_it_lives(self, driver: Any, entry: ConnectionPoolEntry, _: Any) -> None:
        """The pool forgets all its connections where this one is dead, and opens a new one."""
        rests_since = entry.info.get("rests_since")
        if rests_since is None or rests_since > max(self._lost_at, time.monotonic() - self._trusted_for):
            return
        try:
            self.engine.dialect.do_ping(driver)
        except psycopg.Error as error:
            raise InvalidatePoolError("a connection died while it rested") from error


def _refuse_to_write(
    _connection: Connection, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    if context.isinsert or context.isupdate or context.isdelete:
        raise InvalidRequestError("a glance is read-only")


def is_overtaken(error: Exception) -> bool:
    """Another transaction has changed what this one read, such as a contact it removed: begun anew it sees that."""
    told = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(told, psycopg.Error) and told.sqlstate in _OVERTAKEN_STATES


def is_connection_lost(error: Exception) -> bool:
    """The connection ended before the server's answer came; what it was doing may be begun anew on another."""
    told = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(told, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return told.sqlstate is None or told.sqlstate.startswith(_LOST_STATES)
