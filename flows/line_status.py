"""Whether somebody is linked to LINE, has blocked the bot or is not linked: for the person and their managers.

No account is named here, so that nothing is added to the audit log by looking (invariant 10 is about contact data).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.vocabulary import ContactState, LineState
from flows.errors import NotFoundError
from flows.who import require_manager_of, who_is
from flows.work import Work
from storage.queries import line_status as queries


@dataclass(frozen=True, slots=True)
class LineStatus:
    """`since`: when it came to be so; None for somebody who never had a LINE account here."""

    person_id: int
    employee_no: str
    name: str
    state: LineState
    since: datetime | None


def line_status(work: Work, person_id: int) -> LineStatus:
    """For the person themselves and a manager of theirs; RefusedError otherwise, NotFoundError(no_person)."""
    who = who_is(work)
    if who is None or who.person_id != person_id:
        require_manager_of(work, person_id)
    rows = queries.of_person(work.connection, person_id)
    if not rows:
        raise NotFoundError("no_person")
    return _status(rows)


#: Of several accounts of one person the best counts, and of equal ones the one that changed last.
_BEST_FIRST = (LineState.LINKED, LineState.BLOCKED, LineState.UNLINKED)


def _status(rows: Iterable[Any]) -> LineStatus:
    told = [LineStatus(row.id, row.employee_no, row.name, _state_of(row.state), row.state_since) for row in rows]
    best = min((one.state for one in told), key=_BEST_FIRST.index)
    alike = [one for one in told if one.state is best]
    return max(alike, key=lambda one: one.since.timestamp() if one.since else 0)


def _state_of(state: str | None) -> LineState:
    match state:
        case None | ContactState.GONE:
            return LineState.UNLINKED
        case ContactState.BLOCKED:
            return LineState.BLOCKED
        case _:
            return LineState.LINKED
