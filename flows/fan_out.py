"""Write the messages of a round, a page of people at a time (docs/adr/0005).

The roll is fixed at once; what is to be said to whom follows in pages, so that answers to other checks never wait long.
The mark of how far it has come stands in the check's own row: any process may go on from there.
"""

from __future__ import annotations

from flows.work import Work
from storage import statistics
from storage.models import roll
from storage.queries import closing_notices, fanout

#: People in one transaction: the more, the fewer commits; the fewer, the sooner an answer's turn (docs/adr/0007).
PEOPLE_AT_ONCE = 500


def write_messages(work: Work, check_id: int) -> bool:
    """The next page of this check's newest round, or of the notices that it is closed. True: there may be more."""
    page = fanout.claim_page(work.connection, check_id, PEOPLE_AT_ONCE)
    if page is None:
        return _write_notices(work, check_id)
    if page.after == 0 and page.round == 0:
        statistics.refresh(work.connection, roll)
    fanout.write_page(work.connection, page, work.policy.channels, work.now)
    work.wakes_cycle = True
    return True


def _write_notices(work: Work, check_id: int) -> bool:
    page = closing_notices.claim_page(work.connection, check_id, PEOPLE_AT_ONCE)
    if page is None:
        return False
    closing_notices.write_page(work.connection, check_id, page, work.policy.channels, work.now)
    work.wakes_cycle = True
    return True


def checks_to_write(work: Work) -> tuple[int, ...]:
    """Cycle step, lane READ: checks whose newest round, or notice of the close, is not written for everybody yet."""
    return tuple(fanout.checks_being_written(work.connection))
