"""Contacts proven by a press of their owners."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, literal, select, update

from bot.vocabulary import ChannelKind, ContactState
from storage.models import contacts, people
from storage.queries.linking import IS_STILL_THEIRS
from storage.types import Instant


def account(connection: Connection, channel: ChannelKind, address: str) -> Row[*tuple[Any, ...]] | None:
    """The contact behind an account, with its owner's language; None where it is nobody's or several people's."""
    found = connection.execute(
        select(contacts, people.c.locale)
        .join(people, people.c.id == contacts.c.person_id)
        .where(contacts.c.channel == channel, contacts.c.address == address, IS_STILL_THEIRS, people.c.active)
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def prove(connection: Connection, contact_id: int, now: datetime) -> ContactState | None:
    """The state it has now: confirmed, or still suppressed, which its owner alone takes back. None: just removed."""
    stays = contacts.c.state == ContactState.SUPPRESSED
    is_new = contacts.c.state.not_in((ContactState.SUPPRESSED, ContactState.CONFIRMED))
    proven = (
        update(contacts)
        .where(contacts.c.id == contact_id)
        .values(
            confirmed_at=now,
            state=case((stays, contacts.c.state), else_=ContactState.CONFIRMED),
            state_reason=case((stays, contacts.c.state_reason), else_=""),
            state_since=case((is_new, literal(now, Instant())), else_=contacts.c.state_since),
        )
        .returning(contacts.c.state)
    )
    state = connection.execute(proven).scalar()
    return None if state is None else ContactState(state)
