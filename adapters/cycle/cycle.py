"""What turns by itself: messages written, sent and repeated, checks reminded and closed, boards kept current."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from adapters.cycle.boards import Boards
from adapters.cycle.loop import Loop, Part
from adapters.cycle.pool import ChannelPool
from adapters.cycle.sending import Sending
from adapters.cycle.standing import StandingCheck
from adapters.cycle.turn import Turn
from adapters.cycle.webhooks import Webhooks
from flows.deliver.claim import LEASE
from flows.in_force import InForce
from flows.ports import BoardChannel, Channel, Clock, Links, Metered
from flows.right_of_way import RightOfWay
from flows.webhooks.deliver import WebhookPost
from flows.work import Begin

log = logging.getLogger(__name__)

#: The guarantee: whatever nobody announced is found within that time.
_EVERY = timedelta(seconds=1)
#: Without a turn for that long the process is not healthy.
_STALE = timedelta(seconds=60)
#: A turn that writes more than it finds due would never end: so often all steps are repeated in one `turn()`.
_ROUNDS_AT_MOST = 50


class Cycle:
    """Any number of processes may turn it on one database. `start` and `stop` once each; `turn` instead, in tests."""

    def __init__(
        self,
        begin: Begin,
        channels: Sequence[Channel],
        boards: BoardChannel | None,
        links: Links,
        clock: Clock,
        lease: timedelta = LEASE,
        right_of_way: RightOfWay | None = None,
        systems: tuple[InForce, WebhookPost] | None = None,
    ) -> None:
        """`right_of_way`: answers of this process go first; nobody's where there is none.

        `systems`: with these settings, in this way the company's other systems are told of events; without, nobody.
        """
        way = right_of_way or RightOfWay()
        self._clock = clock
        self._sendings = [Sending(begin, channel, links, clock, lease) for channel in channels]
        self._boards = Boards(begin, boards, links, clock) if boards is not None else None
        self._stopping = threading.Event()
        self._turn = Turn(begin, clock, secrets.token_hex(8), way, self._stopping.is_set)
        metered = [channel for channel in channels if isinstance(channel, Metered)]
        self._standing_check = StandingCheck(begin, clock, way, metered)
        # Ended and waited for in this order: first nothing new is written, then what is on its way arrives.
        self._parts: list[Part] = [Loop("cycle", self._turn_step)]
        self._parts.append(Loop("standing check", self._standing_check.run))
        self._webhooks = Webhooks(begin, *systems, clock, way, self._stopping.is_set) if systems is not None else None
        if self._webhooks is not None:
            self._parts.append(Loop("webhooks", self._webhooks.run))
        if self._boards is not None:
            self._parts.append(Loop("boards", self._board_step))
        self._parts += [ChannelPool(sending, clock, way) for sending in self._sendings]
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._is_running = False
        self.last_turn_at: datetime | None = None

    def turn(self) -> None:
        """Everything that is due now, one thing after the other, until nothing is. Not beside `start`."""
        for _ in range(_ROUNDS_AT_MOST):
            self._turn_step()
            self._isolated(self._standing_check.run)
            if self._webhooks is not None:
                self._isolated(self._webhooks.run)
            calls = sum(self._isolated(sending.drain) for sending in self._sendings)
            shown = self._isolated(self._boards.update) if self._boards is not None else 0
            if not calls and not shown:
                return

    def start(self) -> None:
        self._is_running = True
        self.last_turn_at = self._clock.now()
        for part in self._parts:
            part.start()
        # The job only wakes: nothing slow runs in the scheduler's own threads. Nobody reads of it each second, nor of a
        # second that a busy machine left out: the next one finds all.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.add_job(self.wake, "interval", seconds=_EVERY.total_seconds(), coalesce=True, max_instances=1)
        self._scheduler.start()
        self.wake()

    def stop(self) -> None:
        """Claiming stops, calls under way are finished and recorded, what was not begun is given back."""
        if not self._is_running:
            return
        self._is_running = False
        self._stopping.set()
        self._scheduler.shutdown(wait=True)
        for part in self._parts:
            part.end()
        for part in self._parts:
            self._isolated(part.join)

    def wake(self) -> None:
        """Something was committed that the cycle should look at now. Cheap; from any thread."""
        for part in self._parts:
            part.wake()

    def readiness(self) -> dict[str, bool]:
        """What must be true to be healthy, by name."""
        moments = [at for at in (self.last_turn_at, self._turn.last_page_at) if at is not None]
        is_fresh = bool(moments) and self._clock.now() - max(moments) < _STALE
        return {"cycle": self._is_running and is_fresh and all(part.is_alive for part in self._parts)}

    def _turn_step(self) -> None:
        if self._turn.run():
            self.last_turn_at = self._clock.now()

    def _board_step(self) -> float | None:
        assert self._boards is not None
        return 0.0 if self._boards.update() else None

    def _isolated(self, step: Callable[[], int | None]) -> int:
        try:
            return step() or 0
        except Exception:
            log.exception("a step of the cycle failed")
            return 0
