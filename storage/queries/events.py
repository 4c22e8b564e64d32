"""Inbound events whose effect stands: each has its effect exactly once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from storage.models import inbound_events
from storage.upsert import Upsert

_REMEMBER = Upsert(inbound_events, lambda insert: insert.on_conflict_do_nothing().returning(inbound_events.c.key))


def is_first(connection: Connection, key: str, now: datetime) -> bool:
    """Keeps the key in this transaction, with the event's effect. False: done before, write nothing.

    Called before anything else is written. PostgreSQL makes the second of two simultaneous deliveries wait here.
    """
    return connection.execute(_REMEMBER.on(connection), {"key": key, "received_at": now}).first() is not None


def is_known(connection: Connection, key: str) -> bool:
    """Looks only: whether it was kept before."""
    return connection.execute(select(inbound_events.c.key).where(inbound_events.c.key == key)).first() is not None


def first_ones(connection: Connection, keys: Collection[str], now: datetime) -> set[str]:
    """As `is_first` for many different keys: those that had not come before."""
    if not keys:
        return set()
    # In one order everywhere: two transactions never wait for each other.
    rows = [{"key": key, "received_at": now} for key in sorted(keys)]
    return set(connection.execute(_REMEMBER.on(connection), rows).scalars())
