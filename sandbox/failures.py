"""Failures on demand and rate limits, the same for Slack and LINE."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sandbox.wire import DropConnection

#: Refused before anything has happened; `slow`, and everything with `after_accept`, happens first.
KINDS = ("429", "500", "503", "timeout", "drop", "slow", "drop_after_accept", "500_after_accept")


@dataclass(slots=True)
class Failure:
    """One order to fail. `times` counts down; `seconds` is how long `slow` and `timeout` wait (real seconds)."""

    method: str
    how: str
    times: int
    retry_after: int
    address: str
    seconds: float

    @property
    def happens_first(self) -> bool:
        """True: the call has its effect, only the answer suffers."""
        return self.how == "slow" or self.how.endswith("_after_accept")

    @property
    def status(self) -> int | None:
        """The HTTP status it answers with, where it answers with one."""
        word = self.how.removesuffix("_after_accept")
        return int(word) if word.isdigit() else None

    @property
    def error_code(self) -> str:
        """`error:channel_not_found` → `channel_not_found`, otherwise empty."""
        return self.how.partition(":")[2] if self.how.startswith("error:") else ""


class Failures:
    """The orders still open, oldest first. Thread-safe."""

    def __init__(self) -> None:
        self._open: list[Failure] = []
        self._lock = threading.Lock()
        self._given_up = threading.Event()

    def order(self, failure: Failure) -> None:
        """Fail the next matching calls; ValueError for a kind nobody knows."""
        if failure.how not in KINDS and not failure.error_code:
            raise ValueError(f"how must be error:<code> or one of {', '.join(KINDS)}; got {failure.how!r}")
        with self._lock:
            self._open.append(failure)

    def take(self, method: str, addresses: tuple[str, ...] = ()) -> Failure | None:
        """The failure this call has to suffer, if any."""
        if not self._open:
            return None
        with self._lock:
            for failure in self._open:
                if failure.method not in (method, "*") or (failure.address and failure.address not in addresses):
                    continue
                failure.times -= 1
                if failure.times <= 0:
                    self._open.remove(failure)
                return failure
        return None

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._open.clear()

    def wait(self, seconds: float) -> None:
        """Hold the answer back, at most until the stand-in stops."""
        self._given_up.wait(seconds)

    def give_up(self) -> None:
        """Let go of every answer held back (the stand-in stops)."""
        self._given_up.set()

    def suffer(self, failure: Failure) -> None:
        """Wait where the failure waits; DropConnection where it never answers."""
        if failure.how in ("slow", "timeout"):
            self.wait(failure.seconds)
        if failure.how == "timeout" or failure.how.startswith("drop"):
            raise DropConnection


@dataclass(slots=True)
class _Bucket:
    per_second: float
    burst: float
    tokens: float
    filled_at: datetime | None = None
    blocked_until: datetime | None = None


class RateLimits:
    """Token buckets by method, or by method and address. A refused caller stays blocked for the whole Retry-After."""

    def __init__(self) -> None:
        self._rules: dict[str, tuple[float, float, bool]] = {}
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._lock = threading.Lock()

    def limit(self, method: str, per_minute: float, burst: float | None = None, by_address: bool = False) -> None:
        """Allow `per_minute` calls; `burst` at once (default: one second's worth, at least one)."""
        with self._lock:
            self._rules[method] = (per_minute / 60, max(1.0, per_minute / 60 if burst is None else burst), by_address)
            self._buckets = {key: bucket for key, bucket in self._buckets.items() if key[0] != method}

    def lift(self, method: str) -> None:
        """No limit for this method any more."""
        with self._lock:
            self._rules.pop(method, None)

    def refuse(self, method: str, address: str, now: datetime) -> int | None:
        """Seconds for Retry-After, or None where the call may pass."""
        rule = self._rules.get(method)
        if rule is None:
            return None
        per_second, burst, by_address = rule
        with self._lock:
            key = (method, address if by_address else "")
            bucket = self._buckets.setdefault(key, _Bucket(per_second, burst, burst))
            return _draw(bucket, now)


def _draw(bucket: _Bucket, now: datetime) -> int | None:
    if bucket.filled_at is not None:
        passed = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.tokens = min(bucket.burst, bucket.tokens + passed * bucket.per_second)
    bucket.filled_at = now
    if bucket.blocked_until is not None and now < bucket.blocked_until:
        return max(1, ceil((bucket.blocked_until - now).total_seconds()))
    if bucket.tokens >= 1:
        bucket.tokens -= 1
        bucket.blocked_until = None
        return None
    wait = max(1, ceil((1 - bucket.tokens) / bucket.per_second))
    bucket.blocked_until = now.fromtimestamp(now.timestamp() + wait, tz=now.tzinfo)
    return wait
