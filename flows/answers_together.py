"""Answers that arrive while others are being written share the next transaction (docs/adr/0007).

One thread at a time leads: it writes what has gathered, then hands the lead to the first that has come meanwhile. A
press that is alone is written at once; nobody waits for company.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from flows.carry_out import carry_out
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.record_together import Press, is_plain, record_together
from flows.right_of_way import RightOfWay
from flows.work import Begin, Sender, System
from storage.database import SERVER_ERRORS

log = logging.getLogger(__name__)

#: Answers that share one transaction at most.
TOGETHER = 64


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

    def __init__(self, begin: Begin, right_of_way: RightOfWay | None = None) -> None:
        self._begin = begin
        self._right_of_way = right_of_way or RightOfWay()
        self._mutex = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._is_led = False

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
                mine.leads, self._is_led = not self._is_led, True
            if not mine.leads:
                mine.called.acquire()
                if mine.after is not None:
                    mine.after.called.release()
            if mine.leads:
                self._lead(mine)
        return mine.recorded

    def _lead(self, mine: _Waiting) -> None:
        with self._mutex:
            group = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
        try:
            self._write(group)
        finally:
            self._pass_on()
            others = [each for each in group if each is not mine]
            for one, other in pairwise(others):
                one.after = other
            if others:
                others[0].called.release()

    def _write(self, group: Sequence[_Waiting]) -> None:
        try:
            with self._begin(System("answers")) as work:
                done = record_together(work, [each.press for each in group])
        except SERVER_ERRORS as error:
            # Each by itself then: one that cannot be written must not take the others with it.
            log.warning("%d answers could not be written together: %s", len(group), type(error).__name__)
            return
        for each, recorded in zip(group, done, strict=True):
            each.recorded = recorded

    def _pass_on(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting[0].leads = True
                self._waiting[0].called.release()
            else:
                self._is_led = False
