"""What follows from answers soon after: earlier prompts that can be edited (Slack) are edited, once each.

And an account that had been given up on works after all where its owner answers through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flows.contact_change import reach_changed
from flows.work import Work
from storage.queries import contacts, edits

#: A transaction that began earlier may be committing still: younger answers wait for the next turn.
SETTLE = timedelta(seconds=2)
#: After a restart prompts of checks closed before that are left as they are.
LOOK_BACK = timedelta(days=1)
PAGE = 500
#: After a restart so many of the newest answers are looked at once more.
HEARD_BEFORE = 1_000


@dataclass(frozen=True, slots=True)
class Marked:
    """`seen` is to be given to the next call; the same as before where a page was not enough."""

    prompts: int
    seen: int | None


def answers_to_mark(work: Work, seen: int | None) -> bool:
    """Lane READ: whether a turn has anything to do."""
    return seen is None or edits.settled_answers(work.connection, seen, work.now, SETTLE) > seen


def mark_prompts(work: Work, seen: int | None) -> Marked:
    """Cycle step: one page of edits for whoever answered after the answer `seen`; None (a fresh process): for all."""
    edits.serialise(work.connection)
    upto = edits.settled_answers(work.connection, seen or 0, work.now, SETTLE)
    if seen is None:
        written = edits.edit_all(work.connection, work.now - LOOK_BACK, work.now, PAGE)
    else:
        written = edits.edit_after_answers(work.connection, seen, upto, work.now, PAGE)
    after = upto - HEARD_BEFORE if seen is None else seen
    reach_changed(work, contacts.revive_after_answers(work.connection, after, upto, work.now))
    # Nobody is woken: an edit may wait for the next turn; answers that keep coming would have turn follow turn.
    return Marked(written, seen if written == PAGE else upto)
