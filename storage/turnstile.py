"""Lets a few threads through at once, in the order of arrival."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turnstile:
    """`threading.Semaphore` is not fair: under load a thread may wait there for seconds while others pass it."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def place(self) -> Iterator[None]:
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        called = threading.Event()
        with self._mutex:
            if self._free:
                self._free -= 1
                return
            self._waiting.append(called)
        has_come = False
        try:
            has_come = called.wait()
        finally:
            if not has_come:
                self._give_up(called)

    def _give_up(self, called: threading.Event) -> None:
        """Interrupted (Ctrl-C) while waiting, or just after the place was handed over."""
        with self._mutex:
            if not called.is_set():
                self._waiting.remove(called)
                return
        self._leave()

    def _leave(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
