"""Step one of sending: take what is due, under a lease, before the network is touched."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import ChannelKind, Locale, MessageKind, locale_or_default
from flows.deliver.drop import drop
from flows.deliver.facts import PageFacts, read_facts
from flows.deliver.retry import claim_retries
from flows.ports import Attempt, Channel, RateLimit
from flows.rate_limits import adjust, reserve, unlimited
from flows.work import Work
from storage.queries import outbox
from storage.queries.corrected import WAITS

#: Outlasts a call's timeout and the queue before it. A dead process's messages come back after that.
LEASE = timedelta(seconds=90)
#: A correction waits for what it corrects, where that is just being sent; then it is looked at again.
WAITS_FOR_FIRST = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message not yet rendered. Everything `flows.deliver.render` needs, read in one query per page."""

    message_id: int
    kind: MessageKind
    check_id: int | None
    round: int
    person_id: int | None
    contact_id: int | None
    help_case_id: int | None
    address: str
    locale: Locale
    params: dict[str, Any]
    priority: int
    created_at: datetime
    #: The receiver's name, or empty.
    name: str
    #: The contact's owner wishes for mail without links (see `storage.models.people.contacts`).
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one process holds until `lease_until`. `next_at`: the channel's limit allows more from then on."""

    token: str
    channel: ChannelKind
    claimed_at: datetime
    lease_until: datetime
    messages: tuple[ClaimedMessage, ...] = ()
    #: Frozen earlier, now due again (back-off is over, or their process died).
    retries: tuple[Attempt, ...] = ()
    facts: PageFacts = field(default_factory=PageFacts)
    #: Due, and dropped with its reason, or put off.
    dropped: int = 0
    #: Calls the limit's bucket has granted for this claim.
    calls: int = 0
    next_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.messages or self.retries or self.dropped)


def anything_due(work: Work, channel: Channel) -> bool:
    """Lane READ: whether a claim would find something. A few index entries are read; none where the channel is off."""
    return channel.kind in work.policy.channels and outbox.count_due(work.connection, channel.kind, work.now, 1) > 0


def claim(work: Work, channel: Channel, limit: int, lease: timedelta = LEASE) -> Claimed:
    """At most `limit` messages, help first, then by priority, due time and id; and attempts that are due again.

    Not more than the channel's rate limit grants. What has become pointless is dropped here, with its reason.
    """
    claimed = Claimed(secrets.token_hex(16), channel.kind, work.now, work.now + lease)
    due = outbox.count_due(work.connection, channel.kind, work.now, limit)
    if not due:
        return claimed
    wanted = math.ceil(min(due, limit) / channel.batch_size)
    granted = reserve(work, limit_of(channel), wanted)
    if not granted.granted:
        return replace(claimed, next_at=granted.next_at)
    outbox.requeue_abandoned(work.connection, channel.kind, work.now)
    retries = claim_retries(work, channel, granted.granted, claimed.token, claimed.lease_until)
    room = min(limit, (granted.granted - len(retries.attempts)) * channel.batch_size)
    kept, dropped = _claim_messages(work, claimed, room)
    calls = len(retries.attempts) + math.ceil(len(kept) / channel.batch_size)
    adjust(work, limit_of(channel), granted.granted - calls)
    return replace(
        claimed,
        messages=kept,
        retries=retries.attempts,
        facts=read_facts(work, kept),
        dropped=dropped + retries.dropped,
        calls=calls,
        next_at=granted.next_at,
    )


def limit_of(channel: Channel) -> RateLimit:
    return channel.limit() or unlimited(channel.kind)


def give_back(work: Work, claimed: Claimed) -> None:
    """Not going to be sent by this process: free for any other at once."""
    ids = [message.message_id for message in claimed.messages]
    outbox.give_back(work.connection, claimed.token, ids)


def _claim_messages(work: Work, claimed: Claimed, room: int) -> tuple[tuple[ClaimedMessage, ...], int]:
    """The messages to send, and how many were dropped or put off."""
    if room <= 0:
        return (), 0
    ids = outbox.claim(work.connection, claimed.channel, room, work.now, claimed.token, claimed.lease_until)
    rows = outbox.read(work.connection, ids)
    waiting = [row.id for row in rows if row.pointless == WAITS]
    if waiting:
        outbox.put_off(work.connection, waiting, work.now + WAITS_FOR_FIRST)
    pointless = {row.id: row.pointless for row in rows if row.pointless and row.pointless != WAITS}
    drop(work, pointless)
    return _messages(work, [row for row in rows if not row.pointless]), len(pointless) + len(waiting)


def _messages(work: Work, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[ClaimedMessage, ...]:
    return tuple(_message(work, *row) for row in rows)


def _message(
    work: Work, message_id: int, kind: str, check_id: int | None, round_: int, person_id: int | None, *rest: Any
) -> ClaimedMessage:
    """The columns of `outbox.read`, in their order."""
    contact_id, help_case_id, address, locale, params, priority, created_at, name, plain, _ = rest
    return ClaimedMessage(
        message_id,
        MessageKind(kind),
        check_id,
        round_,
        person_id,
        contact_id,
        help_case_id,
        address,
        locale_or_default(locale, work.policy.locale),
        params or {},
        priority,
        created_at,
        name,
        plain,
    )
