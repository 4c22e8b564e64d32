"""Words around linking a LINE account."""

from __future__ import annotations

from datetime import timedelta

from bot.labels import lasting, person_label
from bot.plain import NAME_AT_MOST, one_line
from bot.speech import Speech
from bot.vocabulary import Locale
from bot.wording import say

_OTHER = {Locale.JA: Locale.EN, Locale.EN: Locale.JA}


def line_greeting(locale: Locale, is_linked: bool) -> Speech:
    """After a follow: type the code you got, or welcome back.

    Of somebody not linked the language is a guess, so how to link is said in both.
    """
    if is_linked:
        return _plainly(locale, "welcome.back_heading", say("welcome.back", locale))
    return _plainly(
        locale,
        "welcome.heading",
        say("welcome.code", locale),
        say("welcome.where", locale),
        say("welcome.can_cry", locale),
        f"{say('welcome.code', _OTHER[locale])}\n{say('welcome.where', _OTHER[locale])}",
    )


def linked(locale: Locale, person_name: str) -> Speech:
    words = say("welcome.linked", locale, name=person_label(person_name, locale))
    return _plainly(locale, "welcome.linked_heading", words, say("welcome.back", locale))


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
