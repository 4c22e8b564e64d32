"""Bring the schema to the revision this program expects, one process at a time.

Alembic is loaded where there is something to bring: a server whose database is as it should be has 12 MB more without.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table

from storage import migrations
from storage.database import Database, require_reachable
from storage.lane import Lane

if TYPE_CHECKING:
    from alembic.config import Config

#: pg_advisory_xact_lock key: "anpi" in ASCII.
_ADVISORY_LOCK = 0x616E7069
#: A server or worker waits so long for another process to bring the database to this program's revision.
REVISION_WAIT_SECONDS = 60.0

#: Where Alembic keeps the revision a database is at.
_KEPT = table("alembic_version", column("version_num"))


class RevisionError(RuntimeError):
    """The database is not at the revision this program expects."""


def upgrade(database: Database) -> bool:
    """Run the missing revisions in one transaction, under a lock. True where there were any.

    Whoever waited for the lock finds, reading the revision again inside, that there is nothing left to do.
    RevisionError where a newer program has been here.
    """
    with _one_process_at_a_time(database), database.transaction(Lane.FANOUT) as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
        found = revision_in(connection)
        if found == expected_revision():
            return False
        _refuse_newer(found)
        _run_missing(connection)
        return True


def at_our_revision(database: Database, wait_seconds: float = REVISION_WAIT_SECONDS) -> Database:
    """A new database is made at once; an older one is for `anpi db upgrade`, which is waited for.

    CannotOpenError, RevisionError.
    """
    if current_revision(require_reachable(database)) is None:
        upgrade(database)
    wait_for_revision(database, wait_seconds)
    return database


def already_at_our_revision(database: Database) -> Database:
    """For commands that must not make a new database where somebody only stands in the wrong folder.

    CannotOpenError, RevisionError.
    """
    file = Path(database.engine.url.database or "")
    # Opening an SQLite file that is not there would make it.
    is_missing = database.is_sqlite and file.parent.is_dir() and not file.is_file()
    if is_missing or current_revision(require_reachable(database)) is None:
        where = file.absolute() if database.is_sqlite else database.engine.url.render_as_string(hide_password=True)
        raise RevisionError(f"there is no Anpi database at {where}: set ANPI_DATABASE_URL, or run anpi db upgrade")
    wait_for_revision(database, 0)
    return database


@cache
def expected_revision() -> str:
    """The newest revision that came with this program."""
    return max(_revisions())


def _refuse_newer(found: str | None) -> None:
    if found is not None and not is_known(found):
        raise RevisionError(f"the database is at revision {found}, of a newer Anpi than this one: update Anpi")


def is_known(revision: str) -> bool:
    """Whether it came with this program; an unknown one is of a newer program."""
    return revision in _revisions()


@cache
def _revisions() -> frozenset[str]:
    """Each file begins with its own: 0001_the_first_schema.py."""
    folder = Path(str(migrations.__file__)).with_name("versions")
    return frozenset(file.name.partition("_")[0] for file in folder.glob("[0-9]*.py"))


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None where it is empty."""
    with database.transaction(Lane.READ) as connection:
        return revision_in(connection)


def wait_for_revision(database: Database, timeout: float = 60.0, pause: float = 0.5) -> None:
    """Returns when another process has migrated the database; RevisionError after `timeout` seconds.

    At once where it is newer than this program: no waiting helps.
    """
    deadline = time.monotonic() + timeout
    while (found := current_revision(database)) != (expected := expected_revision()):
        _refuse_newer(found)
        if time.monotonic() >= deadline:
            raise RevisionError(f"the database is at revision {found or 'none'}, needed is {expected}: anpi db upgrade")
        time.sleep(pause)


def revision_in(connection: Connection) -> str | None:
    """As `current_revision`, inside a transaction."""
    if not inspect(connection).has_table(_KEPT.name):
        return None
    found: str | None = connection.execute(select(_KEPT.c.version_num)).scalar()
    return found


def _run_missing(connection: Connection) -> None:
    from alembic import command

    # Each revision would stand in the log.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _one_process_at_a_time(database: Database) -> Iterator[None]:
    """SQLite: a lock file beside the database. PostgreSQL: nothing here, the advisory lock comes inside."""
    file = database.engine.url.database
    if not database.is_sqlite or file is None:
        yield
        return
    with Path(f"{file}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
