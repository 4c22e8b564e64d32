"""RFC 8058: stop one address, and resume it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.stopped import address_hint
from bot.vocabulary import ContactState, Locale, locale_or_default
from flows.audit import doer_of, note
from flows.contact_change import contacts_stopped, person_reachable
from flows.errors import NotFoundError
from flows.work import Work
from storage.queries import contacts as queries


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
    contact = queries.contact_by_id(work.connection, contact_id)
    if contact is None:
        raise NotFoundError("no_contact")
    return ContactFacts(
        contact_id=contact_id,
        address_hint=address_hint(contact.channel, contact.address),
        state=ContactState(contact.state),
        locale=locale_or_default(contact.locale, work.policy.locale),
        company=work.policy.company,
    )


def unsubscribe(work: Work, contact_id: int) -> ContactFacts:
    """Idempotent: the address is suppressed by the person; queued messages to it are skipped (`suppressed`).

    Other contacts take over. NotFoundError(no_contact).
    """
    doer = doer_of(work)
    if queries.change_state(work.connection, contact_id, ContactState.SUPPRESSED, "unsubscribed", doer, work.now):
        contacts_stopped(work, (contact_id,), ContactState.SUPPRESSED)
        _note(work, "contact_suppressed", contact_id)
    return show_contact(work, contact_id)


def resume(work: Work, contact_id: int) -> ContactFacts:
    """Idempotent: sends to the address again, if it was the person who had stopped it. NotFoundError(no_contact).

    An address that bounced or is gone is not made to work by wishing so.
    """
    if queries.change_state(
        work.connection,
        contact_id,
        ContactState.CONFIRMED,
        "",
        doer_of(work),
        work.now,
        only_from=ContactState.SUPPRESSED,
    ):
        queries.mark_proven(work.connection, contact_id, work.now)
        for person_id in queries.owners_of(work.connection, (contact_id,)):
            person_reachable(work, person_id)
        _note(work, "contact_resumed", contact_id)
    return show_contact(work, contact_id)


def _note(work: Work, action: str, contact_id: int) -> None:
    for person_id in queries.owners_of(work.connection, (contact_id,)):
        note(work, action, subject_person_id=person_id, contact_id=contact_id)
