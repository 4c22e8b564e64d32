"""The limits of message objects (developers.line.biz, Messaging API reference, "Message objects")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.line.action_rules import check_action
from sandbox.line.findings import Findings, check_object, check_text, check_web_url
from sandbox.line.flex_rules import check_flex_container
from sandbox.line.template_rules import check_template

#: LINE: 1 to 5 message objects a call.
MESSAGES = 5
TEXT = 5000
ALT_TEXT = 400
QUICK_REPLY_ITEMS = 13


def check_messages(messages: object) -> list[tuple[str, str]]:
    """What LINE would find wrong, as (message, property); empty where nothing is."""
    findings = Findings()
    if not isinstance(messages, list) or not messages:
        findings.add("May not be empty", "messages")
    elif len(messages) > MESSAGES:
        findings.add(f"Size must be between 1 and {MESSAGES}", "messages")
    else:
        for number, message in enumerate(messages):
            _check_message(message, f"messages[{number}]", findings)
    return findings.found


def _check_message(message: object, where: str, findings: Findings) -> None:
    if not check_object(message, where, findings):
        return
    assert isinstance(message, dict)
    check = _KINDS.get(str(message.get("type")))
    if check is None:
        findings.add("Must be one of the following values: [" + ", ".join(_KINDS) + "]", f"{where}.type")
        return
    check(message, where, findings)
    if "quickReply" in message:
        _check_quick_reply(message["quickReply"], f"{where}.quickReply", findings)
    if "sender" in message and check_object(message["sender"], f"{where}.sender", findings):
        sender = message["sender"]
        if "name" in sender:
            check_text(sender["name"], f"{where}.sender.name", findings, most=20)
        if "iconUrl" in sender:
            check_web_url(sender["iconUrl"], f"{where}.sender.iconUrl", findings, secure=True)


def _check_quick_reply(quick_reply: object, where: str, findings: Findings) -> None:
    if not check_object(quick_reply, where, findings):
        return
    assert isinstance(quick_reply, dict)
    items = quick_reply.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= QUICK_REPLY_ITEMS:
        findings.add(f"Size must be between 1 and {QUICK_REPLY_ITEMS}", f"{where}.items")
        return
    for number, item in enumerate(items):
        here = f"{where}.items[{number}]"
        if check_object(item, here, findings):
            if item.get("type", "action") != "action":
                findings.add("Must be action", f"{here}.type")
            check_action(item.get("action"), f"{here}.action", findings, label_most=20, in_quick_reply=True)


def _check_text_message(message: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(message.get("text"), f"{where}.text", findings, most=TEXT)


def _check_flex_message(message: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(message.get("altText"), f"{where}.altText", findings, most=ALT_TEXT)
    check_flex_container(message.get("contents"), f"{where}.contents", findings)


def _check_template_message(message: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(message.get("altText"), f"{where}.altText", findings, most=ALT_TEXT)
    check_template(message.get("template"), f"{where}.template", findings)


def _check_sticker(message: dict[str, Any], where: str, findings: Findings) -> None:
    for name in ("packageId", "stickerId"):
        check_text(message.get(name), f"{where}.{name}", findings, most=20)


def _check_location(message: dict[str, Any], where: str, findings: Findings) -> None:
    for name in ("title", "address"):
        check_text(message.get(name), f"{where}.{name}", findings, most=100)
    for name in ("latitude", "longitude"):
        if not isinstance(message.get(name), int | float):
            findings.add("Must be a number", f"{where}.{name}")


def _check_media(message: dict[str, Any], where: str, findings: Findings) -> None:
    for name in ("originalContentUrl", "previewImageUrl"):
        check_web_url(message.get(name), f"{where}.{name}", findings, secure=True)


_KINDS: dict[str, Callable[[dict[str, Any], str, Findings], None]] = {
    "text": _check_text_message,
    "flex": _check_flex_message,
    "template": _check_template_message,
    "sticker": _check_sticker,
    "location": _check_location,
    "image": _check_media,
    "video": _check_media,
}
