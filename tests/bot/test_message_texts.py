"""The company's own words: what may stand in them, and how they are filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.buttons import AnswerPress, decode
from bot.message_samples import Sample, sample, trial
from bot.message_texts import (
    BODY_AT_MOST,
    NEEDED,
    ORIGINALS,
    PLACES,
    TITLE_AT_MOST,
    MessageText,
    MessageTexts,
    TextError,
    TextKind,
    channels_of,
    checked,
    fill_body,
    fill_title,
    original,
    texts_of,
)
from bot.prompts import channel_prompt, prompt
from bot.proving import ProofFacts, ask_for_proof, ask_to_register
from bot.speech import Speech
from bot.thanks import thank_you
from bot.vocabulary import ChannelKind, CheckKind, Locale, Status
from tests.support.speeches import PAGE_URL, prompt_facts, thanks_facts

JA, EN = Locale.JA, Locale.EN
SAMPLE = Sample("青葉製作所", "花子", PAGE_URL, datetime(2026, 11, 28, 14, 3))  # noqa: DTZ001 - a local time
OWN = MessageText("{title}（至急）", "{company}です。{started}に始めました。")


def own(kind: TextKind, text: MessageText = OWN, locale: Locale = JA) -> MessageTexts:
    return texts_of({(kind, locale): text})


def refused(kind: TextKind, title: str, body: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(TextError) as refusal:
        checked(kind, title, body)
    return refusal.value.code, refusal.value.params


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("kind", TextKind)
def test_our_own_words_could_be_saved(kind: TextKind, locale: Locale) -> None:
    text = original(kind, locale)
    assert checked(kind, text.title, text.body) == text


@pytest.mark.parametrize(
    ("title", "body", "code", "named"),
    [
        (" \n ", "本文", "text_empty_title", {}),
        ("あ" * 80 + "{title}", "", "text_title_too_long", {"at_most": TITLE_AT_MOST, "length": 87}),
        ("{title}", "あ" * 1001, "text_body_too_long", {"at_most": BODY_AT_MOST, "length": 1001}),
        (
            "{titel}",
            "{name} {titel} {0} {title.__class__} {会社}",
            "text_unknown_place",
            {"places": "{titel} {name} {0} {title.__class__} {会社}", "known": "{title} {company} {started}"},
        ),
        ("｛title｝", "", "text_unknown_place", {"places": "｛title｝", "known": "{title} {company} {started}"}),
        ("{title}", "落ち着いて{company。", "text_brace", {"near": "落ち着いて{company。"}),
        ("{title}", "}", "text_brace", {"near": "}"}),
        ("{{title}}", "", "text_brace", {"near": "{{title}}"}),
        ("至急", "{title}", "text_lacks_place", {"place": "{title}"}),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(title: str, body: str, code: str, named: dict[str, object]) -> None:
    assert refused(TextKind.PROMPT, title, body) == (code, named)


def test_a_title_is_one_line_whatever_was_sent() -> None:
    text = checked(TextKind.PROMPT, "{title}\r\nBcc: everybody@example.jp\u202e", "本文\u0000\r\n続き")
    assert text == MessageText("{title} Bcc: everybody@example.jp", "本文\n続き")


def test_what_is_put_in_is_never_read_again() -> None:
    text = MessageText("{title}", "{company} {nothing} {0.__class__}")
    values = {"title": "{company}\nBcc: x", "company": "{title} %s {0}"}
    assert fill_title(text, values) == "{company} Bcc: x"
    assert fill_body(text, values) == "{title} %s {0} {nothing} {0.__class__}"


def test_a_place_written_many_times_does_not_burst_a_message() -> None:
    body = fill_body(MessageText("", "{title}" * 140), {"title": "長" * 80})
    assert len(body) == 1500


@pytest.mark.parametrize("kind", CheckKind)
def test_a_question_in_own_words_keeps_what_it_needs(kind: CheckKind) -> None:
    text_kind = TextKind.DRILL if kind is CheckKind.DRILL else TextKind.PROMPT
    facts = replace(prompt_facts(kind, JA), started_at=SAMPLE.now)
    speech, before = prompt(replace(facts, texts=own(text_kind))), prompt(facts)
    mark = "【訓練】" if kind is CheckKind.DRILL else ""
    assert speech.subject == f"{mark}【安否確認】東京で地震（至急）｜エレベーターは使わないでください"
    assert speech.paragraphs[-1] == (
        "花子です。11/28 14:03に始めました。\n落ち着いたら、下のボタンを1つ押してください。それだけで回答になります。"
    )
    assert speech.paragraphs[:-1] == before.paragraphs[:-1]
    assert (speech.buttons, speech.links, speech.small_print) == (before.buttons, before.links, before.small_print)
    other = TextKind.PROMPT if kind is CheckKind.DRILL else TextKind.DRILL
    assert prompt(replace(facts, texts=own(other))) == before
    by_reply = replace(facts, texts=own(text_kind), answer_url=PAGE_URL, plain=True, hears_replies=True)
    assert "無事です\n影響ありません" in prompt(by_reply).paragraphs[-1]


def test_reminders_and_the_last_one_have_words_of_their_own() -> None:
    text = MessageText("{number}回目 {title}", "あと少しです（{number}）")
    facts = replace(prompt_facts(CheckKind.DRILL, JA), reminder_no=3)
    speech = prompt(replace(facts, texts=own(TextKind.REMINDER, text)))
    assert speech.subject == "【訓練】【安否確認】3回目 東京で地震｜エレベーターは使わないでください"
    assert speech.paragraphs[0].startswith("これは訓練です")
    assert speech.paragraphs[1] == "あと少しです（3）"
    last = replace(facts, is_last=True)
    assert prompt(replace(last, texts=own(TextKind.REMINDER, text))) == prompt(last)
    assert prompt(replace(last, texts=own(TextKind.LAST_REMINDER, text))).paragraphs[1] == "あと少しです（3）"


def test_a_shared_channel_reads_each_language_in_its_own_words() -> None:
    words = {JA: MessageText("{title}", "点呼です"), EN: MessageText("{title}", "Roll call")}
    texts = texts_of({(TextKind.PROMPT, locale): text for locale, text in words.items()})
    said = "\n".join(channel_prompt(replace(prompt_facts(CheckKind.REAL, JA), texts=texts)).paragraphs)
    assert "点呼です\n落ち着いたら" in said
    assert "Roll call\nThen press" in said


def test_who_is_well_is_thanked_in_own_words_and_nobody_else() -> None:
    text = MessageText("{received}！", "{answer}ですね。「{title}」は以上です")
    for status in Status:
        facts = thanks_facts(CheckKind.REAL, JA, status)
        speech, before = thank_you(replace(facts, own_words=text)), thank_you(facts)
        if status in (Status.SAFE, Status.AWAY):
            assert speech.heading == before.heading + "！"
            assert "「東京で地震」は以上です" in speech.paragraphs[0]
            assert speech.buttons == before.buttons
        else:
            assert speech == before


def test_contact_checks_say_that_nothing_has_happened_whatever_else_they_say() -> None:
    facts = ProofFacts(JA, "", PAGE_URL, "太郎")
    proof = ask_for_proof(replace(facts, texts=own(TextKind.CONTACT_PROOF, MessageText("押して", "{company}です"))))
    assert (proof.subject, proof.heading) == ("【連絡先確認】押して", "連絡先の確認です。押して")
    assert proof.paragraphs == ("災害は起きていません。災害のときに連絡が届くかの確認です。", "会社です")
    urge = ask_to_register(replace(facts, texts=own(TextKind.CONTACT_URGE, MessageText("登録", "{name}へ"))))
    assert (urge.subject, urge.paragraphs[1]) == ("【連絡先の登録】登録", "太郎さんへ")


def test_every_change_has_another_mark() -> None:
    marks = {own(TextKind.PROMPT).mark, own(TextKind.DRILL).mark, own(TextKind.PROMPT, locale=EN).mark, ORIGINALS.mark}
    marks.add(own(TextKind.PROMPT, replace(OWN, body="x")).mark)
    assert len(marks) == 5
    assert texts_of({}) == own(TextKind.DRILL, original(TextKind.DRILL, JA)) == ORIGINALS


def samples(kind: TextKind, texts: MessageTexts) -> list[Speech]:
    return [sample(kind, locale, channel, texts, SAMPLE) for locale in Locale for channel in channels_of(kind)]


@pytest.mark.parametrize("kind", TextKind)
def test_every_place_is_filled_in_every_message(kind: TextKind) -> None:
    """Only a place of another message would be left standing."""
    places = " ".join(f"{{{place}}}" for place in PLACES[kind])
    text = checked(kind, places if kind in NEEDED else "件名", places)
    for speech in samples(kind, texts_of({(kind, locale): text for locale in Locale})):
        said = "\n".join((speech.subject, speech.heading, *speech.paragraphs))
        assert "{" not in said


@pytest.mark.parametrize("kind", TextKind)
def test_a_test_is_marked_and_nothing_in_it_can_be_pressed(kind: TextKind) -> None:
    for locale, mark in ((JA, "【テスト送信】"), (EN, "[Test]")):
        speech = trial(kind, locale, ChannelKind.MAIL, ORIGINALS, SAMPLE)
        assert speech.subject.startswith(mark)
        assert speech.heading.startswith(mark)
        assert speech.paragraphs[0].startswith(("これは文面のテスト", "This only tests"))
        assert (speech.buttons, speech.links) == ((), ())


def test_a_sample_belongs_to_no_check() -> None:
    [first, *_] = sample(TextKind.PROMPT, JA, ChannelKind.SLACK, ORIGINALS, SAMPLE).buttons
    press = decode(first.value)
    assert isinstance(press, AnswerPress)
    assert press.check_id == 0
