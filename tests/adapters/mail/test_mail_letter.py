"""A letter's bytes: whole in text and HTML, safe, the same every time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mail import page
from adapters.mail.letter import Letterhead, SenderError, date, encoded
from bot.speech import Link, Speech
from bot.vocabulary import Locale
from flows.ports import Receiver

SPEECH = Speech(
    locale=Locale.JA,
    subject="【訓練】【安否確認】東京湾を震源とする地震がありました。無事を知らせてください。髙﨑①㈱",
    heading="【訓練】安否確認 <地震>",
    paragraphs=("これは訓練です。\n二行目", "ボタンを押してください & 回答"),
    fields=(("開始", "14:03"), ("会社", "青葉製作所")),
    links=(
        Link("回答する", "https://anpi.example.jp/a/token?x=1&y=2"),
        Link("119", "tel:119"),
        Link("悪い", "javascript:alert(1)"),
    ),
    small_print=("この連絡は自動で送られています。",),
    urgent=True,
)
RECEIVER = Receiver(
    address="taro@example.jp",
    name="青葉 太郎",
    locale=Locale.JA,
    key="1b4e28ba-2fa1-11d2-883f-0016d3cca427",
    dated=datetime(2026, 11, 20, 5, 0, 7, tzinfo=UTC),
    unsubscribe_url="https://anpi.example.jp/u/abc",
)
HEAD = Letterhead("青葉製作所 安否確認 <anpi@example.jp>")


def read(letter: bytes) -> EmailMessage:
    message = message_from_bytes(letter, policy=modern)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(letter: bytes, subtype: str) -> str:
    found = read(letter).get_body((subtype,))
    assert found is not None
    return str(found.get_content())


def test_equal_input_gives_equal_bytes() -> None:
    assert HEAD.letter(SPEECH, RECEIVER) == Letterhead("青葉製作所 安否確認 <anpi@example.jp>").letter(SPEECH, RECEIVER)


def test_another_key_gives_another_message_id_and_boundary() -> None:
    other = replace(RECEIVER, key="another-key")
    one, two = read(HEAD.letter(SPEECH, RECEIVER)), read(HEAD.letter(SPEECH, other))
    assert one["Message-ID"] != two["Message-ID"]
    assert one.get_boundary() != two.get_boundary()


def test_the_headers_say_who_what_when_and_how_to_stop() -> None:
    message = read(HEAD.letter(SPEECH, RECEIVER))
    assert message["From"] == "青葉製作所 安否確認 <anpi@example.jp>"
    assert message["To"] == "青葉 太郎 <taro@example.jp>"
    assert message["Subject"] == SPEECH.subject
    assert message["Date"] == "Fri, 20 Nov 2026 05:00:07 +0000"
    assert message["Message-ID"] == "<1b4e28ba-2fa1-11d2-883f-0016d3cca427@example.jp>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://anpi.example.jp/u/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "ja"
    assert message["Importance"] == "high"
    assert message.get_content_type() == "multipart/alternative"


def test_easy_japanese_is_japanese_to_the_mail_program() -> None:
    message = read(HEAD.letter(replace(SPEECH, locale=Locale.JA_EASY), RECEIVER))
    assert message["Content-Language"] == "ja"
    page = message.get_body(("html",))
    assert page is not None
    assert '<html lang="ja">' in page.get_content()


def test_a_key_that_is_a_message_id_already_stays_as_it_is() -> None:
    assert HEAD.message_id("<abc.1@anpi.example>") == "<abc.1@anpi.example>"


def test_without_an_unsubscribe_address_neither_header_is_there() -> None:
    message = read(HEAD.letter(SPEECH, replace(RECEIVER, unsubscribe_url="")))
    assert message["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] is None


def test_the_text_part_is_complete_by_itself() -> None:
    text = part(HEAD.letter(SPEECH, RECEIVER), "plain")
    for words in (SPEECH.heading, *SPEECH.paragraphs, "開始: 14:03", SPEECH.links[0].url, "119", SPEECH.small_print[0]):
        assert words in text.replace("\r\n", "\n")


def test_the_text_part_says_a_number_once() -> None:
    numbers = (Link("対策本部 03-0000-0001", "tel:0300000001"), Link("警備室", "tel:0300000002"))
    text = part(HEAD.letter(replace(SPEECH, links=numbers), RECEIVER), "plain").replace("\r\n", "\n")
    assert "対策本部 03-0000-0001\n\n警備室\n0300000002\n" in text


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def tags(letter: bytes) -> Tags:
    reader = Tags()
    reader.feed(part(letter, "html"))
    return reader


def test_the_html_part_has_a_language_one_heading_large_buttons_and_no_images() -> None:
    reader = tags(HEAD.letter(SPEECH, RECEIVER))
    names = [name for name, _ in reader.seen]
    assert dict(reader.seen)["html"]["lang"] == "ja"
    assert names.count("h1") == 1
    assert not {"img", "script", "form", "iframe"} & set(names)
    presses = [attributes for name, attributes in reader.seen if name == "a"]
    assert [press["href"] for press in presses] == [SPEECH.links[0].url, "tel:119"]
    for press in presses:
        heights = re.findall(r"min-height:(\d+)px", press["style"])
        assert heights
        assert int(heights[0]) >= 44
    assert "font-size:16px" in part(HEAD.letter(SPEECH, RECEIVER), "html")


def test_every_word_is_escaped_in_html() -> None:
    nasty = replace(SPEECH, heading="<script>x</script>", links=(Link('"><img src=x>', 'https://x/"><b>'),))
    names = [name for name, _ in tags(HEAD.letter(nasty, RECEIVER)).seen]
    assert not {"script", "img", "b"} & set(names)


def luminance(colour: str) -> float:
    shares = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (page.INK, page.PAPER),
        (page.QUIET_INK, page.PAPER),
        (page.ALARM, page.PAPER),
        (page.PRESS_INK, page.PRESS_PAPER),
        (page.PLAIN_INK, page.PLAIN_PAPER),
        (page.DARK_INK, page.DARK_PAPER),
        (page.DARK_QUIET_INK, page.DARK_PAPER),
        (page.DARK_ALARM, page.DARK_PAPER),
    ],
)
def test_colours_can_be_read(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= 4.5


def header_block(letter: bytes) -> bytes:
    return letter.partition(b"\r\n\r\n")[0]


def test_lines_are_ascii_with_crlf_and_bodies_base64_of_76() -> None:
    letter = HEAD.letter(SPEECH, RECEIVER)
    assert letter.isascii()
    assert b"\n" not in letter.replace(b"\r\n", b"")
    assert max(len(line) for line in letter.split(b"\r\n")) <= 78
    assert letter.count(b"Content-Transfer-Encoding: base64") == 2


def test_headers_stay_below_12_kb_whatever_the_texts() -> None:
    long = replace(SPEECH, subject="髙" * 5_000)
    letter = HEAD.letter(long, replace(RECEIVER, name="﨑" * 5_000, unsubscribe_url="https://x/" + "u" * 1_900))
    assert len(header_block(letter)) < 12_000


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_subject_survives_encoding_in_lines_of_76(words: str) -> None:
    flat = " ".join(words.split())
    lines = encoded(words).split(b"\r\n ")
    assert all(len(line) <= 75 for line in lines) or flat.isascii()
    message = message_from_bytes(b"Subject: " + encoded(words) + b"\r\n\r\n", policy=modern)
    if flat.isprintable():
        assert message["Subject"] == flat


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_nothing_in_names_addresses_or_links_adds_a_header(subject: str, name: str, address: str, url: str) -> None:
    evil = "\r\nBcc: everyone@example.com\r\n"
    speech = replace(SPEECH, subject=subject + evil)
    receiver = replace(RECEIVER, name=name + evil, address=address + evil, unsubscribe_url=url + evil, key=name + evil)
    message = read(HEAD.letter(speech, receiver))
    assert message["Bcc"] is None
    assert len(message.get_all("To", [])) == 1
    assert set(message.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language",
        "Importance", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
    }  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=400), st.text(max_size=200))
def test_any_speech_becomes_a_letter_that_can_be_read(words: str, label: str) -> None:
    speech = Speech(Locale.EN, words, words, (words,), links=(Link(label, words),), fields=((label, words),))
    letter = HEAD.letter(speech, RECEIVER)
    assert part(letter, "plain")
    assert "<h1" in part(letter, "html")


@pytest.mark.parametrize("mail_from", ["", "nobody", "a@b@c", "x <y>", "évil@example.jp"])
def test_a_sender_without_a_usable_address_is_refused(mail_from: str) -> None:
    with pytest.raises(SenderError):
        Letterhead(mail_from)


def test_dates_are_in_english_with_their_offset() -> None:
    assert date(datetime(2026, 1, 4, 23, 5, 9, tzinfo=UTC)) == b"Sun, 4 Jan 2026 23:05:09 +0000"


def test_who_wishes_so_gets_text_alone() -> None:
    letter = HEAD.letter(SPEECH, replace(RECEIVER, plain=True), "answer+x@example.jp")
    message = read(letter)
    assert message.get_content_type() == "text/plain"
    assert message["Reply-To"] == "answer+x@example.jp"
    assert "これは訓練です。" in str(message.get_content())
    assert max(len(line) for line in letter.split(b"\r\n")) <= 78
