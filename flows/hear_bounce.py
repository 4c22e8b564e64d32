"""A mail server reports what became of a letter after it was accepted: refused, late, delivered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.vocabulary import ChannelKind, ContactState
from flows.alarms import MAIL_POLICY, raise_alarm
from flows.audit import note
from flows.contact_change import contacts_stopped
from flows.once import is_repeat
from flows.work import Work
from storage.queries import letters, next_contact, roll
from storage.queries.board import mark_dirty
from storage.queries.letters import Letter

#: Why a contact that works is doubtful: dead, or its owner's own filter. Somebody has to ask, by another channel.
MAYBE_FILTERED = "maybe_filtered"


class Report(StrEnum):
    """What a report means for the letter and its contact; decided in `adapters/mail/reports.py`."""

    #: The address does not exist (any more).
    GONE = "gone"
    MAILBOX_FULL = "mailbox_full"
    #: Too long, or its content is not wanted.
    CONTENT = "content"
    #: The sender's own fault: SPF, DKIM, DMARC, reputation.
    POLICY = "policy"
    #: Somewhere on the way, not the address.
    ROUTING = "routing"
    #: The address is dead or its owner filters: the carrier says the same of both.
    FILTERED = "filtered"
    #: Refused, and nothing says why.
    REFUSED = "refused"
    #: Not yet delivered; the server goes on trying.
    DELAYED = "delayed"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class HearBounce:
    """`reason`: the code that is stored and shown. `named`: the addresses the report is about."""

    message_id: int
    report: Report
    reason: str
    named: frozenset[str]
    #: RFC 3463, or empty.
    status: str
    event_key: str


def hear_bounce(work: Work, heard: HearBounce) -> bool:
    """False, and nothing happens: heard before, or no letter of ours.

    - The address is gone: the contact bounces, the person's next contact takes over (invariant 12). Not where the
      report is about another address (a forward), or where the owner has changed or proven the contact since.
    - Our own fault: an alarm for the administrators; the contact is not to blame.
    - Any other refusal: this letter has failed and the next contact takes over; the contact is asked again next time.
    - Late: the next contact takes over where one at a time is asked.
    """
    letter = letters.letter(work.connection, heard.message_id)
    if letter is None or letter.channel != ChannelKind.MAIL or is_repeat(work, heard.event_key):
        return False
    if heard.report is Report.DELIVERED:
        changed = letters.delivered(work.connection, letter.message_id)
    elif heard.report is Report.DELAYED:
        changed = letters.delayed(work.connection, letter.message_id, heard.reason)
        _next_contact(work, letter)
    else:
        changed = letters.failed(work.connection, letter.message_id, heard.reason)
        _next_contact(work, letter)
        _blame(work, heard, letter)
    if changed and letter.check_id is not None:
        # After the roll, as everywhere: answers lock their row of it first and the board then.
        work.wakes_cycle = mark_dirty(work.connection, letter.check_id) or work.wakes_cycle
    return True


def _next_contact(work: Work, letter: Letter) -> None:
    if next_contact.add_next_contacts(work.connection, (letter.message_id,), work.policy.channels, work.now):
        work.wakes_cycle = True


def _blame(work: Work, heard: HearBounce, letter: Letter) -> None:
    if heard.report is Report.POLICY:
        domain = letter.address.rpartition("@")[2].lower()
        raise_alarm(work, MAIL_POLICY, heard.status, domain=domain)
    elif letter.contact_id is None or not letter.is_still_meant or not _is_about(heard, letter):
        return
    elif heard.report is Report.FILTERED:
        letters.doubt(work.connection, letter.contact_id, MAYBE_FILTERED, work.now)
    elif heard.report is Report.GONE:
        roll.spoil_contacts(work.connection, (letter.contact_id,), ContactState.BOUNCED, heard.reason, work.now)
        contacts_stopped(work, (letter.contact_id,), ContactState.BOUNCED)
        note(work, "contact_bounced", subject_person_id=letter.person_id, contact_id=letter.contact_id)


def _is_about(heard: HearBounce, letter: Letter) -> bool:
    """A report that names only other addresses is about somebody the owner forwards to."""
    return not heard.named or letter.address.lower() in heard.named
