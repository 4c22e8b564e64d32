"""Named leases: what only one process may do at a time (open sockets, tidy up)."""

from __future__ import annotations

from datetime import timedelta

from flows.work import Work
from storage.queries import limits


def take_lease(work: Work, name: str, holder: str, lasts: timedelta) -> bool:
    """True: `holder` alone has it for that long. Asked again in time, the holder keeps it."""
    return limits.take_lease(work.connection, name, holder, work.now + lasts, work.now)


def release_lease(work: Work, name: str, holder: str) -> None:
    """Free for others at once; nothing happens where somebody else holds it."""
    limits.drop_lease(work.connection, name, holder)
