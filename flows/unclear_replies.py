"""Replies by mail that say nothing certain: a manager reads them, and says when that is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CheckKind
from flows.audit import note
from flows.errors import NotFoundError
from flows.who import require_manager, require_manager_of
from flows.work import Work
from storage.queries import replies as queries

#: The newest ones; the rest shows when these are done.
SHOWN_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class UnclearReply:
    """`text`: the person's own words, empty where none could be told from what they quoted."""

    reply_id: int
    check_id: int
    check_kind: CheckKind
    check_title: str
    person_id: int
    person_name: str
    received_at: datetime
    text: str


def list_unclear_replies(work: Work) -> tuple[UnclearReply, ...]:
    """Lane READ. Those nobody has dealt with, the newest first; a unit manager's own people only.

    RefusedError(unknown_person, not_a_manager).
    """
    who = require_manager(work)
    below_units = None if who.may_everything else who.managed_unit_ids
    rows = queries.unclear_ones(work.connection, below_units, SHOWN_AT_MOST)
    return tuple(
        UnclearReply(
            reply_id=row.id,
            check_id=row.check_id,
            check_kind=CheckKind(row.kind),
            check_title=row.title,
            person_id=row.person_id,
            person_name=row.name,
            received_at=row.received_at,
            text=row.text,
        )
        for row in rows
    )


def settle_unclear_reply(work: Work, reply_id: int) -> None:
    """Idempotent: somebody has read it. NotFoundError(no_reply), RefusedError(not_a_manager, outside_units …)."""
    require_manager(work)
    found = queries.unclear_by_id(work.connection, reply_id)
    if found is None:
        raise NotFoundError("no_reply")
    require_manager_of(work, found.person_id)
    if queries.settle_unclear(work.connection, reply_id, work.now):
        note(work, "reply_settled", check_id=found.check_id, subject_person_id=found.person_id)
