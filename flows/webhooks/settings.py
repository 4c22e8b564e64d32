"""The systems that are told of events, as a safety admin sets them up: where, of what, with which secret."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from bot.api_words import CHOSEN_EVENTS, HookEvent
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.in_force import InForce
from flows.webhooks.events import queue_for
from flows.webhooks.secrets import SigningSecrets, closed, new_secret, opened
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import webhook_events, webhooks

AT_MOST = 10
URL_AT_MOST = 500
#: Outcomes shown of each.
SHOWN = 20
#: Printable ASCII without spaces and quotes.
_PLAIN = re.compile(r"[!#-&(-;=?-Z_a-z~\[\]]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state`: queued, delivered, failed. `status`: of the last try, 0 where there was no answer or no try yet."""

    event: HookEvent
    state: str
    status: int
    reason: str
    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WebhookLine:
    webhook_id: int
    url: str
    events: tuple[HookEvent, ...]
    active: bool
    created_at: datetime
    created_by: str
    failing_since: datetime | None
    next_try_at: datetime
    waiting: int
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class WebhookMade:
    """`secret` is shown now and never again."""

    webhook_id: int
    secret: str


def list_webhooks(work: Work) -> tuple[WebhookLine, ...]:
    """Lane READ. RefusedError(not_a_safety_admin …)."""
    require_safety_admin(work)
    return tuple(
        WebhookLine(
            webhook_id=row.id,
            url=row.url,
            events=_events(row.events),
            active=row.active,
            created_at=row.created_at,
            created_by=row.maker or "",
            failing_since=row.failing_since,
            next_try_at=row.next_try_at,
            waiting=webhook_events.waiting(work.connection, row.id),
            outcomes=tuple(map(_outcome, webhook_events.newest(work.connection, row.id, SHOWN))),
        )
        for row in webhooks.every(work.connection)
    )


def make_webhook(work: Work, in_force: InForce, url: str, events: Collection[HookEvent]) -> WebhookMade:
    """From now on it is told; of nothing that has been before.

    RefusedError(not_a_safety_admin …), InvalidError(webhook_url, webhook_http, webhook_events, too_many_webhooks).
    """
    who = require_safety_admin(work)
    address, chosen = _address(url), _chosen(events)
    if len(webhooks.every(work.connection)) >= AT_MOST:
        raise InvalidError("too_many_webhooks", limit=AT_MOST)
    webhook_id = webhooks.add(
        work.connection,
        url=address.geturl(),
        events=chosen,
        secret="",
        created_at=work.now,
        created_by=who.person_id,
        next_try_at=work.now,
        **_from_now_on(work),
    )
    kept = SigningSecrets(new_secret())
    webhooks.change(work.connection, webhook_id, secret=closed(in_force, webhook_id, kept))
    note(work, "webhook_made", webhook=webhook_id, host=address.hostname, events=chosen)
    return WebhookMade(webhook_id, kept.own)


def renew_secret(work: Work, in_force: InForce, webhook_id: int) -> WebhookMade:
    """Events are signed with another secret, and with the one of before for one more day, if it can be read.

    RefusedError(not_a_safety_admin …), NotFoundError(no_webhook).
    """
    require_safety_admin(work)
    row = _found(work, webhook_id)
    before = opened(in_force, webhook_id, row.secret)
    kept = SigningSecrets(new_secret()) if before is None else before.renewed(work.now)
    webhooks.change(work.connection, webhook_id, secret=closed(in_force, webhook_id, kept), next_try_at=work.now)
    note(work, "webhook_secret_renewed", webhook=webhook_id)
    work.wakes_cycle = True
    return WebhookMade(webhook_id, kept.own)


def change_webhook(work: Work, webhook_id: int, events: Collection[HookEvent], active: bool) -> None:
    """What it was not told of before begins now.

    RefusedError(not_a_safety_admin …), NotFoundError(no_webhook), InvalidError(webhook_events).
    """
    require_safety_admin(work)
    row = _found(work, webhook_id)
    chosen = _chosen(events)
    values: dict[str, Any] = {"events": chosen, "active": active}
    if active:
        values["next_try_at"] = work.now
        begins = not row.active
        from_now_on = _from_now_on(work)
        for event, column in ((HookEvent.ANSWER, "answers_seen"), (HookEvent.HELP, "help_seen")):
            if begins or event not in row.events:
                values[column] = from_now_on[column]
    webhooks.change(work.connection, webhook_id, **values)
    note(work, "webhook_changed", webhook=webhook_id, events=chosen, active=active)
    work.wakes_cycle = True


def delete_webhook(work: Work, webhook_id: int) -> None:
    """With everything that waits for it. RefusedError(not_a_safety_admin …), NotFoundError(no_webhook)."""
    require_safety_admin(work)
    row = _found(work, webhook_id)
    webhooks.remove(work.connection, webhook_id)
    note(work, "webhook_deleted", webhook=webhook_id, host=urlsplit(row.url).hostname)


def try_webhook(work: Work, webhook_id: int) -> None:
    """It is told of a test at once, even while it is failing.

    RefusedError(not_a_safety_admin …), NotFoundError(no_webhook), InvalidError(webhook_paused).
    """
    require_safety_admin(work)
    row = _found(work, webhook_id)
    if not row.active:
        raise InvalidError("webhook_paused")
    queue_for(work, webhook_id, HookEvent.TEST, f"test:{work.now.timestamp()}", {})
    webhooks.change(work.connection, webhook_id, next_try_at=work.now)
    note(work, "webhook_tested", webhook=webhook_id)


def _found(work: Work, webhook_id: int) -> Any:
    row = webhooks.find(work.connection, webhook_id)
    if row is None:
        raise NotFoundError("no_webhook")
    return row


def _from_now_on(work: Work) -> dict[str, int]:
    answer, case = webhooks.newest_ids(work.connection)
    return {"answers_seen": answer, "help_seen": case}


def _events(names: Collection[str]) -> tuple[HookEvent, ...]:
    return tuple(event for event in HookEvent if event in names)


def _chosen(events: Collection[HookEvent]) -> list[HookEvent]:
    chosen = [event for event in CHOSEN_EVENTS if event in events]
    if not chosen:
        raise InvalidError("webhook_events")
    return chosen


def _address(typed: str) -> SplitResult:
    """https anywhere; http, which everybody on the way can read, to the company's own network alone.

    What a name stands for is looked at whenever something is sent.
    """
    url = typed.strip()
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise InvalidError("webhook_url") from None
    if not is_whole or len(url) > URL_AT_MOST or not _PLAIN.fullmatch(url) or "@" in parts.netloc or parts.fragment:
        raise InvalidError("webhook_url")
    try:
        is_public = ip_address(parts.hostname or "").is_global
    except ValueError:
        is_public = False
    if parts.scheme == "http" and is_public:
        raise InvalidError("webhook_http")
    return parts


def _outcome(row: Any) -> Outcome:
    return Outcome(HookEvent(row.event), row.state, row.status, row.reason, row.tries, row.tried_at or row.created_at)
