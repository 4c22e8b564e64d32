"""Who is reached by mail, and how fast letters have gone out of late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select, true

from bot.vocabulary import ChannelKind, CheckState, ContactState, MessageKind, MessageState, Reach
from storage.models import attempts, checks, contacts, messages, people, roll

_WORKING = (ContactState.UNVERIFIED, ContactState.CONFIRMED)


def mailboxes(connection: Connection) -> int:
    """Mail contacts of active people that are sent to: the letters of a check that asks everybody at once."""
    found = (
        select(func.count())
        .select_from(contacts.join(people, people.c.id == contacts.c.person_id))
        .where(people.c.active == true(), contacts.c.channel == ChannelKind.MAIL, contacts.c.state.in_(_WORKING))
    )
    return connection.execute(found).scalar_one()


def asked_with_a_mailbox(connection: Connection) -> tuple[int, ...]:
    """People on the roll of an active check who have a mail contact."""
    found = (
        select(roll.c.person_id)
        .distinct()
        .select_from(roll.join(checks, checks.c.id == roll.c.check_id))
        .where(
            checks.c.state == CheckState.ACTIVE,
            exists().where(contacts.c.person_id == roll.c.person_id, contacts.c.channel == ChannelKind.MAIL),
        )
        .order_by(roll.c.person_id)
    )
    return tuple(connection.execute(found).scalars())


def last_mailing(connection: Connection, since: datetime, at_least: int) -> Row[*tuple[Any, ...]] | None:
    """(letters, first_at, last_at) of the newest question to at least so many mailboxes at once, accepted since then.

    Only letters taken at the first try: what waited for its next try says nothing about speed.
    """
    return connection.execute(
        select(
            func.count().label("letters"),
            func.min(messages.c.accepted_at).label("first_at"),
            func.max(messages.c.accepted_at).label("last_at"),
        )
        .select_from(
            messages.join(checks, checks.c.id == messages.c.check_id).join(
                attempts, attempts.c.id == messages.c.attempt_id
            )
        )
        .where(
            messages.c.channel == ChannelKind.MAIL,
            messages.c.kind == MessageKind.PROMPT,
            messages.c.state.in_((MessageState.ACCEPTED, MessageState.DELIVERED)),
            attempts.c.tries <= 1,
            messages.c.accepted_at >= since,
            checks.c.reach == Reach.ALL,
        )
        .group_by(messages.c.check_id)
        .having(func.count() >= at_least)
        .order_by(func.max(messages.c.accepted_at).desc())
        .limit(1)
    ).first()
