"""Messages that need not go out any more: the reason is kept, a stepwise question moves on, the boards follow."""

from __future__ import annotations

from collections.abc import Mapping

from bot.vocabulary import WORKING_STATES, ContactState
from flows.work import Work
from storage.queries import next_contact, outbox
from storage.queries.board import mark_dirty

#: Reasons that speak of the contact: the person can still be asked through another one.
_SPOILT = frozenset(ContactState) - frozenset(WORKING_STATES)


def drop(work: Work, reasons: Mapping[int, str]) -> None:
    """Message id -> why it is not sent. To be called at the end of a transaction (it locks boards)."""
    if reasons:
        outbox.skip(work.connection, reasons)
        follow_up(work, reasons)


def follow_up(work: Work, reasons: Mapping[int, str]) -> None:
    """What dropping these messages entails, where they are ended already."""
    spoilt = [message_id for message_id, why in reasons.items() if why in _SPOILT]
    if spoilt:
        next_contact.add_next_contacts(work.connection, spoilt, work.policy.channels, work.now)
        work.wakes_cycle = True
    for check_id in outbox.checks_of(work.connection, list(reasons)):
        mark_dirty(work.connection, check_id)
