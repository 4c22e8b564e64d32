"""A manager's trial of a text, sent to themselves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.message_samples import Sample, trial
from bot.message_texts import MessageText, TextKind, texts_of
from bot.speech import Speech
from bot.vocabulary import ChannelKind

if TYPE_CHECKING:
    from flows.deliver.claim import ClaimedMessage
    from flows.deliver.facts import PageFacts


def trial_speech(
    facts: PageFacts, message: ClaimedMessage, channel: ChannelKind, info_url: str, now: datetime
) -> Speech:
    """With the words as they were typed, which nobody may have saved."""
    kind, locale = TextKind(str(message.params["kind"])), message.locale
    text = MessageText(str(message.params["title"]), str(message.params["body"]))
    texts = texts_of({**facts.texts.own, (kind, locale): text})
    sample = Sample(facts.company, message.name, info_url, now.astimezone(facts.zone))
    return trial(kind, locale, channel, texts, sample)
