"""Replies by mail: the question they answer, what could not be read, what was said back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from bot.vocabulary import PRIORITY, ChannelKind, MessageKind, MessageState
from storage.models import messages, unclear_replies

_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)


def question(connection: Connection, message_id: int) -> Row[*tuple[Any, ...]] | None:
    """id, check_id, person_id, contact_id, round, address, lane, locale, created_at; None: no question by mail."""
    wanted = ("id", "check_id", "person_id", "contact_id", "round", "address", "lane", "locale", "created_at")
    found = select(*(messages.c[name] for name in wanted)).where(
        messages.c.id == message_id,
        messages.c.channel == ChannelKind.MAIL,
        messages.c.kind.in_(_ASKING),
        messages.c.check_id.is_not(None),
        messages.c.person_id.is_not(None),
    )
    return connection.execute(found).first()


def keep_unclear(connection: Connection, check_id: int, person_id: int, text: str, now: datetime) -> None:
    row = {"check_id": check_id, "person_id": person_id, "text": text, "received_at": now}
    connection.execute(insert(unclear_replies).values(row))


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
