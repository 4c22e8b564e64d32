"""Answers that arrive while others are being written share the next transaction (docs/adr/0007).

One thread at a time gathers, takes what has come and writes it, while the next one gathers. A press that is alone is
written at once. Where groups follow each other closely they begin a moment apart: the next one takes more along, and a
transaction costs the same for one as for many.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import pairwise

from flows.carry_out import carry_out
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.record_together import Press, is_plain, record_together
from flows.right_of_way import RightOfWay
from flows.work import Begin, Sender, System
from storage.database import LOST_ERRORS

log = logging.getLogger(__name__)

#: Answers that share one transaction at most.
TOGETHER = 64
#: Groups being written at once at most: a server is waited for several times in each.
AT_ONCE = 3
#: Seconds between the beginnings of two groups at least.
APART = 0.05


class _Waiting:
    """One press, and the thread that waits with it.

    `called`: it is done, or leads from now on. `after`: who is called by it: threads that are all called at once only
    take the interpreter from one another.
    """

    __slots__ = ("after", "called", "leads", "press", "recorded")

    def __init__(self, press: Press) -> None:
        self.press = press
        self.recorded: AnswerRecorded | None = None
        self.leads = False
        self.after: _Waiting | None = None
        self.called = threading.Lock()
        self.called.acquire()


class AnswersTogether:
    """Thread-safe; one for each door. `right_of_way` is told of every press that waits here."""

    def __init__(
        self,
        begin: Begin,
        right_of_way: RightOfWay | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._begin = begin
        self._right_of_way = right_of_way or RightOfWay()
        self._mutex = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._is_gathering = False
        self._writing = 0
        self._clock = clock
        self._pause = pause
        self._next_at = 0.0

    def record(self, sender: Sender, request: RecordAnswer) -> AnswerRecorded:
        """`record_answer`, committed when this returns. Raises what it raises."""
        press = Press(sender, request)
        recorded = self._record_with_others(press) if is_plain(press) else None
        return recorded or carry_out(self._begin, sender, lambda work: record_answer(work, request))

    def _record_with_others(self, press: Press) -> AnswerRecorded | None:
        """None: it goes by itself, and nothing of it has been written."""
        mine = _Waiting(press)
        with self._right_of_way.answering():
            with self._mutex:
                self._waiting.append(mine)
                mine.leads = self._needs_leader()
                self._is_gathering = self._is_gathering or mine.leads
            if not mine.leads:
                mine.called.acquire()
                if mine.after is not None:
                    mine.after.called.release()
            if mine.leads:
                self._lead(mine)
        return mine.recorded

    def _lead(self, mine: _Waiting) -> None:
        self._wait_for_company(mine)
        with self._mutex:
            group = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
            self._is_gathering = False
            self._writing += 1
            self._pass_on()
        try:
            self._write(group)
        finally:
            with self._mutex:
                self._writing -= 1
                self._pass_on()
            others = [each for each in group if each is not mine]
            for one, other in pairwise(others):
                one.after = other
            if others:
                others[0].called.release()

    def _wait_for_company(self, mine: _Waiting) -> None:
        has_waited = False
        try:
            if (wait := self._next_at - self._clock()) > 0:
                self._pause(wait)
            self._next_at = self._clock() + APART
            has_waited = True
        finally:
            if not has_waited:
                self._give_up(mine)

    def _give_up(self, mine: _Waiting) -> None:
        """Interrupted (Ctrl-C) before it led: somebody else must, or nobody would again."""
        with self._mutex:
            self._waiting.remove(mine)
            self._is_gathering = False
            self._pass_on()

    def _write(self, group: Sequence[_Waiting]) -> None:
        try:
            with self._begin(System("answers")) as work:
                done = record_together(work, [each.press for each in group])
        except LOST_ERRORS as error:
            # Each by itself then: one that cannot be written must not take the others with it.
            log.warning("%d answers could not be written together: %s", len(group), type(error).__name__)
            return
        for each, recorded in zip(group, done, strict=True):
            each.recorded = recorded

    def _needs_leader(self) -> bool:
        return not self._is_gathering and self._writing < AT_ONCE

    def _pass_on(self) -> None:
        """To be called under the mutex."""
        if self._waiting and self._needs_leader():
            self._is_gathering = True
            self._waiting[0].leads = True
            self._waiting[0].called.release()
