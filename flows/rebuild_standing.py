"""Compute where everybody stands anew from the answers and help cases (invariant 3): the way back after a repair."""

from __future__ import annotations

from flows.errors import NotFoundError
from flows.work import Work
from storage.queries import board, checks, projection


def rebuild(work: Work, check_id: int) -> int:
    """How many people are on the roll. Lane FANOUT; answers wait meanwhile, then go on top. NotFoundError(no_check)."""
    if checks.check_by_id(work.connection, check_id) is None:
        raise NotFoundError("no_check")
    people = projection.lock_roll(work.connection, check_id)
    projection.rebuild_roll(work.connection, check_id)
    projection.rebuild_guests(work.connection, check_id)
    work.wakes_cycle = board.mark_dirty(work.connection, check_id) or work.wakes_cycle
    return people
