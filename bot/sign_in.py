"""The letter with the link that signs in to the console."""

from __future__ import annotations

from datetime import timedelta

from bot.labels import lasting
from bot.speech import Link, Speech
from bot.vocabulary import Locale
from bot.wording import say


def sign_in_letter(locale: Locale, url: str, good_for: timedelta) -> Speech:
    """`url` opens a page with one button; the link alone signs nobody in."""
    return Speech(
        locale=locale,
        subject=say("sign_in.subject", locale),
        heading=say("sign_in.heading", locale),
        paragraphs=(say("sign_in.steps", locale),),
        links=(Link(say("sign_in.open", locale), url),),
        small_print=(
            say("sign_in.rules", locale, time=lasting(good_for, locale)),
            say("sign_in.not_you", locale),
        ),
    )
