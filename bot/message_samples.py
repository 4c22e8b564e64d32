"""What a message would look like with given words: the same composing as the real one, on sample facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.closing import ClosingFacts, closing_notice
from bot.message_texts import MessageTexts, TextKind
from bot.prompts import PromptFacts, prompt
from bot.proving import ProofFacts, ask_for_proof, ask_to_register
from bot.replies import ReplyFacts, reply_heard
from bot.speech import Speech
from bot.thanks import ThanksFacts, thank_you
from bot.vocabulary import ChannelKind, CheckKind, Locale, Standing, Status
from bot.wording import say

#: No check has this number: a press on a sample says so, and answers nothing.
_NO_CHECK = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """`page_url`: our pages, as a letter's links show them. `now` is in the company's local time already."""

    company: str
    name: str
    page_url: str
    now: datetime


def sample(kind: TextKind, locale: Locale, channel: ChannelKind, texts: MessageTexts, facts: Sample) -> Speech:
    by_mail = channel is ChannelKind.MAIL
    page_url = facts.page_url if by_mail else ""
    match kind:
        case TextKind.THANKS:
            return _thanks(locale, by_mail, texts, facts)
        case TextKind.CLOSED:
            return _closing(locale, page_url, texts, facts)
        case TextKind.CONTACT_PROOF:
            return ask_for_proof(ProofFacts(locale, facts.company, page_url, texts=texts))
        case TextKind.CONTACT_URGE:
            return ask_to_register(ProofFacts(locale, facts.company, facts.page_url, facts.name, texts))
        case _:
            return _question(kind, locale, page_url, texts, facts)


def trial(kind: TextKind, locale: Locale, channel: ChannelKind, texts: MessageTexts, facts: Sample) -> Speech:
    """A sample that is sent: nobody may take it for the real thing, or press anything in it."""
    speech = sample(kind, locale, channel, texts, facts)
    return replace(
        speech,
        subject=say("text.trial_mark", locale, text=speech.subject),
        heading=say("text.trial_mark", locale, text=speech.heading),
        paragraphs=(say("text.trial_note", locale), *speech.paragraphs),
        buttons=(),
        links=(),
        urgent=False,
    )


def _question(kind: TextKind, locale: Locale, page_url: str, texts: MessageTexts, facts: Sample) -> Speech:
    return prompt(
        PromptFacts(
            check_id=_NO_CHECK,
            kind=CheckKind.DRILL if kind is TextKind.DRILL else CheckKind.REAL,
            title=say("text.sample_title", locale),
            message=say("text.sample_message", locale),
            round=0,
            locale=locale,
            company=facts.company,
            info_url=facts.page_url,
            reminder_no={TextKind.REMINDER: 1, TextKind.LAST_REMINDER: 2}.get(kind, 0),
            is_last=kind is TextKind.LAST_REMINDER,
            answer_url=page_url,
            texts=texts,
            started_at=facts.now,
        )
    )


def _closing(locale: Locale, page_url: str, texts: MessageTexts, facts: Sample) -> Speech:
    title = say("text.sample_title", locale)
    closed = ClosingFacts(CheckKind.REAL, title, locale, facts.company, facts.page_url, page_url, texts, facts.now)
    return closing_notice(closed)


def _thanks(locale: Locale, by_mail: bool, texts: MessageTexts, facts: Sample) -> Speech:
    title, own = say("text.sample_title", locale), texts.own.get((TextKind.THANKS, locale))
    if by_mail:
        asked = ReplyFacts(CheckKind.REAL, title, locale, facts.page_url, facts.page_url, own_words=own)
        return reply_heard(asked, Status.SAFE)
    given = ThanksFacts(_NO_CHECK, CheckKind.REAL, title, 0, locale, Status.SAFE, Standing.SAFE)
    return thank_you(replace(given, info_url=facts.page_url, own_words=own))
