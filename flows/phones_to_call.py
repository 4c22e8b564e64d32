"""The phone numbers of silent people nothing else reaches, for the managers responsible for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.audit import note
from flows.who import require_manager
from flows.work import Work
from storage.queries import phones as queries

#: A list renews itself every few seconds: the same numbers before the same eyes are noted once in this time.
NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class PhonesToCall:
    numbers: dict[int, tuple[str, ...]]
    #: `note_phones_seen` is to be called before they are shown: it has not been noted for a while.
    is_news: bool


def phones_to_call(work: Work, check_id: int, person_ids: Sequence[int]) -> PhonesToCall:
    """Lane READ. Of these people, whoever is silent, out of reach, the actor's to care for and has a number.

    RefusedError for anybody but a manager.
    """
    who = require_manager(work)
    below_units = None if who.may_everything else who.managed_unit_ids
    found = queries.of_unreachable(work.connection, check_id, person_ids, below_units) if person_ids else {}
    since = work.now - NOTED_EVERY
    is_news = bool(found) and not queries.seen_lately(work.connection, who.person_id, check_id, sorted(found), since)
    return PhonesToCall(found, is_news)


def note_phones_seen(work: Work, check_id: int, person_ids: Sequence[int]) -> None:
    """In the audit log. RefusedError for anybody but a manager."""
    require_manager(work)
    note(work, queries.VIEWED, check_id=check_id, people=sorted(person_ids))
