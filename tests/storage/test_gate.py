"""Writers of one process on SQLite: in turn, answers in groups, each answer standing or falling alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.database import Database, NestedTransactionError, open_database
from storage.gate import GROUP, GateClosedError, GroupLostError
from storage.lane import Lane
from storage.models import sites

#: Far longer than anything here takes; a test that runs into it has found a deadlock.
SOON = 20.0


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def commits(database: Database) -> list[str]:
    """Every BEGIN, COMMIT and ROLLBACK of the writer's connection."""
    seen: list[str] = []

    def watch(connection: Connection) -> None:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(lambda sql: seen.append(sql.split()[0]) if sql.split()[0] in WATCHED else None)

    with database.transaction(Lane.FANOUT) as connection:
        watch(connection)
    seen.clear()
    return seen


WATCHED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT")


class Held:
    """A writer that stands in the gate until it is let go, so that others gather behind it."""

    def __init__(self, database: Database, lane: Lane = Lane.FANOUT) -> None:
        self._database, self._lane = database, lane
        self._inside, self._let_go = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._stand)

    def _stand(self) -> None:
        with self._database.transaction(self._lane):
            self._inside.set()
            assert self._let_go.wait(SOON)

    def __enter__(self) -> Held:
        self._thread.start()
        assert self._inside.wait(SOON)
        return self

    def let_go(self) -> None:
        self._let_go.set()

    def __exit__(self, *_: object) -> None:
        self.let_go()
        self._thread.join(SOON)


def add(database: Database, name: str, lane: Lane = Lane.ANSWER) -> None:
    with database.transaction(lane) as connection:
        connection.execute(insert(sites).values(name=name))


def names(database: Database) -> list[str]:
    with database.transaction(Lane.READ) as connection:
        return list(connection.execute(select(sites.c.name).order_by(sites.c.id)).scalars())


def queue(database: Database, lane: Lane, work: Callable[..., None], *arguments: object) -> threading.Thread:
    """A thread that is known to wait in the gate's queue."""
    waiting = database._transactions._gate._waiting[lane]  # type: ignore[attr-defined]
    before = len(waiting)
    thread = threading.Thread(target=work, args=arguments)
    thread.start()
    while len(waiting) == before:
        threading.Event().wait(0.001)
    return thread


def test_answers_that_gathered_share_one_commit(database: Database, commits: list[str]) -> None:
    with Held(database):
        threads = [queue(database, Lane.ANSWER, add, database, f"site {n}") for n in range(10)]
        commits.clear()
    for thread in threads:
        thread.join(SOON)
    assert commits == ["COMMIT", "BEGIN", *["SAVEPOINT"] * 10, "COMMIT"]
    assert names(database) == [f"site {n}" for n in range(10)]


def test_a_group_has_64_answers_at_most(database: Database, commits: list[str]) -> None:
    with Held(database):
        threads = [queue(database, Lane.ANSWER, add, database, f"site {n}") for n in range(GROUP + 1)]
        commits.clear()
    for thread in threads:
        thread.join(SOON)
    assert commits == ["COMMIT", "BEGIN", *["SAVEPOINT"] * GROUP, "COMMIT", "BEGIN", "SAVEPOINT", "COMMIT"]


def test_an_answer_returns_only_when_its_group_is_committed(database: Database, sqlite_url: str) -> None:
    other = open_database(sqlite_url)
    seen: dict[str, list[str]] = {}

    def answer(name: str) -> None:
        add(database, name)
        seen[name] = names(other)

    with Held(database):
        threads = [queue(database, Lane.ANSWER, answer, f"site {n}") for n in range(5)]
    for thread in threads:
        thread.join(SOON)
    everything = [f"site {n}" for n in range(5)]
    assert seen == dict.fromkeys(everything, everything)
    other.close()


def test_a_failing_answer_is_undone_alone(database: Database) -> None:
    failures: list[type[Exception]] = []

    def fail() -> None:
        try:
            with database.transaction() as connection:
                connection.execute(insert(sites).values(name="undone"))
                connection.execute(insert(sites).values(name="first"))
        except IntegrityError as error:
            failures.append(type(error))

    with Held(database):
        threads = [
            queue(database, Lane.ANSWER, add, database, "first"),
            queue(database, Lane.ANSWER, fail),
            queue(database, Lane.ANSWER, add, database, "last"),
        ]
    for thread in threads:
        thread.join(SOON)
    assert failures == [IntegrityError]
    assert names(database) == ["first", "last"]


def raise_inside(database: Database, lane: Lane, error: BaseException) -> None:
    with database.transaction(lane) as connection:
        connection.execute(insert(sites).values(name="undone"))
        raise error


