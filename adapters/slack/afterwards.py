"""What is done after the acknowledgement: confirmations and forms, never in the way of the next press.

Best effort by nature: the press itself is committed. A full queue drops the newest task and says so.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from flows.ports import SendingError
from flows.right_of_way import THANKS, RightOfWay

log = logging.getLogger(__name__)

_DROPS_PER_LINE = 1000


class Afterwards:
    """A few threads and a bounded queue. `soon` never blocks."""

    def __init__(self, name: str, threads: int, at_most: int, right_of_way: RightOfWay | None = None) -> None:
        """`right_of_way`: before whom the tasks give way."""
        self._name = name
        self._right_of_way = right_of_way or RightOfWay()
        self._tasks: queue.Queue[tuple[str, Callable[[], None]] | None] = queue.Queue(at_most)
        self._threads = [
            threading.Thread(target=self._work, name=f"slack-{name}-{number}", daemon=True) for number in range(threads)
        ]
        self._started = False
        self._lock = threading.Lock()
        #: Tasks lost because the queue was full.
        self.dropped = 0

    def soon(self, what: str, task: Callable[[], None]) -> bool:
        """False: the queue is full and the task is lost. `what` goes into the log and must name no person."""
        if not self._started:
            self._start()
        try:
            self._tasks.put_nowait((what, task))
        except queue.Full:
            self.dropped += 1
            if self.dropped % _DROPS_PER_LINE == 1:
                log.warning("the queue of %s is full: %s lost so far", self._name, self.dropped)
            return False
        return True

    def close(self, wait: float = 5.0) -> None:
        """Finishes what is queued, for at most `wait` seconds per thread."""
        if not self._started:
            return
        for _ in self._threads:
            try:
                self._tasks.put(None, timeout=wait)
            except queue.Full:
                return
        for thread in self._threads:
            thread.join(wait)

    def _start(self) -> None:
        with self._lock:
            if not self._started:
                for thread in self._threads:
                    thread.start()
                self._started = True

    def _work(self) -> None:
        while (next_task := self._tasks.get()) is not None:
            what, task = next_task
            try:
                with self._right_of_way.giving_way(THANKS):
                    task()
            except SendingError as error:
                log.warning("one %s is lost: %s", what, error.reason)
            except Exception as error:
                # The text of an exception may hold an address or a response_url; its type does not.
                log.error("one %s is lost: %s", what, type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
