"""Emergency contacts, links and routes, changed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from storage.models import emergency_contacts, info_links, info_pages, routes
from storage.upsert import Upsert

AnyRow = Row[*tuple[Any, ...]]

CONTACTS, LINKS, ROUTES = emergency_contacts, info_links, routes

_SET_PAGE = Upsert(
    info_pages,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["page"], set_={name: insert.excluded[name] for name in ("words", "words_en")}
    ),
)


def entries(connection: Connection, table: Table) -> Sequence[AnyRow]:
    return connection.execute(select(table).order_by(table.c.position, table.c.id)).all()


def entry(connection: Connection, table: Table, entry_id: int) -> AnyRow | None:
    return connection.execute(select(table).where(table.c.id == entry_id)).first()


def count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def add(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    """Behind all others."""
    last = connection.execute(select(func.coalesce(func.max(table.c.position), 0))).scalar_one()
    made = connection.execute(insert(table).values(**values, position=last + 1).returning(table.c.id))
    return int(made.scalar_one())


def change(connection: Connection, table: Table, entry_id: int, values: dict[str, Any]) -> None:
    connection.execute(update(table).where(table.c.id == entry_id).values(**values))


def remove(connection: Connection, table: Table, entry_id: int) -> None:
    connection.execute(delete(table).where(table.c.id == entry_id))


def put_in_order(connection: Connection, table: Table, entry_ids: Sequence[int]) -> None:
    """Numbered from 1 as they stand; all there are must be named."""
    for position, entry_id in enumerate(entry_ids, start=1):
        connection.execute(update(table).where(table.c.id == entry_id).values(position=position))


def set_page(connection: Connection, page: str, words: str, words_en: str) -> None:
    """Without words: nothing stands there any longer."""
    if words:
        connection.execute(_SET_PAGE.on(connection), {"page": page, "words": words, "words_en": words_en})
    else:
        connection.execute(delete(info_pages).where(info_pages.c.page == page))
