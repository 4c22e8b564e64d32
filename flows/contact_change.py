"""What follows when a contact stops working, or works again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set

from bot.vocabulary import ChannelKind
from flows.audit import doer_of
from flows.work import Work
from storage.queries import contacts, linking, next_contact, people, roll, sign_in
from storage.queries.board import mark_dirty


def contacts_stopped(work: Work, contact_ids: Collection[int], reason: str) -> None:
    """What waits for them is skipped with this reason, the next contact takes over where one at a time is asked.

    Where it was a person's last one, the active checks show that nothing reaches them (invariant 12).
    """
    if not contact_ids:
        return
    owner_ids = contacts.owners_of(work.connection, contact_ids)
    skipped = contacts.skip_queued(work.connection, contact_ids, owner_ids, reason)
    if skipped and next_contact.add_next_contacts(work.connection, skipped, work.policy.channels, work.now):
        work.wakes_cycle = True
    _boards_changed(work, roll.mark_unreachable(work.connection, owner_ids, work.policy.channels))


def remove_contacts(work: Work, owned: Sequence[tuple[int, int]]) -> None:
    """`owned`: (person id, contact id). Another contact takes over what waited; `reach_changed` is to follow.

    Links that sign in and LINE codes are void: one may lie in what is removed.
    """
    skipped = people.remove_contacts(work.connection, owned, doer_of(work), work.now)
    void_what_was_sent(work, {person_id for person_id, _ in owned})
    if skipped and next_contact.add_next_contacts(work.connection, skipped, work.policy.channels, work.now):
        work.wakes_cycle = True


def void_what_was_sent(work: Work, person_ids: Collection[int]) -> None:
    """Whoever reads an address that is theirs no longer neither signs in nor links a LINE account with what lies there.

    The person asks for another.
    """
    sign_in.void_links(work.connection, person_ids, work.now)
    linking.void_codes(work.connection, person_ids, work.now)


def person_reachable(work: Work, person_id: int) -> None:
    """A contact of theirs works (again)."""
    reach_changed(work, (person_id,))


def reach_changed(work: Work, person_ids: Sequence[int], channels: Set[ChannelKind] | None = None) -> None:
    """The active checks show who of these people is reached now and was not, and the other way round.

    `channels`: those that are on from now on, where this transaction switches one. Once in a transaction, after all
    else: answers lock their row of the roll first and the board then.
    """
    if not person_ids:
        return
    switched_on = work.policy.channels if channels is None else channels
    found = roll.mark_reachable(work.connection, person_ids, switched_on)
    lost = roll.mark_unreachable(work.connection, person_ids, switched_on)
    _boards_changed(work, {*found, *lost})


def _boards_changed(work: Work, check_ids: Iterable[int]) -> None:
    for check_id in sorted(check_ids):
        work.wakes_cycle = mark_dirty(work.connection, check_id) or work.wakes_cycle
