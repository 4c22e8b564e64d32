"""The mail server stand-in: smtplib works against it unchanged, and it refuses on demand."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

import pytest

from sandbox.mail import MailStandIn
from sandbox.mail.stand_in import SIZE_LIMIT
from tests.support.clock import MovableClock

TARO, HANAKO = "taro@example.jp", "hanako@example.jp"


def letter(subject: str = "【安否確認】地震") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anpi@aoba.example", TARO, subject
    message["List-Unsubscribe"] = "<mailto:u@aoba.example>, <https://anpi.example/u/1>"
    message.set_content("無事ですか。\n.\nhttps://anpi.example/a/token\n")
    message.add_alternative('<a href="https://anpi.example/a/token">無事</a><a href="tel:119">x</a>', subtype="html")
    return message


def send(mail: MailStandIn, *receivers: str, message: EmailMessage | None = None) -> dict[str, tuple[int, bytes]]:
    with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
        return client.sendmail(
            "bounce@aoba.example", receivers or (TARO,), (message or letter()).as_bytes(policy=policy.SMTP)
        )


@pytest.fixture
def mail(clock: MovableClock) -> Iterator[MailStandIn]:
    with MailStandIn(clock=clock.now) as stand_in:
        yield stand_in


def test_a_letter_is_kept_as_it_came_and_as_it_reads(mail: MailStandIn, clock: MovableClock) -> None:
    message = letter()
    send(mail, TARO.upper(), message=message)
    (kept,) = mail.mailbox(TARO)
    assert kept.raw == message.as_bytes(policy=policy.SMTP)
    assert (kept.subject, kept.sender, kept.at) == ("【安否確認】地震", "bounce@aoba.example", clock.now())
    assert kept.text.startswith("無事ですか。\n.\n"), "a lone dot survives dot-stuffing"
    assert "無事" in kept.html
    assert kept.links == ["https://anpi.example/a/token"]
    assert kept.link("/a/") == "https://anpi.example/a/token"
    assert kept.unsubscribe_url == "https://anpi.example/u/1"
    with pytest.raises(LookupError):
        kept.link("/c/")


def test_each_receiver_has_a_mailbox_of_their_own(mail: MailStandIn) -> None:
    send(mail, TARO, HANAKO)
    assert (len(mail.mailbox(TARO)), len(mail.mailbox(HANAKO)), len(mail.letters)) == (1, 1, 2)
    assert mail.mailbox("nobody@example.jp") == []


def test_one_connection_takes_many_letters(mail: MailStandIn) -> None:
    with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
        for _ in range(3):
            client.sendmail("a@aoba.example", [TARO], letter().as_bytes())
        assert client.noop()[0] == 250
        assert client.rset()[0] == 250
    assert len(mail.mailbox(TARO)) == 3


def test_a_letter_can_be_waited_for(mail: MailStandIn) -> None:
    send(mail)
    assert mail.wait_for_letter(TARO, "地震", timeout=1).id == mail.letters[0].id
    with pytest.raises(TimeoutError):
        mail.wait_for_letter(TARO, "津波", timeout=0.01)


@pytest.mark.parametrize("reply", ["550 5.1.1 User unknown", "451 4.7.1 Greylisted", "552 5.2.2 Mailbox full"])
def test_one_receiver_can_be_refused(mail: MailStandIn, reply: str) -> None:
    mail.refuse(TARO, reply)
    refused = send(mail, TARO, HANAKO)
    assert refused[TARO][0] == int(reply[:3])
    assert (len(mail.mailbox(TARO)), len(mail.mailbox(HANAKO))) == (0, 1)


def test_a_refusal_can_be_for_once(mail: MailStandIn) -> None:
    mail.refuse(TARO, "451 later", times=1)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mail)
    send(mail)
    assert len(mail.mailbox(TARO)) == 1


def test_the_sender_and_the_whole_letter_can_be_refused(mail: MailStandIn) -> None:
    mail.refuse("bounce@aoba.example", "553 5.7.1 Not yours", stage="MAIL", times=1)
    with pytest.raises(smtplib.SMTPSenderRefused):
        send(mail)
    mail.refuse("*", "554 5.7.1 Spam", stage="DATA", times=1)
    with pytest.raises(smtplib.SMTPDataError):
        send(mail)
    assert mail.letters == []


def test_a_refusal_must_be_a_refusal(mail: MailStandIn) -> None:
    with pytest.raises(ValueError, match="4xx or 5xx"):
        mail.refuse(TARO, "250 OK")


def test_refusals_can_be_taken_back(mail: MailStandIn) -> None:
    mail.refuse("*")
    mail.refusals.clear()
    assert send(mail) == {}


def test_a_connection_cut_after_the_final_dot_leaves_the_letter(mail: MailStandIn) -> None:
    mail.drop_after_dot(TARO)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(mail)
    assert len(mail.mailbox(TARO)) == 1


def test_a_slow_server_outlasts_the_caller_but_keeps_the_letter(mail: MailStandIn) -> None:
    mail.be_slow(0.3)
    with (
        smtplib.SMTP(mail.host, mail.port, timeout=0.1) as client,
        pytest.raises((TimeoutError, smtplib.SMTPException)),
    ):
        client.sendmail("a@aoba.example", [TARO], letter().as_bytes())
    assert mail.wait_for_letter(TARO, timeout=2)


def test_a_login_is_required_where_one_is_set(clock: MovableClock) -> None:
    with MailStandIn(login=("anpi", "secret"), clock=clock.now) as mail:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            send(mail)
        assert refused.value.smtp_code == 530
        with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
            with pytest.raises(smtplib.SMTPAuthenticationError):
                client.login("anpi", "wrong")
            client.login("anpi", "secret")
            client.sendmail("a@aoba.example", [TARO], letter().as_bytes())
        assert mail.letters[0].signed_in_as == "anpi"


@pytest.mark.parametrize("mechanism", ["auth_plain", "auth_login"])
def test_both_ways_to_log_in_work(mechanism: str) -> None:
    with MailStandIn(login=("anpi", "secret")) as mail, smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
        client.ehlo()
        client.user, client.password = "anpi", "secret"
        name = mechanism.removeprefix("auth_").upper()
        assert client.auth(name, getattr(client, mechanism))[0] == 235


def test_starttls_is_offered_and_demanded(clock: MovableClock) -> None:
    with MailStandIn(starttls=True, login=("anpi", "secret"), clock=clock.now) as mail:
        assert mail.url.startswith("smtp+starttls://anpi:secret@127.0.0.1:")
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(mail)
        with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
            client.starttls(context=ssl.create_default_context(cadata=mail.certificate))
            client.login("anpi", "secret")
            client.sendmail("a@aoba.example", [TARO], letter().as_bytes())
        assert mail.letters[0].over_tls


def test_a_client_that_does_not_know_the_certificate_goes_away(clock: MovableClock) -> None:
    with MailStandIn(starttls=True, clock=clock.now) as mail:
        client = smtplib.SMTP(mail.host, mail.port, timeout=5)
        with pytest.raises(ssl.SSLCertVerificationError):
            client.starttls(context=ssl.create_default_context())
        client.close()


def test_smtps_speaks_tls_from_the_first_byte() -> None:
    with MailStandIn(smtps=True) as mail:
        context = ssl.create_default_context(cadata=mail.certificate)
        with smtplib.SMTP_SSL(mail.host, mail.port, timeout=5, context=context) as client:
            client.sendmail("a@aoba.example", [TARO], letter().as_bytes())
        assert (len(mail.letters), mail.url[:8]) == (1, "smtps://")


def test_a_foreign_script_travels_with_smtputf8(mail: MailStandIn) -> None:
    with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
        client.ehlo()
        assert client.has_extn("smtputf8")
        assert not client.has_extn("dsn")
        client.sendmail("a@aoba.example", ["太郎@例.example"], letter().as_bytes(), mail_options=["SMTPUTF8"])
    assert len(mail.mailbox("太郎@例.example")) == 1


def test_commands_out_of_order_are_refused(mail: MailStandIn) -> None:
    with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
        assert client.docmd("MAIL FROM:<a@b.example>")[0] == 503
        client.ehlo()
        assert client.docmd("RCPT TO:<a@b.example>")[0] == 503
        assert client.docmd("DATA")[0] == 503
        assert client.docmd("MAIL FROM:nonsense")[0] == 501
        assert client.docmd("TURN")[0] == 500
        assert client.docmd("STARTTLS")[0] == 502
        assert client.docmd("AUTH PLAIN")[0] == 502
        assert client.docmd("VRFY x")[0] == 252


def test_a_dot_after_a_bare_line_feed_does_not_end_a_letter(mail: MailStandIn) -> None:
    with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
        client.ehlo()
        client.docmd("MAIL FROM:<a@b.example>")
        client.docmd("RCPT TO:<taro@example.jp>")
        assert client.docmd("DATA")[0] == 354
        client.send(b"Subject: x\r\n\r\none\n.\r\nMAIL FROM:<forged@b.example>\r\n.\r\n")
        assert client.getreply()[0] == 250
    assert len(mail.letters) == 1
    assert b"forged" in mail.letters[0].raw


def test_a_letter_above_the_size_limit_is_refused(mail: MailStandIn) -> None:
    with pytest.raises(smtplib.SMTPResponseException) as refused:
        send_raw(mail, b"Subject: x\r\n\r\n" + (b"x" * 998 + b"\r\n") * (SIZE_LIMIT // 1000 + 1))
    assert refused.value.smtp_code == 552
    assert mail.letters == []


def send_raw(mail: MailStandIn, raw: bytes) -> None:
    with smtplib.SMTP(mail.host, mail.port, timeout=5) as client:
        client.helo()  # without EHLO the client does not know the limit
        client.sendmail("a@b.example", [TARO], raw)


def test_every_step_is_counted(mail: MailStandIn) -> None:
    mail.refuse(HANAKO)
    send(mail, TARO, HANAKO)
    assert mail.book.counts == {"MAIL": 1, "RCPT": 2, "DATA": 1}
    assert mail.book.accepted_counts == {"MAIL": 1, "RCPT": 1, "DATA": 1}
