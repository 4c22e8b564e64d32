"""What holds for every text: it fits every platform, it is marked, it leads somewhere."""

from __future__ import annotations

import json

import pytest

from bot.buttons import NamesPress, StartAnywayPress, decode
from bot.plain import length
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale
from tests.support.speeches import HOSTILE, Words, about_checks, about_no_check

#: Slack: header 150, section 3,000, field 2,000, button 75, 13,000 in all (Block Kit reference).
#: LINE: altText 400, Flex button label 40, postback data 300, bubble 30 kB (Messaging API reference).
HEADER, SECTION, FIELD, SLACK_ALL = 150, 3000, 2000, 13_000
ALT_TEXT, LABEL, POSTBACK, BUBBLE = 400, 40, 300, 30_000


def everything(words: Words, kind: CheckKind, locale: Locale) -> list[Speech]:
    return [*about_checks(kind, locale, words), *about_no_check(locale, words)]


def labels_of(speech: Speech) -> list[str]:
    return [button.label for button in speech.buttons] + [link.label for link in speech.links]


def texts(speech: Speech) -> list[str]:
    fields = [part for pair in speech.fields for part in pair]
    labels = labels_of(speech)
    return [speech.subject, speech.heading, *speech.paragraphs, *fields, *labels, *speech.small_print]


BOTH = pytest.mark.parametrize("locale", Locale)
KINDS = pytest.mark.parametrize("kind", CheckKind)
WORDS = pytest.mark.parametrize("words", [Words(), HOSTILE], ids=["usual", "hostile"])


@BOTH
@KINDS
@WORDS
def test_every_part_fits_every_platform(locale: Locale, kind: CheckKind, words: Words) -> None:
    for speech in everything(words, kind, locale):
        assert 0 < length(speech.subject) <= ALT_TEXT
        assert 0 < length(speech.heading) <= HEADER
        assert all(0 < length(paragraph) <= SECTION for paragraph in speech.paragraphs)
        assert all(0 < length(label) < FIELD and 0 < length(value) < FIELD for label, value in speech.fields)
        assert all(0 < length(label) <= LABEL for label in labels_of(speech))
        assert sum(length(text) for text in texts(speech)) < SLACK_ALL


@BOTH
@KINDS
@WORDS
def test_what_goes_to_line_fits_one_bubble(locale: Locale, kind: CheckKind, words: Words) -> None:
    """Boards, names and the start's warning are shown in Slack alone. A Flex part adds about 250 bytes to its words."""
    for speech in everything(words, kind, locale):
        values = [button.value for button in speech.buttons]
        if any(isinstance(decode(value), NamesPress | StartAnywayPress) for value in values):
            continue
        assert all(len(value.encode()) <= POSTBACK for value in values)
        parts = [*texts(speech), *values, *(link.url for link in speech.links)]
        assert len(json.dumps(parts, ensure_ascii=False).encode()) + 250 * len(parts) < BUBBLE


@BOTH
@KINDS
def test_nothing_that_should_not_be_seen_gets_through(locale: Locale, kind: CheckKind) -> None:
    for speech in everything(HOSTILE, kind, locale):
        for text in texts(speech):
            assert text.encode("utf-8").decode() == text
            assert not set(text) & set("\u0000\r\u202e\u2066")
        assert "\n" not in speech.subject + speech.heading


SUBJECTS = {
    (CheckKind.REAL, Locale.JA): "【安否確認】",
    (CheckKind.DRILL, Locale.JA): "【安否確認】",
    (CheckKind.REAL, Locale.EN): "[Safety check] ",
    (CheckKind.DRILL, Locale.EN): "[DRILL: safety check] ",
    (CheckKind.REAL, Locale.JA_EASY): "【安否確認（あんぴ かくにん）】",
    (CheckKind.DRILL, Locale.JA_EASY): "【安否確認（あんぴ かくにん）】",
}


@BOTH
def test_a_drill_is_marked_in_subject_heading_and_words(locale: Locale) -> None:
    # What managers alone read has no easy words.
    sentences = {
        Locale.JA: ["これは訓練です"],
        Locale.EN: ["This is a drill"],
        Locale.JA_EASY: ["これは 訓練（くんれん）です", "これは訓練です"],
    }
    for speech in about_checks(CheckKind.DRILL, locale):
        assert speech.mark == "【訓練】"
        assert speech.subject.startswith(f"【訓練】{SUBJECTS[CheckKind.DRILL, locale]}")
        assert speech.heading.startswith("【訓練】")
        assert any(sentence in paragraph for paragraph in speech.paragraphs for sentence in sentences[locale])


@BOTH
def test_an_english_drill_says_drill_in_its_subject(locale: Locale) -> None:
    subjects = [speech.subject for speech in about_checks(CheckKind.DRILL, locale)]
    assert all(("DRILL" in subject) == (locale is Locale.EN) for subject in subjects)


@BOTH
def test_a_real_check_never_speaks_of_a_drill(locale: Locale) -> None:
    for speech in about_checks(CheckKind.REAL, locale):
        assert speech.mark == ""
        assert speech.subject.startswith(SUBJECTS[CheckKind.REAL, locale])
        assert not any("訓練" in text or "drill" in text.lower() for text in texts(speech))


@BOTH
def test_a_drill_offers_the_same_presses_as_a_real_check(locale: Locale) -> None:
    real, drill = (list(about_checks(kind, locale)) for kind in (CheckKind.REAL, CheckKind.DRILL))

    def presses(speech: Speech) -> list[str]:
        return [button.value for button in speech.buttons if not button.value.startswith("a1:sta")]

    assert [presses(speech) for speech in drill] == [presses(speech) for speech in real]
    assert [speech.links for speech in drill] == [speech.links for speech in real]


@BOTH
@KINDS
def test_every_button_has_its_own_label_and_a_value_we_understand(locale: Locale, kind: CheckKind) -> None:
    for speech in everything(Words(), kind, locale):
        assert len({button.label for button in speech.buttons}) == len(speech.buttons)
        assert len({decode(button.value) for button in speech.buttons}) == len(speech.buttons)
        assert all(link.url.startswith(("https://", "tel:")) for link in speech.links)
