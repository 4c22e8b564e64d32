"""What a letter that comes in is taken for: reports and their classes, a person's own words, machines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mail.incoming import AutoReply, Reply, Unreadable, message_id, read_letter
from adapters.mail.mime import LETTER_MAX, PARTS_MAX, Part, leaves, read_part
from adapters.mail.own_words import own_words
from adapters.mail.reports import BounceReport
from flows.hear_bounce import Report
from tests.adapters.mail.incoming_letters import QMAIL, crlf, reply, report, words_alone

DOCOMO = "taro@docomo.ne.jp"


def read(raw: bytes) -> BounceReport:
    found = read_letter(raw)
    assert isinstance(found, BounceReport), found
    return found


def heard(raw: bytes) -> Reply:
    found = read_letter(raw)
    assert isinstance(found, Reply), found
    return found


@pytest.mark.parametrize(
    ("status", "diagnostic", "to", "kind", "reason"),
    [
        # Postfix, the far server's own words behind it
        ("5.1.1", "smtp; 550 5.1.1 <taro@example.com>: Recipient rejected", "", Report.GONE, "mail_address_gone"),
        ("5.0.0", "smtp; 550 5.1.1 <taro@example.com>... User unknown", "", Report.GONE, "mail_address_gone"),
        ("5.4.4", "X-Postfix; Host or domain name not found", "", Report.ROUTING, "mail_routing_5.4.4"),
        ("4.4.1", "X-Postfix; connect to example.com: timed out", "", Report.ROUTING, "mail_routing_4.4.1"),
        ("4.4.7", "X-Postfix; delivery time expired", "", Report.ROUTING, "mail_routing_4.4.7"),
        ("5.0.0", "smtp; 550 Requested action not taken", "", Report.REFUSED, "mail_5.0.0"),
        # Exchange
        ("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound", "", Report.GONE, "mail_address_gone"),
        ("5.2.2", "smtp;554 5.2.2 mailbox full; STOREDRV.Deliver", "", Report.MAILBOX_FULL, "mail_mailbox_full"),
        ("5.7.515", "smtp;550 5.7.515 Access denied, sending domain", "", Report.POLICY, "mail_policy_5.7.515"),
        ("5.7.1", "smtp;550 5.7.1 Service unavailable, client blocked", "", Report.POLICY, "mail_policy_5.7.1"),
        ("5.3.4", "smtp;552 5.3.4 Message size exceeds fixed limit", "", Report.CONTENT, "mail_content_5.3.4"),
        ("5.6.0", "smtp;554 5.6.0 Corrupt message content", "", Report.CONTENT, "mail_content_5.6.0"),
        # Gmail
        ("5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach", "", Report.GONE, "mail_address_gone"),
        ("5.2.1", "smtp; 550-5.2.1 The email account is inactive", "", Report.GONE, "mail_address_gone"),
        ("5.2.2", "smtp; 552-5.2.2 The inbox is out of storage", "", Report.MAILBOX_FULL, "mail_mailbox_full"),
        ("4.2.2", "smtp; 452-4.2.2 The email account is over quota", "", Report.MAILBOX_FULL, "mail_mailbox_full"),
        ("5.7.26", "smtp; 550-5.7.26 This mail has been blocked", "", Report.POLICY, "mail_policy_5.7.26"),
        # docomo: the same of dead addresses and of filters
        ("5.0.0", f"smtp; 550 Unknown user {DOCOMO}", DOCOMO, Report.FILTERED, "mail_filtered"),
        ("5.1.1", f"smtp; 550 5.1.1 Unknown user {DOCOMO}", DOCOMO, Report.FILTERED, "mail_filtered"),
        ("5.0.0", "smtp; 552 Message size exceeds maximum value", DOCOMO, Report.MAILBOX_FULL, "mail_mailbox_full"),
        ("5.7.1", "smtp; 550 5.7.1 refused", DOCOMO, Report.POLICY, "mail_policy_5.7.1"),
        # au
        ("5.1.1", "smtp; 550 5.1.1 User unknown", "taro@ezweb.ne.jp", Report.GONE, "mail_address_gone"),
        ("5.0.0", "smtp; 550 <taro@au.com>: User unknown", "taro@au.com", Report.REFUSED, "mail_5.0.0"),
    ],
)  # fmt: skip
def test_each_refusal_has_its_class(status: str, diagnostic: str, to: str, kind: Report, reason: str) -> None:
    found = read(report(status, diagnostic, to=to or "taro@example.com"))
    assert (found.kind, found.reason, found.action) == (kind, reason, "failed")
    assert found.recipients == (to or "taro@example.com",)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("550 5.1.1 unknown or illegal alias", Report.GONE),
        ("550 sorry, no mailbox here by that name", Report.REFUSED),
        ("552 mailbox is full", Report.MAILBOX_FULL),
        ("550 5.7.1 rejected by policy", Report.POLICY),
    ],
)
def test_qmail_says_it_in_words(said: str, kind: Report) -> None:
    found = read(words_alone(QMAIL.format(said=said)))
    assert (found.kind, found.recipients) == (kind, ("taro@example.com",))


def test_a_server_that_says_nothing_certain_is_not_heard() -> None:
    assert read_letter(words_alone(QMAIL.format(said="no"))) == AutoReply()
    assert not isinstance(read_letter(words_alone("delivery failed: 5.1.1", sender="taro@example.com")), BounceReport)


def test_delayed_is_not_failed_and_delivered_is_neither() -> None:
    assert read(report("4.4.1", "X-Postfix; timed out", action="delayed")).kind is Report.DELAYED
    assert read(report("2.0.0", "smtp; 250 2.0.0 Ok", action="delivered")).kind is Report.DELIVERED
    assert not isinstance(read_letter(report("2.0.0", action="relayed")), BounceReport), "nobody has it yet"


def test_of_several_recipients_the_refused_one_counts() -> None:
    more = "\n\nFinal-Recipient: rfc822; b@example.com\nAction: failed\nStatus: 5.1.1"
    found = read(report("2.0.0", action="delivered", to="a@example.com", more=more))
    assert (found.kind, found.recipients) == (Report.GONE, ("b@example.com",))


def test_original_and_final_recipient_are_named() -> None:
    found = read(report("5.1.1", to="elsewhere@example.com", more="Original-Recipient: rfc822;Taro@Example.JP"))
    assert found.recipients == ("taro@example.jp", "elsewhere@example.com")


@pytest.mark.parametrize(
    ("text", "first", "whole"),
    [
        ("無事です\n\n> 無事 けが 助けて", "無事です", "無事です"),
        ("\n無事です\n山田 太郎\n-- \n青葉製作所", "無事です", "無事です\n山田 太郎"),
        ("ﾌﾞｼﾞﾃﾞｽ", "ブジデス", "ブジデス"),
        ("> quoted first\n無事です", "", ""),
        ("I am safe\n\nOn Fri, 20 Nov 2026 at 14:00, Anpi <a@example.jp> wrote:\n> help", "I am safe", "I am safe"),
        ("I am safe\n\nOn Fri, 20 Nov 2026 at 14:00 Anpi\n<answer@example.jp> wrote:\n> x", "I am safe", "I am safe"),
        ("無事です\n\n2026年11月20日(金) 14:00 安否確認 <anpi@example.jp>:\n助けて", "無事です", "無事です"),
        ("無事です\n-----Original Message-----\nFrom: x", "無事です", "無事です"),
        ("無事です\n________________________________\n差出人: 安否確認", "無事です", "無事です"),
        ("無事です\n差出人: 安否確認\n件名: 助けて", "無事です", "無事です"),
        ("無事です\niPhoneから送信", "無事です", "無事です"),
        ("", "", ""),
    ],
)
def test_only_what_stands_above_the_quoted_letter_is_the_persons_own(text: str, first: str, whole: str) -> None:
    assert own_words(text) == (first, whole)
    assert heard(reply(text)).first_line == first


def test_a_line_that_goes_on_is_one_line() -> None:
    text = "I am safe but my leg is \nbroken\n\n> x"
    assert heard(reply(text)).first_line == "I am safe but my leg is"
    flowed = heard(reply(text, content_type="text/plain; charset=utf-8; format=flowed"))
    assert flowed.first_line == "I am safe but my leg is broken"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "Precedence: bulk",
        "Precedence: list",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Autorespond: out of office",
        "List-Id: <all.example.jp>",
    ],
)
def test_a_machine_never_answers(header: str) -> None:
    assert read_letter(reply("無事です", headers=header)) == AutoReply()


def test_an_empty_sender_never_answers() -> None:
    assert read_letter(reply("無事です"), sender="") == AutoReply()
    assert read_letter(reply("無事です").replace(b"<taro@example.com>\r\nFrom", b"<>\r\nFrom")) == AutoReply()


def test_a_person_whose_program_says_no_is_heard() -> None:
    assert heard(reply("無事です", headers="Auto-Submitted: no")).first_line == "無事です"


def test_a_letter_in_html_alone_has_no_line_that_is_certainly_ones_own() -> None:
    found = heard(reply("<style>p{}</style><p>無事です</p>", content_type="text/html; charset=utf-8"))
    assert (found.first_line, found.text) == ("", "無事です")


def test_carriers_charsets_are_read() -> None:
    for charset in ("iso-2022-jp", "shift_jis", "euc-jp", "windows-31j"):
        body = "無事です".encode("cp932" if charset == "windows-31j" else charset)
        head = f"From: a@example.jp\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
        assert heard(head + body).first_line == "無事です"


def test_the_date_is_read_and_a_wrong_one_is_none() -> None:
    assert heard(reply("x")).dated == datetime(2026, 11, 20, 5, 10, tzinfo=UTC)
    assert heard(reply("x", date="yesterday")).dated is None
    assert heard(reply("x", date="Fri, 99 Nov 99999 99:99:99 +9999")).dated is None


def test_too_long_or_no_letter_is_unreadable() -> None:
    assert read_letter(b"From: a@example.jp\r\n\r\n" + b"x" * LETTER_MAX) == Unreadable()
    assert read_letter(b"") == Unreadable()
    assert read_letter(b"\0\xff\r\n\r\n") == Unreadable()
    assert message_id(reply("x")) == "<r1@example.com>"


def test_parts_within_parts_end_somewhere() -> None:
    deep = b"Content-Type: text/plain\r\n\r\nx"
    for level in range(200):
        head = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        deep = head + deep + b"\r\n--b%d--\r\n" % level
    assert leaves(read_part(deep)) == ()
    many = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5_000
    assert len(leaves(read_part(many))) == PARTS_MAX


def test_a_charset_that_is_none_does_no_harm() -> None:
    for charset in ("idna", "punycode", "unicode_escape", "no-such", "zip"):
        assert Part((("content-type", f"text/plain; charset={charset}"),), b"abc").text == "abc"


WHOLE = [
    report("5.1.1", "smtp; 550 5.1.1 unknown"),
    words_alone(QMAIL.format(said="550 5.1.1 x")),
    reply("無事です\n\n> x"),
    crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html\n\n<p>x\n--b--\n"),
]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_letter_however_broken_raises(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 40))
        raw[start : start + length] = data.draw(st.binary(max_size=40))
    read_letter(bytes(raw))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=400))
def test_nothing_at_all_raises(raw: bytes, text: str) -> None:
    read_letter(raw)
    own_words(text, is_flowed=True)
