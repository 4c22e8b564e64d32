"""A manager's short words to a person: signed, one way, with the ways to answer below them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer_buttons import answer_buttons
from bot.frame import drill_lines, heading_line, mark_of, subject_line
from bot.labels import person_label
from bot.phones import phone_links, public_numbers
from bot.plain import COMMENT_AT_MOST, TITLE_AT_MOST, clean, one_line
from bot.speech import Link, Speech
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

_NUMBERS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """`by`: the manager's name, empty for the command line. `answer_url` is set where there are no buttons (mail)."""

    check_id: int
    kind: CheckKind
    title: str
    round: int
    locale: Locale
    by: str
    words: str
    #: The company's own numbers: (name, number).
    company_numbers: tuple[tuple[str, str], ...] = ()
    answer_url: str = ""


def manager_note(facts: NoteFacts) -> Speech:
    """The words first; then that nobody reads a reply, and what to do instead."""
    locale = facts.locale
    sender = person_label(facts.by, locale) if facts.by.strip() else say("manager_note.somebody", locale)
    heading = say("manager_note.heading", locale, sender=sender)
    page = (Link(say("prompt.open_page", locale), facts.answer_url),) if facts.answer_url else ()
    how = say("manager_note.answer_on_page" if page else "manager_note.answer", locale)
    return Speech(
        locale=locale,
        subject=subject_line(facts.kind, locale, heading),
        heading=heading_line(facts.kind, heading),
        paragraphs=(
            *drill_lines(facts.kind, locale),
            say("manager_note.words", locale, words=clean(facts.words, COMMENT_AT_MOST)),
            how,
        ),
        buttons=() if page else answer_buttons(facts.check_id, facts.round, locale),
        links=(*page, *phone_links(facts.company_numbers[:_NUMBERS_AT_MOST]), *public_numbers(locale)),
        small_print=(say("choose.check", locale, title=one_line(facts.title, TITLE_AT_MOST)),),
        mark=mark_of(facts.kind),
        urgent=True,
    )
