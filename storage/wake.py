"""Telling other processes that there is something to do. PostgreSQL only; elsewhere the one-second turn finds it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database

CHANNEL = "anpi"
#: How long the listener waits before it looks whether it is to stop, in seconds.
_PAUSE = 0.1


def announce(connection: Connection) -> None:
    """NOTIFY, delivered with the commit. Sparingly: PostgreSQL commits notifying transactions one after another."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def listen(
    database: Database, wake: Callable[[], None], stopping: threading.Event, reconnect_after: float = 2.0
) -> threading.Thread | None:
    """A thread with one LISTEN connection that calls `wake` until `stopping` is set; None where there is none (SQLite).

    It is a convenience: while the connection is lost the cycle's own turn goes on, and `wake` is called once when it
    is back, for whatever was missed.
    """
    if database.is_sqlite:
        return None
    arguments = (database, wake, stopping, reconnect_after)
    thread = threading.Thread(target=_keep_listening, args=arguments, name="listen", daemon=True)
    thread.start()
    return thread


def _keep_listening(
    database: Database, wake: Callable[[], None], stopping: threading.Event, reconnect_after: float
) -> None:
    while not stopping.is_set():
        try:
            _listen_once(database, wake, stopping)
        except (psycopg.Error, SQLAlchemyError):
            stopping.wait(reconnect_after)


def _listen_once(database: Database, wake: Callable[[], None], stopping: threading.Event) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        wake()
        while not stopping.is_set():
            for _ in driver.notifies(timeout=_PAUSE, stop_after=1):
                wake()
        # The connection goes back to the pool: the next user has no ear for this.
        connection.exec_driver_sql(f"UNLISTEN {CHANNEL}")
