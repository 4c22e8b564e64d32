"""The contacts of one person, changed one by one; and the suppressed ones of many, resumed at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, func, insert, select, update

from bot.vocabulary import ChannelKind, ContactState, MessageState
from storage.among import among
from storage.models import contacts, messages, people
from storage.queries.check_names import is_below
from storage.queries.contact_history import Change, Doer, keep_added, keep_changes, keep_states


def person(connection: Connection, person_id: int) -> Row[*tuple[Any, ...]] | None:
    """The person, while active."""
    read = select(people.c.id, people.c.employee_no, people.c.name, people.c.kana, people.c.email, people.c.locale)
    return connection.execute(read.where(people.c.id == person_id, people.c.active)).first()


def hold(connection: Connection, person_id: int) -> bool:
    """Two editors of the same person's contacts come one after the other. False where nobody active is there.

    The lock lets foreign keys be checked: nobody who answers waits for it.
    """
    held = select(people.c.id).where(people.c.id == person_id, people.c.active).with_for_update(key_share=True)
    return connection.execute(held).first() is not None


def contacts_of(connection: Connection, person_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """In the person's own order."""
    read = select(contacts).where(contacts.c.person_id == person_id)
    return connection.execute(read.order_by(contacts.c.position, contacts.c.id)).all()


def is_taken(connection: Connection, channel: ChannelKind, address: str, but_by: int) -> bool:
    """Whether another active person has this account."""
    read = select(contacts.c.id).join(people, people.c.id == contacts.c.person_id)
    held = read.where(
        contacts.c.channel == channel,
        contacts.c.address == address,
        contacts.c.person_id != but_by,
        contacts.c.state != ContactState.GONE,
        people.c.active,
    )
    return connection.execute(held.limit(1)).first() is not None


def add(connection: Connection, row: dict[str, Any], doer: Doer, now: datetime) -> int:
    """`person_id`, `channel`, `address`, `position`, `label`, `plain`: unverified from now on. Its id."""
    new = row | {"state": ContactState.UNVERIFIED, "state_since": now}
    contact_id: int = connection.execute(insert(contacts).values(new).returning(contacts.c.id)).scalar_one()
    keep_added(connection, [new], doer, now)
    return contact_id


def change_address(connection: Connection, contact_id: int, address: str, doer: Doer, now: datetime) -> None:
    """Nobody has proven the new address. What waits to be sent goes there."""
    keep_changes(connection, (contact_id,), Change.CHANGED, "address", doer, now)
    fresh = {"state": ContactState.UNVERIFIED, "state_reason": "", "state_since": now}
    fresh |= {"confirmed_at": None, "proof_asked_at": None}
    moved = update(contacts).where(contacts.c.id == contact_id).values(address=address, **fresh)
    owner_id = connection.execute(moved.returning(contacts.c.person_id)).scalar_one()
    lane = case((messages.c.channel == ChannelKind.MAIL, address.rpartition("@")[2].lower()), else_="")
    connection.execute(
        update(messages)
        .where(
            messages.c.person_id == owner_id,
            messages.c.contact_id == contact_id,
            messages.c.state == MessageState.QUEUED,
        )
        .values(address=address, lane=lane)
    )
    keep_states(connection, (contact_id,), doer, now)


def change_options(
    connection: Connection, contact_id: int, label: str, plain: bool, reason: str, doer: Doer, now: datetime
) -> None:
    """`reason`: which of them is another now."""
    keep_changes(connection, (contact_id,), Change.CHANGED, reason, doer, now)
    connection.execute(update(contacts).where(contacts.c.id == contact_id).values(label=label, plain=plain))


def put_in_order(
    connection: Connection, contact_ids: Sequence[int], moved: Sequence[int], doer: Doer, now: datetime
) -> None:
    """All contacts of a person, from the first to be tried; `moved` are those whose place is another now."""
    keep_changes(connection, moved, Change.CHANGED, "order", doer, now)
    placed = update(contacts).where(contacts.c.id == bindparam("of_contact")).values(position=bindparam("place"))
    rows = [{"of_contact": contact_id, "place": place} for place, contact_id in enumerate(contact_ids, start=1)]
    connection.execute(placed, rows)


def within(
    connection: Connection, contact_ids: Collection[int], below_units: tuple[int, ...] | None, own: int | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, person_id, state) of those of these contacts the actor may change."""
    read = select(contacts.c.id, contacts.c.person_id, contacts.c.state).where(
        among(contacts.c.id, contact_ids), *_in_reach(below_units, own)
    )
    return connection.execute(read.order_by(contacts.c.id)).all()


def at_addresses(
    connection: Connection, addresses: Collection[str], below_units: tuple[int, ...] | None, own: int | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, person_id, state, address) of contacts there, whatever their case; of active people the actor may change."""
    lowered = [address.lower() for address in addresses]
    read = select(contacts.c.id, contacts.c.person_id, contacts.c.state, contacts.c.address).where(
        func.lower(contacts.c.address).in_(lowered), *_in_reach(below_units, own)
    )
    return connection.execute(read.order_by(contacts.c.id)).all()


def suppressed(connection: Connection, below_units: tuple[int, ...] | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, person_id, state) of every suppressed contact of active people in these units and below (None: anywhere)."""
    read = select(contacts.c.id, contacts.c.person_id, contacts.c.state).where(
        contacts.c.state == ContactState.SUPPRESSED, *_in_reach(below_units, None)
    )
    return connection.execute(read.order_by(contacts.c.id)).all()


def resume(
    connection: Connection, contact_ids: Collection[int], doer: Doer, now: datetime
) -> Sequence[Row[*tuple[int, int]]]:
    """Suppressed ones are again what they were proven to be. (id, person_id) of those resumed."""
    proven = case(
        (contacts.c.confirmed_at.is_(None), ContactState.UNVERIFIED.value), else_=ContactState.CONFIRMED.value
    )
    resumed = (
        update(contacts)
        .where(among(contacts.c.id, contact_ids), contacts.c.state == ContactState.SUPPRESSED)
        .values(state=proven, state_reason="", state_since=now)
        .returning(contacts.c.id, contacts.c.person_id)
    )
    rows = connection.execute(resumed).all()
    keep_states(connection, [row.id for row in rows], doer, now)
    return rows


def _in_reach(below_units: tuple[int, ...] | None, own: int | None) -> tuple[ColumnElement[bool], ...]:
    active = contacts.c.person_id.in_(select(people.c.id).where(people.c.active))
    if below_units is None:
        return (active,)
    theirs = is_below(contacts.c.person_id, below_units)
    return (active, theirs if own is None else theirs | (contacts.c.person_id == own))
