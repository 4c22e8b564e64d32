"""What is said to a press of a tile of the menu in LINE that no other press has words for."""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import encode
from bot.menu_buttons import SpeakPress
from bot.phones import public_numbers
from bot.speech import Button, Link, Speech
from bot.thanks import nothing_to_answer
from bot.vocabulary import Locale
from bot.wording import say


def with_answer_page(asked: Speech, url: str) -> Speech:
    """The four answers, and the page for whoever has more to say."""
    return replace(asked, links=(Link(say("menu.answer_page", asked.locale), url), *asked.links))


def nothing_is_asked(locale: Locale, is_known: bool, info_url: str) -> Speech:
    """Whoever pressed may be in danger all the same: whom to call stands there."""
    told = nothing_to_answer(locale, cried_for_help=False, is_known=is_known, via_line=True)
    links = (*public_numbers(locale), Link(say("info.page", locale), info_url))
    return replace(told, links=links, small_print=(say("emergency.first", locale),))


def which_language(locale: Locale) -> Speech:
    """Each is offered in its own words."""
    heading = say("menu.language", locale)
    return Speech(
        locale=locale,
        subject=heading,
        heading=heading,
        paragraphs=(say("menu.which_language", locale),),
        buttons=tuple(
            Button(say("menu.own_name", one), encode(SpeakPress(one)), "primary" if one is locale else "plain")
            for one in Locale
        ),
    )


def language_chosen(locale: Locale) -> Speech:
    """In the language chosen."""
    heading = say("own_language.done", locale)
    return Speech(locale=locale, subject=heading, heading=heading)
