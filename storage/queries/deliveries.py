"""What was sent to whom in one check, message by message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from storage.models import attempts, messages, people
from storage.queries.check_names import is_below
from storage.queries.contact_lists import is_named

#: Rows of a long list that are in memory at a time.
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class WantedMessages:
    """`below_units` None: of everybody. What is empty or None does not narrow the list."""

    check_id: int
    below_units: tuple[int, ...] | None
    states: Sequence[str] = ()
    reasons: Sequence[str] = ()
    channels: Sequence[str] = ()
    round: int | None = None
    #: This unit and all below.
    unit_id: int | None = None
    #: In a name, its reading or the employee number.
    text: str = ""


def count(connection: Connection, wanted: WantedMessages) -> int:
    counted = select(func.count()).select_from(messages.join(people, people.c.id == messages.c.person_id))
    return connection.execute(counted.where(*_conditions(wanted))).scalar_one()


def page(connection: Connection, wanted: WantedMessages, after: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """In the order written, after that message."""
    return connection.execute(_lines(wanted).where(messages.c.id > after).limit(limit)).all()


def every(connection: Connection, wanted: WantedMessages) -> Iterator[Row[*tuple[Any, ...]]]:
    """All of them, a thousand in memory at a time. The connection belongs to it until its end."""
    yield from connection.execute(_lines(wanted), execution_options={"yield_per": _AT_ONCE})


def _lines(wanted: WantedMessages) -> Select[Any]:
    return (
        select(
            messages.c.id,
            messages.c.kind,
            messages.c.round,
            messages.c.person_id,
            people.c.employee_no,
            people.c.name,
            messages.c.channel,
            messages.c.address,
            messages.c.state,
            messages.c.reason,
            messages.c.tries,
            messages.c.created_at,
            attempts.c.first_sent_at,
            messages.c.accepted_at,
            attempts.c.finished_at,
        )
        .join(people, people.c.id == messages.c.person_id)
        .outerjoin(attempts, attempts.c.id == messages.c.attempt_id)
        .where(*_conditions(wanted))
        .order_by(messages.c.id)
    )


def _conditions(wanted: WantedMessages) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [messages.c.check_id == wanted.check_id]
    if wanted.below_units is not None:
        conditions.append(is_below(messages.c.person_id, wanted.below_units))
    if wanted.unit_id is not None:
        conditions.append(is_below(messages.c.person_id, (wanted.unit_id,)))
    if wanted.states:
        conditions.append(messages.c.state.in_(wanted.states))
    if wanted.reasons:
        conditions.append(messages.c.reason.in_(wanted.reasons))
    if wanted.channels:
        conditions.append(messages.c.channel.in_(wanted.channels))
    if wanted.round is not None:
        conditions.append(messages.c.round == wanted.round)
    if wanted.text:
        conditions.append(messages.c.person_id.in_(select(people.c.id).where(is_named(wanted.text))))
    return conditions
