"""The question itself: prompt, reminder, channel post, and what a prompt becomes once it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale, Status


@dataclass(frozen=True, slots=True)
class PromptFacts:
    """`reminder_no` is 0 for the prompt itself, 1 for the first reminder … ; `is_last` says so to the person.

    `answer_url` is set where the platform has no buttons (mail): the four answers are then on that page.
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


def prompt(facts: PromptFacts) -> Speech:
    raise NotImplementedError


def channel_prompt(facts: PromptFacts) -> Speech:
    """The same question to everybody in a shared channel, in Japanese and English; confirmations there are private."""
    raise NotImplementedError


def prompt_answered(facts: PromptFacts, said: Status) -> Speech:
    """What an earlier prompt is edited into: you answered this, and a button to change it."""
    raise NotImplementedError
