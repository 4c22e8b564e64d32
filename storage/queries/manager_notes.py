"""A manager's words to people of one check, through every contact of theirs that works."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, literal, select

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, MessageKind, MessageState, Standing
from storage.models import audit, contacts, messages, people, roll
from storage.queries.check_names import is_below
from storage.queries.fanout import LANE

_KIND = MessageKind.MANAGER_NOTE
_COLUMNS = [
    *("kind", "check_id", "round", "person_id", "contact_id", "channel", "address", "lane", "locale"),
    *("params", "priority", "state", "due_at", "created_at"),
]


def one_person(person_id: int) -> ColumnElement[bool]:
    return people.c.id == person_id


def in_need(check_id: int, below_units: tuple[int, ...] | None) -> ColumnElement[bool]:
    """Who calls for help in this check; of these units and below, None: everybody."""
    calling = select(roll.c.person_id).where(roll.c.check_id == check_id, roll.c.standing == Standing.HELP)
    whose = people.c.id.in_(calling)
    return whose if below_units is None else whose & is_below(people.c.id, below_units)


def count(connection: Connection, whom: ColumnElement[bool]) -> int:
    """Active people, whether anything reaches them or not."""
    return connection.execute(select(func.count()).select_from(people).where(whom, people.c.active)).scalar_one()


def write(
    connection: Connection,
    check: Row[*tuple[Any, ...]],
    whom: ColumnElement[bool],
    channels: Iterable[ChannelKind],
    params: dict[str, Any],
    now: datetime,
) -> list[int]:
    """The person of each message written."""
    rows = (
        select(
            literal(_KIND),
            literal(check.id),
            literal(check.round),
            people.c.id,
            contacts.c.id,
            contacts.c.channel,
            contacts.c.address,
            LANE,
            people.c.locale,
            literal(params, messages.c.params.type),
            literal(PRIORITY[_KIND]),
            literal(MessageState.QUEUED),
            literal(now, messages.c.due_at.type),
            literal(now, messages.c.created_at.type),
        )
        .join(contacts, contacts.c.person_id == people.c.id)
        .where(
            whom,
            people.c.active,
            contacts.c.channel.in_(sorted(channels)),
            contacts.c.state.in_(WORKING_STATES),
        )
        .order_by(people.c.id, contacts.c.position, contacts.c.id)
    )
    written = insert(messages).from_select(_COLUMNS, rows).returning(messages.c.person_id)
    return list(connection.execute(written).scalars())


def times_written(connection: Connection, check_id: int, person_id: int, since: datetime) -> int:
    """How often somebody was written to in this check after that moment."""
    moments = select(func.count(messages.c.created_at.distinct())).where(
        messages.c.person_id == person_id,
        messages.c.check_id == check_id,
        messages.c.kind == _KIND,
        messages.c.created_at > since,
    )
    return connection.execute(moments).scalar_one()


def times_done(connection: Connection, by_person_id: int, action: str, since: datetime) -> int:
    """How often this manager did so after that moment, as the audit log has it."""
    done = select(func.count()).select_from(audit)
    whose = (audit.c.person_id == by_person_id, audit.c.action == action, audit.c.at > since)
    return connection.execute(done.where(*whose)).scalar_one()
