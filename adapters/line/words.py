"""What is said back in LINE, as bodies that are made off the request's thread and kept where they are equal."""

from __future__ import annotations

from functools import lru_cache, partial

from adapters.line.bubbles import body_of
from adapters.line.replies import Words
from bot.speech import Speech
from bot.stopped import with_stopped
from bot.thanks import CALM, ThanksFacts, ask_for_place, send_place_label, thank_you
from bot.vocabulary import CheckKind, Locale
from flows.company_info import show_info
from flows.message_texts_at_hand import TextsAtHand
from flows.ports import Links
from flows.record_answer import AnswerRecorded
from flows.stopped_contacts import stopped_of
from flows.telling import is_in_need, thanks_facts
from flows.work import Begin, Lane, System


def spoken(speech: Speech) -> Words:
    return partial(body_of, speech)


def thanks_words(begin: Begin, links: Links, texts: TextsAtHand, recorded: AnswerRecorded) -> Words | None:
    """Nothing where the event was delivered again: it was answered the first time.

    Who is in need reads the company's numbers too, who is well its own words; they are looked up when the words' turn
    comes.
    """
    return None if recorded.is_repeat else partial(_thanks, begin, links, texts, recorded)


def _thanks(begin: Begin, links: Links, texts: TextsAtHand, recorded: AnswerRecorded) -> bytes:
    info = None
    if is_in_need(recorded.status, recorded.standing):
        with begin(System("line"), Lane.READ) as work:
            info = show_info(work)
    own_words = texts.thanks(recorded.locale) if recorded.status in CALM else None
    facts = thanks_facts(recorded, links.info(recorded.locale), info, via_line=True, own_words=own_words)
    if recorded.has_stopped and info is None and recorded.person_id is not None:
        with begin(System("line"), Lane.READ) as work:
            return body_of(with_stopped(thank_you(facts), stopped_of(work, recorded.person_id)))
    return _thank_you(facts)


@lru_cache(maxsize=256)
def _thank_you(facts: ThanksFacts) -> bytes:
    """Thousands press the same button: their thank-you is the same bytes."""
    return body_of(thank_you(facts))


def place_words(locale: Locale, kind: CheckKind) -> Words:
    """With a quick reply that sends the phone's own position."""
    return partial(body_of, ask_for_place(locale, kind), send_place_label(locale))
