"""What managers were told of a call for help in Slack, edited once somebody has taken it, and once it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, literal, or_, select

from bot.vocabulary import PRIORITY, ChannelKind, MessageKind, MessageState
from storage.among import among
from storage.models import guests, help_cases, messages

#: What carries a button that somebody's deed makes useless.
_WITH_BUTTON = (MessageKind.HELP_ALERT, MessageKind.HELP_TAKEN)
_SENT = (MessageState.ACCEPTED, MessageState.DELIVERED)
_COPIED = ["check_id", "round", "help_case_id", "person_id", "contact_id", "channel", "locale"]

#: Not to the person the case is about, nor to the account a guest wrote from: an accepted message has no params.
_TO_MANAGERS = (
    func.coalesce(messages.c.person_id, 0) != func.coalesce(help_cases.c.person_id, guests.c.person_id, -1),
    messages.c.address != func.coalesce(guests.c.address, ""),
)


def edit_alerts(connection: Connection, case_row: Row[*tuple[Any, ...]], now: datetime) -> int:
    """The case has been taken: every alert and all news of it. How many edits were written."""
    return _write(connection, and_(_of_case(case_row), messages.c.kind == MessageKind.HELP_ALERT), now)


def edit_all(connection: Connection, case_row: Row[*tuple[Any, ...]], now: datetime) -> int:
    """The case has been closed: whatever managers were told of it before. How many edits were written."""
    return _write(connection, _of_case(case_row), now)


def edit_attempted(connection: Connection, attempt_ids: Sequence[int], now: datetime) -> int:
    """For what reached Slack only after the case had been taken or closed. How many edits were written.

    The cases are locked first, as taking and closing them does: either that finds these messages accepted, or they
    are found taken or closed here.
    """
    attempted = and_(among(messages.c.attempt_id, attempt_ids), messages.c.kind.in_(_WITH_BUTTON))
    of_attempts = select(messages.c.help_case_id).where(attempted)
    locked = select(help_cases.c.id).where(help_cases.c.id.in_(of_attempts)).order_by(help_cases.c.id)
    if not connection.execute(locked.with_for_update(key_share=True)).all():
        return 0
    overtaken = and_(messages.c.kind == MessageKind.HELP_ALERT, help_cases.c.taken_at >= messages.c.created_at)
    return _write(connection, and_(attempted, or_(help_cases.c.closed_at.is_not(None), overtaken)), now)


def _of_case(case_row: Row[*tuple[Any, ...]]) -> ColumnElement[bool]:
    return and_(messages.c.check_id == case_row.check_id, messages.c.help_case_id == case_row.id)


def _write(connection: Connection, which: ColumnElement[bool], now: datetime) -> int:
    kind = MessageKind.HELP_EDITED
    rows = (
        select(
            literal(kind),
            *(messages.c[name] for name in _COPIED),
            messages.c.platform_ref,
            literal(PRIORITY[kind]),
            literal(MessageState.QUEUED),
            literal(now, messages.c.due_at.type),
            literal(now, messages.c.created_at.type),
        )
        .join(help_cases, help_cases.c.id == messages.c.help_case_id)
        .outerjoin(guests, guests.c.id == help_cases.c.guest_id)
        .where(
            which,
            messages.c.channel == ChannelKind.SLACK,
            messages.c.kind.in_(_WITH_BUTTON),
            messages.c.state.in_(_SENT),
            messages.c.platform_ref != "",
            *_TO_MANAGERS,
        )
        .order_by(messages.c.id)
    )
    columns = ["kind", *_COPIED, "address", "priority", "state", "due_at", "created_at"]
    statement = insert(messages).from_select(columns, rows).execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount
