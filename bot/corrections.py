"""What a check said was wrong, or the check itself: 誤 and 正 side by side, no apology (the guide, p.43 and p.54)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from bot.frame import drill_lines, heading_line, info_links, mark_of, subject_line
from bot.plain import COMMENT_AT_MOST, MESSAGE_AT_MOST, TITLE_AT_MOST, clean, one_line
from bot.prompts import PromptFacts, channel_prompt, prompt
from bot.short_form import ShortForm, level_label, short_line
from bot.speech import Link, Speech
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

#: UTF-16 code units of one side of a change: enough to know the place again.
_SIDE_AT_MOST = 300
#: A message that differs in more places reads better as a whole.
_PLACES_AT_MOST = 3
_BOTH = (Locale.JA, Locale.EN)
#: After a full stop or at the end of a line; a point within a number or an address ends nothing.
_BETWEEN_SENTENCES = re.compile(r"(?<=[。！？])|\n|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class CheckWords:
    """What a check says at one time, as its writer typed it. `level` 0: none."""

    title: str
    message: str = ""
    level: int = 0
    action: str = ""

    @property
    def short(self) -> ShortForm:
        return ShortForm(self.title, self.level, self.action)


@dataclass(frozen=True, slots=True)
class Change:
    """One place where the words differ; an empty side: nothing stood there, or nothing does now."""

    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class CancellationFacts:
    """`reason`: one line, or empty. `answer_url` is set in mail."""

    kind: CheckKind
    title: str
    reason: str
    locale: Locale
    info_url: str
    answer_url: str = ""


def changed_parts(wrong: CheckWords, right: CheckWords) -> tuple[str, ...]:
    """Names of what differs: title, level, action, message."""
    return tuple(
        part for part in ("title", "level", "action", "message") if getattr(wrong, part) != getattr(right, part)
    )


def changes(wrong: CheckWords, right: CheckWords, locale: Locale) -> tuple[Change, ...]:
    """In the order in which a message is read."""
    return tuple(_changes(wrong, right, locale))


def correction(facts: PromptFacts, wrong: CheckWords) -> Speech:
    """`facts`: the right words, answered as the question itself is."""
    locale = facts.locale
    title = _title(facts)
    return replace(
        prompt(facts),
        subject=subject_line(facts.kind, locale, title),
        heading=heading_line(facts.kind, title),
        paragraphs=(
            *drill_lines(facts.kind, locale),
            say("correction.wrong_before", locale),
            *change_lines(changes(wrong, _words(facts), locale), locale),
            "\n".join((say(_how(facts), locale), say("correction.answered_before", locale))),
        ),
    )


def channel_correction(facts: PromptFacts, wrong: CheckWords) -> Speech:
    """In a shared channel, where the question stood in Japanese and English."""
    title = _title(facts)
    drill = "\n".join(line for locale in _BOTH for line in drill_lines(facts.kind, locale))
    lines = change_lines(changes(wrong, _words(facts), facts.locale), facts.locale)
    return replace(
        channel_prompt(facts),
        subject=subject_line(facts.kind, facts.locale, title),
        heading=heading_line(facts.kind, title),
        paragraphs=(
            *((drill,) if drill else ()),
            "\n".join(say("correction.wrong_before", locale) for locale in _BOTH),
            *lines,
            *("\n".join(say(key, locale) for key in ("prompt.press", "prompt.private")) for locale in _BOTH),
        ),
    )


def cancellation(facts: CancellationFacts) -> Speech:
    """In the place of the notice that the check is closed."""
    page = (Link(say("prompt.open_page", facts.locale), facts.answer_url),) if facts.answer_url else ()
    return _cancelled(facts, (facts.locale,), (*page, *info_links(facts.locale, facts.info_url)))


def channel_cancellation(facts: CancellationFacts) -> Speech:
    links = (Link(say("prompt.info_both", facts.locale), facts.info_url),) if facts.info_url else ()
    return _cancelled(facts, _BOTH, links)


def change_lines(found: Sequence[Change], locale: Locale) -> tuple[str, ...]:
    """`（誤）…` above `（正）…` for each."""
    nothing = say("correction.nothing", locale)
    return tuple(
        say("correction.wrong", locale, words=one.wrong or nothing)
        + "\n"
        + say("correction.right", locale, words=one.right or nothing)
        for one in found
    )


def _cancelled(facts: CancellationFacts, locales: tuple[Locale, ...], links: tuple[Link, ...]) -> Speech:
    title, reason = one_line(facts.title, TITLE_AT_MOST), one_line(facts.reason, COMMENT_AT_MOST)
    marked = say("cancellation.marked", facts.locale, title=title)

    def said(locale: Locale) -> str:
        why = (say("cancellation.reason", locale, reason=reason),) if reason else ()
        return "\n".join((say("cancellation.lead", locale), *why, say("cancellation.no_answer", locale)))

    drill = "\n".join(line for locale in locales for line in drill_lines(facts.kind, locale))
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, marked),
        heading=heading_line(facts.kind, marked),
        paragraphs=(
            *((drill,) if drill else ()),
            *(said(locale) for locale in locales),
            *(say("cancellation.help", locale) for locale in locales),
        ),
        links=links,
        small_print=tuple(say("emergency.first", locale) for locale in locales),
        mark=mark_of(facts.kind),
        urgent=True,
    )


def _how(facts: PromptFacts) -> str:
    """Key of the words."""
    if not facts.answer_url:
        return "prompt.press"
    return "prompt.reply" if facts.only_replies else "prompt.press_on_page"


def _title(facts: PromptFacts) -> str:
    """The short form, marked."""
    short = short_line(_words(facts).short, facts.message, facts.locale)
    return say("correction.marked", facts.locale, text=short)


def _words(facts: PromptFacts) -> CheckWords:
    return CheckWords(facts.title, facts.message, facts.level, facts.action)


def _changes(wrong: CheckWords, right: CheckWords, locale: Locale) -> Iterator[Change]:
    for before, after in (
        (wrong.title, right.title),
        (level_label(wrong.level, locale), level_label(right.level, locale)),
        (wrong.action, right.action),
    ):
        if before != after:
            yield Change(one_line(before, _SIDE_AT_MOST), one_line(after, _SIDE_AT_MOST))
    yield from _message_changes(wrong.message, right.message)


def _message_changes(wrong: str, right: str) -> list[Change]:
    """Sentence by sentence; what moved about is said as a whole."""
    if wrong == right:
        return []
    before, after = _sentences(wrong), _sentences(right)
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts = [(before[a:b], after[c:d]) for what, a, b, c, d in found if what != "equal"]
    if not parts or len(parts) > _PLACES_AT_MOST:
        return [Change(clean(wrong, _SIDE_AT_MOST), clean(right, MESSAGE_AT_MOST))]
    return [Change(clean(_joined(old), _SIDE_AT_MOST), clean(_joined(new), MESSAGE_AT_MOST)) for old, new in parts]


def _sentences(text: str) -> list[str]:
    pieces = (piece.strip() for piece in _BETWEEN_SENTENCES.split(text))
    return [piece for piece in pieces if piece]


def _joined(sentences: Sequence[str]) -> str:
    return "".join(one if one.endswith("。") else f"{one} " for one in sentences).strip()
