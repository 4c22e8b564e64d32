"""PostgreSQL: plain transactions; the server itself commits concurrent answers in groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import URL, Connection, Engine, create_engine

from storage.lane import Lane
from storage.turnstile import Turnstile

#: Durable answers whatever the server's default is; a forgotten transaction must not hold locks for ever.
_SESSION = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=300000 -c timezone=UTC"
#: Measured on 2 cores with 16 threads: 4 and 8 give 1,130 answers/s, 16 give 730 (docs/adr/0006).
_ANSWERS_AT_ONCE = 6


class PostgresTransactions:
    """READ COMMITTED for writers, one REPEATABLE READ snapshot for readers.

    Answers at most `_ANSWERS_AT_ONCE` at a time: more threads than that only take the interpreter from one another.
    """

    def __init__(self, url: URL, pool_size: int) -> None:
        self.engine: Engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=0,
            # An error's text goes into logs: comments and addresses do not (invariant 14).
            hide_parameters=True,
            pool_timeout=30,
            pool_pre_ping=False,
            connect_args={"options": _SESSION, "connect_timeout": 10, "application_name": "anpi"},
        )
        self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._answering = Turnstile(_ANSWERS_AT_ONCE)

    @contextmanager
    def in_lane(self, lane: Lane) -> Iterator[Connection]:
        engine = self._readers if lane is Lane.READ else self.engine
        with self._answering.place() if lane is Lane.ANSWER else nullcontext(), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()
