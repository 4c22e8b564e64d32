"""The gate: every write of a process to SQLite passes here, one at a time, in the order of arrival.

Threads take turns on one connection. Answers share a transaction, each under its own savepoint; the last of a group
(64 at most, or nobody else waiting) commits for all. After a group a waiting fan-out goes first, after a fan-out the
waiting answers: neither starves the other.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from storage.lane import Lane

_log = logging.getLogger(__name__)

#: Answers that share one commit at most.
GROUP = 64
#: Rows changed between two checkpoints of the write-ahead log, about.
CHECKPOINT_EVERY = 4_000


class GateClosedError(RuntimeError):
    """The database is being closed: no new write is begun."""


class GroupLostError(RuntimeError):
    """The transaction this answer shared was not committed; nothing of it stands."""


class _Group:
    """Answers sharing one transaction. `kept` ended well; `broken` says that SQLite itself gave the transaction up."""

    def __init__(self) -> None:
        self.entered = 0
        self.kept = 0
        self.broken = False
        self.committed = False
        self.error: SQLAlchemyError | None = None
        self.settled = threading.Event()


class Gate:
    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._mutex = threading.Lock()
        self._open_again = threading.Condition(self._mutex)
        self._waiting: dict[Lane, deque[threading.Event]] = {Lane.ANSWER: deque(), Lane.FANOUT: deque()}
        self._taken = False
        self._closed = False
        self._group: _Group | None = None
        self._changes_at_checkpoint = 0

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A fan-out: a transaction of its own."""
        self._await_turn(Lane.FANOUT)
        try:
            connection = self._shared_connection()
            try:
                with connection.begin():
                    yield connection
            finally:
                if _driver_of(connection).in_transaction:
                    self._drop_connection()
            self._checkpoint_sometimes(connection)
        finally:
            self._pass_on(Lane.FANOUT)

    @contextmanager
    def in_group(self) -> Iterator[Connection]:
        """An answer: returns when the group it fell into is committed. Raises GroupLostError where that failed."""
        self._await_turn(Lane.ANSWER)
        group = self._group or _Group()
        try:
            connection = self._shared_connection()
            driver = self._join(connection, group)
            with _savepoint(driver, group):
                yield connection
        finally:
            self._end_turn(group)
        group.settled.wait()
        if not group.committed:
            raise GroupLostError("the answers of this moment could not be committed") from group.error

    def close(self) -> None:
        """Refuses newcomers, lets those inside and waiting finish, closes the connection."""
        with self._mutex:
            self._closed = True
            self._open_again.wait_for(lambda: not self._taken)
        self._drop_connection()

    def _await_turn(self, lane: Lane) -> None:
        with self._mutex:
            if self._closed:
                raise GateClosedError("the database is closed")
            if not self._taken:
                self._taken = True
                return
            called = threading.Event()
            self._waiting[lane].append(called)
        has_come = False
        try:
            has_come = called.wait()
        finally:
            if not has_come:
                self._give_up(lane, called)

    def _give_up(self, lane: Lane, called: threading.Event) -> None:
        """Interrupted while waiting (Ctrl-C): leave the queue, or hand on the turn that has come meanwhile."""
        with self._mutex:
            has_turn = called.is_set()
            if not has_turn:
                self._waiting[lane].remove(called)
        if has_turn and self._group is not None:
            self._end_turn(self._group)
        elif has_turn:
            self._pass_on(lane)

    def _pass_on(self, done: Lane) -> None:
        other = Lane.FANOUT if done is Lane.ANSWER else Lane.ANSWER
        with self._mutex:
            for lane in (other, done):
                if self._waiting[lane]:
                    self._waiting[lane].popleft().set()
                    return
            self._taken = False
            self._open_again.notify_all()

    def _join(self, connection: Connection, group: _Group) -> sqlite3.Connection:
        if self._group is None:
            connection.begin()
            self._group = group
        group.entered += 1
        return _driver_of(connection)

    def _end_turn(self, group: _Group) -> None:
        """Hand the open transaction to the next answer, or commit it for everybody in it."""
        with self._mutex:
            if self._group is group and not group.broken and group.entered < GROUP and self._waiting[Lane.ANSWER]:
                self._waiting[Lane.ANSWER].popleft().set()
                return
        try:
            self._settle(group)
        finally:
            self._pass_on(Lane.ANSWER)

    def _settle(self, group: _Group) -> None:
        begun, self._group = self._group is group, None
        is_clean = False
        try:
            if begun and not group.broken:
                is_clean = self._end_transaction(group)
        finally:
            group.settled.set()
            if not is_clean:
                self._drop_connection()
        if group.committed:
            self._checkpoint_sometimes(self._shared_connection())

    def _end_transaction(self, group: _Group) -> bool:
        """False: nobody knows in which state the connection is."""
        connection = self._shared_connection()
        try:
            if group.kept:
                connection.commit()
                group.committed = True
            else:
                connection.rollback()
        except SQLAlchemyError as error:
            group.error = error
            return False
        return True

    def _shared_connection(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()
            self._changes_at_checkpoint = 0
        return self._connection

    def _drop_connection(self) -> None:
        """The driver's connection is closed for good: that rolls back whatever was open."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _checkpoint_sometimes(self, connection: Connection) -> None:
        driver = _driver_of(connection)
        if driver.total_changes - self._changes_at_checkpoint >= CHECKPOINT_EVERY:
            self._changes_at_checkpoint = driver.total_changes
            try:
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
            except sqlite3.Error as error:
                # What was written stands in the log all the same; the next checkpoint tries again.
                _log.warning("the write-ahead log could not be written back: %s", error)


@contextmanager
def _savepoint(driver: sqlite3.Connection, group: _Group) -> Iterator[None]:
    """One answer's part of the group: undone alone when its block raises."""
    driver.execute("SAVEPOINT answer").close()
    is_kept = False
    try:
        yield
        driver.execute("RELEASE answer").close()
        is_kept = True
        group.kept += 1
    finally:
        # Disk full and the like end the whole transaction inside SQLite: then nobody's answer stands.
        group.broken = not driver.in_transaction
        if not is_kept and not group.broken:
            driver.execute("ROLLBACK TO answer").close()
            driver.execute("RELEASE answer").close()


def _driver_of(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
