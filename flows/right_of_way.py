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
MANY = 4
#: The part of one processor that everything else may have as long as that is so.
SHARE = 0.1
#: Seconds a step waits at most: what has been promised is late then, but it comes.
WAITS_AT_MOST = 0.25
_LOOK_EVERY = 0.02


class RightOfWay:
    """Shared by all that answers and all that gives way in one process. Thread-safe."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._pause = pause
        self._mutex = threading.Lock()
        self._answering = 0
        self._free_at = 0.0
        #: Processor seconds the last steps took, on average.
        self._usual = 0.001

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
    def giving_way(self) -> Iterator[None]:
        """Around one short step of anything else, outside of every transaction: begins later while answers are many."""
        if self._answering > MANY:
            self._wait_for(self._place())
        began = time.thread_time()
        try:
            yield
        finally:
            self._settle(time.thread_time() - began)

    def _place(self) -> float:
        """The moment at which this step may begin: one after the other, each with its part of the time."""
        with self._mutex:
            place = max(self._clock(), self._free_at)
            self._free_at = place + self._usual / SHARE
            return place

    def _settle(self, took: float) -> None:
        """A step that took longer than usual is paid for by the next ones."""
        with self._mutex:
            if took > self._usual:
                self._free_at += (took - self._usual) / SHARE
            self._usual += (took - self._usual) / 16

    def _wait_for(self, place: float) -> None:
        latest = self._clock() + WAITS_AT_MOST
        while self._answering > MANY and (left := min(place, latest) - self._clock()) > 0:
            self._pause(min(left, _LOOK_EVERY))
