"""Answers go first: whatever else a process does gives way while answers wait (docs/adr/0007).

One interpreter runs one thread at a time. A fan-out with two dozen busy threads would leave an answer, which needs it a
dozen times, almost nothing; the database cannot help, because nobody waits there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: More answers under way at once than this means that they wait for each other.
MANY = 6
#: The part of one processor that questions and their outcomes may have as long as that is so …
FAN_OUT = 0.5
#: … and thank-yous, which may wait.
THANKS = 0.1
#: Seconds a step waits at most: what has been promised is late then, but it comes.
WAITS_AT_MOST = 0.25


class RightOfWay:
    """Shared by all that answers and all that gives way in one process. Thread-safe."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._pause = pause
        self._mutex = threading.Lock()
        self._answering = 0
        self._lines = {share: _Line(share) for share in (FAN_OUT, THANKS)}

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Around the transaction of an answer."""
        with self._mutex:
            self._answering += 1
        try:
            yield
        finally:
            with self._mutex:
                self._answering -= 1

    @contextmanager
    def giving_way(self, share: float = FAN_OUT) -> Iterator[None]:
        """Around one short step of anything else, outside of every transaction: begins later while answers are many."""
        line = self._lines[share]
        if self._answering > MANY:
            with self._mutex:
                left = min(line.place(self._clock()) - self._clock(), WAITS_AT_MOST)
            if left > 0:
                self._pause(left)
        began = time.thread_time()
        try:
            yield
        finally:
            with self._mutex:
                line.settle(time.thread_time() - began)


class _Line:
    """Steps begin one after the other, each with its part of the time."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._free_at = 0.0
        #: Processor seconds the last steps took, on average.
        self._usual = 0.001

    def place(self, now: float) -> float:
        """The moment at which the next step may begin."""
        place = max(now, self._free_at)
        self._free_at = place + self._usual / self._share
        return place

    def settle(self, took: float) -> None:
        """A step that took longer than usual is paid for by the next ones."""
        if took > self._usual:
            self._free_at += (took - self._usual) / self._share
        self._usual += (took - self._usual) / 16
