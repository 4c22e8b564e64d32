"""Sending through a relay: what each answer means, connections used again, TLS never given up once asked for."""

from __future__ import annotations

import pickle
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dkim
import pytest

from adapters.mail.addresses import Addresses
from adapters.mail.channel import MailChannel
from adapters.mail.dkim import DkimKey
from adapters.mail.doctor import examine
from adapters.mail.outcomes import ServerAnswer, Stage, judge
from adapters.mail.pool import LETTERS_PER_CONNECTION, RelayPool
from adapters.mail.relay import Relay, RelayUrlError, parse_relay
from adapters.mail.session import Envelope
from adapters.mail.writer import Writer
from bot.vocabulary import ContactState, MessageKind
from flows.ports import Attempt, Member, OutcomeUnknown, PermanentFailure, SendingError, TemporaryFailure
from tests.adapters.mail.mail_fake import MailServer, certificate, dkim_record, mail_server, rsa_pem
from tests.adapters.mail.test_mail_letter import RECEIVER, SPEECH
from tests.support.clock import MovableClock

WRITER = Writer("安否確認 <anpi@example.jp>")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server(MailServer()) as fake:
        yield fake


@pytest.fixture
def channel(server: MailServer) -> Iterator[MailChannel]:
    made = MailChannel(WRITER, Relay("127.0.0.1", server.port))
    yield made
    made.close()


def attempt(channel: MailChannel, address: str = "taro@example.jp", key: str = "key-1") -> Attempt:
    return Attempt(1, MessageKind.PROMPT, key, channel.render([(SPEECH, RECEIVER)])[0], (Member(1, address),), 0)


def refusal(channel: MailChannel, address: str = "taro@example.jp") -> SendingError:
    with pytest.raises(SendingError) as caught:
        channel.send(attempt(channel, address))
    return caught.value


def answers(on: str, line: str, server: MailServer) -> None:
    server.mood = lambda asked: line if asked.upper().startswith(on) else None


def test_a_relay_that_goes_on_closing_is_left_alone_longer(server: MailServer, channel: MailChannel) -> None:
    answers("MAIL", "421 4.7.0 too many connections", server)
    pauses = []
    for tries in range(5):
        with pytest.raises(TemporaryFailure) as caught:
            channel.send(replace(attempt(channel), tries=tries))
        pauses.append(caught.value.retry_after)
    assert pauses == [timedelta(seconds=5)] * 3 + [None] * 2


def test_the_server_gets_exactly_the_frozen_bytes(server: MailServer, channel: MailChannel) -> None:
    sending = attempt(channel)
    accepted = channel.send(sending)
    channel.send(sending)
    assert server.letters == [sending.body, sending.body]
    assert accepted.platform_ref == "<key-1@example.jp>"
    assert "MAIL FROM:<anpi@example.jp>" in server.lines
    assert "RCPT TO:<taro@example.jp>" in server.lines


def test_lines_that_begin_with_a_dot_arrive_whole(server: MailServer, channel: MailChannel) -> None:
    body = b"Subject: dots\r\n\r\n.one\r\n..two\r\n.\r\nend"
    channel.send(Attempt(1, MessageKind.PROMPT, "k", body, (Member(1, "taro@example.jp"),), 0))
    assert server.letters == [body + b"\r\n"]


