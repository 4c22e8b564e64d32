"""The limits of action objects (developers.line.biz, Messaging API reference, "Action objects")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.line.findings import Findings, check_action_uri, check_choice, check_object, check_text

DATA = 300
_QUICK_REPLY_ONLY = ("location", "camera", "cameraRoll")


def check_action(
    action: object,
    where: str,
    findings: Findings,
    label_most: int,
    in_quick_reply: bool = False,
    needs_label: bool = True,
) -> None:
    """One action, wherever it stands."""
    if not check_object(action, where, findings):
        return
    assert isinstance(action, dict)
    kind = str(action.get("type"))
    if kind in _QUICK_REPLY_ONLY and not in_quick_reply:
        findings.add(f"{kind} action is only allowed in quick reply", f"{where}.type")
        return
    check = _KINDS.get(kind)
    if check is None:
        findings.add("Must be one of the following values: [" + ", ".join(_KINDS) + "]", f"{where}.type")
        return
    if needs_label or "label" in action:
        check_text(action.get("label"), f"{where}.label", findings, most=label_most)
    check(action, where, findings)


def _check_postback(action: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(action.get("data"), f"{where}.data", findings, most=DATA)
    for name in ("displayText", "text", "fillInText"):
        if name in action:
            check_text(action[name], f"{where}.{name}", findings, most=300)
    if "displayText" in action and "text" in action:
        findings.add("displayText and text cannot be used together", f"{where}.text")
    if "inputOption" in action:
        options = ("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice")
        check_choice(action["inputOption"], options, f"{where}.inputOption", findings)


def _check_message(action: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(action.get("text"), f"{where}.text", findings, most=300)


def _check_uri(action: dict[str, Any], where: str, findings: Findings) -> None:
    check_action_uri(action.get("uri"), f"{where}.uri", findings)


def _check_datetime(action: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(action.get("data"), f"{where}.data", findings, most=DATA)
    check_choice(action.get("mode"), ("date", "time", "datetime"), f"{where}.mode", findings)


def _check_clipboard(action: dict[str, Any], where: str, findings: Findings) -> None:
    check_text(action.get("clipboardText"), f"{where}.clipboardText", findings, most=1000)


def _accept(action: dict[str, Any], where: str, findings: Findings) -> None:
    """Only a label."""


_KINDS: dict[str, Callable[[dict[str, Any], str, Findings], None]] = {
    "postback": _check_postback,
    "message": _check_message,
    "uri": _check_uri,
    "datetimepicker": _check_datetime,
    "clipboard": _check_clipboard,
    "location": _accept,
    "camera": _accept,
    "cameraRoll": _accept,
}
