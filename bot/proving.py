"""Words around proving a contact (連絡先確認): asked through the contact itself, answered by one press."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import ProvePress, encode
from bot.labels import person_label
from bot.message_texts import ORIGINALS, MessageTexts, TextKind, company_name, fill_body, fill_title
from bot.speech import Button, Link, Speech
from bot.vocabulary import Locale
from bot.wording import say


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """`page_url`: where mail leads, which has no buttons; empty for a chat. `name`: of whom a letter is for."""

    locale: Locale
    company: str
    page_url: str = ""
    name: str = ""
    texts: MessageTexts = ORIGINALS


def ask_for_proof(facts: ProofFacts) -> Speech:
    """One thing is asked, and that nothing has happened is said first."""
    locale = facts.locale
    title, why = _words(facts, TextKind.CONTACT_PROOF)
    label = say("proof.press", locale)
    return Speech(
        locale=locale,
        subject=say("proof.subject", locale, title=title),
        heading=say("proof.heading", locale, title=title),
        paragraphs=(say("proof.no_emergency", locale), *why),
        buttons=() if facts.page_url else (Button(label, encode(ProvePress()), "primary"),),
        links=(Link(label, facts.page_url),) if facts.page_url else (),
        small_print=(say("proof.not_mine", locale),),
    )


def ask_to_register(facts: ProofFacts) -> Speech:
    """To the profile address of somebody no contact reaches (設定確認通知)."""
    locale = facts.locale
    title, why = _words(facts, TextKind.CONTACT_URGE)
    return Speech(
        locale=locale,
        subject=say("register.subject", locale, title=title),
        heading=title,
        paragraphs=(say("proof.no_emergency", locale), *why),
        links=(Link(say("register.press", locale), facts.page_url),),
        small_print=(say("register.yours_alone", locale),),
    )


def _words(facts: ProofFacts, kind: TextKind) -> tuple[str, tuple[str, ...]]:
    """Title and body, where there is one."""
    text = facts.texts.of(kind, facts.locale)
    values = {
        "company": company_name(facts.company, facts.locale),
        "name": person_label(facts.name, facts.locale),
    }
    body = fill_body(text, values)
    return fill_title(text, values), (body,) if body else ()


def proven(locale: Locale, works: bool) -> Speech:
    """`works` False: its owner has stopped it, and a press on the question does not undo that."""
    heading = say("proof.thanks", locale)
    words = say("proof.works" if works else "proof.stopped", locale)
    return Speech(locale=locale, subject=heading, heading=heading, paragraphs=(words,))
