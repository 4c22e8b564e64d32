"""やさしい日本語: all that employees read stands in it, and it is easy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest

from bot import boards, corrections, forms, prompts, proving, replies, rescue, stopped, thanks, trial
from bot.bulletin import BulletinFacts, bulletin
from bot.closing import ClosingFacts, closing_notice
from bot.free_text import understand
from bot.labels import lasting
from bot.manager_note import NoteFacts, manager_note
from bot.message_texts import MessageText, TextKind, original, texts_of
from bot.page_words import page_words
from bot.people_columns import locale_of
from bot.short_form import ShortForm
from bot.speech import Speech
from bot.vocabulary import CanWork, CheckKind, CheckState, Locale, Standing, Status, locale_or_default
from bot.wording import WORDS, say
from bot.wording.easy import EASY
from bot.wording.easy import pages as easy_pages
from tests.support.speeches import (
    INFO_URL,
    PAGE_URL,
    Words,
    about_no_check,
    board_facts,
    prompt_facts,
    rescue_facts,
    thanks_facts,
)

JA, EASY_JA, EN = Locale.JA, Locale.JA_EASY, Locale.EN
#: What users write is theirs: none of it is Japanese here, so that every Japanese word is ours.
PLAIN = Words("Earthquake", "No lifts.", "Hana", "Dark", "Tokyo")

#: A kanji whose reading does not follow. 【訓練】 is a mark, the same in every language.
UNREAD = re.compile(r"[\u4e00-\u9fff々]+(?![\u4e00-\u9fff々（])")
READING = re.compile(r"（[ぁ-ゖァ-ヺー 　]+）")
#: Words that people with little Japanese do not know, politeness that hides the meaning, double negatives.
HARD = re.compile(
    "ください(?:ませ|ますよう)|いただ|ござい(?!ます)|いたし|ご覧|ご無事|お送り|おりま|ないことはな|なければ、?[^。]*(?:ません|ない)"
)
SENTENCE_AT_MOST = 50


def unread(text: str) -> list[str]:
    return UNREAD.findall(text.replace("【訓練】", ""))


def to_employees(kind: CheckKind) -> Iterator[Speech]:
    """Whatever a check says to an employee."""
    asked = replace(prompt_facts(kind, EASY_JA, PLAIN), started_at=datetime(2026, 11, 20, 14, 3, tzinfo=UTC))
    for facts in (asked, replace(asked, reminder_no=2), replace(asked, reminder_no=3, is_last=True)):
        yield prompts.prompt(facts)
        yield prompts.prompt(replace(facts, answer_url=PAGE_URL))
        yield prompts.prompt(replace(facts, answer_url=PAGE_URL, hears_replies=True))
        yield prompts.prompt(replace(facts, answer_url=PAGE_URL, hears_replies=True, plain=True))
    replied = replies.ReplyFacts(kind, PLAIN.title, EASY_JA, PAGE_URL, INFO_URL)
    for status in Status:
        done = replace(thanks_facts(kind, EASY_JA, status, PLAIN.title), company_numbers=(("HQ", "03-0000-0001"),))
        yield stopped.with_stopped(thanks.thank_you(replace(done, nobody_told=True)), [PLAIN.name])
        yield thanks.thank_you(replace(done, standing=Standing.HELP, late=True, is_guest=True, is_known=False))
        yield thanks.thank_you(replace(done, is_guest=True, is_known=False, via_line=True))
        yield thanks.thank_you(replace(done, is_guest=True))
        yield replies.reply_heard(replied, status)
        yield replies.reply_heard(replace(replied, plain=True), status, nobody_told=True)
    yield replies.reply_unclear(replied)
    yield replies.reply_unclear(replace(replied, plain=True))
    for answer in CanWork:
        yield thanks.details_noted(thanks.DetailsFacts(7, kind, 2, EASY_JA, PLAIN.comment, answer, PLAIN.comment))
    choice = thanks.ChoiceFacts(7, kind, PLAIN.title, 2, EASY_JA)
    yield thanks.ask_back(choice)
    yield thanks.choose_again(choice)
    yield thanks.choose_again(choice, "away", datetime.fromisoformat("2026-11-20T14:03:00+09:00"))
    case = rescue_facts(kind, EASY_JA, PLAIN)
    yield rescue.help_taken_for_person(case)
    yield rescue.help_closed_for_person(case)
    for state in CheckState:
        facts_of_board = replace(board_facts(kind, EASY_JA, PLAIN, units=100), state=state, closed_at="11/20 18:00")
        yield boards.board(facts_of_board, for_managers=False)
    yield thanks.ask_for_comment(EASY_JA, kind)
    yield thanks.ask_for_place(EASY_JA, kind)
    yield bulletin(BulletinFacts(kind, ShortForm(PLAIN.title, 4), PLAIN.message, "14:03", EASY_JA, "ACME", INFO_URL))
    note = NoteFacts(7, kind, PLAIN.title, 2, EASY_JA, "", PLAIN.message)
    yield manager_note(note)
    yield manager_note(replace(note, by=PLAIN.name, answer_url=PAGE_URL))
    yield closing_notice(ClosingFacts(kind, PLAIN.title, EASY_JA, "", INFO_URL, PAGE_URL))
    for facts in (asked, replace(asked, answer_url=PAGE_URL), replace(asked, answer_url=PAGE_URL, hears_replies=True)):
        yield corrections.correction(facts, corrections.CheckWords("Fire", "", 5))
    called_off = corrections.CancellationFacts(kind, PLAIN.title, PLAIN.comment, EASY_JA, INFO_URL, PAGE_URL)
    yield corrections.cancellation(called_off)


def texts(speech: Speech) -> list[str]:
    fields = [part for pair in speech.fields for part in pair]
    labels = [*(button.label for button in speech.buttons), *(link.label for link in speech.links)]
    return [speech.subject, speech.heading, *speech.paragraphs, *fields, *labels, *speech.small_print]


@pytest.mark.parametrize("kind", CheckKind)
def test_whatever_a_check_says_to_an_employee_is_easy_japanese(kind: CheckKind) -> None:
    said = [text for speech in to_employees(kind) for text in texts(speech)]
    assert {text: unread(text) for text in said if unread(text)} == {}


def test_letters_and_chats_beside_a_check_are_easy_japanese() -> None:
    speeches = [
        *(one for one in about_no_check(EASY_JA, PLAIN) if "/safety start" not in "".join(one.paragraphs)),
        proving.ask_for_proof(proving.ProofFacts(EASY_JA, "")),
        proving.ask_for_proof(proving.ProofFacts(EASY_JA, "", PAGE_URL)),
        proving.ask_to_register(proving.ProofFacts(EASY_JA, "", PAGE_URL, PLAIN.name)),
        *(proving.proven(EASY_JA, works) for works in (True, False)),
        trial.trial_mail(EASY_JA),
    ]
    said = [text for speech in speeches for text in texts(speech)]
    form = forms.comment_form(EASY_JA)
    said += [form.heading, form.submit, form.cancel, form.comment, form.comment_hint, form.place, form.place_hint]
    assert {text: unread(text) for text in said if unread(text)} == {}


def test_every_kanji_has_its_reading_and_every_sentence_is_short() -> None:
    for key, words in {**EASY, **easy_pages.WORDS}.items():
        assert unread(words) == [], key
        read = READING.sub("", words)
        assert not HARD.search(read), key
        assert [one for one in re.split(r"[。\n]|？ ", read) if len(one) > SENTENCE_AT_MOST] == [], key


def test_easy_words_belong_to_a_key_and_fill_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text)} - {None}

    assert EASY.keys() <= WORDS.keys()
    assert [key for key, words in EASY.items() if places(words) != places(WORDS[key][0])] == []
    japanese = page_words(JA)
    assert easy_pages.WORDS.keys() <= japanese.keys()
    assert [key for key, words in easy_pages.WORDS.items() if places(words) != places(japanese[key])] == []


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        *((EASY[f"status.{status}"], status) for status in Status),
        *zip(
            EASY["prompt.reply"].split("\n")[-4:],
            (Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP),
            strict=True,
        ),
        ("わたしは 無事（ぶじ）です", Status.SAFE),
        ("えいきょう ありません", Status.AWAY),
        ("けが して います", Status.INJURED),
        ("うごけ ません", Status.HELP),
        ("無事（ぶじ） では ありません", None),
        ("けがは ありません", None),
        ("助（たす）けは いりません", None),
        ("だいじょうぶ ですか", None),
    ],
)
def test_what_is_typed_in_easy_japanese_is_understood(typed: str, status: Status | None) -> None:
    assert understand(typed).status is status


def test_spaces_between_words_make_nobody_safe() -> None:
    """A space at every place of what must never be taken for good news, one after the other."""
    here = Path(__file__).parent
    hardest = [line.replace("\\n", "\n") for line in (here / "never_safe.txt").read_text("utf-8").split("\n")]
    spaced = [f"{line[:at]} {line[at:]}" for line in hardest if not line.isascii() for at in range(1, len(line))]
    assert len(spaced) > 500
    assert [line for line in spaced if understand(line).status in (Status.SAFE, Status.AWAY)] == []


def test_a_company_that_wrote_its_own_japanese_keeps_our_easy_words() -> None:
    own = texts_of({(TextKind.PROMPT, JA): MessageText("{title}", "ただちに応答せよ。")})
    assert own.of(TextKind.PROMPT, EASY_JA) == original(TextKind.PROMPT, EASY_JA)
    assert own.of(TextKind.PROMPT, JA).body == "ただちに応答せよ。"


def test_easy_japanese_is_japanese_to_the_world_outside() -> None:
    assert [locale.language for locale in (JA, EASY_JA, EN)] == ["ja", "ja", "en"]
    for named in ("ja-easy", "JA_EASY", " ja-Easy "):
        assert locale_or_default(named, EN) is EASY_JA
    assert locale_or_default("ja-JP", EN) is JA
    for cell in ("ja-easy", "やさしい日本語", "Easy Japanese"):
        assert locale_of(cell) is EASY_JA
    assert lasting(timedelta(minutes=30), EASY_JA) == "30分（ふん）"
    assert lasting(timedelta(hours=2), EASY_JA) == "2時間（じかん）"


def test_what_only_managers_read_falls_back_to_japanese() -> None:
    assert say("started.heading", EASY_JA) == say("started.heading", JA)
