"""The owner of a contact proves it by a press: what was sent there has arrived, and it is theirs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import ContactState, Locale, locale_or_default
from flows.audit import doer_of
from flows.contact_change import person_reachable
from flows.errors import NotFoundError
from flows.work import Sender, Work
from storage.queries import contact_history, proofs
from storage.queries import contacts as queries

#: Pressed again within this time, it is the same proof: the history tells it once.
SAME_PRESS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Proven:
    """`works`: it is sent to; not where its owner has stopped it."""

    contact_id: int
    locale: Locale
    works: bool


def mark_of(address: str) -> int:
    """Stands in a letter's link for the address it went to: the letter proves no other one."""
    return int.from_bytes(hashlib.sha256(address.casefold().encode()).digest()[:4])


def prove_contact(work: Work, contact_id: int, mark: int) -> Proven:
    """By the page its letter leads to. Idempotent. NotFoundError(no_contact), also of somebody who has left.

    NotFoundError as well where the contact has another address than that of the `mark`: nothing has arrived there yet.

    What had bounced works again: the letter has arrived. What its owner stopped stays so until they resume it.
    """
    contact = queries.contact_by_id(work.connection, contact_id)
    if contact is None or not contact.active or mark_of(contact.address) != mark:
        raise NotFoundError("no_contact")
    return _prove(work, contact)


def prove_account(work: Work) -> Proven:
    """By a button in the chat: the account that pressed. NotFoundError(no_contact) for one that is nobody's."""
    assert isinstance(work.actor, Sender), "only an account can press"
    contact = proofs.account(work.connection, work.actor.channel, work.actor.address)
    if contact is None:
        raise NotFoundError("no_contact")
    return _prove(work, contact)


def _prove(work: Work, contact: Row[*tuple[Any, ...]]) -> Proven:
    state = proofs.prove(work.connection, contact.id, work.now)
    if state is None:
        raise NotFoundError("no_contact")
    if contact.state != state or contact.confirmed_at is None or work.now - contact.confirmed_at > SAME_PRESS:
        contact_history.keep_states(work.connection, (contact.id,), doer_of(work), work.now)
    if state is ContactState.CONFIRMED:
        person_reachable(work, contact.person_id)
    locale = locale_or_default(contact.locale, work.policy.locale)
    return Proven(contact.id, locale, works=state is ContactState.CONFIRMED)
