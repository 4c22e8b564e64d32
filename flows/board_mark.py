"""Whether a page of a check would show anything new: a page that is asked for every few seconds costs little.

Answers, help cases, rounds and what the board messages know are seen at once; the rest (how far the sending is, people
who opened their page, names and units that were edited) within UNSEEN_AT_MOST.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.vocabulary import CheckState
from flows.errors import NotFoundError, RefusedError
from flows.who import who_is
from flows.work import Work
from storage.queries import board_counts as queries
from storage.types import microseconds

#: A page is made anew at least that often while a check runs, and that often when it is over.
UNSEEN_AT_MOST = timedelta(seconds=30)
UNSEEN_AFTERWARDS = timedelta(minutes=5)
#: An answer whose number is lower may be committed that much later.
_SETTLED_AFTER = timedelta(seconds=5)
_SETTLING = timedelta(seconds=1)


def board_mark(work: Work, check_id: int) -> tuple[object, ...]:
    """Lane READ. Another one means that the page may have changed; nobody is named in it.

    RefusedError(unknown_person), NotFoundError(no_check).
    """
    who = who_is(work)
    if who is None:
        raise RefusedError("unknown_person")
    row = queries.mark(work.connection, check_id)
    if row is None:
        raise NotFoundError("no_check")
    return (*row, who.person_id, who.role, who.managed_unit_ids, _moment(work, row.state, row.answered_at))


def _moment(work: Work, state: str, answered_at: datetime | None) -> tuple[int, int]:
    if answered_at is not None and work.now - answered_at < _SETTLED_AFTER:
        step = _SETTLING
    else:
        step = UNSEEN_AT_MOST if state == CheckState.ACTIVE else UNSEEN_AFTERWARDS
    length = step // timedelta(microseconds=1)
    return length, microseconds(work.now) // length
