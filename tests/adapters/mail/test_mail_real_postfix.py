"""A real Postfix takes our letters, cannot deliver them, and reports it to our door: every class comes out right.

What it does deliver keeps its signature.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from adapters.cycle.cycle import Cycle
from adapters.mail.addresses import Addresses
from adapters.mail.channel import MailChannel
from adapters.mail.dkim import DkimKey
from adapters.mail.postbox import Postbox
from adapters.mail.relay import Relay
from adapters.mail.writer import Writer
from bot.vocabulary import ContactState, MessageKind
from flows.hear_bounce import MAYBE_FILTERED
from flows.ports import Attempt, Member
from flows.work import Begin
from storage.models import alarms, contacts, messages
from tests.adapters.mail import real_opendkim
from tests.adapters.mail.mail_fake import dkim_record, rsa_pem
from tests.adapters.mail.real_postfix import IS_HERE, NOBODY, RealPostfix, real_postfix
from tests.adapters.mail.test_mail_letter import RECEIVER, SPEECH
from tests.support.channels import FakeBoards, FakeLinks
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.sending import LEASE, World

pytestmark = pytest.mark.skipif(not IS_HERE, reason="needs Postfix (Debian: apt-get install postfix) and root")

OURS = Addresses("s" * 40, "bounce@anpi.test", "answer@anpi.test")
#: Domain → what its server says, the reason we store, the contact's state and what is said beside it. Every class of
#: reports, at the moment of RCPT, after the final dot and after days.
FAR_ENDS = {
    "gone.test": ("550 5.1.1 User unknown", "mail_address_gone", ContactState.BOUNCED, "mail_address_gone"),
    "null-mx.test": ("550 5.1.10 Null MX", "mail_address_gone", ContactState.BOUNCED, "mail_address_gone"),
    "disabled.test": ("550 5.2.1 Mailbox disabled", "mail_address_gone", ContactState.BOUNCED, "mail_address_gone"),
    "full.test": ("552 5.2.2 Mailbox full", "mail_mailbox_full", ContactState.UNVERIFIED, ""),
    "still-full.test": ("452 4.2.2 Mailbox full", "mail_mailbox_full", ContactState.UNVERIFIED, ""),
    "too-much.test": ("552 Too much mail data", "mail_mailbox_full", ContactState.UNVERIFIED, ""),
    "policy.test": ("550 5.7.26 Unauthenticated sender", "mail_policy_5.7.26", ContactState.UNVERIFIED, ""),
    "spam.test": (".550 5.7.1 Refused as spam", "mail_policy_5.7.1", ContactState.UNVERIFIED, ""),
    "size.test": ("552 5.3.4 Too big", "mail_content_5.3.4", ContactState.UNVERIFIED, ""),
    "content.test": (".554 5.6.0 Bad content", "mail_content_5.6.0", ContactState.UNVERIFIED, ""),
    "route.test": ("550 5.4.1 No route", "mail_routing_5.4.1", ContactState.UNVERIFIED, ""),
    "later.test": ("451 4.3.0 Try again later", "mail_routing_4.3.0", ContactState.UNVERIFIED, ""),
    "dark.test": (NOBODY, "mail_routing_4.4.1", ContactState.UNVERIFIED, ""),
    "plain.test": ("550 go away", "mail_5.0.0", ContactState.UNVERIFIED, ""),
    "docomo.ne.jp": ("550 Unknown user", "mail_filtered", ContactState.UNVERIFIED, MAYBE_FILTERED),
}


#: Takes every letter.
FINE = "fine.test"


@pytest.fixture(scope="module")
def postfix() -> Iterator[RealPostfix]:
    with real_postfix({FINE: ""} | {domain: refusal for domain, (refusal, *_) in FAR_ENDS.items()}) as running:
        yield running


def test_every_report_has_its_effect(begin: Begin, clock: MovableClock, company: Company, postfix: RealPostfix) -> None:
    people = {domain: company.person(domain, mails=[f"x@{domain}"]) for domain in FAR_ENDS}
    postbox = Postbox(begin, OURS, f"127.0.0.1:{postfix.door}")
    postbox.start()
    try:
        writer = Writer("安否確認 <anpi@anpi.test>", addresses=OURS)
        with closing(MailChannel(writer, Relay("127.0.0.1", postfix.port))) as channel:
            World(begin, clock).start()
            Cycle(begin, [channel], FakeBoards(), FakeLinks(), clock, LEASE).turn()
        for _ in range(300):
            failed = {row.person_id for row in rows_of(begin, messages, state="failed")}
            if failed >= set(people.values()):
                break
            threading.Event().wait(0.1)
    finally:
        postbox.stop()
    for domain, (_, reason, state, said_beside) in FAR_ENDS.items():
        contact = row_of(begin, contacts, person_id=people[domain])
        assert row_of(begin, messages, person_id=people[domain]).reason == reason
        assert (contact.state, contact.state_reason) == (state, said_beside), domain
    assert {row.about for row in rows_of(begin, alarms)} == {"5.7.26", "5.7.1"}


def test_a_relay_leaves_our_signature_whole(postfix: RealPostfix, tmp_path: Path) -> None:
    """Signed now: OpenDKIM refuses what comes from the future."""
    writer = Writer("安否確認 <anpi@example.jp>", DkimKey("example.jp", "anpi", rsa_pem()), OURS)
    receiver = replace(RECEIVER, address=f"x@{FINE}", dated=datetime.now(UTC))
    with closing(MailChannel(writer, Relay("127.0.0.1", postfix.port))) as channel:
        body = channel.render([(SPEECH, receiver)])[0]
        channel.send(Attempt(1, MessageKind.PROMPT, receiver.key, body, (Member(1, receiver.address),), 0))
    arrived = postfix.far_ends[FINE].letters
    for _ in range(300):
        if arrived:
            break
        threading.Event().wait(0.1)
    [letter] = arrived
    assert b"by relay.test (Postfix)" in letter
    assert dkim.verify(letter, dnsfunc=dkim_record)
    if real_opendkim.IS_HERE:
        assert real_opendkim.verified(tmp_path, {"relayed": letter}) == {"relayed"}
