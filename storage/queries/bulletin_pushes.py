"""A bulletin sent to many people, written a page of people at a time, as a check's questions are (docs/adr/0005)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, literal, not_, or_, select, update

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, MessageKind, MessageState
from storage.among import among
from storage.models import bulletin_push_units, bulletin_pushes, bulletins, contacts, messages, people, units
from storage.queries.check_names import is_below
from storage.queries.fanout import LANE
from storage.queries.roll import is_away

AnyRow = Row[*tuple[Any, ...]]

_KIND = MessageKind.BULLETIN
#: In `messages.params`: which bulletin it says.
BULLETIN = "bulletin"
_COLUMNS = [
    *("kind", "bulletin_push_id", "person_id", "contact_id", "channel", "address", "lane", "locale"),
    *("priority", "state", "due_at", "created_at", "params"),
]


def meant(unit_ids: Sequence[int] | None, site_id: int | None, today: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions on `people`: active, not on leave, of these units and below (None: of any), of that site if given."""
    return (
        people.c.active,
        not_(is_away(today)),
        *(() if unit_ids is None else (is_below(people.c.id, tuple(unit_ids)),)),
        *(() if site_id is None else (people.c.site_id == site_id,)),
    )


def count_meant(connection: Connection, whom: Iterable[ColumnElement[bool]]) -> int:
    return connection.execute(select(func.count()).select_from(people).where(*whom)).scalar_one()


def count_by_channel(
    connection: Connection, whom: Iterable[ColumnElement[bool]], channels: Iterable[ChannelKind]
) -> dict[ChannelKind, int]:
    """How many would be sent it through each of these channels: each person through their first contact that works."""
    first = _first_contacts(tuple(whom), channels).subquery()
    counted = select(first.c.channel, func.count()).where(first.c.rank == 1).group_by(first.c.channel)
    return {ChannelKind(channel): count for channel, count in connection.execute(counted)}


def _first_contacts(whom: tuple[ColumnElement[bool], ...], channels: Iterable[ChannelKind]) -> Select[Any]:
    rank = func.row_number().over(partition_by=contacts.c.person_id, order_by=(contacts.c.position, contacts.c.id))
    return (
        select(
            contacts.c.person_id,
            contacts.c.id.label("contact_id"),
            contacts.c.channel,
            contacts.c.address,
            LANE.label("lane"),
            people.c.locale,
            rank.label("rank"),
        )
        .join(people, people.c.id == contacts.c.person_id)
        .where(*whom, contacts.c.channel.in_(sorted(channels)), contacts.c.state.in_(WORKING_STATES))
    )


def add(connection: Connection, values: dict[str, Any], unit_ids: Sequence[int] | None) -> int:
    """`unit_ids` None: the whole company. Its messages are to be written from the first person on."""
    row = {**values, "whole_company": unit_ids is None, "outbox_after": 0}
    push_id: int = connection.execute(insert(bulletin_pushes).values(row).returning(bulletin_pushes.c.id)).scalar_one()
    if unit_ids:
        rows = [{"push_id": push_id, "unit_id": unit_id} for unit_id in unit_ids]
        connection.execute(insert(bulletin_push_units), rows)
    return push_id


def being_written(connection: Connection) -> Sequence[int]:
    """Of bulletins that stand, the oldest first."""
    found = (
        select(bulletin_pushes.c.id)
        .join(bulletins, bulletins.c.id == bulletin_pushes.c.bulletin_id)
        .where(bulletin_pushes.c.outbox_after.is_not(None), bulletins.c.withdrawn_at.is_(None))
    )
    return connection.execute(found.order_by(bulletin_pushes.c.id)).scalars().all()


def find(connection: Connection, push_id: int) -> AnyRow | None:
    """With the site its bulletin is for."""
    read = select(bulletin_pushes, bulletins.c.site_id).join(bulletins, bulletins.c.id == bulletin_pushes.c.bulletin_id)
    return connection.execute(read.where(bulletin_pushes.c.id == push_id)).first()


def units_of(connection: Connection, push_id: int) -> Sequence[int]:
    read = select(bulletin_push_units.c.unit_id).where(bulletin_push_units.c.push_id == push_id)
    return connection.execute(read).scalars().all()


def claim_page(
    connection: Connection, push: AnyRow, whom: Iterable[ColumnElement[bool]], people_at_most: int
) -> tuple[int, int] | None:
    """People after the first id and up to the second; nobody else writes theirs. None: there are none (any more)."""
    after = push.outbox_after
    page = (
        select(people.c.id).where(people.c.id > after, *whom).order_by(people.c.id).limit(people_at_most)
    ).subquery()
    found, upto = connection.execute(select(func.count(), func.max(page.c.id))).one()
    moved = (
        update(bulletin_pushes)
        .where(bulletin_pushes.c.id == push.id, bulletin_pushes.c.outbox_after == after)
        .values(outbox_after=upto if found == people_at_most else None)
    )
    return (after, upto) if connection.execute(moved).rowcount and found else None


