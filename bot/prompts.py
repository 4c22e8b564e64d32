"""The question itself: prompt, reminder, channel post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.answer_buttons import answer_buttons, answer_buttons_in_both
from bot.frame import drill_lines, info_links, mark_of, question_heading, subject_line
from bot.labels import format_moment
from bot.message_texts import (
    ORIGINALS,
    MessageTexts,
    TextKind,
    company_name,
    fill_body,
    fill_title,
    question_kind,
)
from bot.plain import MESSAGE_AT_MOST, NAME_AT_MOST, TITLE_AT_MOST, clean, one_line
from bot.short_form import ShortForm, left_out, short_line
from bot.speech import Link, Speech
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

_BOTH = (Locale.JA, Locale.EN)


@dataclass(frozen=True, slots=True)
class PromptFacts:
    """`reminder_no` is 0 for the prompt itself, 1 for the first reminder … ; `is_last` says so to the person.

    `answer_url` is set where the platform has no buttons (mail): the four answers are then on that page.
    `hears_replies`: a reply is heard as well. `plain`: the receiver gets no mail with links in it, so they reply.
    `texts`: the words in force. `started_at` is in the company's local time already.
    """

    check_id: int
    kind: CheckKind
    title: str
    message: str
    round: int
    locale: Locale
    company: str
    info_url: str
    reminder_no: int = 0
    is_last: bool = False
    answer_url: str = ""
    hears_replies: bool = False
    plain: bool = False
    texts: MessageTexts = ORIGINALS
    started_at: datetime | None = None
    level: int = 0
    action: str = ""

    @property
    def only_replies(self) -> bool:
        return self.plain and self.hears_replies


def prompt(facts: PromptFacts) -> Speech:
    """The order of what is read: is it a drill, what does the company say, how do I answer."""
    title = _title(facts, facts.locale)
    by_page = bool(facts.answer_url)
    page = (Link(say("prompt.open_page", facts.locale), facts.answer_url),) if by_page else ()
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, title),
        heading=question_heading(facts.kind, facts.locale, title),
        paragraphs=(
            *drill_lines(facts.kind, facts.locale, "drill.long"),
            *_asked_again(facts, facts.locale),
            *_message(facts, title),
            *_how_to_answer(facts),
        ),
        buttons=() if by_page else answer_buttons(facts.check_id, facts.round, facts.locale),
        links=() if facts.only_replies else (*page, *info_links(facts.locale, facts.info_url)),
        small_print=_small_print(facts, facts.locale),
        mark=mark_of(facts.kind),
        urgent=True,
    )


def channel_prompt(facts: PromptFacts) -> Speech:
    """The same question to everybody in a shared channel, in Japanese and English; confirmations there are private."""
    title = _title(facts, facts.locale)
    drill = "\n".join(line for locale in _BOTH for line in drill_lines(facts.kind, locale, "drill.long"))
    words = [
        "\n".join(
            (
                *_asked_again(facts, locale),
                _ask(facts, locale, "prompt.press"),
                say("prompt.private", locale),
            )
        )
        for locale in _BOTH
    ]
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, title),
        heading=question_heading(facts.kind, facts.locale, title),
        paragraphs=(*((drill,) if drill else ()), *_message(facts, title), *words),
        buttons=answer_buttons_in_both(facts.check_id, facts.round),
        links=(Link(say("prompt.info_both", facts.locale), facts.info_url),) if facts.info_url else (),
        small_print=tuple(line for locale in _BOTH for line in _small_print(facts, locale)),
        mark=mark_of(facts.kind),
        urgent=True,
    )


def _how_to_answer(facts: PromptFacts) -> tuple[str, ...]:
    if not facts.answer_url:
        return (_ask(facts, facts.locale, "prompt.press"),)
    if facts.only_replies:
        return (_ask(facts, facts.locale, "prompt.reply"),)
    also = (say("prompt.or_reply", facts.locale),) if facts.hears_replies else ()
    return (_ask(facts, facts.locale, "prompt.press_on_page"), *also)


def _ask(facts: PromptFacts, locale: Locale, how: str) -> str:
    """The company's question, and how it is answered, which no editing takes away."""
    question = fill_body(facts.texts.of(question_kind(facts.kind), locale), _values(facts, locale))
    return "\n".join(line for line in (question, say(how, locale)) if line)


def _title(facts: PromptFacts, locale: Locale) -> str:
    """The short form. A reminder looks different from the prompt at first sight; the last one says so."""
    kind = _reminder_kind(facts) if facts.reminder_no else question_kind(facts.kind)
    title = fill_title(facts.texts.of(kind, locale), _values(facts, locale))
    return short_line(ShortForm(facts.title, facts.level, facts.action), facts.message, locale, title)


def _asked_again(facts: PromptFacts, locale: Locale) -> tuple[str, ...]:
    if not facts.reminder_no:
        return ()
    words = fill_body(facts.texts.of(_reminder_kind(facts), locale), _values(facts, locale))
    return (words,) if words else ()


def _reminder_kind(facts: PromptFacts) -> TextKind:
    return TextKind.LAST_REMINDER if facts.is_last else TextKind.REMINDER


def _values(facts: PromptFacts, locale: Locale) -> dict[str, str]:
    return {
        "title": one_line(facts.title, TITLE_AT_MOST),
        "company": company_name(facts.company, locale),
        "started": format_moment(facts.started_at, locale) if facts.started_at else "",
        "number": str(facts.reminder_no),
    }


def _message(facts: PromptFacts, title: str) -> tuple[str, ...]:
    """Below what had no room in the heading."""
    heading = question_heading(facts.kind, facts.locale, title)
    more = left_out(ShortForm(facts.title, facts.level, facts.action), facts.locale, heading)
    return tuple(filter(None, ("\n".join(more), clean(facts.message, MESSAGE_AT_MOST))))


def _small_print(facts: PromptFacts, locale: Locale) -> tuple[str, ...]:
    company = one_line(facts.company, NAME_AT_MOST)
    sender = (say("prompt.sender", locale, company=company),) if company else ()
    return (say("emergency.first", locale), *sender)
