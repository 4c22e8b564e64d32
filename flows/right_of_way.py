"""Answers go first: whatever else a process does gives way while answers wait (docs/adr/0007).

One interpreter runs one thread at a time. A fan-out with two dozen busy threads would leave an answer, which needs it a
dozen times, almost nothing; the database cannot help, because nobody waits there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: More answers under way at once than this means that they wait for each other: 300 a second are a dozen.
MANY = 28
#: As many on a database of its own process, where a group waits for the interpreter after every round trip.
MANY_ON_A_SERVER = 22
#: The part of one processor that questions and their outcomes may have as long as that is so.
FAN_OUT = 0.15
#: Thank-yous may wait: from fewer answers on they have a smaller part.
SOME = 6
THANKS = 0.1
#: Seconds a step waits at most: what has been promised is late then, but it comes.
WAITS_AT_MOST = 0.25
#: Processor seconds of a step that was never seen.
_FIRST = 0.001


class RightOfWay:
    """Shared by all that answers and all that gives way in one process. Thread-safe."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
        many: int = MANY,
    ) -> None:
        """`many`: answers under way beside which nothing gives way yet."""
        self._clock = clock
        self._pause = pause
        self._mutex = threading.Lock()
        self._answering = 0
        self._lines = {FAN_OUT: _Line(FAN_OUT, many), THANKS: _Line(THANKS, SOME)}

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
    def giving_way(self, step: str, share: float = FAN_OUT, *, in_database: bool = False) -> Iterator[None]:
        """Around one short step of anything else, outside of every transaction: begins later while answers are many.

        `step` names what is done: steps of one name take about the same time. `in_database`: it is the database that
        works, so that its whole time counts, not only this thread's.
        """
        clock = self._clock if in_database else time.thread_time
        line = self._lines[share]
        gives_way = self._answering > line.beside
        if gives_way:
            with self._mutex:
                left = line.place(step, self._clock()) - self._clock()
            if left > 0:
                self._pause(left)
        began = clock()
        try:
            yield
        finally:
            with self._mutex:
                line.settle(step, clock() - began, self._clock() if gives_way else None)


class _Line:
    """Steps begin one after the other, each with its part of the time."""

    def __init__(self, share: float, beside: int) -> None:
        """`beside`: as many answers under way make nobody wait."""
        self.beside = beside
        self._share = share
        self._free_at = 0.0
        #: Processor seconds the last steps of each name took, on average.
        self._usual: dict[str, float] = {}

    def place(self, step: str, now: float) -> float:
        """The moment at which the next step may begin: never later than what is bearable."""
        place = min(max(now, self._free_at), now + WAITS_AT_MOST)
        self._free_at = place + self._usual.get(step, _FIRST) / self._share
        return place

    def settle(self, step: str, took: float, now: float | None) -> None:
        """A step that took longer than usual is paid for by the next ones. `now` None: it had not to give way."""
        usual = self._usual.get(step, _FIRST)
        if took > usual and now is not None:
            self._free_at = min(self._free_at + (took - usual) / self._share, now + WAITS_AT_MOST)
        self._usual[step] = usual + (took - usual) / 16