@pytest.mark.parametrize("features", [("PIPELINING",), ("SIZE 1000000",)], ids=["pipelining", "step by step"])
@pytest.mark.parametrize(
    ("on", "line", "kind", "reason", "state"),
    [
        ("RCPT", "550 5.1.1 no such user", PermanentFailure, "mail_address_gone", ContactState.BOUNCED),
        ("RCPT", "550 5.1.10 null MX", PermanentFailure, "mail_address_gone", ContactState.BOUNCED),
        ("RCPT", "550 5.2.1 disabled", PermanentFailure, "mail_address_gone", ContactState.BOUNCED),
        ("RCPT", "550 Unknown user", PermanentFailure, "mail_550", None),
        ("RCPT", "550 5.7.515 not authenticated", PermanentFailure, "mail_policy_5.7.515", None),
        ("RCPT", "552 5.2.2 full", TemporaryFailure, "mail_mailbox_full", None),
        ("RCPT", "552 too much mail", TemporaryFailure, "mail_mailbox_full", None),
        ("RCPT", "452 4.2.2 full", TemporaryFailure, "mail_mailbox_full", None),
        ("RCPT", "451 4.7.1 greylisted", TemporaryFailure, "mail_4.7.1", None),
        ("RCPT", "450 later", TemporaryFailure, "mail_450", None),
        ("RCPT", "550 5.4.1 no route", TemporaryFailure, "mail_routing_5.4.1", None),
        ("MAIL", "550 5.7.1 you may not send as this", PermanentFailure, "mail_policy_5.7.1", None),
        ("MAIL", "421 4.3.2 closing", TemporaryFailure, "mail_421", None),
        ("DATA", "451 4.3.0 later", TemporaryFailure, "mail_4.3.0", None),
        (".", "550 5.1.1 no such user", PermanentFailure, "mail_address_gone", ContactState.BOUNCED),
        (".", "552 5.3.4 too large", PermanentFailure, "mail_content_5.3.4", None),
        (".", "554 5.6.0 bad content", PermanentFailure, "mail_content_5.6.0", None),
        (".", "451 4.3.0 disk", TemporaryFailure, "mail_4.3.0", None),
    ],
)
def test_what_a_refusal_means(
    server: MailServer,
    channel: MailChannel,
    features: tuple[str, ...],
    on: str,
    line: str,
    kind: type[SendingError],
    reason: str,
    state: ContactState | None,
) -> None:
    server.features = features
    answers(on, line, server)
    error = refusal(channel)
    assert type(error) is kind
    assert error.reason == reason
    if isinstance(error, PermanentFailure):
        assert error.contact_state is state
    server.mood = lambda asked: None
    channel.send(attempt(channel))
    assert len(server.letters) == 1


def test_a_login_that_the_server_wants_stops_the_whole_channel(server: MailServer, channel: MailChannel) -> None:
    answers("MAIL", "530 5.7.0 Authentication required", server)
    error = refusal(channel)
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel


def test_a_lost_connection_after_the_final_dot_is_unknown_and_the_same_bytes_go_again(
    server: MailServer, channel: MailChannel
) -> None:
    sending = attempt(channel)
    answers(".", "", server)
    with pytest.raises(OutcomeUnknown):
        channel.send(sending)
    server.mood = lambda asked: None
    channel.send(sending)
    assert server.letters == [sending.body]


def test_an_answer_after_the_dot_that_is_none_is_unknown(server: MailServer, channel: MailChannel) -> None:
    answers(".", "what?", server)
    assert isinstance(refusal(channel), OutcomeUnknown)


