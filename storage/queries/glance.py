"""What is set and what is missing, counted for the page of settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, literal, select, union_all

from bot.vocabulary import PRIORITY, WORKING_STATES, ChannelKind, MessageState, Role
from storage.models import (
    alarms,
    api_tokens,
    attempts,
    contacts,
    emergency_contacts,
    message_texts,
    people,
    sites,
    units,
    webhooks,
)

_OUTCOMES = (MessageState.ACCEPTED, MessageState.FAILED)
_PRIORITIES = sorted(set(PRIORITY.values()))


def counts(connection: Connection) -> Row[*tuple[Any, ...]]:
    """(people, alarms, admins, managers, units, sites, texts, api, webhooks, emergency): how many there are of each.

    Of alarms those that are open, of people those who have not left, of tokens those that were not taken back.
    """
    of_role = {
        name: _count(people, people.c.active, people.c.role == role)
        for name, role in (("admins", Role.SAFETY_ADMIN), ("managers", Role.UNIT_MANAGER))
    }
    every = {
        "people": _count(people, people.c.active),
        "alarms": _count(alarms, alarms.c.closed_at.is_(None)),
        **of_role,
        "units": _count(units),
        "sites": _count(sites),
        "texts": _count(message_texts),
        "api": _count(api_tokens, api_tokens.c.revoked_at.is_(None)),
        "webhooks": _count(webhooks),
        "emergency": _count(emergency_contacts, emergency_contacts.c.site_id.is_(None)),
    }
    return connection.execute(select(*(number.label(name) for name, number in every.items()))).one()


def count_working(connection: Connection, channels: Iterable[ChannelKind]) -> tuple[int, int, int]:
    """Contacts of active people that are sent to through these channels, those never confirmed, and whose they are."""
    never_confirmed = case((contacts.c.confirmed_at.is_(None), 1), else_=0)
    counted = (
        select(func.count(), func.coalesce(func.sum(never_confirmed), 0), func.count(contacts.c.person_id.distinct()))
        .select_from(contacts.join(people, people.c.id == contacts.c.person_id))
        .where(people.c.active, contacts.c.channel.in_(sorted(channels)), contacts.c.state.in_(WORKING_STATES))
    )
    working, never, owners = connection.execute(counted).one()
    return int(working), int(never), int(owners)


def last_tries(connection: Connection, channels: Iterable[ChannelKind]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(channel, state, reason, finished_at) of the last try accepted and the last failed, one for each priority.

    By the index of what is due, from its end: what it costs does not grow with what was sent.
    """
    wanted = [
        _last(channel, state, priority)
        for channel in sorted(channels)
        for state in _OUTCOMES
        for priority in _PRIORITIES
    ]
    return connection.execute(union_all(*wanted)).all() if wanted else ()


def _last(channel: ChannelKind, state: MessageState, priority: int) -> Select[Any]:
    newest = (
        select(attempts.c.channel, attempts.c.state, attempts.c.reason, attempts.c.finished_at)
        .where(
            attempts.c.channel == literal(channel),
            attempts.c.state == literal(state),
            attempts.c.priority == literal(priority),
        )
        .order_by(attempts.c.due_at.desc(), attempts.c.id.desc())
        .limit(1)
        .subquery()
    )
    return select(newest)


def _count(table: Any, *where: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()
