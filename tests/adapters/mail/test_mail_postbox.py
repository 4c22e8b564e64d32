"""The SMTP and LMTP door: what it takes, when it says yes, and a report on its whole way to the next contact."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pytest

from adapters.cycle.cycle import Cycle
from adapters.mail.addresses import Addresses
from adapters.mail.channel import MailChannel
from adapters.mail.listener import Listener
from adapters.mail.mime import LETTER_MAX
from adapters.mail.postbox import Postbox
from adapters.mail.relay import parse_relay
from adapters.mail.setup import MailSetupError
from adapters.mail.writer import Writer
from bot.vocabulary import ContactState, MessageState, Reach
from flows.work import Begin
from sandbox.mail import MailStandIn
from storage.models import answers, audit, contacts, inbound_events, messages
from tests.adapters.mail.incoming_letters import reply, report
from tests.support.channels import FakeBoards, FakeLinks
from tests.support.checks import given_check, given_message, row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.sending import LEASE, World

OURS = Addresses("s" * 40, "bounce@example.jp", "answer@example.jp")


@dataclass
class FakeDesk:
    """Takes everything to example.jp; `fails` raises for that recipient."""

    fails: str = ""
    heard: list[tuple[bytes, str, str]] = field(default_factory=list)

    def takes(self, recipient: str) -> bool:
        return recipient.endswith("@example.jp")

    def hear(self, raw: bytes, recipient: str, sender: str) -> None:
        if recipient == self.fails:
            raise RuntimeError("the database is gone")
        self.heard.append((raw, recipient, sender))


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def listener(desk: FakeDesk) -> Iterator[Listener]:
    made = Listener(desk, "127.0.0.1", 0)
    made.start()
    yield made
    made.stop()


@contextmanager
def client(port: int, kind: type[smtplib.SMTP] = smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    with closing(kind("127.0.0.1", port, "mail.example.jp", timeout=10)) as smtp:
        yield smtp


def test_a_letter_is_taken_as_it_was_sent(listener: Listener, desk: FakeDesk) -> None:
    with client(listener.port) as smtp:
        smtp.sendmail("", ["a@example.jp"], b"Subject: x\r\n\r\n.one\r\n..two\r\n")
        smtp.sendmail("taro@example.com", ["b@example.jp"], b"Subject: y\r\n\r\n")
    assert desk.heard == [
        (b"Subject: x\r\n\r\n.one\r\n..two\r\n", "a@example.jp", ""),
        (b"Subject: y\r\n\r\n", "b@example.jp", "taro@example.com"),
    ]


def test_only_our_own_addresses_are_taken(listener: Listener, desk: FakeDesk) -> None:
    with client(listener.port) as smtp, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        smtp.sendmail("x@example.com", ["somebody@example.net"], b"Subject: x\r\n\r\n")
    assert refused.value.recipients["somebody@example.net"][0] == 550
    assert desk.heard == []


def test_what_we_cannot_hear_now_is_to_come_again(listener: Listener, desk: FakeDesk) -> None:
    desk.fails = "b@example.jp"
    with client(listener.port) as smtp, pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.sendmail("x@example.com", ["a@example.jp", "b@example.jp"], b"Subject: x\r\n\r\n")
    assert refused.value.smtp_code == 451


def test_lmtp_answers_for_each_recipient(listener: Listener, desk: FakeDesk) -> None:
    desk.fails = "b@example.jp"
    with closing(smtplib.LMTP("127.0.0.1", listener.port)) as lmtp:
        lmtp.ehlo()
        lmtp.mail("x@example.com")
        for recipient in ("a@example.jp", "b@example.jp"):
            assert lmtp.rcpt(recipient)[0] == 250
        assert lmtp.data(b"Subject: x\r\n\r\n")[0] == 250
        assert lmtp.getreply()[0] == 451


def test_too_long_a_letter_is_refused(listener: Listener, desk: FakeDesk) -> None:
    with client(listener.port) as smtp:
        smtp.ehlo()
        assert smtp.mail("x@example.com", [f"SIZE={LETTER_MAX + 1}"])[0] == 552
        smtp.mail("x@example.com")
        smtp.rcpt("a@example.jp")
        assert smtp.data(b"x" * (LETTER_MAX + 1))[0] == 552
        assert smtp.noop()[0] == 250, "the conversation goes on"
    assert desk.heard == []


def test_what_comes_out_of_turn_is_refused(listener: Listener) -> None:
    with client(listener.port) as smtp:
        smtp.ehlo()
        said = (
            "DATA",
            "RCPT TO:<a@example.jp>",
            "MAIL FROM:x",
            "NONSENSE",
            "RSET",
            "MAIL FROM:<x@y.z>",
            "MAIL FROM:<>",
        )
        assert [smtp.docmd(line)[0] for line in said] == [503, 503, 501, 500, 250, 250, 503]
        assert smtp.docmd("RCPT TO:x")[0] == 501


def test_a_dot_after_a_bare_line_feed_ends_no_letter(listener: Listener, desk: FakeDesk) -> None:
    with socket.create_connection(("127.0.0.1", listener.port), 10) as plain, plain.makefile("rb") as reader:
        for line in (b"EHLO x\r\n", b"MAIL FROM:<>\r\n", b"RCPT TO:<a@example.jp>\r\n", b"DATA\r\n"):
            plain.sendall(line)
        plain.sendall(b"one\n.\r\nMAIL FROM:<smuggled@example.com>\r\n.\r\nQUIT\r\n")
        reader.read()
    [(raw, _, _)] = desk.heard
    assert b"smuggled" in raw


def test_a_letter_cut_short_is_not_heard(listener: Listener, desk: FakeDesk) -> None:
    with socket.create_connection(("127.0.0.1", listener.port), 10) as plain:
        plain.sendall(b"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.jp>\r\nDATA\r\nSubject: half")
        plain.shutdown(socket.SHUT_WR)
        with plain.makefile("rb") as reader:
            assert b"354" in reader.read()
    assert desk.heard == []


def test_stopping_waits_for_the_letter_in_hand() -> None:
    begun, may_end = threading.Event(), threading.Event()

    class SlowDesk(FakeDesk):
        def hear(self, raw: bytes, recipient: str, sender: str) -> None:
            begun.set()
            may_end.wait(10)
            super().hear(raw, recipient, sender)

    desk = SlowDesk()
    listener = Listener(desk, "127.0.0.1", 0)
    listener.start()
    with client(listener.port) as smtp:
        sending = threading.Thread(target=smtp.sendmail, args=("", ["a@example.jp"], b"Subject: x\r\n\r\n"))
        sending.start()
        assert begun.wait(10)
        stopping = threading.Thread(target=listener.stop)
        stopping.start()
        may_end.set()
        stopping.join(10)
        sending.join(10)
    assert len(desk.heard) == 1
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", listener.port), 10)


@pytest.mark.parametrize("place", ["10024", "host", ":25", "127.0.0.1:x", "127.0.0.1:99999"])
def test_a_place_that_is_none_is_refused(begin: Begin, place: str) -> None:
    with pytest.raises(MailSetupError, match="ANPI_MAIL_LISTEN"):
        Postbox(begin, OURS, place)


@contextmanager
def postbox(begin: Begin) -> Iterator[Postbox]:
    made = Postbox(begin, OURS, "127.0.0.1:0")
    made.start()
    try:
        yield made
    finally:
        made.stop()


def test_a_report_comes_back_and_the_next_contact_takes_over(
    begin: Begin, clock: MovableClock, company: Company
) -> None:
    misaki = company.person("美咲", mails=["misaki@example.com", "misaki@example.net"])
    with MailStandIn() as relay, postbox(begin) as ours:
        writer = Writer("安否確認 <anpi@example.jp>", addresses=OURS)
        with closing(MailChannel(writer, parse_relay(relay.url))) as channel:
            cycle = Cycle(begin, [channel], FakeBoards(), FakeLinks(), clock, LEASE)
            World(begin, clock).start(reach=Reach.STEPWISE)
            cycle.turn()
            [letter] = relay.mailbox("misaki@example.com")
            with client(ours.port) as smtp:
                for _ in range(2):
                    smtp.sendmail("", [letter.sender], report("5.1.1", "smtp; 550 5.1.1", to="misaki@example.com"))
            cycle.turn()
            [other] = relay.mailbox("misaki@example.net")
    assert other.sender != letter.sender
    first, second = rows_of(begin, contacts, person_id=misaki)
    assert (first.state, second.state) == (ContactState.BOUNCED, ContactState.UNVERIFIED)
    failed, accepted = rows_of(begin, messages, person_id=misaki)
    assert (failed.state, accepted.state) == (MessageState.FAILED, MessageState.ACCEPTED)
    assert len(rows_of(begin, audit, action="contact_bounced")) == 1


def test_a_forged_address_does_nothing(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    mail = row_of(begin, contacts, person_id=taro, channel="mail").id
    sent = given_message(begin, given_check(begin, [taro]), taro, MessageState.ACCEPTED, contact_id=mail)
    forged = Addresses("t" * 40, "bounce@example.jp").bounce(sent)
    with postbox(begin) as ours, client(ours.port) as smtp:
        smtp.sendmail("", [forged, "bounce@example.jp"], report("5.1.1", to="somebody@example.jp"))
    assert row_of(begin, messages).state == MessageState.ACCEPTED
    assert rows_of(begin, inbound_events) == []


def test_a_reply_to_the_question_is_an_answer(begin: Begin, clock: MovableClock, company: Company) -> None:
    emma = company.ids["emma"]
    with MailStandIn() as relay, postbox(begin) as ours:
        writer = Writer("安否確認 <anpi@example.jp>", addresses=OURS)
        with closing(MailChannel(writer, parse_relay(relay.url))) as channel:
            cycle = Cycle(begin, [channel], FakeBoards(), FakeLinks(), clock, LEASE)
            World(begin, clock).start()
            cycle.turn()
            to = relay.mailbox("emma@example.com")[0].header("Reply-To")
            with client(ours.port) as smtp:
                smtp.sendmail("", [to], reply("I am safe"))
                smtp.sendmail("emma@example.com", [to], reply("I am safe", headers="Auto-Submitted: auto-replied"))
                assert rows_of(begin, answers) == [], "machines do not answer"
                smtp.sendmail("emma@example.com", [to], reply("I am safe\n\n> help"))
            cycle.turn()
            back = relay.mailbox("emma@example.com")[-1]
    answer = row_of(begin, answers)
    assert (answer.person_id, answer.status, answer.via) == (emma, "safe", "mail")
    assert "We have your reply" in back.subject
    assert back.header("Auto-Submitted") == "auto-generated"


def test_the_doctor_knocks_at_the_door(begin: Begin) -> None:
    with postbox(begin) as ours:
        [open_door] = Postbox(begin, OURS, f"127.0.0.1:{ours.port}").examine()
        place = f"127.0.0.1:{ours.port}"
        second = Postbox(begin, OURS, place)
        second.start()
        assert second.port == 0, "a worker beside anpi serve does without"
        second.stop()
    [shut] = Postbox(begin, OURS, place).examine()
    assert (open_door.ok, shut.ok) == (True, False)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, pytest.raises(MailSetupError, match="listened on"):
        Postbox(begin, OURS, f"127.0.0.1:{taken.getsockname()[1]}").start()


def test_addresses_without_a_door_are_told(begin: Begin) -> None:
    [finding] = Postbox(begin, OURS).examine()
    assert (finding.ok, "ANPI_MAIL_LISTEN" in finding.detail) == (False, True)
    assert list(Postbox(begin, Addresses("s" * 40)).examine()) == []
