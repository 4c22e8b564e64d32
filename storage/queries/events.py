"""Inbound events whose effect stands (invariant 6)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Insert
from sqlalchemy.dialects import postgresql, sqlite

from storage.models import inbound_events


def first_time(connection: Connection, key: str, now: datetime) -> bool:
    """Remembers the event; False where it had come before.

    Two deliveries at the same moment: the second waits here until the first has committed, and then gets False.
    """
    remembered: Insert
    if connection.dialect.name == "postgresql":
        remembered = postgresql.insert(inbound_events).values(key=key, received_at=now).on_conflict_do_nothing()
    else:
        remembered = sqlite.insert(inbound_events).values(key=key, received_at=now).on_conflict_do_nothing()
    return connection.execute(remembered).rowcount == 1
