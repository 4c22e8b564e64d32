"""Messages about a help case: to those who are responsible for the person, and to the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, insert, literal, or_, select

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, Locale, MessageKind, MessageState, Role
from storage.models import contacts, managed_units, memberships, messages, people, unit_closure
from storage.position import position_of

_COLUMNS = (
    *("kind", "check_id", "round", "help_case_id", "person_id", "contact_id", "channel", "address", "lane", "locale"),
    *("params", "priority", "state", "due_at", "created_at"),
)


def tell_managers(
    connection: Connection,
    kind: MessageKind,
    case_row: Row[*tuple[Any, ...]],
    channels: Iterable[ChannelKind],
    now: datetime,
    params: dict[str, Any],
    but: tuple[int | None, ...],
) -> int:
    """One message per working contact of each manager responsible for the person, in one statement. How many.

    Responsible are the safety admins, and the unit managers of the person's units and of those above; nobody in `but`.
    """
    return _tell(connection, kind, case_row, channels, now, params, _managers(case_row, but))


@dataclass(frozen=True, slots=True)
class News:
    """What is told of a case after its alert, one after the other: `number` counts from 1."""

    number: int
    due_at: datetime


def newest_news(connection: Connection, case_row: Row[*tuple[Any, ...]]) -> News | None:
    """What was told last, or waits to be told."""
    row = connection.execute(
        select(messages.c.round, messages.c.due_at)
        .where(*_alerts_of(case_row, MessageState), messages.c.round > 0)
        .order_by(messages.c.round.desc())
        .limit(1)
    ).first()
    return None if row is None else News(row.round, row.due_at)


def tell_news(
    connection: Connection,
    case_row: Row[*tuple[Any, ...]],
    channels: Iterable[ChannelKind],
    now: datetime,
    params: dict[str, Any],
    news: News,
) -> int:
    """To whoever has taken the case, as far as anything reaches them, else to each manager responsible. How many.

    A contact for which an alert or news of this case still waits is left out: that will have the newest words.
    """
    taker = and_(people.c.active, people.c.id == case_row.taken_by, people.c.id != _nobody_or(case_row.subject_id))
    reached = select(people.c.id).join(contacts, contacts.c.person_id == people.c.id)
    is_taken = connection.execute(reached.where(taker, *_working(channels)).limit(1)).first() is not None
    told = taker if is_taken else _managers(case_row, ())
    # What somebody else has locked is being sent, with the words as they were.
    waiting = (
        select(messages.c.contact_id)
        .where(*_alerts_of(case_row, (MessageState.QUEUED,)), messages.c.contact_id.is_not(None))
        .with_for_update(skip_locked=True)
    )
    receivers = and_(told, contacts.c.id.not_in(connection.execute(waiting).scalars().all()))
    return _tell(connection, MessageKind.HELP_ALERT, case_row, channels, now, params, receivers, news)


def _alerts_of(case_row: Row[*tuple[Any, ...]], states: Iterable[MessageState]) -> tuple[ColumnElement[bool], ...]:
    """The states are named for the sake of the index."""
    return (
        messages.c.check_id == case_row.check_id,
        messages.c.state.in_(list(states)),
        messages.c.kind == MessageKind.HELP_ALERT,
        messages.c.help_case_id == case_row.id,
    )


def _nobody_or(person_id: int | None) -> int:
    """Ids count from 1."""
    return 0 if person_id is None else person_id


def is_anybody_told(connection: Connection, check_id: int, help_case_id: int) -> bool:
    """Whether an alert about this case was written to anybody. The states are named for the sake of the index."""
    alert = select(messages.c.id).where(
        messages.c.check_id == check_id,
        messages.c.state.in_(list(MessageState)),
        messages.c.kind == MessageKind.HELP_ALERT,
        messages.c.help_case_id == help_case_id,
    )
    return connection.execute(alert.limit(1)).first() is not None


def tell_person(
    connection: Connection,
    kind: MessageKind,
    case_row: Row[*tuple[Any, ...]],
    channels: Iterable[ChannelKind],
    now: datetime,
    params: dict[str, Any],
) -> int:
    """One message per working contact of the person the case is about."""
    return _tell(connection, kind, case_row, channels, now, params, people.c.id == case_row.subject_id)


@dataclass(frozen=True, slots=True)
class Account:
    """Somewhere to write to that is no contact of ours: the managers' channel, a guest nobody knows."""

    channel: ChannelKind
    address: str
    locale: Locale


def tell_account(
    connection: Connection,
    kind: MessageKind,
    case_row: Row[*tuple[Any, ...]],
    account: Account,
    now: datetime,
    params: dict[str, Any],
) -> None:
    """One message, to this account."""
    connection.execute(
        insert(messages).values(
            kind=kind,
            check_id=case_row.check_id,
            help_case_id=case_row.id,
            channel=account.channel,
            address=account.address,
            locale=account.locale,
            params=params,
            priority=PRIORITY[kind],
            state=MessageState.QUEUED,
            due_at=now,
            created_at=now,
        )
    )


def _tell(
    connection: Connection,
    kind: MessageKind,
    case_row: Row[*tuple[Any, ...]],
    channels: Iterable[ChannelKind],
    now: datetime,
    params: dict[str, Any],
    receivers: ColumnElement[bool],
    news: News | None = None,
) -> int:
    is_mail = contacts.c.channel == ChannelKind.MAIL
    domain = func.lower(func.substr(contacts.c.address, position_of(contacts.c.address, "@") + 1))
    rows: Select[Any] = (
        select(
            literal(kind),
            literal(case_row.check_id),
            literal(news.number if news else 0),
            literal(case_row.id),
            people.c.id,
            contacts.c.id,
            contacts.c.channel,
            contacts.c.address,
            case((is_mail, domain), else_=""),
            people.c.locale,
            literal(params, messages.c.params.type),
            literal(PRIORITY[kind]),
            literal(MessageState.QUEUED),
            literal(news.due_at if news else now, messages.c.due_at.type),
            literal(now, messages.c.created_at.type),
        )
        .join(contacts, contacts.c.person_id == people.c.id)
        .where(receivers, *_working(channels))
        .order_by(people.c.id, contacts.c.position, contacts.c.id)
    )
    statement = insert(messages).from_select(_COLUMNS, rows).execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount


def _working(channels: Iterable[ChannelKind]) -> tuple[ColumnElement[bool], ...]:
    return contacts.c.channel.in_(sorted(channels)), contacts.c.state.in_(WORKING_STATES)


def _managers(case_row: Row[*tuple[Any, ...]], but: tuple[int | None, ...]) -> ColumnElement[bool]:
    spared = [person_id for person_id in (*but, case_row.subject_id) if person_id is not None]
    return and_(people.c.active, people.c.id.not_in(spared), _is_responsible(case_row.subject_id))


def _is_responsible(person_id: int | None) -> ColumnElement[bool]:
    is_admin = people.c.role == Role.SAFETY_ADMIN
    if person_id is None:
        return is_admin
    managers = (
        select(managed_units.c.person_id)
        .join(unit_closure, unit_closure.c.ancestor_id == managed_units.c.unit_id)
        .join(memberships, memberships.c.unit_id == unit_closure.c.descendant_id)
        .where(memberships.c.person_id == person_id)
    )
    return or_(is_admin, and_(people.c.role == Role.UNIT_MANAGER, people.c.id.in_(managers)))