@pytest.mark.parametrize("lane", [Lane.ANSWER, Lane.FANOUT])
@pytest.mark.parametrize("error", [ZeroDivisionError(), KeyboardInterrupt()])
def test_a_lone_writer_that_raises_leaves_nothing_and_the_gate_usable(
    database: Database, lane: Lane, error: BaseException
) -> None:
    with pytest.raises(type(error)):
        raise_inside(database, lane, error)
    add(database, "after", lane)
    assert names(database) == ["after"]


def test_a_failed_commit_is_told_to_every_member(database: Database) -> None:
    outcomes: list[object] = []
    seen: list[None] = []

    def answer(name: str) -> None:
        try:
            add(database, name)
            outcomes.append(name)
        except GroupLostError as error:
            outcomes.append(type(error.__cause__))

    def refuse_all_but_the_first(_connection: Connection) -> None:
        seen.append(None)
        if len(seen) > 1:
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk full"))

    writer = database._transactions._writer  # type: ignore[attr-defined]
    event.listen(writer, "commit", refuse_all_but_the_first)
    with Held(database):
        threads = [queue(database, Lane.ANSWER, answer, f"site {n}") for n in range(3)]
    for thread in threads:
        thread.join(SOON)
    event.remove(writer, "commit", refuse_all_but_the_first)
    assert outcomes == [OperationalError] * 3
    add(database, "after")
    assert names(database) == ["after"]


def test_a_fan_out_whose_commit_fails_is_undone(database: Database) -> None:
    def refuse(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk full"))

    writer = database._transactions._writer  # type: ignore[attr-defined]
    event.listen(writer, "commit", refuse)
    with pytest.raises(OperationalError):
        add(database, "undone", Lane.FANOUT)
    event.remove(writer, "commit", refuse)
    add(database, "after", Lane.FANOUT)
    assert names(database) == ["after"]


def test_a_transaction_that_cannot_begin_fails_for_its_own_answer_only(database: Database) -> None:
    outcomes: list[str] = []
    seen: list[None] = []

    def answer(name: str) -> None:
        try:
            add(database, name)
            outcomes.append(f"{name} stands")
        except OperationalError:
            outcomes.append(f"{name} failed")

    def refuse_the_second(_connection: Connection) -> None:
        seen.append(None)
        if len(seen) == 2:
            raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))

    event.listen(database._transactions._writer, "begin", refuse_the_second)  # type: ignore[attr-defined]
    with Held(database):
        threads = [queue(database, Lane.ANSWER, answer, f"site {n}") for n in range(3)]
    for thread in threads:
        thread.join(SOON)
    assert sorted(outcomes) == ["site 0 failed", "site 1 stands", "site 2 stands"]
    assert names(database) == ["site 1", "site 2"]


def test_when_sqlite_itself_gives_up_nobody_is_told_that_all_is_well(database: Database) -> None:
    outcomes: list[str] = []

    def answer(name: str, breaks: bool = False) -> None:
        try:
            with database.transaction() as connection:
                connection.execute(insert(sites).values(name=name))
                if breaks:
                    connection.exec_driver_sql("ROLLBACK")
                    raise ZeroDivisionError
            outcomes.append(f"{name} stands")
        except GroupLostError:
            outcomes.append(f"{name} lost")
        except ZeroDivisionError:
            outcomes.append(f"{name} broke")

    with Held(database):
        threads = [
            queue(database, Lane.ANSWER, answer, "one"),
            queue(database, Lane.ANSWER, answer, "two", True),
            queue(database, Lane.ANSWER, answer, "three"),
        ]
    for thread in threads:
        thread.join(SOON)
    assert sorted(outcomes) == ["one lost", "three stands", "two broke"]
    assert names(database) == ["three"]


def test_answers_and_fan_out_take_turns(database: Database) -> None:
    order: list[str] = []

    def note(name: str, lane: Lane) -> None:
        with database.transaction(lane):
            order.append(name)

    with Held(database, Lane.FANOUT):
        threads = [queue(database, Lane.FANOUT, note, f"fanout {n}", Lane.FANOUT) for n in range(2)]
        threads += [queue(database, Lane.ANSWER, note, f"answer {n}", Lane.ANSWER) for n in range(2)]
    for thread in threads:
        thread.join(SOON)
    assert order == ["answer 0", "answer 1", "fanout 0", "fanout 1"]


def test_a_fan_out_waits_for_one_group_not_for_all_answers(database: Database) -> None:
    order: list[str] = []

    def note(name: str, lane: Lane) -> None:
        with database.transaction(lane):
            order.append(name)

    with Held(database, Lane.FANOUT):
        threads = [queue(database, Lane.ANSWER, note, "answer", Lane.ANSWER) for _ in range(GROUP + 6)]
        threads.append(queue(database, Lane.FANOUT, note, "fanout", Lane.FANOUT))
    for thread in threads:
        thread.join(SOON)
    assert order.index("fanout") == GROUP


