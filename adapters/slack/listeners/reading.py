"""From a press to its meaning."""

from __future__ import annotations

from typing import TypeVar

from adapters.slack.payloads import OddPayloadError, Press
from bot.buttons import UnknownButtonError, decode

P = TypeVar("P")


def pressed(press: Press, kind: type[P]) -> P:
    """The button's value, which must be of this kind."""
    try:
        meant = decode(press.value)
    except UnknownButtonError as error:
        raise OddPayloadError("value") from error
    if not isinstance(meant, kind):
        raise OddPayloadError("value")
    return meant
