"""That answer pages were shown: everybody's page says so in the same minute, and none of them waits for it.

The first thread that has one to note writes what has come meanwhile as well, a moment apart, until nothing is left.
What a process that is killed had not written yet is lost: a page that was opened is no answer, and proves nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from flows.answer_page import Opened, pages_opened
from flows.carry_out import carry_out
from flows.work import Begin, Lane, System

#: Seconds between the beginnings of two writings at least.
APART = 0.25
#: Pages noted in one transaction at most.
TOGETHER = 500


class OpenedTogether:
    """Thread-safe; one for each process."""

    def __init__(
        self,
        begin: Begin,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._begin = begin
        self._clock = clock
        self._pause = pause
        self._mutex = threading.Lock()
        self._waiting: list[Opened] = []
        self._somebody_writes = False
        self._next_at = 0.0

    def note(self, opened: Opened) -> None:
        """Written when this returns, or soon by somebody who writes already."""
        with self._mutex:
            self._waiting.append(opened)
            if self._somebody_writes:
                return
            self._somebody_writes = True
        is_done = False
        try:
            while group := self._taken():
                carry_out(self._begin, System("opened"), partial(pages_opened, opened=group), Lane.FANOUT)
            is_done = True
        finally:
            if not is_done:
                # Whoever comes next writes what is left.
                self._somebody_writes = False

    def _taken(self) -> Sequence[Opened]:
        """What is written next. Empty: nobody writes any more."""
        with self._mutex:
            self._somebody_writes = bool(self._waiting)
            if not self._waiting:
                return ()
        if (wait := self._next_at - self._clock()) > 0:
            self._pause(wait)
        self._next_at = self._clock() + APART
        with self._mutex:
            group, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
            return group
