"""One channel's threads: pages are frozen ahead, calls made side by side, outcomes recorded in batches."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from adapters.cycle.loop import Loop
from adapters.cycle.sending import Page, Sending
from flows.deliver.send import Outcome
from flows.ports import Attempt, Clock
from flows.right_of_way import RightOfWay

#: Outcomes recorded in one transaction at most.
_BATCH = 200
#: Seconds a batch waits for more outcomes: a record that lags by so much doubles nothing but what is in flight.
_GATHER = 0.06
#: Frozen pages under way: the next is ready when the one being sent is through.
_PAGES = 2


class ChannelPool:
    """No other channel waits for this one: claiming, calling and recording have threads of their own."""

    def __init__(self, sending: Sending, clock: Clock, right_of_way: RightOfWay) -> None:
        self._sending = sending
        self._clock = clock
        self._right_of_way = right_of_way
        self._kind = kind = sending.channel.kind
        self._claiming = Loop(f"{kind}-claim", self._claim)
        self._recording = Loop(f"{kind}-record", self._record)
        self._callers = ThreadPoolExecutor(sending.channel.concurrency, thread_name_prefix=f"{kind}-send")
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._unrecorded: list[Outcome] = []
        self._unsent: dict[str, list[Attempt]] = {}
        self._mutex = threading.Lock()
        self._calls_done = threading.Condition(self._mutex)
        self._in_flight = 0
        self._limited_until: datetime | None = None

    def start(self) -> None:
        self._claiming.start()
        self._recording.start()

    def wake(self) -> None:
        self._claiming.wake()

    def end(self) -> None:
        """Nothing more is claimed, and of what is frozen only the calls under way are finished."""
        self._claiming.end()
        with self._mutex:
            self._calls_done.notify_all()

    def join(self) -> None:
        """Until every call is over and recorded and the rest is given back; to be called after `end`."""
        self._claiming.join()
        self._callers.shutdown(wait=True)
        self._recording.end()
        self._recording.join()
        self._record_all()
        for token, unsent in self._unsent.items():
            self._sending.give_back(token, unsent)

    @property
    def is_alive(self) -> bool:
        return self._claiming.is_alive and self._recording.is_alive

    def _claim(self) -> float | None:
        self._wait_for_room()
        if wait := self._seconds_limited():
            return wait
        if self._claiming.is_stopping or not self._sending.anything_due():
            return None
        with self._right_of_way.giving_way(f"{self._kind}-claim"):
            page = self._sending.next_page()
        with self._mutex:
            self._in_flight += len(page.attempts)
        for attempt in page.attempts:
            self._callers.submit(self._call, attempt, page)
        self._limited_until = page.next_at
        return None if page.was_empty and page.next_at is None else 0.0

    def _seconds_limited(self) -> float:
        """How long the channel's limit, or the platform itself, still forbids any call."""
        held = self._sending.seconds_held()
        if self._limited_until is None:
            return held
        return max((self._limited_until - self._clock.now()).total_seconds(), held)

    def _wait_for_room(self) -> None:
        """Bounded: with more frozen than is sent soon, leases would run out in the queue."""
        channel = self._sending.channel
        per_page = max(self._sending.page_size // channel.batch_size, channel.concurrency)
        with self._mutex:
            self._calls_done.wait_for(lambda: self._in_flight <= per_page * (_PAGES - 1) or self._claiming.is_stopping)

    def _call(self, attempt: Attempt, page: Page) -> None:
        too_late = self._clock.now() >= page.send_before
        if self._claiming.is_stopping or too_late or self._sending.seconds_held():
            with self._mutex:
                self._unsent.setdefault(page.token, []).append(attempt)
        else:
            with self._right_of_way.giving_way(f"{self._kind}-call"):
                outcome = self._sending.call(attempt, page.token)
            self._outcomes.put(outcome)
        with self._mutex:
            self._in_flight -= 1
            self._calls_done.notify_all()
        self._recording.wake()

    def _record(self) -> float | None:
        self._give_back_unsent()
        if not self._gather():
            return None
        with self._right_of_way.giving_way(f"{self._kind}-record"):
            self._sending.record(self._unrecorded)
        self._unrecorded = []
        return 0.0

    def _gather(self) -> Sequence[Outcome]:
        """What could not be recorded before, and what has come since."""
        waited = False
        while len(self._unrecorded) < _BATCH:
            try:
                self._unrecorded.append(self._outcomes.get_nowait())
            except queue.Empty:
                if waited or not self._unrecorded:
                    break
                self._recording.pause(_GATHER)
                waited = True
        return self._unrecorded

    def _record_all(self) -> None:
        while self._gather():
            self._sending.record(self._unrecorded)
            self._unrecorded = []

    def _give_back_unsent(self) -> None:
        """Frozen too long ago to be begun, or just before the platform wanted no more."""
        with self._mutex:
            unsent, self._unsent = self._unsent, {}
        for token, attempts in unsent.items():
            self._sending.give_back(token, attempts)
