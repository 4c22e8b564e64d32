"""What people type is understood by exact words, and nobody is called safe who did not say so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.free_text import MAX_LENGTH, Understanding, understand
from bot.phrases import cut_into_phrases
from bot.vocabulary import Locale, Status
from bot.word_lists import LEXICON
from bot.word_lists.kinds import Kind
from bot.word_lists.spelling import plain_spelling

HERE = Path(__file__).parent
GOOD_NEWS = (Status.SAFE, Status.AWAY)


def utterances(locale: Locale) -> list[tuple[str, str]]:
    """Expected meaning and what was typed, from a file; `-` means: ask back."""
    lines = (HERE / f"utterances_{locale}.tsv").read_text(encoding="utf-8").split("\n")
    pairs = [line.split("\t") for line in lines if line]
    return [(expected, typed.replace("\\n", "\n")) for expected, typed in pairs]


def never_safe() -> list[str]:
    lines = (HERE / "never_safe.txt").read_text(encoding="utf-8").split("\n")
    return [line.replace("\\n", "\n") for line in lines if line]


#: Easy Japanese has its own tests in test_easy_japanese.py.
LANGUAGES = (Locale.JA, Locale.EN)
ALL = [pair for locale in LANGUAGES for pair in utterances(locale)]
GOOD = [typed for expected, typed in ALL if expected in GOOD_NEWS]


def meaning(text: str) -> str:
    understood = understand(text)
    return "info" if understood.wants_info else str(understood.status or "-")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_not_one_false_safe(locale: Locale) -> None:
    told = [(typed, understand(typed).status) for expected, typed in utterances(locale) if expected not in GOOD_NEWS]
    assert len(told) >= 300
    assert [typed for typed, status in told if status in GOOD_NEWS] == []


def test_not_one_false_safe_among_the_hardest() -> None:
    hardest = never_safe()
    in_english = [typed for typed in hardest if typed.isascii()]
    assert min(len(in_english), len(hardest) - len(in_english)) >= 60
    assert [typed for typed in hardest if understand(typed).status in GOOD_NEWS] == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_utterance_means_what_a_person_would_say(locale: Locale) -> None:
    pairs = utterances(locale)
    assert len(pairs) >= 300
    assert [(typed, meaning(typed)) for expected, typed in pairs if meaning(typed) != expected] == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_utterances_hold_every_meaning_many_times_and_none_twice(locale: Locale) -> None:
    pairs = utterances(locale)
    for expected in ("safe", "away", "injured", "help", "info", "-"):
        assert sum(pair[0] == expected for pair in pairs) >= 20
    assert len({typed for _, typed in pairs}) == len(pairs)


NEGATIONS = (
    *("not", "no", "never", "n't", "unsafe", "nope", "isn't", "don't", "without", "hardly", "nobody", "can't"),
    *(
        "ない",
        "ません",
        "じゃない",
        "ではない",
        "でない",
        "ではありません",
        "なし",
        "無し",
        "ありません",
        "いいえ",
        "違う",
        "嘘",
        "ちゃう",
        "ず",
    ),
)
DOUBTS = (
    "?",
    "？",
    "maybe",
    "I think",
    "たぶん",
    "かも",
    "らしい",
    "if",
    "もし",
    "だと思う",
    "でした",
    "was",
    "...",
    "「",
    '"',
    "は？",
    "but",
)


@pytest.mark.parametrize("word", [*NEGATIONS, *DOUBTS])
def test_no_word_of_denial_or_doubt_stands_anywhere_beside_safe(word: str) -> None:
    spaced = [f"{word} {typed}" for typed in GOOD] + [f"{typed} {word}" for typed in GOOD]
    closed = [f"{word}{typed}" for typed in GOOD] + [f"{typed}{word}" for typed in GOOD]
    assert [text for text in spaced + closed if understand(text).status in GOOD_NEWS] == []


@given(st.sampled_from(GOOD), st.sampled_from(NEGATIONS), st.data())
def test_a_negation_put_anywhere_into_a_safe_line_never_gives_safe(typed: str, word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(typed)))
    gap = data.draw(st.sampled_from(["", " "]))
    assert understand(f"{typed[:at]}{gap}{word}{gap}{typed[at:]}").status not in GOOD_NEWS


@given(st.text(max_size=60), st.sampled_from(GOOD), st.text(max_size=60))
def test_any_text_around_safe_words_is_read_without_a_traceback(before: str, typed: str, after: str) -> None:
    assert isinstance(understand(before + typed + after), Understanding)


@given(st.text(max_size=300))
def test_whatever_has_an_unknown_letter_or_sign_is_never_safe(text: str) -> None:
    understood = understand(text)
    if understood.status in GOOD_NEWS:
        assert all(phrase.kind is not Kind.UNKNOWN for phrase in cut_into_phrases(plain_spelling(text)))


@given(st.sampled_from([typed for expected, typed in ALL if expected == "help"]), st.sampled_from(GOOD))
def test_a_cry_for_help_outweighs_being_safe(cry: str, typed: str) -> None:
    assert understand(f"{typed}。\n{cry}").status is Status.HELP
    assert understand(f"{cry}。\n{typed}").status is Status.HELP


@given(st.lists(st.sampled_from(sorted(LEXICON)), max_size=6).map(" ".join))
def test_known_phrases_in_any_order_are_safe_only_with_safe_words(text: str) -> None:
    kinds = {phrase.kind for phrase in cut_into_phrases(plain_spelling(text))}
    if understand(text).status is Status.SAFE:
        assert Kind.SAFE in kinds
        assert not kinds & {
            Kind.QUESTION,
            Kind.NOT,
            Kind.CRY,
            Kind.NEED,
            Kind.INJURED,
            Kind.SOMEBODY_ELSE,
            Kind.UNKNOWN,
        }


def test_what_lies_beyond_the_limit_could_be_anything() -> None:
    assert understand("無事です。" + "はい。" * 600).status is Status.SAFE
    assert understand("無事です。" + "はい。" * 700).status is None
    assert understand("ありがとうございます。" * 180 + "無事です").status is Status.SAFE
    assert understand("x" * MAX_LENGTH + "助けて").status is None
    # One character that NFKC makes eighteen.
    assert understand("無事です。" + "\ufdfa" * 200).status is None


def test_a_cry_within_the_limit_of_a_long_line_is_heard() -> None:
    assert understand("助けて " + "あ" * 10_000).status is Status.HELP


@pytest.mark.parametrize(
    "text",
    [
        *(
            piece * 2_000
            for piece in ("a", "あ", " ", "\n", "無", "i'm ", "not ", "no trapped ", "閉じ込め", "「", "\ufdfa", "て")
        ),
        "骨折" + "ていられ" * 500,
        "trapped " * 250,
        "骨折はを" * 500,
        "無事です" * 500,
        "x" * 5_000_000,
    ],
)
def test_no_line_takes_long(text: str) -> None:
    understand(text)
    begin = time.process_time()
    understand(text)
    assert time.process_time() - begin < 0.25


def test_invisible_characters_and_spellings_make_no_difference() -> None:
    for text in (
        "無\u200b事です",
        "ＩＭ　ＳＡＦＥ",
        "I\u2019m\u00a0safe",
        "ﾌﾞｼﾞ",
        "safe\ufeff",
        "I'm\tsafe",
        "無事です\r\n",
        "👍🏽 safe",
    ):
        assert understand(text).status is Status.SAFE
    for text in (
        "un\u200bsafe",
        "not\tsafe",
        "not\u200b safe",
        "s\u0336afe",
        "safe\u20e0",
        "ⁿᵒᵗ safe",
        "no\u00adt safe",
    ):
        assert understand(text).status is None


def test_quoted_cries_are_somebody_elses_and_an_open_quote_quotes_nothing() -> None:
    assert understand("「助けて」という歌が好き").status is None
    assert understand('he wrote "help me" on it').status is None
    assert understand("「助けて").status is Status.HELP
    assert understand('5" pipe fell, help me').status is Status.HELP
    assert understand("「大丈夫？」と聞かれましたが助けて").status is Status.HELP


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ud800", "\u200b"])
def test_nothing_said_is_asked_back(text: str) -> None:
    assert understand(text) == Understanding(None)


def test_words_of_alarm_that_were_not_taken_for_one_are_told() -> None:
    assert understand("妻が骨折しました").names_alarm
    assert not understand("無事です").names_alarm


@pytest.mark.parametrize("text", ["血が止まらない", "血が止まらなくて怖い", "血が止まりません"])
def test_bleeding_that_does_not_stop_is_an_injury(text: str) -> None:
    """The negation belongs to the alarm and does not take it back."""
    assert understand(text).status is Status.INJURED


@pytest.mark.parametrize("text", ["無事です・・・", "無事です・・", "大丈夫・・・"])
def test_dots_that_trail_off_are_doubt_in_japanese_too(text: str) -> None:
    assert understand(text).status is None