def write_page(
    connection: Connection,
    push: AnyRow,
    page: tuple[int, int],
    whom: Iterable[ColumnElement[bool]],
    channels: Iterable[ChannelKind],
    now: datetime,
) -> int:
    """One message to each, through the first contact that works. How many."""
    after, upto = page
    in_page = (people.c.id > after, people.c.id <= upto)
    first = _first_contacts((*whom, *in_page), channels).subquery()
    whom_and_how = [first.c[name] for name in ("person_id", "contact_id", "channel", "address", "lane", "locale")]
    rows = _rows(push, whom_and_how, now).where(first.c.rank == 1)
    statement = insert(messages).from_select(_COLUMNS, rows.order_by(first.c.person_id))
    return connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount


def add_next_contacts(
    connection: Connection, message_ids: Collection[int], channels: Iterable[ChannelKind], now: datetime
) -> int:
    """Of these messages, for bulletins that were refused for good: the same to the person's next working contact.

    Of those this sending has not tried, in the channels that were chosen for it. How many were written.
    """
    refused = (among(messages.c.id, message_ids), messages.c.kind == _KIND, messages.c.state == MessageState.FAILED)
    pushes = (
        select(bulletin_pushes)
        .join(bulletins, bulletins.c.id == bulletin_pushes.c.bulletin_id)
        .where(
            bulletin_pushes.c.id.in_(select(messages.c.bulletin_push_id).where(*refused)),
            bulletins.c.withdrawn_at.is_(None),
        )
    )
    written = 0
    for push in connection.execute(pushes).all():
        chosen = [channel for channel in channels if channel.value in push.channels.split()]
        next_ones = _next_contacts((*refused, messages.c.bulletin_push_id == push.id), chosen).subquery()
        first = next_ones.c
        whom = [first[name] for name in ("person_id", "contact_id", "channel", "address", "lane", "locale")]
        rows = _rows(push, whom, now).where(first.rank == 1).order_by(first.person_id)
        statement = insert(messages).from_select(_COLUMNS, rows)
        written += connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount
    return written


def _next_contacts(refused: tuple[ColumnElement[bool], ...], channels: Iterable[ChannelKind]) -> Select[Any]:
    tried = messages.alias("tried")
    is_tried = exists().where(
        tried.c.person_id == contacts.c.person_id,
        tried.c.bulletin_push_id == messages.c.bulletin_push_id,
        tried.c.contact_id == contacts.c.id,
    )
    rank = func.row_number().over(partition_by=messages.c.id, order_by=(contacts.c.position, contacts.c.id))
    return (
        select(messages.c.person_id, contacts.c.id.label("contact_id"), contacts.c.channel, contacts.c.address)
        .add_columns(LANE.label("lane"), messages.c.locale, rank.label("rank"))
        .join(contacts, contacts.c.person_id == messages.c.person_id)
        .where(*refused, contacts.c.channel.in_(sorted(channels)), contacts.c.state.in_(WORKING_STATES))
        .where(~is_tried.correlate(messages, contacts))
    )


def _rows(push: AnyRow, whom: Iterable[ColumnElement[Any]], now: datetime) -> Select[Any]:
    """In the order of _COLUMNS."""
    return select(
        literal(_KIND),
        literal(push.id),
        *whom,
        literal(PRIORITY[_KIND]),
        literal(MessageState.QUEUED),
        literal(now, messages.c.due_at.type),
        literal(now, messages.c.created_at.type),
        literal({BULLETIN: push.bulletin_id}, messages.c.params.type),
    )


def of_bulletin(connection: Connection, bulletin_id: int) -> Sequence[AnyRow]:
    """Its sendings, the newest first, with who sent them and when it was withdrawn."""
    read = (
        select(bulletin_pushes, func.coalesce(people.c.name, "").label("pusher"), bulletins.c.withdrawn_at)
        .join(bulletins, bulletins.c.id == bulletin_pushes.c.bulletin_id)
        .outerjoin(people, people.c.id == bulletin_pushes.c.pushed_by)
        .where(bulletin_pushes.c.bulletin_id == bulletin_id)
    )
    return connection.execute(read.order_by(bulletin_pushes.c.id.desc())).all()


def unit_paths(connection: Connection, push_id: int) -> Sequence[str]:
    read = select(units.c.path).join(bulletin_push_units, bulletin_push_units.c.unit_id == units.c.id)
    return (
        connection.execute(read.where(bulletin_push_units.c.push_id == push_id).order_by(units.c.path)).scalars().all()
    )


def states(connection: Connection, push_id: int) -> dict[MessageState, int]:
    """Its messages by what has become of them; one that failed is not counted where the next contact has taken over."""
    newer = messages.alias("newer")
    taken_over = exists().where(
        newer.c.person_id == messages.c.person_id,
        newer.c.bulletin_push_id == messages.c.bulletin_push_id,
        newer.c.id > messages.c.id,
    )
    counted = select(messages.c.state, func.count()).where(
        messages.c.bulletin_push_id == push_id,
        or_(messages.c.state != MessageState.FAILED, ~taken_over.correlate(messages)),
    )
    rows = connection.execute(counted.group_by(messages.c.state))
    return {MessageState(state): count for state, count in rows}
