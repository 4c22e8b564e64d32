"""The limits of Flex Messages (developers.line.biz, Messaging API reference, "Flex Message")."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sandbox.line.action_rules import check_action
from sandbox.line.findings import (
    Findings,
    check_action_uri,
    check_choice,
    check_colour,
    check_object,
    check_text,
    check_web_url,
)

BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
CAROUSEL_BUBBLES = 12
BUTTON_LABEL = 40
TEXT = 2000
_DEPTH = 10
_BUBBLE_SIZES = ("nano", "micro", "deca", "hecto", "kilo", "mega", "giga")
_BLOCKS = ("header", "hero", "body", "footer")
_COMMON = {"type", "flex", "margin", "position", "offsetTop", "offsetBottom", "offsetStart", "offsetEnd"}
_PADDING = {"paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"}
_ALIGN = {"align", "gravity"}
_TEXT_LOOK = {"size", "color", "weight", "style", "decoration"}


def check_flex_container(container: object, where: str, findings: Findings) -> None:
    """The `contents` of a Flex Message: a bubble or a carousel of bubbles."""
    if not check_object(container, where, findings):
        return
    assert isinstance(container, dict)
    size = len(json.dumps(container, ensure_ascii=False, separators=(",", ":")).encode())
    if container.get("type") == "carousel":
        bubbles = container.get("contents")
        if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= CAROUSEL_BUBBLES:
            findings.add(f"Size must be between 1 and {CAROUSEL_BUBBLES}", f"{where}.contents")
            return
        if size > CAROUSEL_BYTES:
            findings.add("too large", where)
        for number, bubble in enumerate(bubbles):
            _check_bubble(bubble, f"{where}.contents[{number}]", findings)
        return
    if size > BUBBLE_BYTES:
        findings.add("too large", where)
    _check_bubble(container, where, findings)


def _check_bubble(bubble: object, where: str, findings: Findings) -> None:
    if not check_object(bubble, where, findings):
        return
    assert isinstance(bubble, dict)
    if bubble.get("type") != "bubble":
        findings.add("invalid property", f"{where}.type")
        return
    _known(bubble, {"type", "size", "direction", "styles", "action", *_BLOCKS}, where, findings)
    if "size" in bubble:
        check_choice(bubble["size"], _BUBBLE_SIZES, f"{where}.size", findings)
    if not any(name in bubble for name in _BLOCKS):
        findings.add("At least one block must be specified", where)
    for name in _BLOCKS:
        if name in bubble:
            allowed = ("box", "image", "video") if name == "hero" else ("box",)
            _check_component(bubble[name], f"{where}.{name}", findings, allowed, 0)
    if "action" in bubble:
        check_action(bubble["action"], f"{where}.action", findings, BUTTON_LABEL, needs_label=False)


def _check_component(component: object, where: str, findings: Findings, allowed: tuple[str, ...], depth: int) -> None:
    if not check_object(component, where, findings):
        return
    assert isinstance(component, dict)
    kind = str(component.get("type"))
    rule = _COMPONENTS.get(kind)
    if rule is None or kind not in allowed or depth > _DEPTH:
        findings.add("invalid property", f"{where}.type")
        return
    known, check = rule
    _known(component, known, where, findings)
    if "action" in component and kind != "button":
        check_action(component["action"], f"{where}.action", findings, BUTTON_LABEL, needs_label=False)
    for name in ("color", "backgroundColor", "borderColor"):
        if name in component:
            check_colour(component[name], f"{where}.{name}", findings)
    check(component, where, findings, depth)


def _check_box(box: dict[str, Any], where: str, findings: Findings, depth: int) -> None:
    check_choice(box.get("layout"), ("horizontal", "vertical", "baseline"), f"{where}.layout", findings)
    contents = box.get("contents")
    if not isinstance(contents, list):
        findings.add("May not be empty", f"{where}.contents")
        return
    baseline = box.get("layout") == "baseline"
    allowed = ("icon", "text", "filler", "span") if baseline else tuple(one for one in _COMPONENTS if one != "icon")
    for number, component in enumerate(contents):
        _check_component(component, f"{where}.contents[{number}]", findings, allowed, depth + 1)


def _check_text(text: dict[str, Any], where: str, findings: Findings, depth: int) -> None:
    spans = text.get("contents")
    if not isinstance(spans, list) or not spans:
        check_text(text.get("text"), f"{where}.text", findings, most=TEXT)
        return
    for number, span in enumerate(spans):
        _check_component(span, f"{where}.contents[{number}]", findings, ("span",), depth + 1)


def _check_span(span: dict[str, Any], where: str, findings: Findings, depth: int) -> None:
    check_text(span.get("text"), f"{where}.text", findings, most=TEXT)


def _check_button(button: dict[str, Any], where: str, findings: Findings, depth: int) -> None:
    check_action(button.get("action"), f"{where}.action", findings, BUTTON_LABEL)
    if "style" in button:
        check_choice(button["style"], ("primary", "secondary", "link"), f"{where}.style", findings)
    if "height" in button:
        check_choice(button["height"], ("sm", "md"), f"{where}.height", findings)


def _check_picture(picture: dict[str, Any], where: str, findings: Findings, depth: int) -> None:
    check_web_url(picture.get("url"), f"{where}.url", findings, secure=True)


def _check_video(video: dict[str, Any], where: str, findings: Findings, depth: int) -> None:
    check_action_uri(video.get("url"), f"{where}.url", findings)
    _check_component(video.get("altContent"), f"{where}.altContent", findings, ("box", "image"), depth + 1)


def _nothing_more(component: dict[str, Any], where: str, findings: Findings, depth: int) -> None:
    """Separators and fillers."""


def _known(value: dict[str, Any], known: set[str], where: str, findings: Findings) -> None:
    for name in value:
        if name not in known:
            findings.add("unknown field", f"{where}.{name}")


_Check = Callable[[dict[str, Any], str, Findings, int], None]
_BOX = {"layout", "contents", "spacing", "action", "backgroundColor", "borderColor", "borderWidth", "cornerRadius"}
_BOX_MORE = {"width", "height", "maxWidth", "maxHeight", "justifyContent", "alignItems", "background"}
_COMPONENTS: dict[str, tuple[set[str], _Check]] = {
    "box": (_COMMON | _PADDING | _BOX | _BOX_MORE, _check_box),
    "text": (
        _COMMON
        | _ALIGN
        | _TEXT_LOOK
        | {"text", "contents", "adjustMode", "wrap", "lineSpacing", "maxLines", "action"}
        | {"scaling"},
        _check_text,
    ),
    "span": ({"type", "text"} | _TEXT_LOOK, _check_span),
    "button": (_COMMON | {"action", "height", "style", "color", "gravity", "adjustMode", "scaling"}, _check_button),
    "image": (
        _COMMON | _ALIGN | {"url", "size", "aspectRatio", "aspectMode", "backgroundColor", "action", "animated"},
        _check_picture,
    ),
    "icon": (_COMMON | {"url", "size", "aspectRatio", "scaling"}, _check_picture),
    "video": ({"type", "url", "previewUrl", "altContent", "aspectRatio", "action"}, _check_video),
    "separator": ({"type", "margin", "color"}, _nothing_more),
    "filler": ({"type", "flex"}, _nothing_more),
}
