"""`/safety help`, also said where a command was not understood."""

from __future__ import annotations

from bot.commands import shown
from bot.phones import public_numbers
from bot.speech import Speech
from bot.vocabulary import Locale
from bot.wording import say


def help_text(locale: Locale, unknown: str = "") -> Speech:
    heading = say("help.heading", locale)
    return Speech(
        locale=locale,
        subject=heading,
        heading=heading,
        paragraphs=(
            *((say("help.unknown", locale, word=shown(unknown)),) if unknown else ()),
            say("help.need_help", locale),
            say("help.everybody", locale),
            say("help.managers", locale),
        ),
        links=public_numbers(locale),
        small_print=(say("help.japanese", locale),),
    )
