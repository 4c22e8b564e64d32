"""Stepwise checks: where the question goes when a contact has failed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, literal, select

from bot.vocabulary import WORKING_STATES, ChannelKind, CheckState, MessageKind, MessageState, Reach, Standing
from storage.among import among
from storage.models import checks, contacts, messages, roll
from storage.queries import bulletin_pushes
from storage.queries.outbox import WAITING_STATES

_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)


def add_next_contacts(
    connection: Connection, message_ids: Collection[int], channels: Iterable[ChannelKind], now: datetime
) -> int:
    """For questions of stepwise checks that failed: the same question to the person's next working contact, at once.

    Next is the first contact, in the person's order, that this round has not tried. Bulletins go on in the same way.
    How many were written.
    """
    rank = func.row_number().over(partition_by=messages.c.id, order_by=(contacts.c.position, contacts.c.id))
    candidates = (
        select(
            messages.c.kind,
            messages.c.check_id,
            messages.c.round,
            messages.c.person_id,
            contacts.c.id.label("contact_id"),
            contacts.c.channel,
            contacts.c.address,
            messages.c.locale,
            messages.c.priority,
            rank.label("rank"),
        )
        .join(contacts, contacts.c.person_id == messages.c.person_id)
        .join(checks, checks.c.id == messages.c.check_id)
        .join(roll, and_(roll.c.check_id == messages.c.check_id, roll.c.person_id == messages.c.person_id))
        .where(
            among(messages.c.id, message_ids),
            messages.c.kind.in_(_ASKING),
            checks.c.reach == Reach.STEPWISE,
            checks.c.state == CheckState.ACTIVE,
            checks.c.round == messages.c.round,
            roll.c.standing == Standing.SILENT,
            contacts.c.channel.in_(sorted(channels)),
            contacts.c.state.in_(WORKING_STATES),
            _is_untried(),
        )
        .subquery()
    )
    copied = ["kind", "check_id", "round", "person_id", "contact_id", "channel", "address", "locale", "priority"]
    rows = select(
        *(candidates.c[name] for name in copied),
        literal(MessageState.QUEUED),
        literal(now, messages.c.due_at.type),
        literal(now, messages.c.created_at.type),
    ).where(candidates.c.rank == 1)
    columns = [*copied, "state", "due_at", "created_at"]
    statement = insert(messages).from_select(columns, rows).execution_options(preserve_rowcount=True)
    asked = connection.execute(statement).rowcount
    return asked + bulletin_pushes.add_next_contacts(connection, message_ids, channels, now)


def newest_waiting(
    connection: Connection, channel: ChannelKind, after: int, limit: int
) -> Sequence[Row[*tuple[int, int]]]:
    """(message, check) of stepwise questions not yet with the platform, by id, where none has followed in the round."""
    newer = messages.alias("newer")
    has_followed = exists().where(
        newer.c.person_id == messages.c.person_id,
        newer.c.check_id == messages.c.check_id,
        newer.c.round == messages.c.round,
        newer.c.kind.in_(_ASKING),
        newer.c.id > messages.c.id,
    )
    found = (
        select(messages.c.id, messages.c.check_id)
        .join(checks, checks.c.id == messages.c.check_id)
        .where(
            checks.c.reach == Reach.STEPWISE,
            checks.c.state == CheckState.ACTIVE,
            checks.c.round == messages.c.round,
            messages.c.channel == channel,
            messages.c.state.in_(WAITING_STATES),
            messages.c.kind.in_(_ASKING),
            messages.c.id > after,
            ~has_followed.correlate(messages),
        )
        .order_by(messages.c.id)
        .limit(limit)
    )
    return connection.execute(found).all()


def _is_untried() -> ColumnElement[bool]:
    tried = messages.alias("tried")
    return ~(
        exists()
        .where(
            tried.c.person_id == contacts.c.person_id,
            tried.c.check_id == messages.c.check_id,
            tried.c.round == messages.c.round,
            tried.c.contact_id == contacts.c.id,
            tried.c.kind.in_(_ASKING),
        )
        .correlate(messages, contacts)
    )
