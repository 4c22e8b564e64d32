"""What is done after the acknowledgement: confirmations and forms, never in the way of the next press.

Best effort by nature: the press itself is committed. A full queue drops the newest task and says so.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

from flows.ports import SendingError
from flows.right_of_way import THANKS, RightOfWay

log = logging.getLogger(__name__)

_DROPS_PER_LINE = 1000
#: Seconds a thread waits for more to begin together. Nobody sees it, and most of what a task costs is waking a thread.
_GATHER = 0.005

#: Begins it; what is given back, if anything, waits for the end. Tasks begun together are waited for together.
Task = Callable[[], Callable[[], None] | None]


class Afterwards:
    """A few threads and a bounded queue. `soon` never blocks."""

    def __init__(
        self, name: str, threads: int, at_most: int, right_of_way: RightOfWay | None = None, together: int = 1
    ) -> None:
        """`right_of_way`: before whom the tasks give way. `together`: tasks begun before any is waited for."""
        self._name = name
        self._right_of_way = right_of_way or RightOfWay()
        self._together = together
        # Not queue.Queue, whose locks cost more than the tasks themselves.
        self._tasks: queue.SimpleQueue[tuple[str, Task] | None] = queue.SimpleQueue()
        self._at_most = at_most
        self._threads = [
            threading.Thread(target=self._work, name=f"slack-{name}-{number}", daemon=True) for number in range(threads)
        ]
        self._started = False
        self._lock = threading.Lock()
        self._gathering = threading.Lock()
        #: Tasks lost because the queue was full.
        self.dropped = 0

    def soon(self, what: str, task: Task) -> bool:
        """False: the queue is full and the task is lost. `what` goes into the log and must name no person."""
        if not self._started:
            self._start()
        if self._tasks.qsize() >= self._at_most:
            self.dropped += 1
            if self.dropped % _DROPS_PER_LINE == 1:
                log.warning("the queue of %s is full: %s lost so far", self._name, self.dropped)
            return False
        self._tasks.put((what, task))
        return True

    def close(self, wait: float = 5.0) -> None:
        """Finishes what is queued, for at most `wait` seconds per thread."""
        if not self._started:
            return
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(wait)

    def _start(self) -> None:
        with self._lock:
            if not self._started:
                for thread in self._threads:
                    thread.start()
                self._started = True

    def _work(self) -> None:
        is_open = True
        while is_open:
            # One thread at a time, or each of them would take one.
            with self._gathering:
                batch, is_open = self._next_ones()
            with self._right_of_way.giving_way(self._name, THANKS):
                begun = [(what, self._guarded(what, task)) for what, task in batch]
                for what, finish in begun:
                    if finish is not None:
                        self._guarded(what, finish)

    def _next_ones(self) -> tuple[list[tuple[str, Task]], bool]:
        """The next tasks, and whether there may be more after them."""
        batch: list[tuple[str, Task]] = []
        next_task = self._tasks.get()
        while next_task is not None:
            batch.append(next_task)
            if len(batch) == self._together:
                return batch, True
            if len(batch) == 1:
                time.sleep(_GATHER)
            try:
                next_task = self._tasks.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _guarded(self, what: str, step: Task) -> Callable[[], None] | None:
        """The rim: a task that fails is lost alone."""
        try:
            return step()
        except SendingError as error:
            log.warning("one %s is lost: %s", what, error.reason)
        except Exception as error:
            # The text of an exception may hold an address or a response_url; its type does not.
            log.error("one %s is lost: %s", what, type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
        return None
