"""Whose turn it is, where Slack counts calls for themselves: edits, and posts to one shared channel.

Each has a row of its own that all processes share (`flows.rate_limits`), beside that of the posts to people, which the
outbox draws from when it claims. Limits: docs.slack.dev/apis/web-api/rate-limits.
"""

from __future__ import annotations

import math
import threading
from datetime import datetime, timedelta

from bot.vocabulary import ChannelKind
from flows.ports import RateLimit
from flows.rate_limits import adjust, block, overdraw, reserve
from flows.work import Begin, Lane, System

#: chat.postMessage allows one message a second in one channel.
POSTS_PER_CHANNEL_SECOND = 1.0
#: chat.update, tier 3: 50 and more a minute.
EDITS_PER_MINUTE = 50
#: No promise is for later than this: what waits longer asks again.
_PROMISE_AT_MOST = timedelta(minutes=10)

_ACTOR = System("slack")


def posts_in(channel: str) -> RateLimit:
    """Of posts in one shared channel."""
    return RateLimit(ChannelKind.SLACK, "chat.postMessage", POSTS_PER_CHANNEL_SECOND, channel)


class Turns:
    """Whoever comes too early is told when its turn is; each gets a later moment than the one before. Thread-safe."""

    def __init__(self, begin: Begin, edits_per_minute: float = EDITS_PER_MINUTE) -> None:
        """`edits_per_minute` infinite: no limit of our own, only what Slack answers with 429."""
        self._begin = begin
        self.edits = RateLimit(ChannelKind.SLACK, "chat.update", edits_per_minute / 60)
        self._promised: dict[RateLimit, datetime] = {}
        self._lock = threading.Lock()

    def wait_for(self, limit: RateLimit, unused: RateLimit | None = None) -> timedelta | None:
        """None: now, and the call is paid for. `unused`: what was drawn for it before from the wrong bucket."""
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            if unused is not None:
                adjust(work, unused, 1)
            reserved = reserve(work, limit, 1)
        if reserved.granted or reserved.next_at is None:
            return None
        gap = timedelta(seconds=0 if math.isinf(limit.per_second) else 1 / limit.per_second)
        with self._lock:
            turn = max(reserved.next_at, self._promised.get(limit, reserved.next_at - gap) + gap)
            turn = self._promised[limit] = min(turn, reserved.next_at + _PROMISE_AT_MOST)
        return turn - work.now

    def go_first(self, limit: RateLimit) -> timedelta | None:
        """As `wait_for`, for what is more urgent: only a 429 holds it back, and the others wait the longer."""
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            blocked_until = overdraw(work, limit)
        return None if blocked_until is None else blocked_until - work.now

    def hold(self, limit: RateLimit, wait: timedelta) -> None:
        """Slack wants no such call for so long (429)."""
        with self._begin(_ACTOR, Lane.FANOUT) as work:
            block(work, limit, work.now + wait)
