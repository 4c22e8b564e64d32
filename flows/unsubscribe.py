"""RFC 8058: stop one address, and resume it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import ContactState, Locale
from flows.work import Work


@dataclass(frozen=True, slots=True)
class ContactFacts:
    contact_id: int
    #: Masked: `h•••@example.jp`.
    address_hint: str
    state: ContactState
    locale: Locale
    company: str


def show_contact(work: Work, contact_id: int) -> ContactFacts:
    """Lane READ. NotFoundError(no_contact)."""
    raise NotImplementedError


def unsubscribe(work: Work, contact_id: int) -> ContactFacts:
    """Idempotent: the address is suppressed by the person; other contacts take over; queued messages to it are skipped."""
    raise NotImplementedError


def resume(work: Work, contact_id: int) -> ContactFacts:
    """Idempotent: sends to the address again."""
    raise NotImplementedError
