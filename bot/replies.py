"""What is said back, by mail, to a reply by mail."""

from __future__ import annotations

from dataclasses import dataclass

from bot.frame import drill_lines, heading_line, info_links, mark_of, subject_line
from bot.labels import status_label
from bot.message_texts import MessageText
from bot.phones import phone_links, public_numbers
from bot.speech import Link, Speech
from bot.thanks import CALM, own_thanks
from bot.vocabulary import CheckKind, Locale, Status
from bot.wording import say


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """`answer_url`: the person's own page. `plain`: they get no mail with links in it, so they reply once more.

    `own_words`: the company's own thank-you, where it has one.
    """

    kind: CheckKind
    title: str
    locale: Locale
    answer_url: str
    info_url: str
    plain: bool = False
    own_words: MessageText | None = None


def reply_heard(
    facts: ReplyFacts, status: Status, nobody_told: bool = False, company_numbers: tuple[tuple[str, str], ...] = ()
) -> Speech:
    """What it was taken for, so that a slip is seen. Whoever is in need is told whom to call."""
    answer = status_label(status, facts.locale)
    in_need = status in (Status.HELP, Status.INJURED)
    help_words = "thanks.help_nobody_told" if nobody_told else "thanks.help"
    numbers = (*public_numbers(facts.locale), *phone_links(company_numbers)) if in_need else ()
    return _speech(
        facts,
        say("reply.heard", facts.locale, answer=answer),
        (
            *((say(help_words, facts.locale),) if status is Status.HELP else ()),
            *_own_words(facts, status),
            say("reply.recorded_plain" if facts.plain else "reply.recorded", facts.locale, answer=answer),
        ),
        numbers,
        say("button.change", facts.locale),
        urgent=status is Status.HELP,
    )


def _own_words(facts: ReplyFacts, status: Status) -> tuple[str, ...]:
    if facts.own_words is None or status not in CALM:
        return ()
    _, body = own_thanks(facts.own_words, status, facts.title, facts.locale)
    return (body,) if body else ()


def reply_unclear(facts: ReplyFacts) -> Speech:
    """It said nothing certain: the link again."""
    return _speech(
        facts,
        say("reply.unclear", facts.locale),
        (say("reply.unclear_why_plain" if facts.plain else "reply.unclear_why", facts.locale),),
        (),
        say("prompt.open_page", facts.locale),
        small_print=(say("emergency.first", facts.locale),),
    )


def _speech(
    facts: ReplyFacts,
    heading: str,
    words: tuple[str, ...],
    numbers: tuple[Link, ...],
    page_label: str,
    small_print: tuple[str, ...] = (),
    urgent: bool = False,
) -> Speech:
    pages = (Link(page_label, facts.answer_url), *info_links(facts.locale, facts.info_url))
    return Speech(
        locale=facts.locale,
        subject=subject_line(facts.kind, facts.locale, heading),
        heading=heading_line(facts.kind, heading),
        paragraphs=(*drill_lines(facts.kind, facts.locale), facts.title, *words),
        links=numbers if facts.plain else (*numbers, *pages),
        small_print=small_print,
        mark=mark_of(facts.kind),
        urgent=urgent,
    )
