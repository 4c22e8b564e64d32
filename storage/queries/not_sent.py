"""Whom a round does not ask, and why: every decision not to send is stored with its reason (invariant 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, insert, literal, select

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, MessageKind, MessageState
from storage.models import contacts, messages, people, roll


def write(
    connection: Connection,
    which: Sequence[ColumnElement[bool]],
    round_: int,
    kind: MessageKind,
    channels: Sequence[ChannelKind],
    now: datetime,
) -> None:
    """A skipped message for each contact of these people on the roll that is not asked: what it is, or `inactive`."""
    why = case((people.c.active.is_(False), "inactive"), else_=contacts.c.state)
    decided = (
        select(
            literal(kind),
            roll.c.check_id,
            literal(round_),
            roll.c.person_id,
            contacts.c.id,
            contacts.c.channel,
            contacts.c.address,
            people.c.locale,
            literal(PRIORITY[kind]),
            literal(MessageState.SKIPPED),
            why,
            literal(now, messages.c.due_at.type),
            literal(now, messages.c.created_at.type),
        )
        .join(people, people.c.id == roll.c.person_id)
        .join(contacts, contacts.c.person_id == roll.c.person_id)
        .where(
            *which,
            contacts.c.channel.in_(channels),
            people.c.active.is_(False) | contacts.c.state.not_in(WORKING_STATES),
        )
        .order_by(roll.c.person_id, contacts.c.id)
        # One that is just being removed is waited for, and then not there.
        .with_for_update(read=True, key_share=True, of=contacts)
    )
    columns = ["kind", "check_id", "round", "person_id", "contact_id", "channel", "address", "locale", "priority"]
    columns += ["state", "reason", "due_at", "created_at"]
    connection.execute(insert(messages).from_select(columns, decided))
