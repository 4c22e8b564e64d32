"""Messages as their readers will see them, drawn from the very bytes that would be sent.

Every channel renders the message as it renders the real one; here its pieces are read back, top to bottom, and the page
lays them out. What a platform's limits cut away is missing here too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from html import unescape
from html.parser import HTMLParser
from typing import Any

from bot.speech import Speech
from bot.vocabulary import ChannelKind
from flows.ports import Channel, Receiver

#: A link in Slack's mrkdwn: `<tel:119|119 …>`.
_SLACK_LINK = re.compile(r"<[^<>|]+\|([^<>]*)>")
_SLACK_STYLES = {"danger": "help", "primary": "safe"}
#: The colours of the answers in LINE (`adapters.line.bubbles`); another one is a button like any.
_LINE_STYLES = {"#0B6B3A": "safe", "#8A4B00": "injured", "#B3261E": "help"}
_NOBODY = "name@example.jp"


@dataclass(frozen=True, slots=True)
class Piece:
    """`look`: subject, heading, alarm, text, small, link, or press with a style (`press help`)."""

    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Preview:
    channel: ChannelKind
    pieces: tuple[Piece, ...]


def draw(channels: Sequence[Channel], speeches: Mapping[ChannelKind, Speech], now: datetime) -> list[Preview]:
    """One for each channel the message would go through and that is on."""
    return [
        Preview(channel.kind, tuple(_DRAWN[channel.kind](_body(channel, speeches[channel.kind], now))))
        for channel in channels
        if channel.kind in speeches
    ]


def _body(channel: Channel, speech: Speech, now: datetime) -> bytes:
    receiver = None if channel.shares_bodies else Receiver(_NOBODY, "", speech.locale, "preview", now)
    [body] = channel.render([(speech, receiver)])
    return body


def _slack(body: bytes) -> Iterator[Piece]:
    message = json.loads(body)
    yield Piece("subject", unescape(message["text"]))
    for block in message["blocks"]:
        match block["type"]:
            case "header":
                yield Piece("heading", block["text"]["text"])
            case "section":
                yield from (Piece("text", _slack_words(text)) for text in block.get("fields") or [block["text"]])
            case "context":
                yield from (Piece("small", _slack_words(text)) for text in block["elements"])
            case "actions":
                yield from (_slack_button(element) for element in block["elements"])


def _slack_words(text: Mapping[str, str]) -> str:
    if text["type"] == "plain_text":
        return text["text"]
    return unescape(_SLACK_LINK.sub(r"\1", text["text"]))


def _slack_button(element: Mapping[str, Any]) -> Piece:
    look = "link" if "url" in element else f"press {_SLACK_STYLES.get(element.get('style', ''), 'plain')}"
    return Piece(look, element["text"]["text"])


def _line(body: bytes) -> Iterator[Piece]:
    [message] = json.loads(body)
    if message["type"] == "text":
        yield Piece("text", message["text"])
    else:
        yield Piece("subject", message["altText"])
        bubble = message["contents"]
        yield from (Piece("alarm", one["text"]) for one in bubble.get("header", {}).get("contents", ()))
        yield from map(_line_piece, bubble["body"]["contents"])
        yield from map(_line_piece, bubble.get("footer", {}).get("contents", ()))
    for item in message.get("quickReply", {}).get("items", ()):
        yield Piece("quick", item["action"]["label"])


def _line_piece(part: Mapping[str, Any]) -> Piece:
    match part["type"]:
        case "button":
            is_page = part["action"]["type"] == "uri"
            return Piece("link" if is_page else f"press {_line_style(part)}", part["action"]["label"])
        case "box":
            return Piece("text", " ".join(one["text"] for one in part["contents"]))
    look = "heading" if part.get("weight") == "bold" else "small" if part.get("size") == "sm" else "text"
    return Piece(look, part["text"])


def _line_style(button: Mapping[str, Any]) -> str:
    return "plain" if button["style"] == "secondary" else _LINE_STYLES.get(button["color"], "strong")


def _mail(body: bytes) -> Iterator[Piece]:
    letter = message_from_bytes(body, policy=policy.default)
    yield Piece("subject", str(letter["Subject"]))
    page = letter.get_body(("html",))
    assert page is not None, "a letter with links has both parts"
    reader = _PageReader()
    reader.feed(page.get_content())
    yield from reader.pieces


_PAGE_LOOKS = {"h1": "heading", "p": "text", "a": "link", "th": "text", "td": "text"}


class _PageReader(HTMLParser):
    """The pieces of a letter's page; its styles and everything around them are left behind."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self._open: list[tuple[str, str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self._open:
            self._open[-1][2].append("\n")
        elif tag in _PAGE_LOOKS:
            look = {"q": "small", "a": "alarm"}.get(dict(attrs).get("class") or "", _PAGE_LOOKS[tag])
            self._open.append((tag, look, []))

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            _, look, words = self._open.pop()
            if said := "".join(words).strip():
                self.pieces.append(Piece(look, said))


_DRAWN = {ChannelKind.SLACK: _slack, ChannelKind.LINE: _line, ChannelKind.MAIL: _mail}
