"""What the hot path must know first, in as few round trips as the database allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, true
from sqlalchemy.dialects import postgresql

from bot.vocabulary import ChannelKind
from storage.models import checks, inbound_events
from storage.prepared import Prepared
from storage.queries import events
from storage.queries.checks import (
    AT_ADDRESS,
    BY_ID,
    CHECK,
    CheckFacts,
    Speaker,
    check_facts,
    speaker_facts,
)
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class Opening:
    """No check, no speaker. `is_repeat`: the event's effect stands already."""

    check: CheckFacts | None
    speaker: Speaker | None
    is_repeat: bool


def _read(person: Select[Any]) -> Select[Any]:
    found = person.subquery("speaker")
    return (
        select(*CHECK, found.c.person_id, found.c.name, found.c.locale)
        .select_from(checks.outerjoin(found, true()))
        .where(checks.c.id == bindparam("check_id"))
    )


def _read_and_remember(person: Select[Any]) -> Select[Any]:
    """PostgreSQL: keeps the event's key (`storage.queries.events`) in the same round trip."""
    remembered = (
        postgresql.insert(inbound_events)
        .values(key=bindparam("event_key"), received_at=bindparam("event_at", type_=Instant()))
        .on_conflict_do_nothing()
        .returning(inbound_events.c.key)
        .cte("remembered")
    )
    is_first = select(func.count()).select_from(remembered).scalar_subquery()
    return _read(person).add_columns(is_first.label("is_first"))


@dataclass(frozen=True, slots=True)
class _Statements:
    read: Prepared
    read_and_remember: Prepared


def _statements(person: Select[Any]) -> _Statements:
    return _Statements(Prepared(lambda _: _read(person)), Prepared(lambda _: _read_and_remember(person)))


_AT_ADDRESS = _statements(AT_ADDRESS)
_BY_ID = _statements(BY_ID)


def open_at(
    connection: Connection, check_id: int, channel: ChannelKind, address: str, event_key: str | None, now: datetime
) -> Opening:
    """For an account of a platform."""
    wanted = {"check_id": check_id, "channel": str(channel), "address": address}
    return _open(connection, _AT_ADDRESS, wanted, event_key, now)


def open_by_id(connection: Connection, check_id: int, person_id: int, event_key: str | None, now: datetime) -> Opening:
    """For the person a link was made for."""
    return _open(connection, _BY_ID, {"check_id": check_id, "of_person": person_id}, event_key, now)


def _open(
    connection: Connection, statements: _Statements, wanted: dict[str, Any], event_key: str | None, now: datetime
) -> Opening:
    if event_key is not None and connection.dialect.name == "postgresql":
        with_key = wanted | {"event_key": event_key, "event_at": now}
        row = statements.read_and_remember.first(connection, with_key)
        is_repeat = row is not None and not row.is_first
    else:
        is_repeat = event_key is not None and not events.is_first(connection, event_key, now)
        row = statements.read.first(connection, wanted)
    if row is None:
        return Opening(None, None, is_repeat)
    return Opening(check_facts(row), None if row.person_id is None else speaker_facts(row), is_repeat)
