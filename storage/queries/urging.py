"""Letters to the profile addresses of people no contact reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, func, insert, literal, select

from bot.vocabulary import PRIORITY, ChannelKind, MessageKind, MessageState
from storage.models import contacts, memberships, messages, people, unit_closure
from storage.position import position_of
from storage.queries.contact_lists import is_unreached

_KIND = MessageKind.CONTACT_URGE
#: pg_advisory_xact_lock key: of two presses at the same instant the second waits, and then sees the letters.
_URGING = 0x616E7075
_COLUMNS = [
    *("kind", "person_id", "channel", "address", "lane", "locale", "priority", "state"),
    *("due_at", "created_at"),
]


def missing_by_unit(connection: Connection, channels: Iterable[ChannelKind]) -> dict[int, int]:
    """Whom no contact reaches, in each unit and all below; units without any are missing."""
    counted = (
        select(unit_closure.c.ancestor_id, func.count(memberships.c.person_id.distinct()))
        .join(memberships, memberships.c.unit_id == unit_closure.c.descendant_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(*is_unreached(None, channels))
        .group_by(unit_closure.c.ancestor_id)
    )
    return dict(connection.execute(counted).all())


def add_letters(
    connection: Connection,
    below_units: tuple[int, ...] | None,
    channels: Iterable[ChannelKind],
    not_since: datetime,
    now: datetime,
) -> Sequence[int]:
    """One for each of them with a profile address who was not written to after `not_since`. Their ids.

    Where the profile address is a contact as well, it is one that was stopped or bounced: nothing goes there.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_URGING)))
    is_contact = exists().where(
        contacts.c.person_id == people.c.id,
        contacts.c.channel == ChannelKind.MAIL,
        func.lower(contacts.c.address) == func.lower(people.c.email),
    )
    lately = exists().where(
        messages.c.person_id == people.c.id, messages.c.kind == _KIND, messages.c.created_at > not_since
    )
    rows = select(
        literal(_KIND),
        people.c.id,
        literal(ChannelKind.MAIL),
        people.c.email,
        func.lower(func.substr(people.c.email, position_of(people.c.email, "@") + 1)),
        people.c.locale,
        literal(PRIORITY[_KIND]),
        literal(MessageState.QUEUED),
        literal(now, messages.c.due_at.type),
        literal(now, messages.c.created_at.type),
    ).where(*is_unreached(below_units, channels), people.c.email != "", ~is_contact, ~lately)
    written = insert(messages).from_select(_COLUMNS, rows.order_by(people.c.id)).returning(messages.c.person_id)
    return sorted(connection.execute(written).scalars())
