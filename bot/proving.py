"""Words around proving a contact (連絡先確認): asked through the contact itself, answered by one press."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import ProvePress, encode
from bot.plain import NAME_AT_MOST, one_line
from bot.speech import Button, Link, Speech
from bot.vocabulary import Locale
from bot.wording import say


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """`page_url`: where mail leads, which has no buttons; empty for a chat."""

    locale: Locale
    company: str
    page_url: str = ""


def ask_for_proof(facts: ProofFacts) -> Speech:
    """One thing is asked, and that nothing has happened is said first."""
    locale, name = facts.locale, one_line(facts.company, NAME_AT_MOST)
    heading = say("proof.heading", locale)
    why = say("proof.why_of_company", locale, company=name) if name else say("proof.why", locale)
    label = say("proof.press", locale)
    return Speech(
        locale=locale,
        subject=say("proof.subject", locale),
        heading=heading,
        paragraphs=(say("proof.no_emergency", locale), why),
        buttons=() if facts.page_url else (Button(label, encode(ProvePress()), "primary"),),
        links=(Link(label, facts.page_url),) if facts.page_url else (),
        small_print=(say("proof.not_mine", locale),),
    )


def ask_to_register(facts: ProofFacts) -> Speech:
    """To the profile address of somebody no contact reaches (設定確認通知)."""
    locale, name = facts.locale, one_line(facts.company, NAME_AT_MOST)
    why = say("register.why_of_company", locale, company=name) if name else say("register.why", locale)
    return Speech(
        locale=locale,
        subject=say("register.subject", locale),
        heading=say("register.heading", locale),
        paragraphs=(say("proof.no_emergency", locale), why),
        links=(Link(say("register.press", locale), facts.page_url),),
        small_print=(say("register.yours_alone", locale),),
    )


def proven(locale: Locale, works: bool) -> Speech:
    """`works` False: its owner has stopped it, and a press on the question does not undo that."""
    heading = say("proof.thanks", locale)
    words = say("proof.works" if works else "proof.stopped", locale)
    return Speech(locale=locale, subject=heading, heading=heading, paragraphs=(words,))
