"""A correction or a cancellation, in the words it has at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import corrections
from bot.corrections import CancellationFacts
from bot.prompts import PromptFacts
from bot.speech import Speech
from bot.vocabulary import MessageKind
from storage.queries.corrected import SAYING

if TYPE_CHECKING:
    from flows.deliver.claim import ClaimedMessage
    from flows.deliver.facts import PageFacts


def correction_speech(facts: PageFacts, message: ClaimedMessage, asked: PromptFacts) -> Speech:
    """`asked`: the question as it would be asked now. Without a person it goes to a shared channel."""
    said = facts.corrections[message.message_id]
    if message.kind is MessageKind.CORRECTION:
        compose = corrections.correction if message.person_id is not None else corrections.channel_correction
        return compose(asked, said.wrong)
    told = CancellationFacts(asked.kind, asked.title, said.reason, asked.locale, asked.info_url, asked.answer_url)
    return corrections.cancellation(told) if message.person_id is not None else corrections.channel_cancellation(told)


def correction_mark(facts: PageFacts, message: ClaimedMessage) -> tuple[object, ...]:
    """What tells a body from those of the check's other words; empty where there were none before."""
    said = facts.corrections.get(message.message_id)
    about = (said.correction_id, said.since, message.person_id is None) if said else ()
    says = version_of(facts, message)
    return (*about, *(("v", says[1]) if says and says[1] > 1 else ()))


def version_of(facts: PageFacts, message: ClaimedMessage) -> tuple[int, int] | None:
    """The check whose words the message says, and their version; None: it says none."""
    if message.kind not in SAYING or message.check_id is None:
        return None
    return message.check_id, facts.checks[message.check_id].version
