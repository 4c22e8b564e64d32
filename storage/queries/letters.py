"""What became of letters after a server had accepted them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, false, func, or_, select, update

from bot.vocabulary import WORKING_STATES, MessageState
from storage.models import contacts, messages
from storage.queries.contact_history import PLATFORM, keep_states

#: A report may overtake the note that the letter was accepted.
_ON_ITS_WAY = (MessageState.SENDING, MessageState.ACCEPTED, MessageState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that went out. `is_still_meant`: its contact has the same address, unchanged since it was written."""

    message_id: int
    channel: str
    address: str
    check_id: int | None
    person_id: int | None
    contact_id: int | None
    is_still_meant: bool


def letter(connection: Connection, message_id: int) -> Letter | None:
    still_meant = and_(
        contacts.c.address == messages.c.address,
        contacts.c.state.in_(WORKING_STATES),
        contacts.c.state_since <= messages.c.created_at,
        or_(contacts.c.confirmed_at.is_(None), contacts.c.confirmed_at <= messages.c.created_at),
    )
    found = (
        select(
            messages.c.id,
            messages.c.channel,
            messages.c.address,
            messages.c.check_id,
            messages.c.person_id,
            messages.c.contact_id,
            func.coalesce(still_meant, false()),
        )
        .outerjoin(contacts, contacts.c.id == messages.c.contact_id)
        .where(messages.c.id == message_id)
    )
    row = connection.execute(found).first()
    return None if row is None else Letter(*row)


def failed(connection: Connection, message_id: int, reason: str) -> bool:
    """False where it has come to another end already."""
    which = (messages.c.id == message_id, messages.c.state.in_(_ON_ITS_WAY))
    return (
        connection.execute(update(messages).where(*which).values(state=MessageState.FAILED, reason=reason)).rowcount > 0
    )


def delayed(connection: Connection, message_id: int, reason: str) -> bool:
    which = (messages.c.id == message_id, messages.c.state == MessageState.ACCEPTED)
    return connection.execute(update(messages).where(*which).values(reason=reason)).rowcount > 0


def delivered(connection: Connection, message_id: int) -> bool:
    """A proof came back. Not where it has failed: a forward may do both."""
    which = (messages.c.id == message_id, messages.c.state.in_(_ON_ITS_WAY))
    values = {"state": MessageState.DELIVERED, "reason": ""}
    return connection.execute(update(messages).where(*which).values(values)).rowcount > 0


def doubt(connection: Connection, contact_id: int, reason: str, now: datetime) -> None:
    """It goes on working; why it may not is said beside it, and once in its history."""
    which = (contacts.c.id == contact_id, contacts.c.state.in_(WORKING_STATES), contacts.c.state_reason != reason)
    if connection.execute(update(contacts).where(*which).values(state_reason=reason)).rowcount:
        keep_states(connection, (contact_id,), PLATFORM, now)
