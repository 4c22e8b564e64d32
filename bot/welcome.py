"""Words around linking a LINE account."""

from __future__ import annotations

from bot.speech import Speech
from bot.vocabulary import Locale


def line_greeting(locale: Locale, is_linked: bool) -> Speech:
    """After a follow: type the code you got, or welcome back."""
    raise NotImplementedError


def linked(locale: Locale, person_name: str) -> Speech:
    raise NotImplementedError


def wrong_code(locale: Locale, too_many_tries: bool) -> Speech:
    raise NotImplementedError


def link_code(locale: Locale, code: str, minutes: int, company: str) -> Speech:
    """The code and the three steps: add the bot as a friend, open the chat, type this."""
    raise NotImplementedError
