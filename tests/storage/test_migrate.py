"""The schema that migrations make is the one the models describe, made once however many ask."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from storage.database import Database, open_database
from storage.lane import Lane
from storage.migrate import (
    RevisionError,
    _config,
    current_revision,
    expected_revision,
    is_known,
    upgrade,
    wait_for_revision,
)
from storage.models import checks, contacts, messages, metadata, people, routes
from tests.support.postgres import PostgresServer

_AT = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
#: As the first release wrote it.
DATA_OF_0001 = (
    "INSERT INTO people (employee_no, name, role, active, created_at, updated_at)"
    f" VALUES ('1', '花子', 'safety_admin', TRUE, {_AT}, {_AT})",
    "INSERT INTO contacts (person_id, channel, address, state, state_reason, state_since)"
    f" SELECT id, 'mail', 'hanako@example.jp', 'suppressed', 'unsubscribed', {_AT} FROM people",
    "INSERT INTO checks (kind, title, state, reach, reminder_plan, created_at, started_at, started_by)"
    f" SELECT 'real', '地震', 'active', 'all', '[]', {_AT}, {_AT}, id FROM people",
    "INSERT INTO messages (kind, check_id, person_id, contact_id, channel, address, locale, priority, state, due_at,"
    " created_at) SELECT 'prompt', checks.id, person_id, contacts.id, channel, address, 'ja', 10, 'accepted',"
    f" {_AT}, {_AT} FROM contacts, checks",
    "INSERT INTO routes (position, name, start_name, destination_name, destination_lat, destination_lon)"
    " VALUES (1, '公園へ', '', '公園', 35.5, 139.25)",
)


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


def test_the_files_of_the_revisions_are_named_after_them(empty: Database) -> None:
    with empty.transaction(Lane.READ) as connection:
        scripts = ScriptDirectory.from_config(_config(connection))
    assert scripts.get_current_head() == expected_revision()
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")
        assert is_known(script.revision)
    assert not is_known("9999")


def test_the_migrated_schema_is_that_of_the_models(database: Database) -> None:
    with database.transaction(Lane.READ) as connection:
        # SQLite gives defaults back in another spelling.
        options = {"compare_server_default": not database.is_sqlite}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_has_no_revision_then_the_expected_one_and_upgrading_again_changes_nothing(
    empty: Database,
) -> None:
    assert current_revision(empty) is None
    assert upgrade(empty)
    assert current_revision(empty) == expected_revision()
    assert not upgrade(empty)
    assert current_revision(empty) == expected_revision()


def test_what_the_first_release_kept_is_still_there(empty: Database) -> None:
    with empty.transaction(Lane.FANOUT) as connection:
        command.upgrade(_config(connection), "0001")
        for statement in DATA_OF_0001:
            connection.exec_driver_sql(statement)
    assert upgrade(empty)
    with empty.transaction(Lane.READ) as connection:
        person = connection.execute(select(people)).one()
        assert (person.name, person.session_epoch, person.asked_on_leave, person.leave_from) == ("花子", 0, False, None)
        contact = connection.execute(select(contacts)).one()
        assert (contact.state, contact.plain, contact.confirmed_at) == ("suppressed", False, None)
        assert (contact.person_id, contact.state_since) == (person.id, datetime(2026, 1, 1, tzinfo=UTC))
        check = connection.execute(select(checks)).one()
        assert (check.title, check.data_deleted_at) == ("地震", None)
        message = connection.execute(select(messages)).one()
        assert (message.state, message.contact_id, message.campaign_id) == ("accepted", contact.id, None)
        route = connection.execute(select(routes)).one()
        assert (route.name, route.destination_lat, route.map, route.site_id) == ("公園へ", 35.5, "google", None)


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
        wait_for_revision(waiting, timeout=20, pause=0.3)

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