@pytest.mark.parametrize("on", ["MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_letter_is_tried_again_later(
    server: MailServer, channel: MailChannel, on: str
) -> None:
    answers(on, "", server)
    assert isinstance(refusal(channel), TemporaryFailure)
    assert server.letters == []


def test_a_waiting_connection_that_the_relay_closed_is_replaced(server: MailServer, channel: MailChannel) -> None:
    channel.send(attempt(channel))
    mails = 0

    def close_the_second(asked: str) -> str | None:
        nonlocal mails
        mails += asked.startswith("MAIL")
        return "" if asked.startswith("MAIL") and mails == 1 else None

    server.mood = close_the_second
    channel.send(attempt(channel))
    assert len(server.letters) == 2
    assert server.connections == 2


def test_connections_are_used_again_but_not_for_ever(server: MailServer, channel: MailChannel) -> None:
    for _ in range(LETTERS_PER_CONNECTION + 1):
        channel.send(attempt(channel))
    assert server.connections == 2
    assert len(server.letters) == LETTERS_PER_CONNECTION + 1


def test_many_threads_share_the_channel(server: MailServer, channel: MailChannel) -> None:
    with ThreadPoolExecutor(channel.concurrency) as pool:
        list(pool.map(lambda number: channel.send(attempt(channel, f"p{number}@example.jp")), range(80)))
    assert len(server.letters) == 80
    assert len({line for line in server.lines if line.startswith("RCPT")}) == 80
    assert server.connections <= channel.concurrency


def test_nobody_listening_stops_the_whole_channel_for_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = refusal(MailChannel(WRITER, Relay("127.0.0.1", port)))
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel
    assert error.reason == "mail_unreachable"


@pytest.mark.parametrize(
    "address", ["", "taro", "taro@", "ta ro@example.jp", "taro@example.jp>\r\nRCPT TO:<x@y.z", "太郎@example.jp"]
)
def test_what_is_no_address_never_reaches_the_server(server: MailServer, channel: MailChannel, address: str) -> None:
    error = refusal(channel, address)
    assert isinstance(error, PermanentFailure)
    assert error.contact_state is ContactState.BOUNCED
    assert server.lines == []


def test_the_odd_addresses_of_japanese_carriers_are_sent_to(server: MailServer, channel: MailChannel) -> None:
    channel.send(attempt(channel, "abc..def.@docomo.ne.jp"))
    assert len(server.letters) == 1


def test_starttls_that_is_asked_for_and_missing_is_never_replaced_by_plain_text(server: MailServer) -> None:
    error = refusal(MailChannel(WRITER, Relay("127.0.0.1", server.port, "starttls")))
    assert error.reason == "mail_no_starttls"
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel
    assert not any(line.startswith(("MAIL", "AUTH")) for line in server.lines)


def test_starttls_that_is_offered_and_then_refused_is_never_replaced_by_plain_text(server: MailServer) -> None:
    server.features = ("STARTTLS",)
    answers("STARTTLS", "454 4.7.0 not now", server)
    error = refusal(MailChannel(WRITER, Relay("127.0.0.1", server.port, "starttls")))
    assert error.reason == "mail_no_starttls"
    assert not any(line.startswith(("MAIL", "AUTH")) for line in server.lines)


#: AUTH PLAIN of user `anpi`, password `p@ss`.
LOGIN = "AUTH PLAIN AGFucGkAcEBzcw=="


@pytest.mark.parametrize(("security", "at_once"), [("starttls", False), ("tls", True)])
def test_letters_go_out_encrypted_and_logged_in(tmp_path: Path, security: str, at_once: bool) -> None:
    tls, trusting = certificate(tmp_path)
    fake = MailServer(features=("STARTTLS", "AUTH PLAIN"), tls=tls, login=LOGIN)
    with mail_server(fake, tls_at_once=at_once) as server:
        scheme = {"starttls": "smtp+starttls", "tls": "smtps"}[security]
        relay = parse_relay(f"{scheme}://anpi:p%40ss@127.0.0.1:{server.port}")
        channel = MailChannel(WRITER, relay, context=trusting)
        channel.send(attempt(channel))
        channel.close()
        assert len(server.letters) == 1
        assert LOGIN in server.lines


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, security: str) -> None:
    tls, _ = certificate(tmp_path)
    fake = MailServer(features=("STARTTLS",), tls=tls)
    with mail_server(fake, tls_at_once=security == "tls") as server:
        relay = Relay("127.0.0.1", server.port, "tls" if security == "tls" else "starttls")
        error = refusal(MailChannel(WRITER, relay))
    assert error.reason == "mail_certificate"
    assert not any(line.startswith("MAIL") for line in server.lines)


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    tls, trusting = certificate(tmp_path, host="127.0.0.2")
    with mail_server(MailServer(tls=tls), tls_at_once=True) as server:
        error = refusal(MailChannel(WRITER, Relay("127.0.0.1", server.port, "tls"), context=trusting))
    assert error.reason == "mail_certificate"


