"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


class MovableClock:
    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def forward(self, by: timedelta) -> datetime:
        self._now += by
        return self._now
