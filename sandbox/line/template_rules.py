"""The limits of template messages (developers.line.biz, Messaging API reference, "Template messages")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.line.action_rules import check_action
from sandbox.line.findings import Findings, check_object, check_text, check_web_url

LABEL = 20
BUTTONS_ACTIONS = 4
COLUMNS = 10
COLUMN_ACTIONS = 3


def check_template(template: object, where: str, findings: Findings) -> None:
    """The `template` of a template message."""
    if not check_object(template, where, findings):
        return
    assert isinstance(template, dict)
    check = _KINDS.get(str(template.get("type")))
    if check is None:
        findings.add("Must be one of the following values: [" + ", ".join(_KINDS) + "]", f"{where}.type")
        return
    check(template, where, findings)


def _check_buttons(template: dict[str, Any], where: str, findings: Findings) -> None:
    decorated = "title" in template or "thumbnailImageUrl" in template
    check_text(template.get("text"), f"{where}.text", findings, most=60 if decorated else 160)
    if "title" in template:
        check_text(template["title"], f"{where}.title", findings, most=40)
    if "thumbnailImageUrl" in template:
        check_web_url(template["thumbnailImageUrl"], f"{where}.thumbnailImageUrl", findings, secure=True)
    _check_actions(template.get("actions"), f"{where}.actions", findings, 1, BUTTONS_ACTIONS)


def _check_confirm(template: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(template.get("text"), f"{where}.text", findings, most=240)
    _check_actions(template.get("actions"), f"{where}.actions", findings, 2, 2)


def _check_carousel(template: dict[str, Any], where: str, findings: Findings) -> None:
    columns = template.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= COLUMNS:
        findings.add(f"Size must be between 1 and {COLUMNS}", f"{where}.columns")
        return
    for number, column in enumerate(columns):
        here = f"{where}.columns[{number}]"
        if check_object(column, here, findings):
            decorated = "title" in column or "thumbnailImageUrl" in column
            check_text(column.get("text"), f"{here}.text", findings, most=60 if decorated else 120)
            _check_actions(column.get("actions"), f"{here}.actions", findings, 1, COLUMN_ACTIONS)


def _check_actions(actions: object, where: str, findings: Findings, least: int, most: int) -> None:
    if not isinstance(actions, list) or not least <= len(actions) <= most:
        findings.add(f"Size must be between {least} and {most}", where)
        return
    for number, action in enumerate(actions):
        check_action(action, f"{where}[{number}]", findings, LABEL)


_KINDS: dict[str, Callable[[dict[str, Any], str, Findings], None]] = {
    "buttons": _check_buttons,
    "confirm": _check_confirm,
    "carousel": _check_carousel,
}
