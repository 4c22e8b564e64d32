"""Inbound events whose effect stands: each has its effect exactly once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage.models import inbound_events
from storage.prepared import Prepared
from storage.upsert import Upsert

_UPSERT = Upsert(inbound_events, lambda insert: insert.on_conflict_do_nothing().returning(inbound_events.c.key))
_REMEMBER = Prepared(_UPSERT.in_words_of, columns=("key", "received_at"))


def is_first(connection: Connection, key: str, now: datetime) -> bool:
    """Keeps the key in this transaction, with the event's effect. False: done before, write nothing.

    Called before anything else is written. PostgreSQL makes the second of two simultaneous deliveries wait here.
    """
    return _REMEMBER.first(connection, {"key": key, "received_at": now}) is not None
