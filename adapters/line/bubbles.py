"""How a Speech looks in LINE: a text message, or a Flex bubble with buttons as tall as a thumb.

Limits: https://developers.line.biz/en/reference/messaging-api/ (altText 400, text 5,000, Flex button label 40,
quick reply 13 items with labels of 20, postback data 300, URI 1,000, bubble 30 kB).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from bot.buttons import CanWorkPress, CommentPress, PlacePress, UnknownButtonError, decode
from bot.plain import ELLIPSIS, clean, length, one_line
from bot.speech import Button, ButtonStyle, Link, Speech

Json = dict[str, Any]

ALT_TEXT_MAX = 400
TEXT_MAX = 5_000
BUTTON_LABEL_MAX = 40
QUICK_REPLY_LABEL_MAX = 20
QUICK_REPLIES_MAX = 13
POSTBACK_DATA_MAX = 300
URI_MAX = 1_000
#: LINE's 30 kB, less a little for what counting differently might add.
BUBBLE_MAX_BYTES = 29_000
#: One paragraph of a bubble; halved until the bubble fits.
_FLEX_TEXT_MAX = 2_000
_SHORTEST_TEXT = 60

INK = "#1A1A1A"
QUIET_INK = "#55595E"
PAPER = "#FFFFFF"
ALARM = "#B3261E"
#: Background of a button; all but `plain` carry white words.
BUTTON_COLOURS: dict[ButtonStyle, str] = {
    "safe": "#0B6B3A",
    "away": "#1D4E89",
    "injured": "#8A4B00",
    "help": ALARM,
    "primary": "#1D4E89",
    "plain": "#E4E7EA",
}
_SCHEMES = ("https://", "http://", "tel:", "line:")
#: What RFC 3986 allows in an address as it stands; `%` because it is already encoded.
_URI_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


@lru_cache(maxsize=256)
def body_of(speech: Speech, place_label: str = "") -> bytes:
    """The `messages` array of a LINE request, as JSON. Equal speeches are rendered once."""
    return json.dumps(messages_of(speech, place_label), ensure_ascii=False, separators=(",", ":")).encode()


def messages_of(speech: Speech, place_label: str = "") -> list[Json]:
    """One message. `place_label` adds a quick reply that sends the phone's own position."""
    quick, pressed = _split_quick_replies(speech.buttons)
    has_parts = pressed or speech.links or speech.fields or speech.urgent
    message = _flex(speech, pressed) if has_parts else _plain_text(speech)
    items = [_location_item(place_label)] if place_label else []
    items += [_quick_item(button) for button in quick]
    if items:
        message["quickReply"] = {"items": items[:QUICK_REPLIES_MAX]}
    return [message]


def _split_quick_replies(buttons: tuple[Button, ...]) -> tuple[list[Button], list[Button]]:
    """Details are offered as quick replies, which go away when the talk goes on; answers stay in the bubble."""
    usable = [button for button in buttons if _can_be_pressed(button)]
    quick = [button for button in usable if _asks_for_details(button)][:QUICK_REPLIES_MAX]
    return quick, [button for button in usable if button not in quick]


def _can_be_pressed(button: Button) -> bool:
    return one_line(button.label, BUTTON_LABEL_MAX) != "" and len(button.value.encode()) <= POSTBACK_DATA_MAX


def _asks_for_details(button: Button) -> bool:
    try:
        press = decode(button.value)
    except UnknownButtonError:
        return False
    return isinstance(press, CommentPress | CanWorkPress | PlacePress) and length(button.label) <= QUICK_REPLY_LABEL_MAX


def _plain_text(speech: Speech) -> Json:
    lines = (speech.heading, *speech.paragraphs, *speech.small_print)
    text = clean("\n\n".join(line for line in lines if line.strip()), TEXT_MAX)
    return {"type": "text", "text": text or clean(speech.subject, TEXT_MAX) or ELLIPSIS}


