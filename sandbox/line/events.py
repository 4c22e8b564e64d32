"""Webhook events, field by field (developers.line.biz, Messaging API reference, "Webhook event objects")."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_event(kind: str, user: str, at: datetime, reply_token: str, facts: dict[str, Any]) -> dict[str, Any]:
    """One event of one person; `reply_token` empty where the kind has none."""
    milliseconds = int(at.timestamp() * 1000)
    event = {
        "type": kind,
        "mode": "active",
        "timestamp": milliseconds,
        "source": {"type": "user", "userId": user},
        "webhookEventId": ulid(milliseconds),
        "deliveryContext": {"isRedelivery": False},
    }
    if reply_token:
        event["replyToken"] = reply_token
    return event | facts


def encode(destination: str, events: Sequence[dict[str, Any]]) -> bytes:
    """The raw body of one webhook."""
    return json.dumps({"destination": destination, "events": list(events)}, ensure_ascii=False).encode()


def ulid(milliseconds: int) -> str:
    """26 characters: 48 bits of time, 80 bits of chance."""
    value = (milliseconds << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(value >> shift) & 31] for shift in range(125, -5, -5))
