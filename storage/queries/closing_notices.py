"""The notice that a check is closed, written a page of people at a time, as its questions were (docs/adr/0005).

`checks.outbox_after` is the mark of a closed check too: the notices are written for people up to this id.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, insert, literal, select, update

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, CheckState, MessageKind, MessageState
from storage.models import checks, contacts, messages, people, roll
from storage.queries.fanout import LANE

_KIND = MessageKind.CHECK_CLOSED
_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)
#: The question has gone out, or may have.
_ASKED = (MessageState.SENDING, MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.UNKNOWN)
_COLUMNS = [
    *("kind", "check_id", "round", "person_id", "contact_id", "channel", "address", "lane", "locale"),
    *("priority", "state", "due_at", "created_at"),
]


def claim_page(connection: Connection, check_id: int, people_at_most: int) -> tuple[int, int] | None:
    """People after the first id and up to the second; nobody else writes theirs. None: there are none (any more)."""
    is_being_told = (checks.c.id == check_id, checks.c.state == CheckState.CLOSED)
    mark = select(checks.c.outbox_after).where(*is_being_told, checks.c.outbox_after.is_not(None))
    after = connection.execute(mark).scalar()
    if after is None:
        return None
    page = (
        select(roll.c.person_id)
        .where(roll.c.check_id == check_id, roll.c.person_id > after)
        .order_by(roll.c.person_id)
        .limit(people_at_most)
        .subquery()
    )
    found, upto = connection.execute(select(func.count(), func.max(page.c.person_id))).one()
    moved = (
        update(checks)
        .where(*is_being_told, checks.c.outbox_after == after)
        .values(outbox_after=upto if found == people_at_most else None)
    )
    is_ours = connection.execute(moved).rowcount == 1
    return (after, upto) if is_ours and found else None


def write_page(
    connection: Connection, check_id: int, page: tuple[int, int], channels: Iterable[ChannelKind], now: datetime
) -> int:
    """One notice to each who was asked, through the first contact the question went to that still works. How many."""
    after, upto = page
    rank = func.row_number().over(partition_by=messages.c.person_id, order_by=(contacts.c.position, contacts.c.id))
    asked = (
        select(
            messages.c.round,
            messages.c.person_id,
            contacts.c.id.label("contact_id"),
            contacts.c.channel,
            contacts.c.address,
            LANE.label("lane"),
            people.c.locale,
            rank.label("rank"),
        )
        .join(contacts, contacts.c.id == messages.c.contact_id)
        .join(people, people.c.id == messages.c.person_id)
        .where(
            messages.c.check_id == check_id,
            messages.c.person_id > after,
            messages.c.person_id <= upto,
            messages.c.kind.in_(_ASKING),
            messages.c.state.in_(_ASKED),
            contacts.c.person_id == messages.c.person_id,
            contacts.c.channel.in_(sorted(channels)),
            contacts.c.state.in_(WORKING_STATES),
            people.c.active,
        )
        .subquery()
    )
    rows = select(
        literal(_KIND),
        literal(check_id),
        *(asked.c[name] for name in ("round", "person_id", "contact_id", "channel", "address", "lane", "locale")),
        literal(PRIORITY[_KIND]),
        literal(MessageState.QUEUED),
        literal(now, messages.c.due_at.type),
        literal(now, messages.c.created_at.type),
    ).where(asked.c.rank == 1)
    statement = insert(messages).from_select(_COLUMNS, rows.order_by(asked.c.person_id))
    return connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount
