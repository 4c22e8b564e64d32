"""Menus of the chat in LINE, whose chat has which, and whose ought to have another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    Connection,
    Executable,
    Row,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.vocabulary import ChannelKind, ContactState
from storage.models import contacts, line_menu_links, line_menus, people
from storage.upsert import AnyInsert, Upsert

_HAS_ONE = and_(
    contacts.c.channel == ChannelKind.LINE,
    contacts.c.state.not_in((ContactState.GONE, ContactState.BLOCKED)),
    people.c.active,
)


def menus(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """(rich_menu_id, name, mark, installed_at, retired_at), the newest last."""
    return connection.execute(select(line_menus).order_by(line_menus.c.installed_at, line_menus.c.rich_menu_id)).all()


def retire_all_but(connection: Connection, rich_menu_ids: Sequence[str], now: datetime) -> int:
    """How many were in use until now."""
    retired = (
        update(line_menus)
        .where(line_menus.c.retired_at.is_(None), line_menus.c.rich_menu_id.not_in(rich_menu_ids))
        .values(retired_at=now)
    )
    return connection.execute(retired).rowcount


def _in_use_again(start: AnyInsert) -> Executable:
    new = start.excluded
    return start.on_conflict_do_update(
        index_elements=["rich_menu_id"],
        set_={"name": new.name, "mark": new.mark, "installed_at": new.installed_at, "retired_at": None},
        where=line_menus.c.retired_at.is_not(None),
    ).returning(line_menus.c.rich_menu_id)


_IN_USE = Upsert(line_menus, _in_use_again)


def put_in_use(connection: Connection, rich_menu_id: str, name: str, mark: str, now: datetime) -> bool:
    """False: it is in use already."""
    row = {"rich_menu_id": rich_menu_id, "name": name, "mark": mark, "installed_at": now}
    return connection.execute(_IN_USE.on(connection), row).first() is not None


def forget_menu(connection: Connection, rich_menu_id: str) -> None:
    connection.execute(delete(line_menus).where(line_menus.c.rich_menu_id == rich_menu_id))


def locales(connection: Connection) -> Sequence[str]:
    """Every language that stands in the staff list."""
    return connection.execute(select(people.c.locale).distinct()).scalars().all()


def count_owners(connection: Connection) -> int:
    """LINE accounts that belong to somebody and have not blocked us."""
    return connection.scalar(select(func.count()).select_from(_owners())) or 0


def count_links(connection: Connection, rich_menu_ids: Sequence[str]) -> int:
    """Chats that have one of these."""
    linked = select(func.count()).where(line_menu_links.c.rich_menu_id.in_(rich_menu_ids))
    return connection.scalar(linked) or 0


def due(
    connection: Connection, menu_of_locale: Mapping[str, str], default: str, at_most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(rich_menu_id, user_id) of accounts whose chat has another menu than that of their owner's language."""
    statement = _wrong(menu_of_locale, default)
    wanted = statement.selected_columns.rich_menu_id
    return connection.execute(statement.order_by(wanted, statement.selected_columns.user_id).limit(at_most)).all()


def count_due(connection: Connection, menu_of_locale: Mapping[str, str], default: str) -> int:
    return connection.scalar(select(func.count()).select_from(_wrong(menu_of_locale, default).subquery())) or 0


def strays(connection: Connection, at_most: int) -> Sequence[str]:
    """Accounts that have a menu of their own and belong to nobody any more, or have blocked us."""
    owned = exists().where(
        contacts.c.address == line_menu_links.c.user_id, contacts.c.person_id == people.c.id, _HAS_ONE
    )
    read = select(line_menu_links.c.user_id).where(~owned).order_by(line_menu_links.c.user_id).limit(at_most)
    return connection.execute(read).scalars().all()


def unused(connection: Connection) -> Sequence[str]:
    """Retired menus that nobody's chat has."""
    has_links = exists().where(line_menu_links.c.rich_menu_id == line_menus.c.rich_menu_id)
    read = select(line_menus.c.rich_menu_id).where(line_menus.c.retired_at.is_not(None), ~has_links)
    return connection.execute(read.order_by(line_menus.c.rich_menu_id)).scalars().all()


def _told_another(start: AnyInsert) -> Executable:
    new = start.excluded
    return start.on_conflict_do_update(
        index_elements=["user_id"], set_={"rich_menu_id": new.rich_menu_id, "linked_at": new.linked_at}
    )


_TOLD = Upsert(line_menu_links, _told_another)


def note_links(connection: Connection, rich_menu_id: str, user_ids: Sequence[str], now: datetime) -> None:
    rows = [{"user_id": one, "rich_menu_id": rich_menu_id, "linked_at": now} for one in user_ids]
    connection.execute(_TOLD.on(connection), rows)


def forget_links(connection: Connection, user_ids: Sequence[str] | None = None) -> None:
    """None: everybody's."""
    gone = delete(line_menu_links)
    connection.execute(gone if user_ids is None else gone.where(line_menu_links.c.user_id.in_(user_ids)))


def _owners() -> CTE:
    """Each account once: of two people who have given the same one the first is meant, as everywhere."""
    first = (
        select(func.min(contacts.c.id))
        .select_from(contacts.join(people, people.c.id == contacts.c.person_id))
        .where(_HAS_ONE)
        .group_by(contacts.c.address)
    )
    return (
        select(contacts.c.address.label("user_id"), people.c.locale)
        .select_from(contacts.join(people, people.c.id == contacts.c.person_id))
        .where(contacts.c.id.in_(first))
        .cte("owners")
    )


def _wrong(menu_of_locale: Mapping[str, str], default: str) -> Select[Any]:
    owners = _owners()
    named = [(owners.c.locale == locale, literal(menu_id)) for locale, menu_id in menu_of_locale.items()]
    wanted = case(*named, else_=literal(default)) if named else literal(default)
    has = line_menu_links.c.rich_menu_id
    return (
        select(wanted.label("rich_menu_id"), owners.c.user_id)
        .select_from(owners.join(line_menu_links, line_menu_links.c.user_id == owners.c.user_id, isouter=True))
        .where(or_(has.is_(None), has != wanted))
    )
