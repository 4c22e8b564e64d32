"""Frozen tries at sending, and the bytes they send."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    FromClause,
    Row,
    Text,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    update,
)

from bot.vocabulary import ChannelKind, MessageKind, MessageState
from storage.among import among
from storage.given_rows import InsertInto, OnGivenRows
from storage.models import attempts, bodies, messages
from storage.queries.outbox import ATTEMPT_IS_DUE, POINTLESS

AnyRow = Row[*tuple[Any, ...]]

_ASKING = (MessageKind.PROMPT, MessageKind.REMINDER)


_DUE = (
    select(attempts.c.id, attempts.c.lease_until)
    .where(ATTEMPT_IS_DUE)
    .order_by(attempts.c.priority, attempts.c.due_at, attempts.c.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)


def claim(
    connection: Connection, channel: ChannelKind, limit: int, now: datetime, token: str, lease_until: datetime
) -> Sequence[AnyRow]:
    """Open attempts whose time has come: id and the lease they had (not NULL: whoever held it died meanwhile)."""
    found = connection.execute(_DUE, {"of_channel": channel, "now": now, "at_most": limit}).all()
    if not found:
        return ()
    connection.execute(
        update(attempts)
        .where(among(attempts.c.id, [row.id for row in found]))
        .values(lease_token=token, lease_until=lease_until)
    )
    return found


def read(connection: Connection, attempt_ids: Sequence[int]) -> Sequence[AnyRow]:
    """Attempts with their bytes, in sending order."""
    return connection.execute(
        select(attempts, bodies.c.content)
        .outerjoin(bodies, bodies.c.id == attempts.c.body_id)
        .where(among(attempts.c.id, attempt_ids))
        .order_by(attempts.c.priority, attempts.c.due_at, attempts.c.id)
    ).all()


def members(connection: Connection, attempt_ids: Sequence[int]) -> Sequence[AnyRow]:
    """The messages of these attempts: attempt, id, address, kind, and why they have become `pointless` (else empty)."""
    newer = messages.alias("newer")
    asks_anew = and_(newer.c.round > messages.c.round, newer.c.kind.in_(_ASKING))
    # Told already that another message, which did arrive, was wrong: the same words do not come after that.
    corrects = and_(
        newer.c.kind == MessageKind.CORRECTION, newer.c.corrects_id != messages.c.id, newer.c.id > messages.c.id
    )
    superseded = and_(
        messages.c.kind.in_(_ASKING),
        exists()
        .where(
            newer.c.person_id == messages.c.person_id,
            newer.c.check_id == messages.c.check_id,
            newer.c.contact_id == messages.c.contact_id,
            or_(asks_anew, corrects),
        )
        .correlate(messages),
    )
    return connection.execute(
        select(
            messages.c.attempt_id,
            messages.c.id,
            messages.c.address,
            messages.c.kind,
            POINTLESS.label("pointless"),
            superseded.label("superseded"),
        )
        .where(among(messages.c.attempt_id, attempt_ids))
        .order_by(messages.c.id)
    ).all()


def held(connection: Connection, tokens: Mapping[int, str]) -> dict[int, AnyRow]:
    """Attempt -> token; gives the rows of those still open and leased under that token, locked until the commit."""
    found = (
        select(
            attempts.c.id,
            attempts.c.channel,
            attempts.c.lease_token,
            attempts.c.reason,
            attempts.c.tries,
            attempts.c.priority,
            attempts.c.body_id,
            attempts.c.created_at,
            attempts.c.first_sent_at,
            attempts.c.check_version,
        )
        .where(among(attempts.c.id, list(tokens)), attempts.c.state == MessageState.SENDING)
        .order_by(attempts.c.id)
        .with_for_update()
    )
    return {row.id: row for row in connection.execute(found) if row.lease_token == tokens[row.id]}


def receivers(connection: Connection, attempt_ids: Sequence[int]) -> Sequence[AnyRow]:
    """Who the messages of these attempts are for: attempt, message, check, person, contact."""
    return connection.execute(
        select(messages.c.attempt_id, messages.c.id, messages.c.check_id, messages.c.person_id, messages.c.contact_id)
        .where(among(messages.c.attempt_id, attempt_ids))
        .order_by(messages.c.id)
    ).all()


def checks_of(connection: Connection, attempt_ids: Sequence[int]) -> Sequence[int]:
    found = select(messages.c.check_id).where(
        among(messages.c.attempt_id, attempt_ids), messages.c.check_id.is_not(None)
    )
    return connection.execute(found.distinct().order_by(messages.c.check_id)).scalars().all()


def _accept(given: FromClause, _: InsertInto) -> Update:
    return (
        update(messages)
        .where(messages.c.attempt_id == given.c.attempt, messages.c.state == MessageState.SENDING)
        .values(
            state=MessageState.ACCEPTED,
            accepted_at=bindparam("at"),
            platform_ref=given.c.ref,
            reason=given.c.why,
            params=None,
        )
    )


_ACCEPT = OnGivenRows({"attempt": BigInteger, "ref": Text, "why": Text}, _accept)


def accept_messages(connection: Connection, rows: Sequence[tuple[int, str, str]], now: datetime) -> None:
    """(attempt, what the platform calls it, reason): its messages are accepted."""
    given = [{"attempt": attempt, "ref": ref, "why": why} for attempt, ref, why in rows]
    connection.execute(_ACCEPT.on(connection), {"rows": json.dumps(given), "at": now})


def settle(connection: Connection, attempt_ids: Sequence[int], state: MessageState, reason: str, now: datetime) -> None:
    """Ends these attempts; bytes made for one person alone are forgotten."""
    personal = (
        connection.execute(
            select(bodies.c.id)
            .join(attempts, attempts.c.body_id == bodies.c.id)
            .where(among(attempts.c.id, attempt_ids), bodies.c.share_key.is_(None))
        )
        .scalars()
        .all()
    )
    connection.execute(
        update(attempts)
        .where(among(attempts.c.id, attempt_ids))
        .values(state=state, reason=reason, finished_at=now, lease_token="", lease_until=None, body_id=None)
    )
    if personal:
        connection.execute(delete(bodies).where(among(bodies.c.id, personal)))


_POSTPONE = (
    update(attempts)
    .where(attempts.c.id == bindparam("of_attempt"))
    .values(
        due_at=bindparam("until"),
        reason=bindparam("why"),
        tries=attempts.c.tries + bindparam("counted"),
        lease_token="",
        lease_until=None,
    )
)


def postpone(connection: Connection, rows: Sequence[tuple[int, datetime, str, int]]) -> None:
    """(attempt, due again at, reason, 1 where it counts as a try and 0 where it does not)."""
    if rows:
        connection.execute(
            _POSTPONE,
            [
                {"of_attempt": attempt, "until": until, "why": why, "counted": counted}
                for attempt, until, why, counted in rows
            ],
        )


def mark(connection: Connection, attempt_ids: Sequence[int], reason: str) -> None:
    """Another try of theirs has come to nothing, for that reason."""
    if attempt_ids:
        connection.execute(
            update(attempts).where(among(attempts.c.id, attempt_ids)).values(reason=reason, tries=attempts.c.tries + 1)
        )


def give_back(connection: Connection, token: str, attempt_ids: Sequence[int]) -> None:
    """Held under `token` and not sent: free for anybody, at once."""
    connection.execute(
        update(attempts)
        .where(among(attempts.c.id, attempt_ids), attempts.c.lease_token == token)
        .values(lease_token="", lease_until=None)
    )


def forget_bodies(connection: Connection, before: datetime, at_most: int) -> int:
    """Shared bytes no open attempt uses any more, made before that moment. How many."""
    unused = (
        select(bodies.c.id)
        .where(bodies.c.created_at < before, ~exists().where(attempts.c.body_id == bodies.c.id))
        .limit(at_most)
    )
    return connection.execute(delete(bodies).where(bodies.c.id.in_(unused))).rowcount
