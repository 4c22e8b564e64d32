"""A bulletin that is pushed, in the words it has at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bulletin import BulletinFacts, bulletin
from bot.company import in_language
from bot.labels import format_moment
from bot.short_form import ShortForm
from bot.speech import Speech
from flows.deliver.facts import PageFacts
from storage.queries.bulletin_pushes import BULLETIN

if TYPE_CHECKING:
    from flows.deliver.claim import ClaimedMessage


def bulletin_speech(facts: PageFacts, message: ClaimedMessage, info_url: str) -> Speech:
    news, locale = facts.bulletins[message.params[BULLETIN]], message.locale
    title, words = in_language(locale, *news.title), in_language(locale, *news.words)
    short = ShortForm(title, news.level, in_language(locale, *news.action))
    when = format_moment(news.written_at, locale)
    return bulletin(BulletinFacts(news.kind, short, words, when, locale, facts.company, info_url))


def bulletin_mark(facts: PageFacts, message: ClaimedMessage) -> tuple[object, ...]:
    """What tells its body from all others: which bulletin, and which of its versions. Empty for another message."""
    news = facts.bulletins.get(message.params.get(BULLETIN, 0))
    return (message.params[BULLETIN], news.version) if news else ()