@pytest.mark.parametrize("outer", list(Lane))
@pytest.mark.parametrize("inner", list(Lane))
def test_a_transaction_inside_a_transaction_is_an_error_not_a_deadlock(
    database: Database, outer: Lane, inner: Lane
) -> None:
    with database.transaction(outer), pytest.raises(NestedTransactionError), database.transaction(inner):
        pass
    add(database, "after")
    assert names(database) == ["after"]


@pytest.mark.parametrize("held", [Lane.ANSWER, Lane.FANOUT])
@pytest.mark.parametrize("lane", [Lane.ANSWER, Lane.FANOUT])
@pytest.mark.parametrize("after_the_turn_came", [False, True])
def test_who_is_interrupted_while_waiting_holds_nobody_up(
    database: Database, held: Lane, lane: Lane, after_the_turn_came: bool
) -> None:
    gate = database._transactions._gate  # type: ignore[attr-defined]
    waiter = threading.Event()
    with Held(database, held) as writer:
        gate._waiting[lane].append(waiter)
        behind = queue(database, Lane.ANSWER, add, database, "behind")
        if after_the_turn_came:
            writer.let_go()
            assert waiter.wait(SOON)
        gate._give_up(lane, waiter)
    behind.join(SOON)
    assert names(database) == ["behind"]


def test_a_closed_gate_refuses_and_lets_those_inside_finish(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with Held(database):
        last = queue(database, Lane.ANSWER, add, database, "waiting")
        closing = threading.Thread(target=database.close)
        closing.start()
        gate = database._transactions._gate  # type: ignore[attr-defined]
        while not gate._closed:
            threading.Event().wait(0.001)
        with pytest.raises(GateClosedError):
            add(database, "too late")
    closing.join(SOON)
    last.join(SOON)
    again = open_database(sqlite_url)
    assert names(again) == ["waiting"]
    again.close()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"), database.transaction(Lane.READ) as connection:
        connection.execute(insert(sites).values(name="never"))


def test_a_reader_sees_one_moment_while_writers_go_on(database: Database) -> None:
    add(database, "before")
    with ThreadPoolExecutor(1) as pool, database.transaction(Lane.READ) as connection:
        count = select(sites.c.name)
        assert connection.execute(count).scalars().all() == ["before"]
        pool.submit(add, database, "meanwhile").result(SOON)
        assert connection.execute(count).scalars().all() == ["before"]


def test_the_file_is_opened_as_durably_as_decided(database: Database) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    for lane in Lane:
        with database.transaction(lane) as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
        assert found == expected


def test_answers_stay_quick_while_a_fan_out_runs_flat_out(database: Database) -> None:
    stop = threading.Event()

    def fan_out() -> None:
        page = 0
        while not stop.is_set():
            page += 1
            with database.transaction(Lane.FANOUT) as connection:
                connection.execute(insert(sites), [{"name": f"page {page} {n}"} for n in range(500)])

    def timed(number: int) -> float:
        before = time.monotonic()
        add(database, f"answer {number}")
        return time.monotonic() - before

    background = threading.Thread(target=fan_out)
    background.start()
    with ThreadPoolExecutor(8) as pool:
        took = sorted(pool.map(timed, range(200)))
    stop.set()
    background.join(SOON)
    assert sum(name.startswith("answer") for name in names(database)) == 200
    assert took[197] < 0.3


WRITER = """
import sys, threading
from sqlalchemy import insert
from storage.database import open_database
from storage.lane import Lane
from storage.models import sites
database = open_database(sys.argv[1])
printing = threading.Lock()
def answer_for_ever(thread):
    number = 0
    while True:
        number += 1
        name = f"{thread}-{number}"
        with database.transaction(Lane.ANSWER) as connection:
            connection.execute(insert(sites).values(name=name))
        with printing:
            print(name, flush=True)
for thread in range(4):
    threading.Thread(target=answer_for_ever, args=(thread,)).start()
"""


def test_what_was_told_stands_after_the_process_is_killed(database: Database, sqlite_url: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, sqlite_url], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(100)]
    process.kill()
    told += process.stdout.read().split("\n")[:-1]
    process.wait(SOON)
    process.stdout.close()
    assert all(told)
    assert set(told) <= set(names(database))


def test_the_log_is_written_back_now_and_then(database: Database, sqlite_url: str) -> None:
    for page in range(12):
        with database.transaction(Lane.FANOUT) as connection:
            connection.execute(insert(sites), [{"name": f"site {page} {n}"} for n in range(1000)])
    with sqlite3.connect(f"file:{sqlite_url.removeprefix('sqlite:///')}?mode=ro&immutable=1", uri=True) as without_log:
        [(kept,)] = without_log.execute("SELECT count(*) FROM sites").fetchall()
    without_log.close()
    assert kept >= 8000
