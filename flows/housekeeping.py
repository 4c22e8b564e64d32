"""Tidy up what nobody will ask for again: old event keys, expired codes, settled bodies. Never answers or messages."""

from __future__ import annotations

from datetime import timedelta

from flows.alarms import close_quiet_alarms
from flows.api_replies import REPLIES_KEPT
from flows.webhooks.deliver import forget_old_events
from flows.work import Work
from storage.queries import api_tokens, attempts, housekeeping, sign_in
from storage.queries.ways_home import forget_of_leavers

#: Slack redelivers for minutes, LINE for hours; a month is far on the safe side.
EVENTS_KEPT = timedelta(days=30)
#: A code tried just after its time is still told apart from a wrong one.
CODES_KEPT = timedelta(days=1)
#: An attempt that waits for its next try still holds its body; the rest are of no use after that.
BODIES_KEPT = timedelta(days=2)
#: Longer than any bucket of tries takes to be full again.
TRIES_KEPT = timedelta(days=1)
#: Rows of each kind in one transaction.
PAGE = 500


def tidy_up(work: Work) -> bool:
    """One page of each. True: there may be more."""
    close_quiet_alarms(work)
    forget_of_leavers(work.connection)
    gone = (
        housekeeping.forget_events(work.connection, work.now - EVENTS_KEPT, PAGE),
        housekeeping.forget_codes(work.connection, work.now - CODES_KEPT, PAGE),
        housekeeping.forget_nonces(work.connection, work.now - CODES_KEPT, PAGE),
        sign_in.forget_links(work.connection, work.now - CODES_KEPT, PAGE),
        sign_in.forget_tries(work.connection, work.now - TRIES_KEPT, PAGE),
        api_tokens.forget_replies(work.connection, work.now - REPLIES_KEPT, PAGE),
        forget_old_events(work, PAGE),
        attempts.forget_bodies(work.connection, work.now - BODIES_KEPT, PAGE),
    )
    return max(gone) >= PAGE
