"""The text of a message in the spellings that the rules look at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.alert_messages.counting import with_plain_ends
from bot.alert_messages.spelling import Spelled, spell
from bot.alert_messages.vocabulary import Span

#: Behind these a blank stands for a full stop.
_ENDED = re.compile(r"(?:です|ます|ました|でした|ません|ください|ましょう)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` as given, with plain line ends; spans point into it. The title is its first line, the body the rest.

    `spaced` is the plain spelling with blanks and line breaks, `flow` the one without blanks (but between Latin letters
    and figures), with a full stop for each line break: a pattern that keeps to a sentence keeps to a line.
    """

    text: str
    title: str
    body: str
    body_start: int
    spaced: Spelled
    flow: Spelled
    flow_body_start: int

    @property
    def title_flow(self) -> str:
        return self.flow.text[: self.flow_body_start]

    @property
    def body_flow(self) -> str:
        return self.flow.text[self.flow_body_start :]

    @property
    def at_body(self) -> Span:
        """Where a missing part would stand."""
        return Span(self.body_start, self.body_start)


def read(text: str) -> Reading:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    title, _, rest = text.partition("\n")
    body = with_plain_ends(rest)
    body_start = min(len(text), len(title) + 1 + (len(rest) - len(rest.lstrip("\n"))))
    spaced = spell(text)
    flow = _flowing(spaced)
    flow_body_start = next((i for i, place in enumerate(flow.places) if place > len(title)), len(flow.text))
    return Reading(text, title, body, body_start, spaced, flow, flow_body_start)


def _flowing(spelled: Spelled) -> Spelled:
    chars: list[str] = []
    places: list[int] = []
    text = spelled.text
    for at, char in enumerate(text):
        if char == "\n" or (char.isspace() and _ENDED.search("".join(chars[-4:]))):
            char = "。"
        elif char.isspace() and not (_is_latin(chars[-1:]) and _is_latin(text[at + 1 : at + 2])):
            continue
        chars.append(char)
        places.append(spelled.places[at])
    return Spelled("".join(chars), (*places, spelled.places[-1]))


def _is_latin(one: str | list[str]) -> bool:
    return bool(one) and one[0].isascii() and one[0] not in "()[]:/"
