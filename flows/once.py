"""Exactly once (invariant 6): an event's key and its effect stand in one transaction."""

from __future__ import annotations

from flows.work import Work
from storage.queries import events


def is_repeat(work: Work, event_key: str | None) -> bool:
    """Whether this event's effect stands already; to be asked before anything is written.

    Remembers the key otherwise. Without a key (a page's POST, the command line) it is never a repeat.
    """
    return event_key is not None and not events.is_first(work.connection, event_key, work.now)
