"""Telling other processes that there is something to do. PostgreSQL only; elsewhere the one-second turn finds it."""

from __future__ import annotations

from sqlalchemy import Connection

CHANNEL = "anpi"


def announce(connection: Connection) -> None:
    """NOTIFY, delivered with the commit. Sparingly: PostgreSQL commits notifying transactions one after another."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
