"""A letter as it came to a server, before OpenDKIM: it verifies, and nothing that matters can be changed or added."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from adapters.mail.addresses import Addresses
from adapters.mail.channel import MailChannel
from adapters.mail.dkim import DkimKey
from adapters.mail.relay import Relay
from adapters.mail.writer import Writer
from bot.vocabulary import MessageKind
from flows.ports import Attempt, Member
from tests.adapters.mail.mail_fake import MailServer, dkim_record, mail_server, rsa_pem
from tests.adapters.mail.real_opendkim import IS_HERE, verified
from tests.adapters.mail.test_mail_letter import RECEIVER, SPEECH

pytestmark = pytest.mark.skipif(not IS_HERE, reason="needs OpenDKIM (Debian: apt-get install opendkim)")

OURS = Addresses("s" * 40, "bounce@example.jp", "answer@example.jp")
EVIL = b"<https://evil.example/u>"
ONE_CLICK = b"List-Unsubscribe=One-Click"


@pytest.fixture(scope="module")
def sent() -> bytes:
    """Signed now: OpenDKIM refuses what comes from the future."""
    writer = Writer("安否確認 <anpi@example.jp>", DkimKey("example.jp", "anpi", rsa_pem()), OURS)
    receiver = replace(RECEIVER, dated=datetime.now(UTC), question_id=1)
    with mail_server(MailServer()) as server, closing(MailChannel(writer, Relay("127.0.0.1", server.port))) as channel:
        body = channel.render([(SPEECH, receiver)])[0]
        channel.send(Attempt(1, MessageKind.PROMPT, receiver.key, body, (Member(1, receiver.address),), 0))
    [arrived] = server.letters
    return arrived


def changed(letter: bytes, old: bytes, new: bytes) -> bytes:
    assert letter.count(old) == 1, old
    return letter.replace(old, new)


def tampered(sent: bytes) -> dict[str, bytes]:
    head, blank, body = sent.partition(b"\r\n\r\n")
    url = b"List-Unsubscribe: <" + RECEIVER.unsubscribe_url.encode() + b">"
    post = b"List-Unsubscribe-Post: " + ONE_CLICK
    forged = {b"List-Unsubscribe": EVIL, b"List-Unsubscribe-Post": ONE_CLICK, b"From": b"boss@example.jp"}
    seconds = {name + b": " + value: name.decode() for name, value in forged.items()}
    return {
        "not signed": b"From:" + sent.partition(b"\r\nFrom:")[2],
        "another body": head + blank + body.replace(b"A", b"B", 1),
        "a longer body": sent + b"One line more\r\n",
        "another List-Unsubscribe": changed(sent, url, b"List-Unsubscribe: " + EVIL),
        "no List-Unsubscribe": changed(sent, url + b"\r\n", b""),
        "another List-Unsubscribe-Post": changed(sent, post, post + b"s"),
        "no List-Unsubscribe-Post": changed(sent, post + b"\r\n", b""),
        "another Reply-To": changed(sent, b"Reply-To: answer+", b"Reply-To: answer-"),
        **{f"a second {name} on top": line + b"\r\n" + sent for line, name in seconds.items()},
        **{f"a second {name} below": head + b"\r\n" + line + blank + body for line, name in seconds.items()},
    }


def test_it_verifies_however_relays_have_handled_it(sent: bytes, tmp_path: Path) -> None:
    handled = {
        "as sent": sent,
        "stamped": b"Received: from relay.example\r\n by mx.example; Fri, 27 Nov 2026 14:03:00 +0900\r\n" + sent,
        "folded anew": changed(sent, b"Auto-Submitted: auto", b"Auto-Submitted:  \r\n auto"),
        "with blank lines after it": sent + b"\r\n\r\n",
    }
    assert verified(tmp_path, handled) == handled.keys()
    assert all(dkim.verify(letter, dnsfunc=dkim_record) for letter in handled.values())


def test_whatever_is_changed_or_added_is_refused(sent: bytes, tmp_path: Path) -> None:
    letters = tampered(sent)
    assert all(letter != sent for letter in letters.values())
    assert verified(tmp_path, letters | {"as sent": sent}) == {"as sent"}
    assert not any(dkim.verify(letter, dnsfunc=dkim_record) for letter in letters.values())


def test_the_key_of_another_domain_does_not_verify_it(sent: bytes, tmp_path: Path) -> None:
    assert verified(tmp_path, {"as sent": sent}, record="anpi._domainkey.example.com") == set()
