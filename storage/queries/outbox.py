"""Messages on their way: what is due, who holds it, what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from bot.vocabulary import (
    WORKING_STATES,
    ChannelKind,
    CheckState,
    MessageKind,
    MessageState,
    Standing,
)
from storage.models import attempts, checks, contacts, help_cases, messages, people, roll

_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)
_QUESTIONS = (*_ASKING, MessageKind.CHANNEL_PROMPT)


def count_due(connection: Connection, channel: ChannelKind, now: datetime, at_most: int) -> int:
    """How many messages and attempts could be claimed now, `at_most` of each: a few index entries are read."""
    queued = select(messages.c.id).where(_is(channel, MessageState.QUEUED), messages.c.due_at <= now)
    abandoned = select(messages.c.id).where(_is(channel, MessageState.CLAIMED), messages.c.lease_until <= now)
    again = select(attempts.c.id).where(attempt_is_due(channel, now))
    counts = [
        select(func.count()).select_from(due.limit(at_most).subquery()).scalar_subquery()
        for due in (queued, abandoned, again)
    ]
    return sum(connection.execute(select(*counts)).one())


def attempt_is_due(channel: ChannelKind, now: datetime) -> ColumnElement[bool]:
    """Frozen and open, its time has come, and nobody holds it (any more)."""
    return and_(
        attempts.c.channel == channel,
        attempts.c.state == MessageState.SENDING,
        attempts.c.due_at <= now,
        attempts.c.lease_until.is_(None) | (attempts.c.lease_until <= now),
    )


def requeue_abandoned(connection: Connection, channel: ChannelKind, now: datetime) -> None:
    """Claimed by a process that died before it froze anything."""
    connection.execute(
        update(messages)
        .where(_is(channel, MessageState.CLAIMED), messages.c.lease_until <= now)
        .values(state=MessageState.QUEUED, lease_token="", lease_until=None)
    )


def claim(
    connection: Connection, channel: ChannelKind, limit: int, now: datetime, token: str, lease_until: datetime
) -> Sequence[int]:
    """At most `limit` due messages, from now on leased under `token`: lowest priority number, due time, id first."""
    due = (
        select(messages.c.id)
        .where(_is(channel, MessageState.QUEUED), messages.c.due_at <= now)
        .order_by(messages.c.priority, messages.c.due_at, messages.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = (
        update(messages)
        .where(messages.c.id.in_(select(due.c.id)), messages.c.state == MessageState.QUEUED)
        .values(state=MessageState.CLAIMED, lease_token=token, lease_until=lease_until)
        .returning(messages.c.id)
    )
    return connection.execute(taken).scalars().all()


def read(connection: Connection, message_ids: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """These messages in sending order, with the receiver's name and why they have become `pointless` (else empty)."""
    return connection.execute(
        select(
            messages,
            func.coalesce(people.c.name, "").label("name"),
            pointless().label("pointless"),
        )
        .outerjoin(people, people.c.id == messages.c.person_id)
        .where(messages.c.id.in_(message_ids))
        .order_by(messages.c.priority, messages.c.due_at, messages.c.id)
    ).all()


def pointless() -> ColumnElement[str]:
    """Why a message need not go out any more: closed, answered, inactive, or what its contact has become."""
    check_over = exists().where(checks.c.id == messages.c.check_id, checks.c.state != CheckState.ACTIVE)
    answered = exists().where(
        roll.c.check_id == messages.c.check_id,
        roll.c.person_id == messages.c.person_id,
        roll.c.standing != Standing.SILENT,
    )
    case_over = exists().where(help_cases.c.id == messages.c.help_case_id, help_cases.c.closed_at.is_not(None))
    gone = exists().where(people.c.id == messages.c.person_id, people.c.active.is_(False))
    spoilt = (
        select(contacts.c.state)
        .where(contacts.c.id == messages.c.contact_id, contacts.c.state.not_in(WORKING_STATES))
        .correlate(messages)
        .scalar_subquery()
    )
    is_asking = messages.c.kind.in_(_ASKING)
    return case(
        (and_(messages.c.kind.in_(_QUESTIONS), check_over.correlate(messages)), "closed"),
        (and_(is_asking, answered.correlate(messages)), "answered"),
        (and_(is_asking, gone.correlate(messages)), "inactive"),
        (
            and_(messages.c.kind.in_((MessageKind.HELP_ALERT, MessageKind.HELP_TAKEN)), case_over.correlate(messages)),
            "closed",
        ),
        else_=func.coalesce(spoilt, ""),
    )


