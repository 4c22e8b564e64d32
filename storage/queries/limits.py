"""Token buckets and named leases: what all processes share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.vocabulary import MessageState
from storage.models import attempts, leases, rate_limits

_KEY = [rate_limits.c.team, rate_limits.c.method, rate_limits.c.channel]


def bucket(connection: Connection, key: tuple[str, str, str], full: float, now: datetime) -> Row[*tuple[Any, ...]]:
    """The bucket's row, made full where there was none; nobody else changes it until the end of the transaction."""
    team, method, channel = key
    wanted = select(rate_limits).where(*_is(key)).with_for_update()
    found = connection.execute(wanted).first()
    if found is not None:
        return found
    connection.execute(
        _dialect(connection)
        .insert(rate_limits)
        .values(team=team, method=method, channel=channel, tokens=full, refilled_at=now)
        .on_conflict_do_nothing(index_elements=_KEY)
    )
    return connection.execute(wanted).one()


def write_bucket(connection: Connection, key: tuple[str, str, str], **values: Any) -> None:
    connection.execute(update(rate_limits).where(*_is(key)).values(**values))


def stop(connection: Connection, key: tuple[str, str, str], reason: str) -> bool:
    """True where the channel was not stopped before. `bucket` has the row locked."""
    is_new: bool = connection.execute(select(rate_limits.c.reason).where(*_is(key))).scalar_one() == ""
    write_bucket(connection, key, reason=reason)
    return is_new


def work_again(connection: Connection, key: tuple[str, str, str], now: datetime) -> bool:
    """True where the channel was stopped. What still comes from calls made before it stopped changes nothing."""
    again = (
        update(rate_limits)
        .where(*_is(key), rate_limits.c.reason != "", rate_limits.c.blocked_until <= now)
        .values(reason="")
    )
    return connection.execute(again).rowcount > 0


def try_again(connection: Connection, key: tuple[str, str, str], at: datetime) -> None:
    """A stopped channel is allowed a call at that moment, first of all the calls that found it out of order."""
    halted = select(rate_limits.c.reason).where(*_is(key), rate_limits.c.reason != "", rate_limits.c.blocked_until > at)
    reason = connection.execute(halted.with_for_update()).scalar()
    if reason is not None:
        write_bucket(connection, key, blocked_until=at, refilled_at=at)
        put_off = (attempts.c.channel == key[0], attempts.c.state == MessageState.SENDING, attempts.c.reason == reason)
        connection.execute(update(attempts).where(*put_off, attempts.c.due_at > at).values(due_at=at))


def stopped(connection: Connection, since: datetime) -> dict[str, str]:
    """Kind of channel -> why nothing goes out through it, where no call was allowed at that moment or later."""
    found = select(rate_limits.c.team, rate_limits.c.reason).where(
        rate_limits.c.reason != "", rate_limits.c.blocked_until > since
    )
    return dict(connection.execute(found).all())


def take_lease(connection: Connection, name: str, holder: str, until: datetime, now: datetime) -> bool:
    """True: `holder` has the lease until then. Whoever holds it may prolong it; it is free once its time is over."""
    fresh = _dialect(connection).insert(leases).values(name=name, holder=holder, until=until)
    taken = fresh.on_conflict_do_update(
        index_elements=[leases.c.name],
        set_={"holder": fresh.excluded.holder, "until": fresh.excluded.until},
        where=(leases.c.holder == fresh.excluded.holder) | (leases.c.until <= now),
    )
    return connection.execute(taken.returning(leases.c.name)).first() is not None


def drop_lease(connection: Connection, name: str, holder: str) -> None:
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def _is(key: tuple[str, str, str]) -> list[Any]:
    return [column == part for column, part in zip(_KEY, key, strict=True)]


def _dialect(connection: Connection) -> Any:
    return postgresql if connection.dialect.name == "postgresql" else sqlite
