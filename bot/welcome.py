"""Words around linking a LINE account."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from bot.labels import lasting, person_label
from bot.plain import NAME_AT_MOST, one_line
from bot.speech import Link, Speech
from bot.vocabulary import Locale
from bot.wording import say

_OTHER = {Locale.JA: Locale.EN, Locale.EN: Locale.JA, Locale.JA_EASY: Locale.EN}


#: A whole line that asks how to link, as people type it.
_LINK_WORDS = frozenset(
    (
        "連携",
        "れんけい",
        "連携する",
        "連携したい",
        "line連携",
        "line 連携",
        "アカウント連携",
        "リンク",
        "link",
        "link my account",
    )
)


def asks_to_link(text: str) -> bool:
    """Whether the typed line asks for the linking button and says nothing else."""
    if len(text) > 2 * max(map(len, _LINK_WORDS)):
        return False
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("。.!「」“”") in _LINK_WORDS


def line_greeting(locale: Locale, is_linked: bool, link_url: str = "") -> Speech:
    """After a follow: type the code you got or press the button to our page (where there is one), or welcome back.

    Of somebody not linked the language is a guess, so how to link is said in both.
    """
    if is_linked:
        return _plainly(locale, "welcome.back_heading", say("welcome.back", locale))
    keys = ("welcome.code", "welcome.where", *(["line_link.by_button"] if link_url else []))
    heading = say("welcome.heading", locale)
    return Speech(
        locale=locale,
        subject=heading,
        heading=heading,
        paragraphs=(
            *(say(key, locale) for key in keys),
            say("welcome.can_cry", locale),
            "\n".join(say(key, _OTHER[locale]) for key in keys),
        ),
        links=(Link(say("line_link.button", locale), link_url),) if link_url else (),
    )


def linked(locale: Locale, person_name: str) -> Speech:
    words = say("welcome.linked", locale, name=person_label(person_name, locale))
    return _plainly(locale, "welcome.linked_heading", words, say("welcome.back", locale))


def link_failed(locale: Locale) -> Speech:
    """LINE or we refused the account link; nothing was changed."""
    return _plainly(locale, "line_link.failed_heading", say("line_link.failed", locale), say("welcome.can_cry", locale))


def wrong_code(locale: Locale, too_many_tries: bool) -> Speech:
    words = (
        (say("welcome.too_many", locale),)
        if too_many_tries
        else (
            say("welcome.wrong", locale),
            say("welcome.where", locale),
        )
    )
    return _plainly(locale, "welcome.wrong_heading", *words, say("welcome.can_cry", locale))


def link_code(locale: Locale, code: str, good_for: timedelta, company: str) -> Speech:
    """The code and the three steps: add the bot as a friend, open the chat, type this.

    The code is not in the subject: a locked screen shows that to everybody.
    """
    name = one_line(company, NAME_AT_MOST)
    account = say("code.of_company", locale, company=name) if name else say("code.of_nobody", locale)
    return Speech(
        locale=locale,
        subject=say("code.subject", locale),
        heading=say("code.heading", locale),
        paragraphs=(say("code.steps", locale, company=account),),
        fields=((say("code.field", locale), code),),
        small_print=(say("code.rules", locale, time=lasting(good_for, locale)),),
    )


def _plainly(locale: Locale, heading_key: str, *paragraphs: str) -> Speech:
    heading = say(heading_key, locale)
    return Speech(locale=locale, subject=heading, heading=heading, paragraphs=paragraphs)