def _flex(speech: Speech, pressed: list[Button]) -> Json:
    """The bubble with every button and link; texts are shortened as far as 30 kB ask for it."""
    longest = _FLEX_TEXT_MAX
    bubble = _bubble(speech, pressed, longest)
    while _size(bubble) > BUBBLE_MAX_BYTES and longest > _SHORTEST_TEXT:
        longest //= 2
        bubble = _bubble(speech, pressed, longest)
    for part in ("body", "footer"):
        contents = bubble.get(part, {}).get("contents", [])
        while _size(bubble) > BUBBLE_MAX_BYTES and len(contents) > 1:
            contents.pop()
    alt_text = one_line(speech.subject, ALT_TEXT_MAX) or one_line(speech.heading, ALT_TEXT_MAX) or ELLIPSIS
    return {"type": "flex", "altText": alt_text, "contents": bubble}


def _size(bubble: Json) -> int:
    return len(json.dumps(bubble, ensure_ascii=False, separators=(",", ":")).encode())


def _bubble(speech: Speech, pressed: list[Button], longest: int) -> Json:
    words = clean(speech.heading, longest) or clean(speech.subject, longest) or ELLIPSIS
    heading = _text(words, longest, size="lg", weight="bold", color=PAPER if speech.urgent else INK)
    body = [_text(paragraph, longest) for paragraph in speech.paragraphs]
    body += [_field(label, value, longest) for label, value in speech.fields]
    body += [_text(line, longest, size="sm", color=QUIET_INK) for line in speech.small_print]
    bubble: Json = {"type": "bubble", "size": "mega"}
    if speech.urgent:
        bubble["header"] = _box([heading])
        bubble["styles"] = {"header": {"backgroundColor": ALARM}}
    else:
        body.insert(0, heading)
    bubble["body"] = _box([part for part in body if part] or [_text(ELLIPSIS, longest)])
    presses = [_button(button) for button in pressed]
    presses += [part for part in (_link(link) for link in speech.links) if part]
    if presses:
        bubble["footer"] = _box(presses)
    return bubble


def _box(contents: list[Json], layout: str = "vertical", spacing: str = "md") -> Json:
    return {"type": "box", "layout": layout, "spacing": spacing, "contents": contents}


def _text(words: str, longest: int, **look: Any) -> Json:
    """Empty for an empty text, which LINE would refuse."""
    shown = clean(words, longest)
    return {"type": "text", "text": shown, "wrap": True, "color": INK, "scaling": True, **look} if shown else {}


def _field(label: str, value: str, longest: int) -> Json:
    parts = [
        _text(label, longest, flex=4, size="sm", color=QUIET_INK),
        _text(value, longest, flex=6, size="sm", weight="bold"),
    ]
    return _box([part for part in parts if part], layout="horizontal") if any(parts) else {}


def _button(button: Button) -> Json:
    return {
        "type": "button",
        "style": "secondary" if button.style == "plain" else "primary",
        "color": BUTTON_COLOURS[button.style],
        "height": "md",
        "adjustMode": "shrink-to-fit",
        "scaling": True,
        "action": _postback(button, BUTTON_LABEL_MAX),
    }


def _link(link: Link) -> Json:
    uri = quote(link.url.strip(), safe=_URI_SAFE, errors="replace")
    label = one_line(link.label, BUTTON_LABEL_MAX)
    if not label or not uri.startswith(_SCHEMES) or len(uri) > URI_MAX:
        return {}
    return {
        "type": "button",
        "style": "secondary",
        "color": BUTTON_COLOURS["plain"],
        "height": "md",
        "adjustMode": "shrink-to-fit",
        "scaling": True,
        "action": {"type": "uri", "label": label, "uri": uri},
    }


def _postback(button: Button, longest: int) -> Json:
    label = one_line(button.label, longest)
    action = {"type": "postback", "label": label, "data": button.value, "displayText": label}
    if _opens_keyboard(button):
        action["inputOption"] = "openKeyboard"
    return action


def _opens_keyboard(button: Button) -> bool:
    try:
        return isinstance(decode(button.value), CommentPress)
    except UnknownButtonError:
        return False


def _quick_item(button: Button) -> Json:
    return {"type": "action", "action": _postback(button, QUICK_REPLY_LABEL_MAX)}


def _location_item(label: str) -> Json:
    """The location action exists only in quick replies; its label is at most 20."""
    return {"type": "action", "action": {"type": "location", "label": one_line(label, QUICK_REPLY_LABEL_MAX)}}
