"""Other processes hear of new work through PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from flows.begin import make_begin
from flows.work import Policy, System
from storage.database import Database, open_database
from storage.wake import listen
from tests.support.clock import MovableClock

SOON = 20.0


@pytest.fixture
def listening(postgres_url: str) -> Iterator[Database]:
    """Another process's view of the same database."""
    opened = open_database(postgres_url)
    yield opened
    opened.close()


class Heard:
    def __init__(self) -> None:
        self.count = threading.Semaphore(0)

    def wake(self) -> None:
        self.count.release()

    def next(self) -> bool:
        return self.count.acquire(timeout=SOON)


def test_a_commit_that_wakes_is_heard_elsewhere(postgres_url: str, listening: Database, clock: MovableClock) -> None:
    heard, stopping = Heard(), threading.Event()
    own: list[None] = []
    thread = listen(listening, heard.wake, stopping)
    assert thread is not None
    assert heard.next(), "once when the ear is open, for what was missed"
    writing = open_database(postgres_url)
    begin = make_begin(writing, clock, Policy(), lambda: own.append(None))
    with begin(System()) as work:
        work.wakes_cycle = True
    assert heard.next()
    assert len(own) == 1
    with begin(System()):
        pass
    stopping.set()
    thread.join(SOON)
    assert not heard.count.acquire(blocking=False)
    assert len(own) == 1
    writing.close()


def test_a_lost_connection_is_opened_again(listening: Database, postgres_url: str) -> None:
    heard, stopping = Heard(), threading.Event()
    thread = listen(listening, heard.wake, stopping, reconnect_after=0.01)
    assert thread is not None
    assert heard.next()
    other = open_database(postgres_url)
    with other.transaction() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE 'LISTEN%%'"
        )
    assert heard.next()
    stopping.set()
    thread.join(SOON)
    assert not thread.is_alive()
    other.close()


def test_nothing_is_announced_when_the_work_was_undone(
    postgres_url: str, listening: Database, clock: MovableClock
) -> None:
    own: list[None] = []
    begin = make_begin(listening, clock, Policy(), lambda: own.append(None))

    def fail() -> None:
        with begin(System()) as work:
            work.wakes_cycle = True
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert own == []


def test_sqlite_has_nothing_to_listen_to(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    assert listen(database, lambda: None, threading.Event()) is None
    database.close()
