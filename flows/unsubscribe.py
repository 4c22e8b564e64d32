"""RFC 8058: stop one address, and resume it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.stopped import address_hint
from bot.vocabulary import WORKING_STATES, ContactState, Locale, locale_or_default
from flows.audit import doer_of, note
from flows.contact_change import contacts_stopped, person_reachable
from flows.errors import NotFoundError
from flows.prove_contact import mark_of
from flows.work import Work
from storage.queries import contact_edits
from storage.queries import contacts as queries


@dataclass(frozen=True, slots=True)
class ContactFacts:
    contact_id: int
    #: Masked: `h•••@example.jp`.
    address_hint: str
    state: ContactState
    locale: Locale
    company: str

    @property
    def works(self) -> bool:
        """It is sent to."""
        return self.state in WORKING_STATES


def show_contact(work: Work, contact_id: int, mark: int | None = None) -> ContactFacts:
    """Lane READ. `mark`: of the address the letter went to, None in letters from before they had one.

    NotFoundError(no_contact), also where the contact has another address by now: the letter is not about that one.
    """
    contact = queries.contact_by_id(work.connection, contact_id)
    if contact is None or mark not in (None, mark_of(contact.address)):
        raise NotFoundError("no_contact")
    return ContactFacts(
        contact_id=contact_id,
        address_hint=address_hint(contact.channel, contact.address),
        state=ContactState(contact.state),
        locale=locale_or_default(contact.locale, work.policy.locale),
        company=work.policy.company,
    )


def unsubscribe(work: Work, contact_id: int, mark: int | None = None) -> ContactFacts:
    """Idempotent: the address is suppressed by the person; queued messages to it are skipped (`suppressed`).

    Other contacts take over. Where nothing is sent to it, nothing is stopped: resuming it would make it work again.
    `mark` and NotFoundError as `show_contact`.
    """
    facts = show_contact(work, contact_id, mark)
    doer = doer_of(work)
    if facts.works and queries.change_state(
        work.connection, contact_id, ContactState.SUPPRESSED, "unsubscribed", doer, work.now
    ):
        contacts_stopped(work, (contact_id,), ContactState.SUPPRESSED)
        _note(work, "contact_suppressed", contact_id)
    return show_contact(work, contact_id)


def resume(work: Work, contact_id: int, mark: int | None = None) -> ContactFacts:
    """Idempotent: sends to the address again, if it was the person who had stopped it.

    Whoever presses has a letter that arrived there: the address is proven, unless nobody knows where the letter went.
    An address that bounced or is gone is not made to work by wishing so. `mark` and NotFoundError as `show_contact`.
    """
    show_contact(work, contact_id, mark)
    if _resumed(work, contact_id, is_proof=mark is not None):
        for person_id in queries.owners_of(work.connection, (contact_id,)):
            person_reachable(work, person_id)
        _note(work, "contact_resumed", contact_id)
    return show_contact(work, contact_id)


def _resumed(work: Work, contact_id: int, is_proof: bool) -> bool:
    """Whether it had been stopped."""
    doer = doer_of(work)
    if not is_proof:
        return bool(contact_edits.resume(work.connection, (contact_id,), doer, work.now))
    confirmed, stopped = ContactState.CONFIRMED, ContactState.SUPPRESSED
    if not queries.change_state(work.connection, contact_id, confirmed, "", doer, work.now, only_from=stopped):
        return False
    queries.mark_proven(work.connection, contact_id, work.now)
    return True


def _note(work: Work, action: str, contact_id: int) -> None:
    for person_id in queries.owners_of(work.connection, (contact_id,)):
        note(work, action, subject_person_id=person_id, contact_id=contact_id)
