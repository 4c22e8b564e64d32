"""The only source of time outside tests."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """flows.ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
