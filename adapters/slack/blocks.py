"""How a Speech looks in Slack: the notification line and the blocks, within Block Kit's limits.

Limits: docs.slack.dev/reference/block-kit (50 blocks a message; header 150, section 3,000, section field 2,000, button
text 75, button value 2,000, button url 3,000 characters; 10 fields a section, 10 elements a context, 25 an actions
block) and docs.slack.dev/reference/methods/chat.postMessage (top-level text; about 13,000 characters over all blocks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.speech import Button, ButtonStyle, Link, Speech

Block = dict[str, Any]

BLOCKS_PER_MESSAGE = 50
_HEADER = 150
_SECTION = 3000
_FIELD = 2000
_FIELDS_PER_SECTION = 10
_SMALL_PRINT = 1000
_SMALL_PRINTS = 10
_BUTTON = 75
_URL = 3000
_ELEMENTS_PER_ACTIONS = 25
_NOTIFICATION = 3000
#: Paragraphs and fields together; the rest of the 13,000 belongs to buttons, header and small print.
_BODY_CHARACTERS = 9500
#: From this number on paragraphs share sections, so that a list of names does not use up the blocks.
_PARAGRAPHS_APART = 12
#: So many links are buttons; more of them are lines of text.
_LINK_BUTTONS = 5

_STYLES: dict[ButtonStyle, str] = {"help": "danger", "safe": "primary", "primary": "primary"}


def escaped(text: str) -> str:
    """Safe inside mrkdwn: no mention, link or channel call can be made of it (docs.slack.dev, "Formatting text")."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, at_most: int) -> str:
    """At most so many characters, the last one an ellipsis where something is missing."""
    return text if len(text) <= at_most else text[: at_most - 1] + "…"


def plain(text: str, at_most: int) -> Block:
    """A plain_text object: Slack formats nothing in it."""
    return {"type": "plain_text", "text": cut(text, at_most)}


def message(speech: Speech) -> dict[str, Any]:
    """`text` and `blocks` of chat.postMessage, chat.update, response_url and the answer to a slash command."""
    return {"text": notification(speech), "blocks": blocks_of(speech)}


def notification(speech: Speech) -> str:
    """What the push notification shows; never empty (`no_text`)."""
    return escaped_within((speech.subject or speech.heading).strip(), _NOTIFICATION) or "…"


def blocks_of(speech: Speech) -> list[Block]:
    """The Speech as blocks: what can be pressed is never cut, long bodies are."""
    head = _header(speech.heading)
    tail = [*_buttons(speech.buttons), *_links(speech.links), *_small_print(speech.small_print)]
    body = [*_paragraphs(speech.paragraphs), *_fields(speech.fields)]
    blocks = [*head, *_within_budget(body, BLOCKS_PER_MESSAGE - len(head) - len(tail)), *tail]
    if not blocks:
        blocks = [_section(plain(notification(speech), _SECTION))]
    check(blocks, BLOCKS_PER_MESSAGE)
    return blocks


def _header(heading: str) -> list[Block]:
    return [{"type": "header", "text": plain(heading, _HEADER)}] if heading.strip() else []


def _section(text: Block) -> Block:
    return {"type": "section", "text": text}


def _paragraphs(paragraphs: Sequence[str]) -> Iterator[Block]:
    said = [paragraph for paragraph in paragraphs if paragraph.strip()]
    if len(said) > _PARAGRAPHS_APART:
        said = list(_packed(said))
    for paragraph in said:
        yield _section(plain(paragraph, _SECTION))


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together into texts that each fit one section."""
    text = ""
    for line in lines:
        if text and len(text) + 1 + len(line) > _SECTION:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    if text:
        yield text


def _fields(fields: Sequence[tuple[str, str]]) -> Iterator[Block]:
    shown = [_field(label, value) for label, value in fields if label.strip() or value.strip()]
    for start in range(0, len(shown), _FIELDS_PER_SECTION):
        yield {"type": "section", "fields": shown[start : start + _FIELDS_PER_SECTION]}


def _field(label: str, value: str) -> Block:
    # `verbatim`: Slack must not make links or mentions of what people wrote.
    bold = f"*{escaped(cut(label, 150))}*\n" if label.strip() else ""
    return {"type": "mrkdwn", "text": bold + escaped_within(value, _FIELD - len(bold)), "verbatim": True}


def escaped_within(text: str, at_most: int) -> str:
    """Escaped and at most so many characters afterwards, never cut inside an entity."""
    whole = escaped(text)
    if len(whole) <= at_most:
        return whole
    kept, room = [], at_most - 1
    for character in map(escaped, text):
        room -= len(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _buttons(buttons: Sequence[Button]) -> Iterator[Block]:
    elements = [_button(place, button) for place, button in enumerate(buttons) if button.label.strip()]
    yield from _actions("buttons", elements)


def _button(place: int, button: Button) -> Block:
    element: Block = {
        "type": "button",
        "action_id": f"{verb_of(button.value)}:{place}",
        "text": plain(button.label, _BUTTON),
        "value": button.value,
    }
    if style := _STYLES.get(button.style):
        element["style"] = style
    return element


def verb_of(value: str) -> str:
    """The verb of a button's value (`ans`, `com` …): listeners are chosen by it."""
    return value.split(":", 2)[1] if value.count(":") else "odd"


