"""Rows that have served their purpose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.models import inbound_events, line_nonces, link_codes


def forget_events(connection: Connection, before: datetime, at_most: int) -> int:
    """Inbound events received before that moment. How many."""
    old = select(inbound_events.c.key).where(inbound_events.c.received_at < before).limit(at_most)
    return connection.execute(delete(inbound_events).where(inbound_events.c.key.in_(old))).rowcount


def forget_codes(connection: Connection, before: datetime, at_most: int) -> int:
    """Link codes that expired before that moment, used or not. How many."""
    old = select(link_codes.c.code_hash).where(link_codes.c.expires_at < before).limit(at_most)
    return connection.execute(delete(link_codes).where(link_codes.c.code_hash.in_(old))).rowcount


def forget_nonces(connection: Connection, before: datetime, at_most: int) -> int:
    """LINE nonces that expired before that moment, used or not. How many."""
    old = select(line_nonces.c.nonce_hash).where(line_nonces.c.expires_at < before).limit(at_most)
    return connection.execute(delete(line_nonces).where(line_nonces.c.nonce_hash.in_(old))).rowcount
