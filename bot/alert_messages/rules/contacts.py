"""Section 9: no link, telephone number or mail address, because everybody would open or call it at once."""

from __future__ import annotations

from collections.abc import Iterator

from bot.alert_messages.meaning import Meaning
from bot.alert_messages.rules.found import found
from bot.alert_messages.vocabulary import Finding, Rule
from bot.alert_messages.words.contact_words import LINKS, MAIL_ADDRESSES, PHONES


def find(meaning: Meaning) -> Iterator[Finding]:
    if meaning.in_company:
        return
    spaced = meaning.reading.spaced
    taken: list[tuple[int, int]] = []
    for rule, words in ((Rule.MAIL_ADDRESS, MAIL_ADDRESSES), (Rule.LINK, LINKS), (Rule.PHONE, PHONES)):
        for match in words.all_in(spaced.text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield found(meaning, rule, spaced.span_of(match), text=match[0].strip())