def test_a_refused_login_stops_the_whole_channel(server: MailServer) -> None:
    server.features = ("AUTH PLAIN",)
    error = refusal(MailChannel(WRITER, Relay("127.0.0.1", server.port, user="anpi", password="wrong")))
    assert error.reason == "mail_login"
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel


def test_speaking_plainly_to_a_tls_port_says_so(server: MailServer) -> None:
    error = refusal(MailChannel(WRITER, Relay("127.0.0.1", server.port, "tls"), context=ssl.create_default_context()))
    assert error.reason == "mail_tls"


def test_a_letter_needs_a_receiver(channel: MailChannel) -> None:
    with pytest.raises(ValueError, match="receiver"):
        channel.render([(SPEECH, None)])[0]


def test_rendered_letters_are_signed_where_a_key_is_set() -> None:
    channel = MailChannel(
        Writer("安否確認 <anpi@example.jp>", DkimKey("example.jp", "anpi", rsa_pem())), Relay("127.0.0.1", 1)
    )
    assert channel.render([(SPEECH, RECEIVER)])[0].startswith(b"DKIM-Signature: v=1;")
    assert channel.render([(SPEECH, RECEIVER)])[0] == channel.render([(SPEECH, RECEIVER)])[0]


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example.jp", Relay("mail.example.jp", 25, "none")),
        ("smtp://127.0.0.1:2525", Relay("127.0.0.1", 2525, "none")),
        ("smtp+starttls://mail.example.jp", Relay("mail.example.jp", 587, "starttls")),
        ("smtps://mail.example.jp", Relay("mail.example.jp", 465, "tls")),
        (
            "smtp+starttls://anpi%40example.jp:p%2Fs%3As@mail.example.jp:2587",
            Relay("mail.example.jp", 2587, "starttls", "anpi@example.jp", "p/s:s"),
        ),
        ("smtps://u:p@[2001:db8::1]:465", Relay("2001:db8::1", 465, "tls", "u", "p")),
    ],
)
def test_relay_addresses(url: str, relay: Relay) -> None:
    assert parse_relay(url) == relay


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.jp",
        "http://mail.example.jp",
        "smtp://",
        "smtp://host:notaport",
        "smtp://host:99999",
        "smtps://user@host",
        "smtps://user:pa/ss@host",
        "smtps://user:pa#ss@host",
        "smtps://user:%ff@host",
        "smtp://user:pass@mail.example.jp",
    ],
)
def test_relay_addresses_that_cannot_work_are_refused_without_showing_them(url: str) -> None:
    with pytest.raises(RelayUrlError) as caught:
        parse_relay(url)
    assert "pass" not in str(caught.value).replace("password", "")


def test_a_relay_does_not_show_its_password() -> None:
    assert "hunter2" not in repr(parse_relay("smtps://u:hunter2@host"))


def test_an_enhanced_code_counts_only_at_the_beginning_and_with_its_class() -> None:
    assert judge(ServerAnswer(Stage.RCPT, 550, "see 5.1.1 at example")).reason == "mail_550"
    assert judge(ServerAnswer(Stage.RCPT, 450, "5.1.1 odd")).reason == "mail_450"


def test_the_doctor_logs_in_and_sends_a_test_mail_where_asked(server: MailServer, channel: MailChannel) -> None:
    clock = MovableClock(datetime(2026, 11, 20, 5, 0, tzinfo=UTC))
    assert [finding.ok for finding in examine(channel, clock)] == [True, True]
    assert server.letters == []
    found = list(examine(channel, clock, "taro@example.jp"))
    assert [finding.name for finding in found] == ["mail server", "mail signature", "test mail"]
    assert all(finding.ok for finding in found)
    assert len(server.letters) == 1


