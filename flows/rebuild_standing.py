"""Compute where everybody stands anew from the answers and help cases (invariant 3): the way back after a repair."""

from __future__ import annotations

from flows.errors import InvalidError
from flows.find_check import require_check
from flows.work import Work
from storage.queries import board, projection


def rebuild(work: Work, check_id: int) -> int:
    """How many people are on the roll. Lane FANOUT; answers wait meanwhile, then go on top.

    NotFoundError(no_check); InvalidError(data_deleted) where retention has deleted answers: they would all be silent.
    """
    check = require_check(work, check_id)
    if check.data_deleted_at is not None:
        raise InvalidError("data_deleted")
    people = projection.lock_roll(work.connection, check_id)
    projection.rebuild_roll(work.connection, check_id)
    projection.rebuild_guests(work.connection, check_id)
    work.wakes_cycle = board.mark_dirty(work.connection, check_id) or work.wakes_cycle
    return people
