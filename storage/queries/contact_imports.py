"""The contacts of many people at once: read in pages, changed in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.vocabulary import ChannelKind, ContactState
from storage.among import among
from storage.models import contacts, people
from storage.queries.check_names import is_below
from storage.queries.contact_history import Change, Doer, keep_changes
from storage.queries.people import pages

AnyRow = Row[*tuple[Any, ...]]


def people_numbered(connection: Connection, employee_nos: Sequence[str]) -> dict[str, AnyRow]:
    """id and role of those active, by employee number."""
    found: dict[str, AnyRow] = {}
    for page in pages(employee_nos):
        read = select(people.c.employee_no, people.c.id, people.c.role)
        rows = connection.execute(read.where(people.c.employee_no.in_(page), people.c.active))
        found |= {row.employee_no: row for row in rows}
    return found


def those_below(connection: Connection, person_ids: Iterable[int], unit_ids: tuple[int, ...]) -> set[int]:
    """Which of these people belong to one of these units or to one below."""
    read = select(people.c.id).where(among(people.c.id, person_ids), is_below(people.c.id, unit_ids))
    return set(connection.execute(read).scalars())


def hold(connection: Connection, person_ids: Collection[int]) -> None:
    """As `contact_edits.hold`, many at once and always in one order."""
    held = select(people.c.id).where(among(people.c.id, person_ids)).order_by(people.c.id)
    connection.execute(held.with_for_update(key_share=True))


def contacts_of(connection: Connection, person_ids: Collection[int]) -> dict[int, list[AnyRow]]:
    """In each one's own order; people without any are missing."""
    read = select(contacts).where(among(contacts.c.person_id, person_ids))
    found: dict[int, list[AnyRow]] = {}
    for row in connection.execute(read.order_by(contacts.c.person_id, contacts.c.position, contacts.c.id)):
        found.setdefault(row.person_id, []).append(row)
    return found


def owners(connection: Connection, channel: ChannelKind, addresses: Sequence[str]) -> Sequence[AnyRow]:
    """(id, person_id, address) of the contacts with which active people have these accounts."""
    found: list[AnyRow] = []
    for page in pages(addresses):
        read = select(contacts.c.id, contacts.c.person_id, contacts.c.address).join(
            people, people.c.id == contacts.c.person_id
        )
        had = read.where(
            people.c.active,
            contacts.c.channel == channel,
            contacts.c.address.in_(page),
            contacts.c.state != ContactState.GONE,
        )
        found += connection.execute(had).all()
    return found


def change_options(
    connection: Connection, changed: Sequence[tuple[int, str, bool]], reason: str, doer: Doer, now: datetime
) -> None:
    """`changed`: (contact id, label, plain); `reason`: which of them is another now."""
    keep_changes(connection, [contact_id for contact_id, _, _ in changed], Change.CHANGED, reason, doer, now)
    options = update(contacts).where(contacts.c.id == bindparam("of_contact"))
    rows = [{"of_contact": contact_id, "new_label": label, "is_plain": plain} for contact_id, label, plain in changed]
    connection.execute(options.values(label=bindparam("new_label"), plain=bindparam("is_plain")), rows)


def put_in_place(
    connection: Connection, places: Sequence[tuple[int, int]], moved: Collection[int], doer: Doer, now: datetime
) -> None:
    """`places`: (contact id, position) of those whose number is another now; `moved`: those in another order."""
    keep_changes(connection, moved, Change.CHANGED, "order", doer, now)
    placed = update(contacts).where(contacts.c.id == bindparam("of_contact")).values(position=bindparam("place"))
    if places:
        connection.execute(placed, [{"of_contact": contact_id, "place": place} for contact_id, place in places])
