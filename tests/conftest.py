"""Fixtures every room shares: a clock, a migrated empty database of each kind, a company."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from bot.vocabulary import SENDING_CHANNELS
from flows.begin import make_begin
from flows.work import Begin, Policy
from storage.database import Database, open_database
from storage.migrate import upgrade
from storage.models import metadata
from tests.support.clock import MovableClock
from tests.support.company import Company, usual_company
from tests.support.compiled import share_statements
from tests.support.postgres import PostgresServer
from tests.support.routes import share_routes
from tests.support.templates import share_templates

DEFAULT_POLICY = Policy(company="青葉製作所", channels=frozenset(SENDING_CHANNELS))

_MEMORY = Path("/dev/shm")

_EMPTY_POSTGRES = "SET LOCAL session_replication_role = replica; " + "; ".join(
    f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)
)

#: New objects until the garbage collector looks at them; Python's own 700 suit smaller programs.
_OBJECTS = 20_000

share_routes()
share_statements()
share_templates()
# Loading makes hundreds of thousands of objects, and nearly all of them stay: a third of its time went into looking.
gc.disable()


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    gc.enable()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file to copy."""
    file = tmp_path_factory.mktemp("template") / "anpi.db"
    database = open_database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer(os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:12])
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The URL of this worker's migrated database; tests empty it."""
    url = postgres_server.create_database(f"anpi_{uuid4().hex[:12]}").render_as_string(hide_password=False)
    database = open_database(url)
    upgrade(database)
    database.close()
    return url


@pytest.fixture
def sqlite_url(migrated_sqlite: Path) -> Iterator[str]:
    """A file of its own; in memory where the system has such a folder, since nobody will cut the power."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None, prefix="anpi-test-") as folder:
        file = Path(folder) / "anpi.db"
        shutil.copyfile(migrated_sqlite, file)
        yield f"sqlite:///{file}"


@pytest.fixture
def postgres_url(open_postgres: Database, migrated_postgres: str) -> str:
    with open_postgres.transaction() as connection:
        connection.exec_driver_sql(_EMPTY_POSTGRES)
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def open_postgres(migrated_postgres: str) -> Iterator[Database]:
    """Opened once per worker: connecting takes longer than most tests."""
    opened = open_database(migrated_postgres)
    yield opened
    opened.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, database_url: str) -> Iterator[Database]:
    if not database_url.startswith("sqlite"):
        shared: Database = request.getfixturevalue("open_postgres")
        yield shared
        return
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def wakes() -> list[None]:
    """Grows by one whenever the cycle is woken."""
    return []


@pytest.fixture
def make_begin_with(database: Database, clock: MovableClock, wakes: list[None]) -> Callable[[Policy], Begin]:
    return lambda policy: make_begin(database, clock, policy, lambda: wakes.append(None))


@pytest.fixture
def begin(make_begin_with: Callable[[Policy], Begin]) -> Begin:
    return make_begin_with(DEFAULT_POLICY)


@pytest.fixture
def company(begin: Begin) -> Company:
    return usual_company(begin)
