"""New attempts and the bytes they send: what is written down before the network is touched."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, FromClause, Text, Update, bindparam, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from bot.vocabulary import ChannelKind, MessageState
from storage.given_rows import InsertInto, OnGivenRows
from storage.models import attempts, bodies, messages
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """`check_version`: of the words of its check that the body says; None: it says none."""

    key: str
    body_id: int
    priority: int
    check_version: int | None = None


@dataclass(frozen=True, slots=True)
class OfAll:
    """What attempts that are added together have in common. `due_at`: from when on anybody may send them."""

    channel: ChannelKind
    due_at: datetime
    first_sent_at: datetime
    created_at: datetime
    lease_token: str = ""
    lease_until: datetime | None = None


def shared_bodies(connection: Connection, contents: Mapping[str, bytes], now: datetime) -> dict[str, tuple[int, bytes]]:
    """Share key -> id and bytes. Whoever came first decided the bytes."""
    if not contents:
        return {}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(bodies).on_conflict_do_nothing(index_elements=[bodies.c.share_key]),
        [{"share_key": key, "content": content, "created_at": now} for key, content in sorted(contents.items())],
    )
    found = select(bodies.c.share_key, bodies.c.id, bodies.c.content).where(bodies.c.share_key.in_(list(contents)))
    return {row.share_key: (row.id, row.content) for row in connection.execute(found)}


def _add_bodies(given: FromClause, insert_into: InsertInto) -> ReturningInsert[Any]:
    content = func.decode(given.c.content, "base64")
    rows = select(content, bindparam("at", type_=Instant())).order_by(given.c.n)
    return insert_into(bodies).from_select(["content", "created_at"], rows).returning(bodies.c.id)


def _add_attempts(given: FromClause, insert_into: InsertInto) -> ReturningInsert[Any]:
    columns = {
        "key": given.c.key,
        "body_id": given.c.body,
        "priority": given.c.priority,
        "check_version": given.c.version,
        "state": literal(str(MessageState.SENDING)),
    } | {name: bindparam(name, type_=attempts.c[name].type) for name in OfAll.__slots__}
    rows = select(*columns.values()).order_by(given.c.n)
    return insert_into(attempts).from_select(list(columns), rows).returning(attempts.c.id)


def _attach(given: FromClause, _: InsertInto) -> Update:
    return (
        update(messages)
        .where(messages.c.id == given.c.message)
        .values(
            attempt_id=given.c.attempt,
            state=MessageState.SENDING,
            tries=messages.c.tries + 1,
            lease_token="",
            lease_until=None,
        )
    )


_ADD_BODIES = OnGivenRows({"n": BigInteger, "content": Text}, _add_bodies)
_ADD_ATTEMPTS = OnGivenRows(
    {"n": BigInteger, "key": Text, "body": BigInteger, "priority": BigInteger, "version": BigInteger}, _add_attempts
)
_ATTACH = OnGivenRows({"message": BigInteger, "attempt": BigInteger}, _attach)


def add_personal_bodies(connection: Connection, contents: Sequence[bytes], now: datetime) -> Sequence[int]:
    """Their ids, in the same order."""
    given = [{"n": n, "content": b64encode(content).decode()} for n, content in enumerate(contents)]
    return _add_in_order(connection, _ADD_BODIES, given, {"at": now})


def add(connection: Connection, of_all: OfAll, rows: Sequence[NewAttempt]) -> Sequence[int]:
    """New attempts; their ids, in the same order."""
    given = [
        {"n": n, "key": row.key, "body": row.body_id, "priority": row.priority, "version": row.check_version}
        for n, row in enumerate(rows)
    ]
    return _add_in_order(connection, _ADD_ATTEMPTS, given, {name: getattr(of_all, name) for name in OfAll.__slots__})


def _add_in_order(
    connection: Connection, statement: OnGivenRows, given: Sequence[Mapping[str, Any]], values: Mapping[str, Any]
) -> Sequence[int]:
    """Rows get rising ids in the order in which they are selected; in which order they are returned is left open."""
    if not given:
        return ()
    return sorted(connection.execute(statement.on(connection), {"rows": json.dumps(given), **values}).scalars())


def attach(connection: Connection, pairs: Sequence[tuple[int, Sequence[int]]]) -> None:
    """(attempt, its messages): from now on they are what became of the attempt."""
    given = [{"message": message, "attempt": attempt} for attempt, ids in pairs for message in ids]
    connection.execute(_ATTACH.on(connection), {"rows": json.dumps(given)})
