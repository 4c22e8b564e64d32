"""`/safety help`, also said where a command was not understood."""

from __future__ import annotations

from bot.commands import shown
from bot.phones import public_numbers
from bot.speech import Speech
from bot.vocabulary import Locale
from bot.wording import say


def help_text(locale: Locale, unknown: str = "", for_managers: bool = False) -> Speech:
    """What nobody but managers may do is shown to nobody else: in need one reads as little as can be."""
    heading = say("help.heading", locale)
    return Speech(
        locale=locale,
        subject=heading,
        heading=heading,
        paragraphs=(
            *((say("help.unknown", locale, word=shown(unknown)),) if unknown else ()),
            say("help.need_help", locale),
            say("help.everybody", locale),
            *((say("help.managers", locale),) if for_managers else ()),
        ),
        links=public_numbers(locale),
        small_print=(say("help.japanese", locale),),
    )
