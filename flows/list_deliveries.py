"""The delivery list of a check: each message, through which contact, what has become of it, and why."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import ChannelKind, CheckKind, ContactState, MessageKind, MessageState
from flows.audit import note
from flows.find_check import require_check
from flows.who import require_manager
from flows.work import Work
from storage.queries import deliveries
from storage.queries.deliveries import WantedMessages

PAGE_AT_MOST = 1_000
_TEXT_AT_MOST = 200


class Delivery(StrEnum):
    """`stopped`: not sent because the owner of the contact has stopped it. `waiting`: not yet with the platform."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    STOPPED = "stopped"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


_STATES = {
    Delivery.WAITING: (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING),
    Delivery.ACCEPTED: (MessageState.ACCEPTED,),
    Delivery.DELIVERED: (MessageState.DELIVERED,),
    Delivery.FAILED: (MessageState.FAILED,),
    Delivery.STOPPED: (MessageState.SKIPPED,),
    Delivery.SKIPPED: (MessageState.SKIPPED,),
    Delivery.UNKNOWN: (MessageState.UNKNOWN,),
}
_STOPPED = (ContactState.SUPPRESSED,)


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What is empty or None does not narrow the list."""

    check_id: int
    #: `skipped`: all that were not sent, as the board counts them, the stopped ones among them.
    only: Delivery | None = None
    channel: ChannelKind | None = None
    #: This unit and all below.
    unit_id: int | None = None
    #: A part of a name, its reading or an employee number.
    text: str = ""
    #: 0 is the question itself.
    round: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """`tries`: how often it was put into an attempt. `accepted_at`: when the platform took it, no proof of arrival."""

    message_id: int
    kind: MessageKind
    round: int
    person_id: int
    employee_no: str
    name: str
    channel: ChannelKind
    address: str
    delivery: Delivery
    #: A code: see bot.reasons.
    reason: str
    tries: int
    created_at: datetime
    #: Of its newest attempt: when it first went out, and when its outcome stood.
    first_sent_at: datetime | None
    accepted_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """`total`: of all pages. `next`: the message the next page begins after; 0 on the last page."""

    lines: tuple[DeliveryLine, ...]
    total: int
    next: int
    #: Of the check.
    title: str
    kind: CheckKind


def note_deliveries_seen(work: Work, check_id: int) -> None:
    """Before each look: it shows addresses (invariant 10). RefusedError, NotFoundError(no_check)."""
    require_manager(work)
    require_check(work, check_id)
    note(work, "deliveries_seen", check_id=check_id)


def list_deliveries(work: Work, wanted: DeliveryFilter, after: int = 0, limit: int = 100) -> DeliveryPage:
    """Lane READ. A unit manager sees their people's. RefusedError, NotFoundError(no_check)."""
    in_storage = _wanted(work, wanted)
    limit = max(1, min(limit, PAGE_AT_MOST))
    rows = deliveries.page(work.connection, in_storage, after, limit + 1)
    total = deliveries.count(work.connection, in_storage)
    check = require_check(work, wanted.check_id)
    following = rows[limit - 1].id if rows[limit:] else 0
    return DeliveryPage(tuple(map(_line, rows[:limit])), total, following, check.title, CheckKind(check.kind))


def all_deliveries(work: Work, wanted: DeliveryFilter) -> Iterator[DeliveryLine]:
    """As `list_deliveries`, all of them, for files; few in memory at a time. To be read inside the unit of work."""
    return map(_line, deliveries.every(work.connection, _wanted(work, wanted)))


def _wanted(work: Work, wanted: DeliveryFilter) -> WantedMessages:
    who = require_manager(work)
    return WantedMessages(
        check_id=wanted.check_id,
        below_units=None if who.may_everything else who.managed_unit_ids,
        states=_STATES[wanted.only] if wanted.only else (),
        reasons=_STOPPED if wanted.only is Delivery.STOPPED else (),
        channels=(wanted.channel,) if wanted.channel else (),
        round=wanted.round,
        unit_id=wanted.unit_id,
        text=unicodedata.normalize("NFKC", wanted.text[:_TEXT_AT_MOST]).strip(),
    )


def _line(row: Row[*tuple[Any, ...]]) -> DeliveryLine:
    return DeliveryLine(
        message_id=row.id,
        kind=MessageKind(row.kind),
        round=row.round,
        person_id=row.person_id,
        employee_no=row.employee_no,
        name=row.name,
        channel=ChannelKind(row.channel),
        address=row.address,
        delivery=_delivery(row.state, row.reason),
        reason=row.reason,
        tries=row.tries,
        created_at=row.created_at,
        first_sent_at=row.first_sent_at,
        accepted_at=row.accepted_at,
        finished_at=row.finished_at,
    )


def _delivery(state: str, reason: str) -> Delivery:
    if state == MessageState.SKIPPED and reason in _STOPPED:
        return Delivery.STOPPED
    return next(delivery for delivery, states in _STATES.items() if state in states and delivery != Delivery.STOPPED)
