"""Whether somebody is away, for their managers."""

from __future__ import annotations

from flows.errors import NotFoundError
from flows.set_leave import SetLeave
from flows.who import require_manager_of
from flows.work import Work
from storage.queries import people


def leave_of(work: Work, person_id: int) -> SetLeave:
    """Lane READ. As it could be set again. RefusedError, NotFoundError(no_person)."""
    require_manager_of(work, person_id)
    row = people.leave_of(work.connection, person_id)
    if row is None:
        raise NotFoundError("no_person")
    return SetLeave(person_id, row.leave_from, row.leave_until, row.asked_on_leave)
