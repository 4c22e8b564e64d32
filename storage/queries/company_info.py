"""Emergency contacts, links and routes, in their order; those of sites among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, func, insert, select

from storage.models import emergency_contacts, info_links, info_pages, routes

Entries = Sequence[dict[str, Any]]


def contact_entries(connection: Connection) -> Sequence[RowMapping]:
    return _in_order(connection, emergency_contacts)


def link_entries(connection: Connection) -> Sequence[RowMapping]:
    return _in_order(connection, info_links)


def route_entries(connection: Connection) -> Sequence[RowMapping]:
    return _in_order(connection, routes)


def page_words(connection: Connection) -> dict[str, tuple[str, str]]:
    """What stands above the links, by page: (Japanese, English)."""
    return {row.page: (row.words, row.words_en) for row in connection.execute(select(info_pages))}


def replace_all(connection: Connection, contacts: Entries, links: Entries, ways: Entries) -> tuple[list[int], int]:
    """Every entry of the whole company goes; these come before those of sites, numbered from 1 as they stand.

    How many of each kind there were, and how many of sites have stayed.
    """
    gone, stayed = [], 0
    for table, entries in ((emergency_contacts, contacts), (info_links, links), (routes, ways)):
        gone.append(connection.execute(delete(table).where(table.c.site_id.is_(None))).rowcount)
        stayed += connection.execute(select(func.count()).select_from(table)).scalar_one()
        connection.execute(table.update().values(position=table.c.position + len(entries)))
        if entries:
            rows = [{**entry, "position": position} for position, entry in enumerate(entries, start=1)]
            connection.execute(insert(table), rows)
    return gone, stayed


def _in_order(connection: Connection, table: Table) -> Sequence[RowMapping]:
    columns = [column for column in table.c if column.name not in ("id", "position")]
    return connection.execute(select(*columns).order_by(table.c.position, table.c.id)).mappings().all()
