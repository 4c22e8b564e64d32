"""Deletion is retention's work alone (invariant 15): what was said in a check closed long ago.

Comments, places, answers and whoever answered as a guest go; the check, who was asked, where they stood and what was
sent to them stay, so that a check still shows its counts. Its frozen bytes have long gone (`flows.housekeeping`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from flows.audit import note
from flows.errors import InvalidError
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import retention as queries

#: Rows of each kind in one transaction: answers wait for no more than that.
PAGE = 500
#: A thousand years: longer than any date can be counted back from.
DAYS_AT_MOST = 365_000


@dataclass(frozen=True, slots=True)
class Deleted:
    """How much went, or with a dry run would go."""

    #: Of which all went that goes.
    checks: int = 0
    answers: int = 0
    #: People on the roll with a comment, a place or a word about work.
    details: int = 0
    guests: int = 0
    #: Words with which calls for help were closed.
    help_words: int = 0
    #: Mails that said nothing certain, kept for a manager.
    replies: int = 0

    def __add__(self, other: Deleted) -> Deleted:
        return Deleted(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Forecast:
    would_go: Deleted
    #: Checks that are kept until a manager has closed their last call for help.
    held: int


def forecast(work: Work, days: int | None = None) -> Forecast:
    """Lane READ: exactly what `delete_page` would delete now, called until it is done.

    `days` None: the company's setting; 0: everything is kept for ever. RefusedError; InvalidError(bad_days).
    """
    require_safety_admin(work)
    before = _closed_before(work, days)
    if before is None:
        return Forecast(Deleted(), 0)
    would_go = Deleted()
    for check_id in queries.due(work.connection, before):
        details, guests, help_words, replies, answers = queries.count(work.connection, check_id)
        would_go += Deleted(1, answers, details, guests, help_words, replies)
    return Forecast(would_go, queries.held(work.connection, before))


def is_deletion_due(work: Work) -> bool:
    """Lane READ: whether the cycle has anything to delete."""
    before = _closed_before(work, None)
    return before is not None and bool(queries.due(work.connection, before, limit=1))


def delete_page(work: Work, days: int | None = None, page: int = PAGE) -> Deleted | None:
    """Lane FANOUT: `page` rows of each kind of the oldest such check. None: nothing is left. `days` as in `forecast`.

    A check counts with its last page. RefusedError; InvalidError(bad_days).
    """
    require_safety_admin(work)
    before = _closed_before(work, days)
    found = [] if before is None else queries.due(work.connection, before, limit=1)
    if not found:
        return None
    (check_id,) = found
    connection = work.connection
    queries.begin(connection, check_id, work.now)
    details = queries.empty_roll(connection, check_id, page)
    guests = queries.forget_guests(connection, check_id, page)
    help_words = queries.empty_help_cases(connection, check_id)
    replies = queries.delete_replies(connection, check_id, page)
    queries.empty_newest_answer(connection, check_id)
    answers = 0
    # Last of all: as long as there are answers the check is looked at again.
    if max(details, guests) < page:
        answers = queries.delete_answers(connection, check_id, page)
    is_done = queries.is_done(connection, check_id)
    deleted = Deleted(int(is_done), answers, details, guests, help_words, replies)
    figures = asdict(deleted)
    del figures["checks"]
    note(work, "retention", check_id, **figures)
    return deleted


def _closed_before(work: Work, days: int | None) -> datetime | None:
    wanted = work.policy.retention_days if days is None else days
    if not 0 <= wanted <= DAYS_AT_MOST:
        raise InvalidError("bad_days", at_most=DAYS_AT_MOST)
    return work.now - timedelta(days=wanted) if wanted else None
