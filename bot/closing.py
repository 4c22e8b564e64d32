"""The notice that a check is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.frame import drill_lines, info_links, mark_of, question_heading, subject_line
from bot.labels import format_moment
from bot.message_texts import ORIGINALS, MessageTexts, TextKind, company_name, fill_body, fill_title
from bot.plain import TITLE_AT_MOST, one_line
from bot.speech import Link, Speech
from bot.vocabulary import CheckKind, Locale
from bot.wording import say


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """`answer_url` is set in mail. `started_at` is in the company's local time already."""

    kind: CheckKind
    title: str
    locale: Locale
    company: str
    info_url: str
    answer_url: str = ""
    texts: MessageTexts = ORIGINALS
    started_at: datetime | None = None


def closing_notice(facts: ClosingFacts) -> Speech:
    """Nobody is asked any more; that answers and cries for help are still heard, no editing takes away."""
    locale, (title, body) = facts.locale, closing_words(facts)
    page = (Link(say("prompt.open_page", locale), facts.answer_url),) if facts.answer_url else ()
    return Speech(
        locale=locale,
        subject=subject_line(facts.kind, locale, title),
        heading=question_heading(facts.kind, locale, title),
        paragraphs=(*drill_lines(facts.kind, locale), *((body,) if body else ()), say("closing.still_heard", locale)),
        links=(*page, *info_links(locale, facts.info_url)),
        small_print=(say("emergency.first", locale),),
        mark=mark_of(facts.kind),
    )


def closing_words(facts: ClosingFacts) -> tuple[str, str]:
    """Title and body; the body may be empty."""
    text = facts.texts.of(TextKind.CLOSED, facts.locale)
    values = {
        "title": one_line(facts.title, TITLE_AT_MOST),
        "company": company_name(facts.company, facts.locale),
        "started": format_moment(facts.started_at, facts.locale) if facts.started_at else "",
    }
    return fill_title(text, values), fill_body(text, values)
