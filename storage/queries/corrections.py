"""Corrections of a check that was sent, and the messages that tell of them, written a page of people at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    distinct,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.vocabulary import PRIORITY, ChannelKind, CheckState, MessageKind, MessageState
from storage.models import attempts, check_corrections, checks, contacts, messages, people, roll
from storage.queries.corrected import GOT, SAYING, version_said

AnyRow = Row[*tuple[Any, ...]]

#: In `checks.cancel_reason`: it had started, and was a mistake.
CALLED_OFF = "called_off"
#: The platform has the words, or may get them yet.
_MAY_HAVE = (*GOT, MessageState.SENDING, MessageState.CLAIMED)
_COLUMNS = [
    *("kind", "check_id", "correction_id", "corrects_id", "round", "person_id", "contact_id", "channel", "address"),
    *("lane", "locale", "priority", "state", "reason", "due_at", "created_at"),
]


def correct(connection: Connection, check_id: int, version: int, words: Mapping[str, Any]) -> bool:
    """Compare-and-set: False where the check is not active (any more), or its words are of another version."""
    return _change(connection, check_id, version, dict(words))


def call_off(connection: Connection, check_id: int, version: int, closed_by: int | None, now: datetime) -> bool:
    """As `correct`. It is closed as a mistake: what is not written yet is not written any more."""
    ended = {"closed_at": now, "closed_by": closed_by, "next_reminder_at": None, "outbox_after": None}
    return _change(connection, check_id, version, {"state": CheckState.CLOSED, "cancel_reason": CALLED_OFF, **ended})


def _change(connection: Connection, check_id: int, version: int, values: dict[str, Any]) -> bool:
    changed = (
        update(checks)
        .where(checks.c.id == check_id, checks.c.state == CheckState.ACTIVE, checks.c.version == version)
        .values(**values, version=checks.c.version + 1)
    )
    return connection.execute(changed).rowcount == 1


def add(connection: Connection, **values: Any) -> int:
    """Its messages are to be written from the first person on; those of earlier ones no more. Its id."""
    connection.execute(
        update(check_corrections).where(check_corrections.c.check_id == values["check_id"]).values(outbox_after=None)
    )
    added = insert(check_corrections).values(**values, outbox_after=0).returning(check_corrections.c.id)
    correction_id: int = connection.execute(added).scalar_one()
    return correction_id


def being_written(connection: Connection) -> Sequence[int]:
    """One indexed query."""
    unfinished = select(check_corrections.c.id).where(check_corrections.c.outbox_after.is_not(None))
    return connection.execute(unfinished.order_by(check_corrections.c.id)).scalars().all()


def find(connection: Connection, correction_id: int) -> AnyRow | None:
    return connection.execute(select(check_corrections).where(check_corrections.c.id == correction_id)).first()


def of_check(connection: Connection, check_id: int) -> Sequence[AnyRow]:
    """The newest first, with who wrote them."""
    read = (
        select(check_corrections, func.coalesce(people.c.name, "").label("writer"))
        .outerjoin(people, people.c.id == check_corrections.c.written_by)
        .where(check_corrections.c.check_id == check_id)
    )
    return connection.execute(read.order_by(check_corrections.c.version.desc())).all()


def count(connection: Connection, check_id: int) -> int:
    of_it = select(func.count()).where(
        check_corrections.c.check_id == check_id, check_corrections.c.kind == MessageKind.CORRECTION
    )
    return connection.execute(of_it).scalar_one()


def states(connection: Connection, correction_id: int) -> dict[MessageState, int]:
    """Its messages by what has become of them."""
    counted = select(messages.c.state, func.count()).where(messages.c.correction_id == correction_id)
    return {MessageState(state): number for state, number in connection.execute(counted.group_by(messages.c.state))}


def told_of(connection: Connection, message_ids: Sequence[int]) -> Sequence[AnyRow]:
    """(message, correction, check, reason, since: the version of the words its receiver got)."""
    first = messages.alias("first")
    read = (
        select(
            messages.c.id.label("message_id"),
            messages.c.correction_id,
            messages.c.check_id,
            check_corrections.c.reason,
            version_said(attempts.c.check_version).label("since"),
        )
        .join(check_corrections, check_corrections.c.id == messages.c.correction_id)
        .join(first, first.c.id == messages.c.corrects_id)
        .outerjoin(attempts, attempts.c.id == first.c.attempt_id)
        .where(messages.c.id.in_(message_ids))
    )
    return connection.execute(read).all()


def versions(connection: Connection, check_ids: Iterable[int]) -> dict[int, int]:
    """Check -> the version of its words."""
    read = select(checks.c.id, checks.c.version).where(checks.c.id.in_(sorted(check_ids)))
    return dict(connection.execute(read).all())


def count_receivers(connection: Connection, check_id: int) -> tuple[int, dict[ChannelKind, int]]:
    """How many people would be told now, and how many addresses and shared channels through each channel."""
    has = (messages.c.check_id == check_id, messages.c.kind.in_(SAYING), messages.c.state.in_(_MAY_HAVE))
    persons = connection.execute(select(func.count(distinct(messages.c.person_id))).where(*has)).scalar_one()
    places = select(messages.c.channel, messages.c.address).where(*has).distinct().subquery()
    counted = select(places.c.channel, func.count()).group_by(places.c.channel)
    return persons, {ChannelKind(channel): number for channel, number in connection.execute(counted)}


def claim_page(connection: Connection, correction: AnyRow, people_at_most: int) -> tuple[int, int] | None:
    """People after the first id and up to the second; nobody else writes theirs. None: there are none (any more)."""
    after = correction.outbox_after
    page = (
        select(roll.c.person_id)
        .where(roll.c.check_id == correction.check_id, roll.c.person_id > after)
        .order_by(roll.c.person_id)
        .limit(people_at_most)
        .subquery()
    )
    found, upto = connection.execute(select(func.count(), func.max(page.c.person_id))).one()
    moved = (
        update(check_corrections)
        .where(check_corrections.c.id == correction.id, check_corrections.c.outbox_after == after)
        .values(outbox_after=upto if found == people_at_most else None)
    )
    is_ours = connection.execute(moved).rowcount == 1
    return (after, upto or after) if is_ours else None


def write_page(
    connection: Connection,
    correction: AnyRow,
    page: tuple[int, int],
    channels: Iterable[ChannelKind],
    now: datetime,
) -> int:
    """One to each contact that has the words before, or may get them; how many. Shared channels with the first page.

    To the very address the words went to: whoever has another one by now never got them there.
    """
    after, upto = page
    of_people = and_(messages.c.person_id > after, messages.c.person_id <= upto)
    # Apart from each other: each is found by an index.
    wanted = (messages.c.person_id.is_(None), of_people) if after == 0 else (of_people,)
    return sum(_write(connection, correction, whom, channels, now) for whom in wanted)


def _write(
    connection: Connection,
    correction: AnyRow,
    whom: ColumnElement[bool],
    channels: Iterable[ChannelKind],
    now: datetime,
) -> int:
    kind = MessageKind(correction.kind)
    got = _who_got(correction, whom).subquery()
    why_not = _why_not(got, sorted(channels))
    rows = select(
        literal(kind),
        literal(correction.check_id),
        literal(correction.id),
        *(got.c[name] for name in ("first_id", "round", "person_id", "contact_id", "channel", "address", "lane")),
        got.c.locale,
        literal(PRIORITY[kind]),
        case((why_not == "", MessageState.QUEUED), else_=MessageState.SKIPPED),
        why_not,
        literal(now, messages.c.due_at.type),
        literal(now, messages.c.created_at.type),
    ).where(got.c.rank == 1)
    statement = insert(messages).from_select(_COLUMNS, rows.order_by(got.c.person_id, got.c.first_id))
    return connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount


def _who_got(correction: AnyRow, whom: ColumnElement[bool]) -> Select[Any]:
    """What says words of before, by the place it went to: what surely got there first, and of that the newest."""
    version = version_said(attempts.c.check_version)
    surely = case((messages.c.state.in_(GOT), 0), else_=1)
    rank = func.row_number().over(
        partition_by=(messages.c.person_id, messages.c.channel, messages.c.address),
        order_by=(surely, version.desc(), messages.c.id.desc()),
    )
    is_same = and_(contacts.c.person_id == messages.c.person_id, contacts.c.address == messages.c.address)
    return (
        select(
            messages.c.id.label("first_id"),
            *(messages.c[name] for name in ("round", "person_id", "contact_id", "channel", "address", "lane")),
            func.coalesce(people.c.locale, messages.c.locale).label("locale"),
            case((or_(messages.c.person_id.is_(None), is_same), 1), else_=0).label("is_same"),
            rank.label("rank"),
        )
        .outerjoin(attempts, attempts.c.id == messages.c.attempt_id)
        .outerjoin(contacts, contacts.c.id == messages.c.contact_id)
        .outerjoin(people, people.c.id == messages.c.person_id)
        .where(
            messages.c.check_id == correction.check_id,
            whom,
            messages.c.kind.in_(SAYING),
            messages.c.state.in_(_MAY_HAVE),
            # Claimed, and not frozen yet: it may have been read with the words of before.
            or_(messages.c.state == MessageState.CLAIMED, version < correction.version),
        )
    )


def _why_not(got: Any, channels: Sequence[ChannelKind]) -> ColumnElement[str]:
    """What is known when it is written; whatever becomes of the contact until it goes out is told then."""
    return case(
        (got.c.is_same == 0, "removed"),
        (got.c.channel.not_in(channels), "channel_off"),
        else_="",
    )
