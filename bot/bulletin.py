"""A bulletin as a message of its own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.frame import HEADING_AT_MOST, drill_lines, info_links, mark_of
from bot.plain import NAME_AT_MOST, clean, one_line
from bot.short_form import ShortForm, left_out, short_line
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale
from bot.wording import say

#: UTF-16 code units; one bubble of LINE and one section of Slack take it.
WORDS_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class BulletinFacts:
    """In the reader's language. `when`: the company's clock."""

    kind: CheckKind
    short: ShortForm
    words: str
    when: str
    locale: Locale
    company: str
    info_url: str


def bulletin(facts: BulletinFacts) -> Speech:
    title = short_line(facts.short, facts.words, facts.locale)
    heading = one_line(mark_of(facts.kind) + say("bulletin.subject", facts.locale, title=title), HEADING_AT_MOST)
    company = one_line(facts.company, NAME_AT_MOST)
    signed = say("bulletin.signed", facts.locale, company=company, when=facts.when).strip()
    return Speech(
        locale=facts.locale,
        subject=heading,
        heading=heading,
        paragraphs=(
            *drill_lines(facts.kind, facts.locale),
            *filter(None, ("\n".join(left_out(facts.short, facts.locale, heading)),)),
            clean(facts.words, WORDS_AT_MOST),
        ),
        links=info_links(facts.locale, facts.info_url),
        small_print=(signed,),
        mark=mark_of(facts.kind),
    )
