"""The schema that migrations make is the one the models describe, made once however many ask."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage.database import Database, open_database
from storage.lane import Lane
from storage.migrate import RevisionError, current_revision, expected_revision, upgrade, wait_for_revision
from storage.models import metadata
from tests.support.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a schema."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.create_database(f"empty_{uuid4().hex[:12]}").render_as_string(hide_password=False)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    opened = open_database(empty_url)
    yield opened
    opened.close()


def test_the_migrated_schema_is_that_of_the_models(database: Database) -> None:
    with database.transaction(Lane.READ) as connection:
        # SQLite gives defaults back in another spelling.
        options = {"compare_server_default": not database.is_sqlite}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_has_no_revision_and_then_the_expected_one(empty: Database) -> None:
    assert current_revision(empty) is None
    assert upgrade(empty)
    assert current_revision(empty) == expected_revision()


def test_upgrading_again_changes_nothing(empty: Database) -> None:
    assert [upgrade(empty), upgrade(empty)] == [True, False]


def test_of_several_processes_one_migrates(empty_url: str) -> None:
    databases = [open_database(empty_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(upgrade, databases)) == [False, False, False, True]
    for database in databases:
        database.close()


def test_who_waits_goes_on_when_another_has_migrated(empty_url: str) -> None:
    waiting, migrating = open_database(empty_url), open_database(empty_url)
    asked = threading.Event()

    def wait() -> None:
        asked.set()
        wait_for_revision(waiting, timeout=20, pause=0.01)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(wait)
        assert asked.wait(20)
        upgrade(migrating)
        done.result(20)
    assert current_revision(waiting) == expected_revision()
    waiting.close()
    migrating.close()


def test_who_waits_too_long_is_told_what_to_do(empty: Database) -> None:
    with pytest.raises(RevisionError, match="anpi db upgrade"):
        wait_for_revision(empty, timeout=0.0)


def test_a_database_of_a_newer_program_is_left_alone_and_said_so(empty: Database) -> None:
    upgrade(empty)
    with empty.transaction(Lane.FANOUT) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RevisionError, match="newer"):
        upgrade(empty)
    assert current_revision(empty) == "9999"
