"""Events reach the company's other systems at least once: claimed, sent, recorded, each its own commit.

A system is claimed as a whole: whoever has it sends what waits for it, and a system that is down costs one try, not one
for every answer. An event that alone is refused (4xx) waits by itself and holds up no other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from bot.api_words import HookEvent
from flows.alarms import WEBHOOK, raise_alarm, settle_alarm
from flows.in_force import InForce
from flows.webhooks.events import moment
from flows.webhooks.secrets import opened
from flows.work import Work
from storage.queries import webhook_events as queries
from storage.queries import webhooks

#: Longer than a page takes.
LEASE = timedelta(minutes=2)
PAGE = 100
#: A system that is down is tried again after so long, twice as long each time, and at last every hour.
FIRST_AFTER = timedelta(seconds=10)
LAST_AFTER = timedelta(hours=1)
#: So many failures in a row, some minutes, and an administrator is told.
ALARM_AT = 5
#: An event that alone is refused so often is not sent any more.
TRIES_AT_MOST = 10
#: What has waited for so long is not sent any more.
GIVEN_UP_AFTER = timedelta(days=3)
#: For which the last outcomes can be looked at.
KEPT = timedelta(days=7)

_REFUSED = range(400, 500)
#: Of the system as a whole and of this moment, although they begin with a 4: 401 and 403 as well as 404 and 410, with
#: which a system that is set up wrongly answers everything.
_NOT_OF_THE_EVENT = frozenset((401, 403, 404, 408, 410, 425, 429))


@dataclass(frozen=True, slots=True)
class Posted:
    """What came back. `status` 0: no answer, and `reason` says why; else empty. `retry_after`: their own wish."""

    status: int
    reason: str = ""
    retry_after: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_of_the_event(self) -> bool:
        """This one was refused; others may be taken."""
        return self.status in _REFUSED and self.status not in _NOT_OF_THE_EVENT


class WebhookPost(Protocol):
    """Sends one body. Thread-safe."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Within seconds, whatever the other side does; never raises for what it does."""
        ...


@dataclass(frozen=True, slots=True)
class HookEventToSend:
    event_id: int
    name: HookEvent
    body: bytes
    tries: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A system with what waits for it. `secrets`: those that sign; none can be read with this SECRET_KEY: empty."""

    webhook_id: int
    token: str
    url: str
    secrets: tuple[str, ...]
    events: tuple[HookEventToSend, ...]


def anything_to_tell(work: Work) -> bool:
    """Lane READ: whether `claim_webhook` has anything to do."""
    return webhooks.anything_to_tell(work.connection, work.now)


def claim_webhook(work: Work, in_force: InForce) -> Claimed | None:
    """Lane FANOUT. None: nobody is to be told anything now."""
    token = secrets.token_hex(8)
    row = webhooks.claim(work.connection, token, work.now + LEASE, work.now)
    if row is None:
        return None
    kept = opened(in_force, row.id, row.secret)
    events = tuple(
        HookEventToSend(one.id, HookEvent(one.event), _body(one, in_force.outside), one.tries)
        for one in queries.due(work.connection, row.id, work.now, PAGE)
    )
    return Claimed(row.id, token, row.url, () if kept is None else kept.at(work.now), events)


def headers_of(event: HookEventToSend, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """`Anpi-Signature: t=<seconds>,v1=<HMAC-SHA256 of "t.body">`: the receiver knows who sent it, and how old it is.

    A `v1` for each secret, the newest first.
    """
    at = str(int(now.timestamp()))
    told = at.encode() + b"." + event.body
    signed = ",".join(f"v1={hmac.new(one.encode(), told, hashlib.sha256).hexdigest()}" for one in secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Anpi",
        "Anpi-Event": event.name.value,
        "Anpi-Event-Id": _public_id(event.event_id),
        "Anpi-Signature": f"t={at},{signed}",
    }


def record_posts(work: Work, claimed: Claimed, outcomes: Sequence[tuple[HookEventToSend, Posted]]) -> None:
    """What became of it. Nothing is written where the claim has run out meanwhile: they are sent once more."""
    row = webhooks.held(work.connection, claimed.webhook_id, claimed.token)
    if row is None:
        return
    queries.record(work.connection, [_recorded(work, event, posted) for event, posted in outcomes])
    down = next((posted for _, posted in outcomes if not posted.is_taken and not posted.is_of_the_event), None)
    about = f"{row.id}: {urlsplit(row.url).hostname}"
    values: dict[str, Any] = {"failures": 0, "failing_since": None, "next_try_at": work.now}
    if down is not None:
        failures = row.failures + 1
        wait = min(down.retry_after or FIRST_AFTER * 2 ** min(failures - 1, 20), LAST_AFTER)
        values = {"failures": failures, "failing_since": row.failing_since or work.now, "next_try_at": work.now + wait}
        if failures >= ALARM_AT:
            raise_alarm(work, WEBHOOK, about)
    elif any(event.tries + 1 >= TRIES_AT_MOST and not posted.is_taken for event, posted in outcomes):
        raise_alarm(work, WEBHOOK, about)
    elif row.failures >= ALARM_AT:
        settle_alarm(work, WEBHOOK, about)
    webhooks.change(work.connection, row.id, lease_until=None, lease_token="", **values)


def forget_old_events(work: Work, at_most: int) -> int:
    """Housekeeping: what has waited for too long is given up, what was settled long ago goes. How many of one kind."""
    given_up = queries.give_up(work.connection, work.now - GIVEN_UP_AFTER, work.now, at_most)
    return max(given_up, queries.forget(work.connection, work.now - KEPT, at_most))


def _recorded(work: Work, event: HookEventToSend, posted: Posted) -> dict[str, Any]:
    tries = event.tries + 1
    is_over = posted.is_of_the_event and tries >= TRIES_AT_MOST
    wait = min(FIRST_AFTER * 2 ** min(event.tries, 20), LAST_AFTER) if posted.is_of_the_event else timedelta()
    return {
        "event_id": event.event_id,
        "new_state": "delivered" if posted.is_taken else "failed" if is_over else "queued",
        "new_reason": posted.reason,
        "new_status": posted.status,
        "new_due_at": work.now + wait,
        "new_tried_at": work.now,
    }


def _public_id(event_id: int) -> str:
    return f"evt_{event_id}"


def _body(row: Any, outside: str) -> bytes:
    """The same for every try."""
    data = dict(row.facts)
    if "check" in data:
        data["check"] = {**data["check"], "url": f"{outside}/console/checks/{data['check']['id']}"}
    told = {"id": _public_id(row.id), "type": row.event, "created_at": moment(row.created_at), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