def held(connection: Connection, message_ids: Sequence[int], token: str) -> dict[int, str]:
    """Of these, the ones still leased under `token`, each with why it has become pointless (else empty)."""
    found = (
        select(messages.c.id, pointless().label("why"))
        .where(
            messages.c.id.in_(message_ids),
            messages.c.lease_token == token,
            messages.c.state == MessageState.CLAIMED,
        )
        .with_for_update()
    )
    return dict(connection.execute(found).all())


def skip(connection: Connection, reasons: Mapping[int, str]) -> None:
    """Message id -> why it is not sent."""
    for reason in sorted(set(reasons.values())):
        ids = [message_id for message_id, why in reasons.items() if why == reason]
        settle(connection, ids, MessageState.SKIPPED, reason)


def settle(connection: Connection, message_ids: Sequence[int], state: MessageState, reason: str) -> None:
    """Ends these messages. What only their wording needed (a code …) goes."""
    _settle(connection, messages.c.id.in_(message_ids), state, reason)


def settle_attempted(connection: Connection, attempt_ids: Sequence[int], state: MessageState, reason: str) -> None:
    """As `settle`, for the messages of these attempts."""
    _settle(connection, messages.c.attempt_id.in_(attempt_ids), state, reason)


def _settle(connection: Connection, which: ColumnElement[bool], state: MessageState, reason: str) -> None:
    connection.execute(
        update(messages).where(which).values(state=state, reason=reason, params=None, lease_token="", lease_until=None)
    )


def give_back(connection: Connection, token: str, message_ids: Sequence[int]) -> None:
    """Claimed under `token` and not frozen: queued again."""
    connection.execute(
        update(messages)
        .where(
            messages.c.id.in_(message_ids),
            messages.c.state == MessageState.CLAIMED,
            messages.c.lease_token == token,
        )
        .values(state=MessageState.QUEUED, lease_token="", lease_until=None)
    )


def skip_questions(connection: Connection, check_id: int, reason: str) -> int:
    """What is still queued of a check that asks nobody any more. How many."""
    return connection.execute(
        update(messages)
        .where(
            messages.c.check_id == check_id,
            messages.c.state == MessageState.QUEUED,
            messages.c.kind.in_(_QUESTIONS),
        )
        .values(state=MessageState.SKIPPED, reason=reason)
    ).rowcount


def add_next_contacts(
    connection: Connection, message_ids: Collection[int], channels: Iterable[ChannelKind], now: datetime
) -> int:
    """For questions of stepwise checks that failed: the same question to the person's next working contact, at once.

    Next is the first contact, in the person's order, that this round has not tried. How many were written.
    """
    tried = messages.alias("tried")
    untried = ~exists().where(
        tried.c.person_id == contacts.c.person_id,
        tried.c.check_id == messages.c.check_id,
        tried.c.round == messages.c.round,
        tried.c.contact_id == contacts.c.id,
        tried.c.kind.in_(_ASKING),
    ).correlate(messages, contacts)
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
            messages.c.id.in_(message_ids),
            messages.c.kind.in_(_ASKING),
            checks.c.reach == "stepwise",
            checks.c.state == CheckState.ACTIVE,
            checks.c.round == messages.c.round,
            roll.c.standing == Standing.SILENT,
            contacts.c.channel.in_(sorted(channels)),
            contacts.c.state.in_(WORKING_STATES),
            untried,
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
    return connection.execute(statement).rowcount


def _is(channel: ChannelKind, state: MessageState) -> ColumnElement[bool]:
    return and_(messages.c.channel == channel, messages.c.state == state)
