"""What both databases promise behind one door."""

from __future__ import annotations

import os
import stat
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import SQLAlchemyError, StatementError

from storage.database import (
    CannotOpenError,
    Database,
    NestedTransactionError,
    open_database,
    require_reachable,
)
from storage.lane import Lane
from storage.migrate import upgrade
from storage.models import inbound_events, sites


def names(database: Database) -> list[str]:
    with database.transaction(Lane.READ) as connection:
        return list(connection.execute(select(sites.c.name).order_by(sites.c.id)).scalars())


@pytest.mark.parametrize("lane", [Lane.ANSWER, Lane.FANOUT])
def test_a_block_that_ends_is_committed_and_one_that_raises_is_not(database: Database, lane: Lane) -> None:
    with database.transaction(lane) as connection:
        connection.execute(insert(sites).values(name="kept"))

    def fail() -> None:
        with database.transaction(lane) as connection:
            connection.execute(insert(sites).values(name="undone"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(database) == ["kept"]


@pytest.mark.parametrize("lane", [Lane.READ, Lane.GLANCE])
def test_reading_cannot_write(database: Database, lane: Lane) -> None:
    with pytest.raises(SQLAlchemyError, match=r"read-?only"), database.transaction(lane) as connection:
        connection.execute(insert(sites).values(name="never"))
    assert names(database) == []


def test_after_a_glance_its_connection_keeps_transactions_again(database: Database) -> None:
    with database.transaction(Lane.GLANCE) as connection:
        assert connection.execute(select(sites.c.name)).all() == []
    test_a_block_that_ends_is_committed_and_one_that_raises_is_not(database, Lane.ANSWER)


def test_a_reader_sees_one_moment(database: Database) -> None:
    def write() -> None:
        with database.transaction() as connection:
            connection.execute(insert(sites).values(name="meanwhile"))

    with database.transaction(Lane.READ) as connection:
        assert connection.execute(select(sites.c.name)).all() == []
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(20)
        assert connection.execute(select(sites.c.name)).all() == []
    assert names(database) == ["meanwhile"]


def test_a_transaction_inside_a_transaction_is_refused(database: Database) -> None:
    with database.transaction(), pytest.raises(NestedTransactionError), database.transaction(Lane.READ):
        pass
    with database.transaction() as connection:
        connection.execute(insert(sites).values(name="after"))
    assert names(database) == ["after"]


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 20)  # noqa: DTZ001
    with pytest.raises(StatementError, match="naive"), database.transaction() as connection:
        connection.execute(insert(inbound_events).values(key="k", received_at=naive))


@pytest.mark.parametrize("url", ["mysql://localhost/anpi", "sqlite://", "sqlite:///:memory:"])
def test_databases_that_cannot_serve_are_named(url: str) -> None:
    with pytest.raises(ValueError, match="SQLite"):
        open_database(url)


def test_postgres_commits_durably_whatever_the_server_says(postgres_url: str) -> None:
    database = open_database(postgres_url)
    with database.transaction() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
    with database.transaction(Lane.READ) as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "repeatable read"
    database.close()


def test_what_people_wrote_never_stands_in_an_errors_text(database: Database) -> None:
    with pytest.raises(SQLAlchemyError) as caught, database.transaction(Lane.ANSWER) as connection:
        connection.execute(text("SELECT missing FROM nowhere WHERE comment = :said"), {"said": "足を骨折した"})
    assert "足を骨折した" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"not a database at all" * 100)
    database = open_database(f"sqlite:///{file}")
    with pytest.raises(CannotOpenError, match="not a database"):
        require_reachable(database)
    database.close()


@pytest.mark.parametrize("umask", [0o022, 0o000])
def test_a_new_file_and_what_stands_beside_it_are_its_owners_alone(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        database = open_database(f"sqlite:///{tmp_path / 'anpi.db'}")
        upgrade(database)
        with database.transaction() as connection:
            connection.exec_driver_sql("UPDATE checks SET title = title")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("anpi.db*")}
        database.close()
    finally:
        os.umask(before)
    of_data = {name: mode for name, mode in modes.items() if not name.endswith(".lock")}
    assert set(of_data) >= {"anpi.db", "anpi.db-wal", "anpi.db-shm"}
    assert set(of_data.values()) == {0o600}


def test_a_file_that_stands_already_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "anpi.db"
    file.touch(0o640)
    database = open_database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