def _actions(name: str, elements: list[Block]) -> Iterator[Block]:
    for start in range(0, len(elements), _ELEMENTS_PER_ACTIONS):
        yield {
            "type": "actions",
            "block_id": f"{name}:{start}",
            "elements": elements[start : start + _ELEMENTS_PER_ACTIONS],
        }


def _links(links: Sequence[Link]) -> Iterator[Block]:
    """Web pages as buttons; telephone numbers, which Slack refuses as button addresses, as `<tel:119|119>`."""
    pages = [link for link in links if _is_page(link.url) and link.label.strip()]
    if len(pages) > _LINK_BUTTONS:
        pages = []
    lines = [_link_line(link) for link in links if link not in pages and (link.label.strip() or link.url.strip())]
    for text in _packed(lines):
        yield _section({"type": "mrkdwn", "text": text, "verbatim": True})
    yield from _actions("links", [_link_button(place, link) for place, link in enumerate(pages)])


def _is_page(url: str) -> bool:
    return url.startswith(("https://", "http://")) and len(url) <= _URL


def _link_button(place: int, link: Link) -> Block:
    return {"type": "button", "action_id": f"url:{place}", "text": plain(link.label, _BUTTON), "url": link.url}


def _link_line(link: Link) -> str:
    label = escaped_within(link.label.strip() or link.url.strip(), 300).replace("|", "/").replace("\n", " ")
    if not link.url.startswith(("https://", "http://", "tel:", "mailto:")) or len(link.url) > 2000:
        return label
    address = escaped(link.url).replace("|", "%7C").replace(" ", "%20")
    number = link.url.removeprefix("tel:")
    if link.url.startswith("tel:") and number not in re.sub(r"[^0-9+]", "", link.label):
        return f"{label} <{address}|{escaped(number).replace('|', '/')}>"
    return f"<{address}|{label}>"


def _small_print(lines: Sequence[str]) -> Iterator[Block]:
    elements = [plain(line, _SMALL_PRINT) for line in lines if line.strip()][:_SMALL_PRINTS]
    if elements:
        yield {"type": "context", "elements": elements}


def _within_budget(body: list[Block], blocks_left: int) -> Iterator[Block]:
    """As many blocks as fit, the last text cut where the characters run out."""
    characters = _BODY_CHARACTERS
    for block in body[: max(blocks_left, 0)]:
        texts = block.get("fields") or [block["text"]]
        length = sum(len(text["text"]) for text in texts)
        if length <= characters:
            characters -= length
            yield block
            continue
        if "text" in block and characters > 1:
            yield _section(plain(block["text"]["text"], characters))
        else:
            yield _section(plain("…", 1))
        return


class BlockKitError(ValueError):
    """Slack would refuse these blocks (`invalid_blocks`)."""


def check(blocks: Sequence[Block], at_most: int) -> None:
    """What slack_sdk.models does not look at: too many blocks, an empty text, the same action_id or block_id twice."""
    if len(blocks) > at_most:
        raise BlockKitError(f"{len(blocks)} blocks, at most {at_most}")
    seen: set[str] = set()
    for name in _names_in(blocks):
        if name in seen:
            raise BlockKitError(f"twice: {name}")
        seen.add(name)
    if any(not text["text"].strip() for text in _texts_in(blocks)):
        raise BlockKitError("empty text")


def _names_in(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if "block_id" in block:
            yield f"block_id {block['block_id']}"
        # An input's action_id need only be unique within its own block.
        if block["type"] == "actions":
            for element in block["elements"]:
                yield f"action_id {element['action_id']}"


def _texts_in(part: Any) -> Iterator[dict[str, str]]:
    if isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn"):
            yield part
        else:
            for inside in part.values():
                yield from _texts_in(inside)
    elif isinstance(part, (list, tuple)):
        for inside in part:
            yield from _texts_in(inside)
