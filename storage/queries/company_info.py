"""Emergency contacts, links and routes, in the order of the company's file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from storage.models import emergency_contacts, info_links, routes

Entries = Sequence[dict[str, Any]]


def contact_entries(connection: Connection) -> Sequence[RowMapping]:
    return _in_order(connection, emergency_contacts)


def link_entries(connection: Connection) -> Sequence[RowMapping]:
    return _in_order(connection, info_links)


def route_entries(connection: Connection) -> Sequence[RowMapping]:
    return _in_order(connection, routes)


def replace_all(connection: Connection, contacts: Entries, links: Entries, ways: Entries) -> None:
    """Every entry of the three tables goes; these come, numbered from 1 as they stand."""
    for table, entries in ((emergency_contacts, contacts), (info_links, links), (routes, ways)):
        connection.execute(delete(table))
        if entries:
            rows = [{**entry, "position": position} for position, entry in enumerate(entries, start=1)]
            connection.execute(insert(table), rows)


def _in_order(connection: Connection, table: Table) -> Sequence[RowMapping]:
    columns = [column for column in table.c if column.name not in ("id", "position")]
    return connection.execute(select(*columns).order_by(table.c.position, table.c.id)).mappings().all()
