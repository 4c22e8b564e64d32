"""SQLite: readers from a pool, writers one after another through the gate (docs/adr/0006)."""

from __future__ import annotations

import os
import sqlite3
from binascii import a2b_base64
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.gate import Gate
from storage.lane import Lane

#: How long one process waits for another's write, in seconds.
_BUSY_TIMEOUT = 30

#: What each of the readers keeps of the file (SQLite: 2,000). All of it is thrown away with every commit of somebody
#: else's, and the system keeps the file in memory once for all of them.
_READER_KB = 400

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={_BUSY_TIMEOUT * 1000}",
    "PRAGMA foreign_keys=ON",
    # Checkpoints are the gate's: a reader or a commit must not be the one that pays.
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA temp_store=MEMORY",
)


class SqliteTransactions:
    def __init__(self, url: URL, pool_size: int) -> None:
        self.engine: Engine = _engine(url, "BEGIN", pool_size)
        self._writer = _engine(url, "BEGIN IMMEDIATE", 1)
        self._gate = Gate(self._writer.connect)

    @contextmanager
    def in_lane(self, lane: Lane) -> Iterator[Connection]:
        match lane:
            case Lane.READ | Lane.GLANCE:
                transaction = self.engine.begin()
            case Lane.ANSWER:
                transaction = self._gate.in_group()
            case Lane.FANOUT:
                transaction = self._gate.alone()
        with transaction as connection:
            yield connection

    def close(self) -> None:
        self._gate.close()
        self._writer.dispose()
        self.engine.dispose()


def decode(text: str, encoding: str) -> bytes:
    """Only base64. ValueError for another encoding, binascii.Error for what is not base64."""
    if encoding != "base64":
        raise ValueError(f"decode knows base64, not {encoding}")
    return a2b_base64(text)


def _engine(url: URL, begin: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        # The driver must not begin transactions of its own: ours say how they begin.
        connect_args={"isolation_level": None, "timeout": _BUSY_TIMEOUT, "check_same_thread": False},
        pool_size=pool_size,
        max_overflow=0,
        # An error's text goes into logs: comments and addresses do not (invariant 14).
        hide_parameters=True,
    )

    def configure(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()
        if begin == "BEGIN":
            connection.execute("PRAGMA query_only=ON").close()
            connection.execute(f"PRAGMA cache_size={-_READER_KB}").close()
        # As PostgreSQL has it: bytes come in one parameter with the other cells of their rows (storage.given_rows).
        connection.create_function("decode", 2, decode, deterministic=True)

    def create_privately(
        _dialect: Any, _entry: ConnectionPoolEntry, names: list[Any], _options: dict[str, Any]
    ) -> None:
        """Everybody's addresses and answers are its owner's alone; SQLite gives -wal and -shm the same mode."""
        # What stands there already keeps its mode, and what cannot be made SQLite complains about better.
        with suppress(OSError):
            os.close(os.open(names[0], os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    def begin_transaction(connection: PoolProxiedConnection) -> None:
        connection.cursor().execute(begin)

    event.listen(engine, "do_connect", create_privately)
    event.listen(engine, "connect", configure)
    # In the dialect's place for it, which does nothing for SQLite: as an event of the engine a "BEGIN" costs as much as
    # the query after it (docs/adr/0018).
    engine.dialect.do_begin = begin_transaction  # type: ignore[method-assign, assignment]
    return engine
