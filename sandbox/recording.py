"""What every stand-in remembers of the calls made to it, and a way to wait for a change without sleeping."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came: what was asked, and what was answered (`error` empty means success; `drop` no answer)."""

    method: str
    arguments: Mapping[str, Any]
    at: datetime
    status: int
    error: str


class Book:
    """Counts and keeps calls; `version` grows with every change anybody could see. Thread-safe."""

    def __init__(self) -> None:
        #: Held while a stand-in's memory is read or changed.
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self.version = 0
        self.calls: list[Call] = []
        #: Every call by method, refused and failed ones too.
        self.counts: Counter[str] = Counter()
        #: Calls that had their effect, by method.
        self.accepted_counts: Counter[str] = Counter()
        #: False keeps only the counters (benches with a million calls).
        self.keeps_calls = True

    def record(self, call: Call) -> None:
        """Count one call, and keep it."""
        with self.lock:
            self.counts[call.method] += 1
            if not call.error:
                self.accepted_counts[call.method] += 1
            if self.keeps_calls:
                self.calls.append(call)
            self._changed.notify_all()

    def change(self) -> None:
        """Something visible has changed."""
        with self.lock:
            self.version += 1
            self._changed.notify_all()

    def wait_for(self, look: Callable[[], T], timeout: float = 10.0) -> T:
        """The first truthy value of `look`, asked again after every change; TimeoutError after so many real seconds."""
        deadline = time.monotonic() + timeout
        with self.lock:
            while True:
                found = look()
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"what was waited for did not happen within {timeout:g} s")
                self._changed.wait(left)