def test_the_doctor_says_what_to_do_where_the_login_fails(server: MailServer) -> None:
    server.features = ("AUTH PLAIN",)
    broken = MailChannel(WRITER, Relay("127.0.0.1", server.port, user="anpi", password="hunter2"))
    [finding] = examine(broken, MovableClock(), "taro@example.jp")
    assert not finding.ok
    assert "ANPI_SMTP_URL" in finding.detail
    assert "hunter2" not in finding.detail


def test_the_doctor_reports_a_refused_test_mail(server: MailServer, channel: MailChannel) -> None:
    answers("RCPT", "550 5.1.1 no", server)
    finding = list(examine(channel, MovableClock(), "taro@example.jp"))[-1]
    assert not finding.ok
    assert "does not exist" in finding.detail


@pytest.mark.parametrize(("on", "kind"), [("RCPT", TemporaryFailure), (".", OutcomeUnknown)])
def test_a_relay_that_stops_talking_is_given_up_before_the_lease_ends(
    server: MailServer, on: str, kind: type[SendingError]
) -> None:
    released = threading.Event()
    server.mood = lambda asked: "" if asked.upper().startswith(on) and not released.wait(5) else None
    pool = RelayPool(Relay("127.0.0.1", server.port), "example.jp", letter_deadline=0.2)
    with pytest.raises(SendingError) as caught:
        pool.send(Envelope("anpi@example.jp", "taro@example.jp"), b"Subject: x\r\n\r\nx\r\n")
    released.set()
    assert type(caught.value) is kind


@pytest.fixture
def named_channel(server: MailServer) -> Iterator[MailChannel]:
    """Reports and replies come back to addresses that name the letter."""
    addresses = Addresses("s" * 40, "bounce@example.jp", "answer@example.jp")
    made = MailChannel(Writer("安否確認 <anpi@example.jp>", addresses=addresses), Relay("127.0.0.1", server.port))
    yield made
    made.close()


def test_the_envelopes_sender_names_the_letter(server: MailServer, named_channel: MailChannel) -> None:
    named_channel.send(attempt(named_channel))
    [line] = [line for line in server.lines if line.startswith("MAIL")]
    assert re.fullmatch(r"MAIL FROM:<bounce\+[a-z2-7]{18}@example\.jp>", line), "no DSN is offered: none is asked for"
    assert "RCPT TO:<taro@example.jp>" in server.lines


def test_reports_are_asked_for_where_the_server_offers_them(server: MailServer, named_channel: MailChannel) -> None:
    server.features = ("PIPELINING", "DSN")
    named_channel.send(attempt(named_channel))
    [line] = [line for line in server.lines if line.startswith("MAIL")]
    assert line.endswith("@example.jp> RET=HDRS ENVID=key-1")
    assert "RCPT TO:<taro@example.jp> NOTIFY=FAILURE,DELAY" in server.lines


def test_without_such_an_address_nothing_is_asked_for(server: MailServer, channel: MailChannel) -> None:
    server.features = ("DSN",)
    channel.send(attempt(channel))
    assert "MAIL FROM:<anpi@example.jp>" in server.lines


def test_a_question_says_where_its_reply_goes_and_is_signed_with_it() -> None:
    addresses = Addresses("s" * 40, "", "answer@example.jp")
    writer = Writer("anpi@example.jp", DkimKey("example.jp", "anpi", rsa_pem()), addresses)
    question = writer.letter(SPEECH, replace(RECEIVER, question_id=7))
    reply_to = b"Reply-To: " + addresses.answer(7).encode()
    assert reply_to in question
    assert dkim.verify(question, dnsfunc=dkim_record)
    assert not dkim.verify(b"Reply-To: evil@example.com\r\n" + question, dnsfunc=dkim_record)
    assert b"Reply-To" not in writer.letter(SPEECH, RECEIVER).partition(b"\r\n\r\n")[0], "nothing is asked"
    copy: Writer = pickle.loads(pickle.dumps(writer))
    assert copy.letter(SPEECH, replace(RECEIVER, question_id=7)) == question
