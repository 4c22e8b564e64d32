"""The messages of one round, written a page of people at a time (docs/adr/0005)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    select,
    type_coerce,
    update,
)

from bot.vocabulary import (
    PRIORITY,
    WORKING_STATES,
    ChannelKind,
    CheckState,
    MessageKind,
    MessageState,
    Reach,
    Standing,
)
from storage.models import checks, contacts, messages, people, roll
from storage.position import position_of
from storage.queries import not_sent
from storage.types import EPOCH, MICROSECOND

AnyRow = Row[*tuple[Any, ...]]

_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)
#: More microseconds than a page has receivers: all of it is due at once.
_ALREADY_DUE = timedelta(milliseconds=100)

_COLUMNS = [
    *("kind", "check_id", "round", "person_id", "contact_id", "channel", "address", "lane", "locale"),
    *("priority", "state", "due_at", "created_at"),
]


#: `messages.lane` of a contact.
LANE: ColumnElement[str] = case(
    (
        contacts.c.channel == ChannelKind.MAIL,
        func.lower(func.substr(contacts.c.address, position_of(contacts.c.address, "@") + 1)),
    ),
    else_="",
)


def checks_being_written(connection: Connection) -> Sequence[int]:
    """Checks whose newest round is not written for everybody yet, then closed ones whose notices are not.

    One indexed query.
    """
    either = checks.c.state.in_((CheckState.ACTIVE, CheckState.CLOSED))
    unfinished = select(checks.c.id).where(checks.c.outbox_after.is_not(None), either)
    still_asking = case((checks.c.state == CheckState.ACTIVE, 0), else_=1)
    return connection.execute(unfinished.order_by(still_asking, checks.c.id)).scalars().all()


def claim_page(connection: Connection, check_id: int, people_at_most: int) -> AnyRow | None:
    """Moves the mark on and gives check, reach, round, `after` and `upto`: nobody else writes this page.

    None where everybody's messages are written, or another process has just taken the page.
    """
    check = connection.execute(
        select(checks.c.id, checks.c.reach, checks.c.round, checks.c.outbox_after).where(
            checks.c.id == check_id, checks.c.state == CheckState.ACTIVE, checks.c.outbox_after.is_not(None)
        )
    ).first()
    if check is None:
        return None
    page = (
        select(roll.c.person_id)
        .where(roll.c.check_id == check_id, roll.c.person_id > check.outbox_after, *_asked_in(check.round))
        .order_by(roll.c.person_id)
        .limit(people_at_most)
        .subquery()
    )
    found, upto = connection.execute(select(func.count(), func.max(page.c.person_id))).one()
    taken = connection.execute(
        update(checks)
        .where(
            checks.c.id == check_id,
            checks.c.state == CheckState.ACTIVE,
            checks.c.outbox_after == check.outbox_after,
            checks.c.round == check.round,
        )
        .values(outbox_after=upto if found == people_at_most else None)
        .returning(
            checks.c.id,
            checks.c.reach,
            checks.c.round,
            literal(check.outbox_after).label("after"),
            literal(upto, type_=BigInteger).label("upto"),
        )
    ).first()
    return taken if found else None


def write_page(connection: Connection, page: AnyRow, channels: Iterable[ChannelKind], now: datetime) -> int:
    """Prompts or reminders to the people of this page. Replaces what of an earlier round has not gone out. How many.

    Those not sent because of the contact or its owner are written first, as skipped: what is newest of a person in a
    round is what is on its way.
    """
    candidates = _candidates(page, sorted(channels))
    kind = MessageKind.REMINDER if page.round else MessageKind.PROMPT
    not_sent.write(connection, _of_page(page), page.round, kind, sorted(channels), now)
    rows = select(
        literal(kind),
        literal(page.id),
        literal(page.round),
        candidates.c.person_id,
        candidates.c.contact_id,
        candidates.c.channel,
        candidates.c.address,
        candidates.c.lane,
        candidates.c.locale,
        _priority(page, candidates),
        literal(MessageState.QUEUED),
        # Receivers of one domain one microsecond apart: their order in the queue interleaves the domains.
        type_coerce((now - _ALREADY_DUE - EPOCH) // MICROSECOND, BigInteger)
        + func.row_number().over(
            partition_by=(candidates.c.channel, candidates.c.lane), order_by=candidates.c.person_id
        ),
        literal(now, messages.c.created_at.type),
    ).order_by(candidates.c.person_id)
    if page.reach == Reach.STEPWISE:
        rows = rows.where(candidates.c.step == page.round % candidates.c.steps)
    statement = insert(messages).from_select(_COLUMNS, rows).execution_options(preserve_rowcount=True)
    written = connection.execute(statement).rowcount
    if page.round:
        _supersede(connection, page)
    return written


def add_channel_prompts(
    connection: Connection, check_id: int, slack_channels: Sequence[str], locale: str, now: datetime
) -> None:
    """The question to everybody in these Slack channels."""
    rows = [
        {
            "kind": MessageKind.CHANNEL_PROMPT,
            "check_id": check_id,
            "channel": ChannelKind.SLACK,
            "address": channel,
            "locale": locale,
            "priority": PRIORITY[MessageKind.CHANNEL_PROMPT],
            "state": MessageState.QUEUED,
            "due_at": now,
            "created_at": now,
        }
        for channel in slack_channels
    ]
    if rows:
        connection.execute(insert(messages), rows)


def written_per_channel(connection: Connection, check_id: int) -> dict[ChannelKind, int]:
    """What is on its way; not what was decided against."""
    counted = (
        select(messages.c.channel, func.count())
        .where(messages.c.check_id == check_id, messages.c.state != MessageState.SKIPPED)
        .group_by(messages.c.channel)
    )
    return {ChannelKind(channel): count for channel, count in connection.execute(counted)}


def _asked_in(round_: int) -> tuple[ColumnElement[bool], ...]:
    """The prompt goes to everybody, a reminder to the silent."""
    return (roll.c.standing == Standing.SILENT,) if round_ else ()


def _candidates(page: AnyRow, channels: Sequence[ChannelKind]) -> Subquery:
    """Every working contact of the page's people, with its place among the person's and how many there are."""
    working = (
        select(
            roll.c.person_id,
            contacts.c.id.label("contact_id"),
            contacts.c.position,
            contacts.c.channel,
            contacts.c.address,
            LANE.label("lane"),
            people.c.locale,
        )
        .join(people, people.c.id == roll.c.person_id)
        .join(contacts, contacts.c.person_id == roll.c.person_id)
        .where(
            *_of_page(page),
            people.c.active,
            contacts.c.channel.in_(channels),
            contacts.c.state.in_(WORKING_STATES),
        )
        # One that is just being removed is waited for, and then not there.
        .with_for_update(read=True, key_share=True, of=contacts)
        .cte("working")
    )
    of_person, in_order = working.c.person_id, (working.c.position, working.c.contact_id)
    elsewhere = func.max(case((working.c.channel != ChannelKind.SLACK, 1), else_=0)).over(partition_by=of_person)
    step = func.row_number().over(partition_by=of_person, order_by=in_order) - 1
    steps = func.count().over(partition_by=of_person)
    found: Select[Any] = select(*working.c, elsewhere.label("elsewhere"), step.label("step"), steps.label("steps"))
    return found.subquery("candidates")


def _of_page(page: AnyRow) -> tuple[ColumnElement[bool], ...]:
    return (
        roll.c.check_id == page.id,
        roll.c.person_id > page.after,
        roll.c.person_id <= page.upto,
        *_asked_in(page.round),
    )


def _priority(page: AnyRow, candidates: Subquery) -> ColumnElement[int]:
    """In Slack, where sending is slow, first those who can be asked nowhere else.

    Whoever still waits in the queue for the question itself keeps that place: else reminders would starve the last.
    """
    first = PRIORITY[MessageKind.PROMPT]
    is_slow = and_(candidates.c.channel == ChannelKind.SLACK, candidates.c.elsewhere == 1)
    prompt = case((is_slow, first + 1), else_=first)
    if not page.round:
        return prompt
    never_asked = exists(_waiting(page).where(messages.c.contact_id == candidates.c.contact_id).correlate(candidates))
    return case((never_asked, prompt), else_=PRIORITY[MessageKind.REMINDER])


def _waiting(page: AnyRow) -> Select[tuple[int]]:
    """Questions of earlier rounds to the page's people that are still queued."""
    return select(messages.c.id).where(
        messages.c.check_id == page.id,
        messages.c.person_id > page.after,
        messages.c.person_id <= page.upto,
        messages.c.state == MessageState.QUEUED,
        messages.c.kind.in_(_ASKING),
        messages.c.round < page.round,
    )


def _supersede(connection: Connection, page: AnyRow) -> None:
    connection.execute(
        update(messages)
        .where(messages.c.id.in_(_waiting(page)))
        .values(state=MessageState.SKIPPED, reason="superseded")
    )
