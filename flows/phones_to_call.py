"""The phone numbers of silent people nothing else reaches, for the managers responsible for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flows.audit import note
from flows.who import require_manager
from flows.work import Work
from storage.queries import phones as queries

#: A board renews itself every few seconds: the same numbers before the same eyes are noted once in this time.
NOTED_EVERY = timedelta(minutes=10)


def phones_to_call(work: Work, check_id: int, person_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Of these people, whoever is silent, out of reach, the actor's to care for and has a number. In the audit log.

    RefusedError for anybody but a manager.
    """
    who = require_manager(work)
    below_units = None if who.may_everything else who.managed_unit_ids
    found = queries.of_unreachable(work.connection, check_id, person_ids, below_units)
    seen = sorted(found)
    if seen and not queries.seen_lately(work.connection, who.person_id, check_id, seen, work.now - NOTED_EVERY):
        note(work, queries.VIEWED, check_id=check_id, people=seen)
    return found
