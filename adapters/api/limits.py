"""How fast one token may ask: a bucket for each in this process's memory, so that whoever reads writes nothing."""

from __future__ import annotations

import math
import threading
from datetime import datetime

from flows.ports import Clock

#: So many at once, and so many each second after that; with several processes so many in each of them.
AT_ONCE = 60
PER_SECOND = 10.0


class Buckets:
    """Thread-safe. There are as many buckets as tokens, a hundred at most."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mutex = threading.Lock()
        self._filled: dict[int, tuple[float, datetime]] = {}

    def seconds_to_wait(self, token_id: int) -> int:
        """0: go on, and it is counted. Asking in vain makes nobody wait longer."""
        now = self._clock.now()
        with self._mutex:
            left, at = self._filled.get(token_id, (float(AT_ONCE), now))
            left = min(float(AT_ONCE), left + max((now - at).total_seconds(), 0.0) * PER_SECOND)
            if left >= 1:
                self._filled[token_id] = (left - 1, now)
                return 0
            self._filled[token_id] = (left, now)
            return max(1, math.ceil((1 - left) / PER_SECOND))
