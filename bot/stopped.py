"""To a person in chat: messages to one of your contacts are stopped, and the press that resumes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import ResumePress, encode
from bot.plain import one_line
from bot.speech import Button, Speech
from bot.vocabulary import ChannelKind, Locale
from bot.wording import say

#: Longer ones are cut: RFC 5321 allows 254 letters, a chat has no room for them.
_ADDRESS_AT_MOST = 80
_ADDRESSES_AT_MOST = 5


def with_stopped(speech: Speech, addresses: Sequence[str]) -> Speech:
    """The same, and at its end whose messages are stopped; unchanged where none are. For the owner's eyes alone."""
    if not addresses:
        return speech
    return replace(
        speech,
        paragraphs=(*speech.paragraphs, *_lines(addresses, speech.locale)),
        buttons=(*speech.buttons, Button(say("stopped.resume", speech.locale), encode(ResumePress()))),
    )


def address_hint(channel: str, address: str) -> str:
    """`h•••@example.jp`: enough to recognise one's own address, not enough to learn somebody else's."""
    if channel != ChannelKind.MAIL:
        return f"{address[:1]}•••"
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def _lines(addresses: Sequence[str], locale: Locale) -> tuple[str, ...]:
    return (say("stopped.told", locale, addresses=say("list.separator", locale).join(_short(addresses))),)


def resumed(locale: Locale, addresses: Sequence[str]) -> Speech:
    heading = say("stopped.resumed" if addresses else "stopped.none", locale)
    named = "\n".join(_short(addresses))
    return Speech(locale=locale, subject=heading, heading=heading, paragraphs=(named,) if named else ())


def _short(addresses: Sequence[str]) -> list[str]:
    return [one_line(one, _ADDRESS_AT_MOST) for one in addresses[:_ADDRESSES_AT_MOST]]
