"""Replies by mail: the question they answer, what could not be read, what was said back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.vocabulary import PRIORITY, REPLIED_TO, ChannelKind, MessageKind, MessageState
from storage.models import checks, messages, people, unclear_replies
from storage.queries.check_names import is_below


def question(connection: Connection, message_id: int) -> Row[*tuple[Any, ...]] | None:
    """id, check_id, person_id, contact_id, round, address, lane, locale, created_at; None: nothing to reply to."""
    wanted = ("id", "check_id", "person_id", "contact_id", "round", "address", "lane", "locale", "created_at")
    found = select(*(messages.c[name] for name in wanted)).where(
        messages.c.id == message_id,
        messages.c.channel == ChannelKind.MAIL,
        messages.c.kind.in_(REPLIED_TO),
        messages.c.check_id.is_not(None),
        messages.c.person_id.is_not(None),
    )
    return connection.execute(found).first()


def keep_unclear(connection: Connection, check_id: int, person_id: int, text: str, now: datetime) -> None:
    row = {"check_id": check_id, "person_id": person_id, "text": text, "received_at": now}
    connection.execute(insert(unclear_replies).values(row))


def unclear_ones(
    connection: Connection, below_units: tuple[int, ...] | None, at_most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Not settled, of people of these units and below (None: of everybody), the newest first."""
    found = (
        select(unclear_replies, checks.c.kind, checks.c.title, people.c.name)
        .join_from(unclear_replies, checks, checks.c.id == unclear_replies.c.check_id)
        .join(people, people.c.id == unclear_replies.c.person_id)
        .where(unclear_replies.c.settled_at.is_(None))
    )
    if below_units is not None:
        found = found.where(is_below(people.c.id, below_units))
    return connection.execute(found.order_by(unclear_replies.c.id.desc()).limit(at_most)).all()


def unclear_by_id(connection: Connection, reply_id: int) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(select(unclear_replies).where(unclear_replies.c.id == reply_id)).first()


def settle_unclear(connection: Connection, reply_id: int, now: datetime) -> bool:
    """False where it is settled already."""
    which = (unclear_replies.c.id == reply_id, unclear_replies.c.settled_at.is_(None))
    return connection.execute(update(unclear_replies).where(*which).values(settled_at=now)).rowcount == 1


def said_back(connection: Connection, check_id: int, person_id: int, kind: MessageKind) -> int:
    """How often this was said back to that person in that check."""
    found = select(func.count()).where(
        messages.c.person_id == person_id, messages.c.check_id == check_id, messages.c.kind == kind
    )
    return connection.execute(found).scalar_one()


def say_back(connection: Connection, asked: Row[*tuple[Any, ...]], kind: MessageKind, now: datetime) -> None:
    """To the address that was asked."""
    row = {
        "kind": kind,
        "check_id": asked.check_id,
        "round": asked.round,
        "person_id": asked.person_id,
        "contact_id": asked.contact_id,
        "channel": ChannelKind.MAIL,
        "address": asked.address,
        "lane": asked.lane,
        "locale": asked.locale,
        "priority": PRIORITY[kind],
        "state": MessageState.QUEUED,
        "due_at": now,
        "created_at": now,
    }
    connection.execute(insert(messages).values(row))
