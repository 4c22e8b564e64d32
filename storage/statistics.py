"""What the planner knows of a table's size.

A roll of thousands is written in one breath. The server would notice within a minute, and until then it would plan
every answer for a table of a few rows: 19 ms instead of one (docs/adr/0007).
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, text


def refresh(connection: Connection, table: Table) -> None:
    """PostgreSQL: a sample of the table, some tens of milliseconds whatever its size. SQLite needs none."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {table.name}"))
