"""The mailbox that is looked into: what is new is heard, committed, then marked; what fails comes again."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedRWPair

import pytest

from adapters.mail.addresses import Addresses
from adapters.mail.imap import Mailbox, MailboxError, MailboxUrlError, Poller, parse_mailbox, recipients_of
from adapters.mail.mime import LETTER_MAX
from adapters.mail.postbox import Postbox
from adapters.mail.setup import MailSetupError
from bot.vocabulary import MessageState
from flows.work import Begin
from storage.models import messages
from tests.adapters.mail.incoming_letters import report
from tests.support.checks import given_check, given_message, row_of
from tests.support.company import Company

OURS = Addresses("s" * 40, "bounce@example.jp", "answer@example.jp")


@dataclass
class FakeMailbox:
    """Enough of IMAP4rev1 for one client at a time. `letters` by uid; `seen` holds the uids that are marked."""

    letters: dict[str, bytes] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    password: str = "secret"

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                stream.write(b"* OK ready\r\n")
                stream.flush()
                while self._answer(stream):
                    stream.flush()

    def _answer(self, stream: BufferedRWPair) -> bool:
        tag, _, rest = stream.readline().decode().strip().partition(" ")
        verb = rest.upper()
        done = "OK done"
        if verb.startswith("CAPABILITY"):
            stream.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif verb.startswith("LOGIN") and self.password not in rest:
            done = "NO wrong"
        elif verb.startswith("SELECT"):
            done = "OK [READ-WRITE] done" if '"INBOX"' in rest else "NO no such folder"
        elif verb.startswith("UID SEARCH UNSEEN"):
            new = " ".join(uid for uid in self.letters if uid not in self.seen)
            stream.write(f"* SEARCH {new}\r\n".encode())
        elif found := re.match(r"UID FETCH (\d+) (.*)", rest):
            raw = self.letters[found[1]]
            if "RFC822.SIZE" in found[2]:
                stream.write(b"* 1 FETCH (UID %b RFC822.SIZE %d)\r\n" % (found[1].encode(), len(raw)))
            else:
                stream.write(b"* 1 FETCH (UID %b BODY[] {%d}\r\n%b)\r\n" % (found[1].encode(), len(raw), raw))
        elif found := re.match(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", rest):
            self.seen.add(found[1])
        stream.write(f"{tag} {done}\r\n".encode())
        return bool(tag)


@pytest.fixture
def mailbox() -> Iterator[FakeMailbox]:
    made = FakeMailbox()
    yield made
    made.close()


def place(mailbox: FakeMailbox, password: str = "secret", folder: str = "INBOX") -> Mailbox:
    return Mailbox("127.0.0.1", mailbox.port, "anpi", password, folder, is_encrypted=False)


def letter(to: str, body: bytes = b"x") -> bytes:
    return b"Delivered-To: %b\r\nTo: anpi@example.jp\r\n\r\n%b" % (to.encode(), body)


def test_each_new_letter_is_heard_once(mailbox: FakeMailbox) -> None:
    mailbox.letters = {"7": letter("a@example.jp"), "9": letter("b@example.jp")}
    mailbox.seen = {"7"}
    heard: list[tuple[bytes, tuple[str, ...]]] = []
    poller = Poller(place(mailbox), lambda raw, recipients: heard.append((raw, recipients)))
    assert [poller.look(), poller.look()] == [1, 0]
    assert heard == [(letter("b@example.jp"), ("b@example.jp", "anpi@example.jp"))]
    assert mailbox.seen == {"7", "9"}


def test_what_cannot_be_heard_stays_new_and_is_not_in_the_others_way(mailbox: FakeMailbox) -> None:
    mailbox.letters = {"1": letter("a@example.jp", b"bad"), "2": letter("a@example.jp")}

    def hear(raw: bytes, recipients: tuple[str, ...]) -> None:
        if raw.endswith(b"bad"):
            raise RuntimeError("the database is gone")

    assert Poller(place(mailbox), hear).look() == 1
    assert mailbox.seen == {"2"}


def test_too_long_a_letter_is_passed_over(mailbox: FakeMailbox) -> None:
    mailbox.letters = {"1": b"x" * (LETTER_MAX + 1)}
    heard: list[bytes] = []
    Poller(place(mailbox), lambda raw, recipients: heard.append(raw)).look()
    assert (heard, mailbox.seen) == ([], {"1"})


def test_a_mailbox_that_cannot_be_opened_says_what_to_do(mailbox: FakeMailbox) -> None:
    for mistaken, words in (
        (place(mailbox, password="wrong"), "password"),
        (place(mailbox, folder="Nowhere"), "folder"),
        (Mailbox("127.0.0.1", 1, "anpi", "secret", is_encrypted=False), "does not answer"),
    ):
        with pytest.raises(MailboxError, match=words):
            Poller(mistaken, lambda raw, recipients: None).prove()


def test_recipients_are_found_wherever_servers_write_them() -> None:
    raw = (
        b"X-Original-To: a@example.jp\r\nDelivered-To: <b@example.jp>\r\nTo: =?x?= <c@example.jp>, d@example.jp\r\n\r\n"
    )
    assert recipients_of(raw) == ("b@example.jp", "a@example.jp", "c@example.jp", "d@example.jp")


def test_the_url_is_read() -> None:
    assert parse_mailbox("imaps://anpi%40example.jp:p%2Fw@imap.example.jp/Anpi") == Mailbox(
        "imap.example.jp", 993, "anpi@example.jp", "p/w", "Anpi"
    )
    assert parse_mailbox("imap://a:b@localhost:1143").port == 1143
    assert "p/w" not in repr(parse_mailbox("imaps://a:p%2Fw@imap.example.jp"))


@pytest.mark.parametrize(
    "url",
    ["", "imaps://host", "imap://a:b@imap.example.jp", "https://a:b@host", "imaps://a:b@h:x", 'imaps://a:b@h/"x"'],
)
def test_a_url_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(MailboxUrlError) as caught:
        parse_mailbox(url)
    assert url not in str(caught.value) or not url


def test_a_wrong_url_names_its_setting(begin: Begin) -> None:
    with pytest.raises(MailSetupError, match="ANPI_IMAP_URL"):
        Postbox(begin, OURS, imap_url="imap://a:b@imap.example.jp")


def test_a_report_in_the_mailbox_has_its_effect(begin: Begin, company: Company, mailbox: FakeMailbox) -> None:
    taro = company.ids["taro"]
    sent = given_message(begin, given_check(begin, [taro]), taro, MessageState.ACCEPTED)
    mailbox.letters = {"1": f"Delivered-To: {OURS.bounce(sent)}\r\n".encode() + report("5.2.2", "smtp; 552 5.2.2 full")}
    heard = threading.Event()
    postbox = Postbox(begin, OURS, imap_url=f"imap://anpi:secret@127.0.0.1:{mailbox.port}")
    postbox.start()
    try:
        for _ in range(100):
            if mailbox.seen or heard.wait(0.1):
                break
        assert [finding.ok for finding in postbox.examine()] == [True]
    finally:
        postbox.stop()
    assert row_of(begin, messages).reason == "mail_mailbox_full"
