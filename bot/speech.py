"""One thing to be said, before it takes the look of Slack, LINE or a letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.vocabulary import Locale

ButtonStyle = Literal["safe", "away", "injured", "help", "plain", "primary"]


@dataclass(frozen=True, slots=True)
class Button:
    """A press that comes back to us: `value` is made by `bot.buttons` and at most 300 bytes (LINE postback)."""

    label: str
    value: str
    style: ButtonStyle = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    """Opens a page; `tel:` links are allowed."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said, platform-free: every channel can render every Speech.

    `subject` is the one line shown where nothing else fits (mail subject, Slack's notification text, LINE's altText).
    `mark` is 【訓練】 on everything of a drill, otherwise empty; `subject` and `heading` already carry it.
    """

    locale: Locale
    subject: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    small_print: tuple[str, ...] = ()
    mark: str = ""
    urgent: bool = False
    fields: tuple[tuple[str, str], ...] = field(default=())
