"""Send again to addresses their owners had stopped: one's own, or many at once by a manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import WORKING_STATES, ContactState
from flows.audit import doer_of, note
from flows.contact_change import reach_changed
from flows.errors import NotFoundError, RefusedError
from flows.who import Who, require_manager, who_is
from flows.work import Work
from storage.queries import contact_edits as queries


@dataclass(frozen=True, slots=True)
class ResumeContacts:
    """Those with these ids, those at these addresses (upper and lower case alike), or all of the actor's people."""

    contact_ids: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    all_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class ContactsResumed:
    """Of the contacts named: sent to again, sent to all the time, and those that fail whatever anybody wishes."""

    resumed: int
    working: int
    failing: int


def resume_contacts(work: Work, request: ResumeContacts) -> ContactsResumed:
    """Idempotent. One's own, or those of a manager's people; `all_suppressed` is for managers. In the audit log.

    An address that bounced, was blocked or is gone is not made to work by wishing so.
    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_contact, no_such_contact): nothing was
    resumed then.
    """
    who = require_manager(work) if request.all_suppressed else who_is(work)
    if who is None:
        raise RefusedError("unknown_person")
    below = None if who.may_everything else who.managed_unit_ids
    named = {row.id: row for row in queries.suppressed(work.connection, below)} if request.all_suppressed else {}
    named |= {row.id: row for row in _by_id(work, who, request.contact_ids)}
    named |= {row.id: row for row in _by_address(work, who, request.addresses)}
    resumed = queries.resume(work.connection, sorted(named), doer_of(work), work.now)
    follow_resumed(work, resumed)
    states = [ContactState(row.state) for row in named.values()]
    working = sum(state in WORKING_STATES for state in states)
    return ContactsResumed(len(resumed), working, len(states) - working - states.count(ContactState.SUPPRESSED))


def _by_id(work: Work, who: Who, contact_ids: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """All of them may be changed by the actor, or none is looked at."""
    wanted = set(contact_ids)
    there = queries.within(work.connection, wanted, None, None)
    if len(there) < len(wanted):
        raise NotFoundError("no_contact")
    if not who.may_everything:
        allowed = queries.within(work.connection, wanted, who.managed_unit_ids, who.person_id)
        if len(allowed) < len(wanted):
            raise RefusedError("outside_units" if who.role else "not_a_manager")
    return there


def _by_address(work: Work, who: Who, addresses: Sequence[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """An address outside the actor's people is as unknown as one nobody has: nothing is learned by trying."""
    if not addresses:
        return ()
    below = None if who.may_everything else who.managed_unit_ids
    rows = queries.at_addresses(work.connection, addresses, below, who.person_id)
    found = {row.address.lower() for row in rows}
    for address in addresses:
        if address.lower() not in found:
            raise NotFoundError("no_such_contact", address=address)
    return rows


def follow_resumed(work: Work, resumed: Sequence[Row[*tuple[int, int]]]) -> None:
    """Rows (id, person_id): the active checks follow, and it is in the audit log."""
    if not resumed:
        return
    owners = sorted({row.person_id for row in resumed})
    reach_changed(work, owners)
    subject = owners[0] if len(owners) == 1 else None
    # Which they were stands in the history of each.
    note(work, "contacts_resumed", subject_person_id=subject, contacts=len(resumed))
