"""The standing check's turn: a few contacts a day are asked to be proven.

Apart from the other steps: LINE is asked what it still takes this month, and may take its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.ports import Clock, Metered
from flows.right_of_way import RightOfWay
from flows.standing_check import ask_few, is_standing_check_due
from flows.work import Begin, Lane, System

_ACTOR = System("cycle")
#: Whether it is the hour.
_EVERY = timedelta(minutes=5)


class StandingCheck:
    """Not thread-safe: one thread turns it."""

    def __init__(self, begin: Begin, clock: Clock, right_of_way: RightOfWay, metered: Sequence[Metered]) -> None:
        """`metered`: channels that must save what is left of their month."""
        self._begin = begin
        self._clock = clock
        self._right_of_way = right_of_way
        self._metered = metered
        self._next_at: datetime | None = None

    def run(self) -> None:
        """Once a day it does something, whichever process comes first."""
        now = self._clock.now()
        if self._next_at is not None and now < self._next_at:
            return
        self._next_at = now + _EVERY
        with self._begin(_ACTOR, Lane.READ) as work:
            if not is_standing_check_due(work):
                return
        # Outside any transaction.
        left = {channel.kind: channel.left_this_month() for channel in self._metered}
        giving_way = self._right_of_way.giving_way("standing check", in_database=True)
        with giving_way, self._begin(_ACTOR, Lane.FANOUT) as work:
            ask_few(work, left)
