"""The stand-ins' time: a callable, so that a test or the demo moves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

#: Gives the present as an aware datetime.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The computer's own time."""
    return datetime.now(UTC)
