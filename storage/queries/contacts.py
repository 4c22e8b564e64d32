"""Ways to reach a person: which work, and what follows when one stops or works again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, select, update

from bot.vocabulary import WORKING_STATES, By, ChannelKind, ContactState, MessageState
from storage.models import answers, contacts, messages, people
from storage.queries.contact_history import Doer, keep_owners_deeds, keep_states
from storage.queries.linking import IS_STILL_THEIRS

#: Given up because of what the platform answered, not because the owner wished so.
_GIVEN_UP = (ContactState.GONE, ContactState.BLOCKED)
#: Who answers through one of these has the very account in hand.
_SPOKEN_THROUGH = (ChannelKind.SLACK, ChannelKind.LINE)


def contact_by_id(connection: Connection, contact_id: int) -> Row[*tuple[Any, ...]] | None:
    """The contact with its owner's language, and whether they are active."""
    read = select(contacts, people.c.locale, people.c.active).join(people, people.c.id == contacts.c.person_id)
    return connection.execute(read.where(contacts.c.id == contact_id)).first()


def working(connection: Connection, person_id: int, channel: ChannelKind) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, address) of the person's working contacts of this kind, in their own order."""
    read = (
        select(contacts.c.id, contacts.c.address)
        .where(
            contacts.c.person_id == person_id,
            contacts.c.channel == channel,
            contacts.c.state.in_(WORKING_STATES),
        )
        .order_by(contacts.c.position, contacts.c.id)
    )
    return connection.execute(read).all()


def change_state(
    connection: Connection,
    contact_id: int,
    to: ContactState,
    reason: str,
    doer: Doer,
    now: datetime,
    only_from: ContactState | None = None,
) -> bool:
    """False where the contact is in that state already, or not in the one it should leave."""
    changed = update(contacts).where(contacts.c.id == contact_id, contacts.c.state != to)
    if only_from is not None:
        changed = changed.where(contacts.c.state == only_from)
    if connection.execute(changed.values(state=to, state_reason=reason, state_since=now)).rowcount == 0:
        return False
    keep_states(connection, (contact_id,), doer, now)
    return True


def mark_proven(connection: Connection, contact_id: int, now: datetime) -> None:
    """Its owner pressed what had come through this very contact."""
    connection.execute(update(contacts).where(contacts.c.id == contact_id).values(confirmed_at=now))


def owners_of(connection: Connection, contact_ids: Collection[int]) -> tuple[int, ...]:
    read = select(contacts.c.person_id).where(contacts.c.id.in_(contact_ids)).distinct()
    return tuple(connection.execute(read.order_by(contacts.c.person_id)).scalars())


def skip_queued(
    connection: Connection, contact_ids: Collection[int], owner_ids: Collection[int], reason: str
) -> tuple[int, ...]:
    """What waits for these contacts is not sent (found by their owners: there is an index). The messages."""
    skipped = (
        update(messages)
        .where(
            messages.c.person_id.in_(owner_ids),
            messages.c.contact_id.in_(contact_ids),
            messages.c.state == MessageState.QUEUED,
        )
        .values(state=MessageState.SKIPPED, reason=reason, params=None)
        .returning(messages.c.id)
    )
    return tuple(connection.execute(skipped).scalars())


def revive_after_answers(connection: Connection, after: int, upto: int, now: datetime) -> tuple[int, ...]:
    """Accounts given up on, whose owners have said something through them since: they work. The owners.

    `after`, `upto`: ids of the answers looked at.
    """
    looked_at = (answers.c.id > after, answers.c.id <= upto)
    has_spoken = exists().where(
        *looked_at,
        answers.c.person_id == contacts.c.person_id,
        answers.c.by == By.SELF,
        answers.c.via == contacts.c.channel,
        answers.c.given_at > contacts.c.state_since,
    )
    revived = (
        update(contacts)
        .where(
            contacts.c.person_id.in_(select(answers.c.person_id).where(*looked_at)),
            contacts.c.channel.in_(_SPOKEN_THROUGH),
            contacts.c.state.in_(_GIVEN_UP),
            IS_STILL_THEIRS,
            has_spoken.correlate(contacts),
        )
        .values(state=ContactState.CONFIRMED, state_reason="", state_since=now)
        .returning(contacts.c.id, contacts.c.person_id, contacts.c.channel)
    )
    rows = connection.execute(revived).all()
    for channel in _SPOKEN_THROUGH:
        keep_owners_deeds(connection, [row.id for row in rows if row.channel == channel], channel, now)
    return tuple(sorted({row.person_id for row in rows}))
