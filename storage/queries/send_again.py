"""The question once more to people of one check who are silent, through every contact that works."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, insert, literal, select, update

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, MessageKind, MessageState, Standing
from storage.among import among
from storage.models import contacts, messages, people, roll
from storage.queries.check_counts import ASKING
from storage.queries.check_names import is_below
from storage.queries.fanout import LANE

_COLUMNS = [
    *("kind", "check_id", "round", "person_id", "contact_id", "channel", "address", "lane", "locale"),
    *("priority", "state", "due_at", "created_at", "params"),
]
#: In `messages.params`: sent by hand within a round, which may be the last that goes out by itself; this one is not.
BY_HAND = "by_hand"
#: On its way or with its receiver.
_UNDER_WAY = tuple(state for state in MessageState if state not in (MessageState.FAILED, MessageState.SKIPPED))


def standing_of(connection: Connection, check_id: int, person_id: int) -> str | None:
    """Holds the row of the roll until the commit: an answer waits for it, or has come before. None: not asked."""
    read = select(roll.c.standing).where(roll.c.check_id == check_id, roll.c.person_id == person_id)
    return connection.execute(read.with_for_update()).scalar()


def hold_silent(
    connection: Connection, check_id: int, below_units: tuple[int, ...] | None, after: int, limit: int
) -> Sequence[int]:
    """The next silent people, by id, whose rows of the roll are held until the commit. None: everybody."""
    read = select(roll.c.person_id).where(
        roll.c.check_id == check_id, roll.c.standing == Standing.SILENT, roll.c.person_id > after
    )
    if below_units is not None:
        read = read.where(is_below(roll.c.person_id, below_units))
    return connection.execute(read.order_by(roll.c.person_id).limit(limit).with_for_update(of=roll)).scalars().all()


def has_working_contact(connection: Connection, person_id: int, channels: Iterable[ChannelKind]) -> bool:
    """Of an active person."""
    read = select(contacts.c.id).join(people, people.c.id == contacts.c.person_id)
    works = (people.c.active, contacts.c.channel.in_(sorted(channels)), contacts.c.state.in_(WORKING_STATES))
    return connection.execute(read.where(contacts.c.person_id == person_id, *works).limit(1)).first() is not None


def write(
    connection: Connection,
    check: Row[*tuple[Any, ...]],
    person_ids: Collection[int],
    channels: Iterable[ChannelKind],
    not_since: datetime,
    now: datetime,
) -> list[tuple[int, int]]:
    """(message, person) of those written. Nothing to a contact the question went to after `not_since`.

    What still waits in the queue for the same contact gives way to it. As urgent as the question itself: somebody has
    asked for this one.
    """
    kind = MessageKind.REMINDER
    rows = (
        select(
            literal(kind),
            literal(check.id),
            literal(check.round),
            contacts.c.person_id,
            contacts.c.id,
            contacts.c.channel,
            contacts.c.address,
            LANE,
            people.c.locale,
            literal(PRIORITY[MessageKind.PROMPT]),
            literal(MessageState.QUEUED),
            literal(now, messages.c.due_at.type),
            literal(now, messages.c.created_at.type),
            literal({BY_HAND: True}, messages.c.params.type),
        )
        .join(people, people.c.id == contacts.c.person_id)
        .where(
            among(contacts.c.person_id, person_ids),
            people.c.active,
            contacts.c.channel.in_(sorted(channels)),
            contacts.c.state.in_(WORKING_STATES),
            ~_asked_after(check.id, not_since),
        )
        .order_by(contacts.c.person_id, contacts.c.position, contacts.c.id)
    )
    added = insert(messages).from_select(_COLUMNS, rows).returning(messages.c.id, messages.c.person_id)
    written = [(message_id, person_id) for message_id, person_id in connection.execute(added)]
    if written:
        _supersede(connection, check.id, written)
    return written


def _asked_after(check_id: int, moment: datetime) -> ColumnElement[bool]:
    return exists().where(
        messages.c.person_id == contacts.c.person_id,
        messages.c.check_id == check_id,
        messages.c.contact_id == contacts.c.id,
        messages.c.kind.in_(ASKING),
        messages.c.state.in_(_UNDER_WAY),
        messages.c.created_at > moment,
    )


def _supersede(connection: Connection, check_id: int, written: Sequence[tuple[int, int]]) -> None:
    newer = messages.alias("newer")
    has_newer = exists().where(
        newer.c.person_id == messages.c.person_id,
        newer.c.check_id == check_id,
        newer.c.contact_id == messages.c.contact_id,
        among(newer.c.id, [message_id for message_id, _ in written]),
        newer.c.id > messages.c.id,
    )
    waiting = select(messages.c.id).where(
        among(messages.c.person_id, {person_id for _, person_id in written}),
        messages.c.check_id == check_id,
        messages.c.state == MessageState.QUEUED,
        messages.c.kind.in_(ASKING),
        has_newer.correlate(messages),
    )
    connection.execute(
        update(messages).where(messages.c.id.in_(waiting)).values(state=MessageState.SKIPPED, reason="superseded")
    )
