"""The limits of Block Kit, as the reference of blocks, elements and composition objects gives them (docs.slack.dev)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sandbox.slack.block_elements import check_element, check_image
from sandbox.slack.block_problems import Problems, check_plain_text, check_text

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
#: Seen limit over all blocks of one message; beyond it `msg_blocks_too_long`.
MESSAGE_CHARACTERS = 13_000
VIEW_BYTES = 250_000

_MENUS = ("static", "external", "users", "conversations", "channels")
_PICKERS = ("datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons")
_SELECTS = frozenset(f"{many}{menu}_select" for menu in _MENUS for many in ("", "multi_"))
ACTION_ELEMENTS = _SELECTS | {*_PICKERS, "button", "overflow", "workflow_button"}
INPUT_ELEMENTS = _SELECTS | {
    *_PICKERS,
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}
ACCESSORIES = ACTION_ELEMENTS | {"image"}
_ID = re.compile(r".{1,255}", re.DOTALL)


def check_blocks(blocks: object, most: int = MESSAGE_BLOCKS, prefix: str = "/blocks") -> list[str]:
    """What Slack would find wrong; empty where nothing is."""
    problems = Problems()
    if not isinstance(blocks, list):
        problems.add("must be an array", prefix)
        return problems.found
    if len(blocks) > most:
        problems.add(f"no more than {most} items allowed", prefix)
    for number, block in enumerate(blocks):
        _check_block(block, f"{prefix}/{number}", problems)
    _check_block_ids(blocks, prefix, problems)
    return problems.found


def characters_of(value: object) -> int:
    """Characters of all texts below `value`."""
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(
            characters_of(part) for key, part in value.items() if not (key == "text" and isinstance(part, str))
        )
    if isinstance(value, list):
        return sum(characters_of(part) for part in value)
    return 0


def _check_block_ids(blocks: Sequence[object], prefix: str, problems: Problems) -> None:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if block_id is None:
            continue
        where = f"{prefix}/{number}/block_id"
        if not isinstance(block_id, str) or not _ID.fullmatch(block_id):
            problems.add("must be a string of 1 to 255 characters", where)
        elif block_id in seen:
            problems.add("`block_id` already exists", where)
        else:
            seen.add(block_id)


def _check_block(block: object, where: str, problems: Problems) -> None:
    if not isinstance(block, dict):
        problems.add("must be an object", where)
        return
    check = _BLOCKS.get(str(block.get("type")))
    if check is None:
        problems.add(f"unsupported type: {block.get('type')}", f"{where}/type")
        return
    check(block, where, problems)


def _check_section(block: dict[str, Any], where: str, problems: Problems) -> None:
    text, fields = block.get("text"), block.get("fields")
    if text is None and fields is None:
        problems.add("missing required field: text or fields", where)
    if text is not None:
        check_text(text, f"{where}/text", problems, most=3000)
    if fields is not None:
        for number, one in enumerate(_items(fields, f"{where}/fields", problems, most=10)):
            check_text(one, f"{where}/fields/{number}", problems, most=2000)
    if "accessory" in block:
        _check_elements([block["accessory"]], f"{where}/accessory", problems, ACCESSORIES)


def _check_header(block: dict[str, Any], where: str, problems: Problems) -> None:
    check_plain_text(block.get("text"), f"{where}/text", problems, most=150)


def _check_context(block: dict[str, Any], where: str, problems: Problems) -> None:
    for number, one in enumerate(_items(block.get("elements"), f"{where}/elements", problems, most=10)):
        if isinstance(one, dict) and one.get("type") == "image":
            check_image(one, f"{where}/elements/{number}", problems)
        else:
            check_text(one, f"{where}/elements/{number}", problems, most=3000)


def _check_actions(block: dict[str, Any], where: str, problems: Problems) -> None:
    elements = _items(block.get("elements"), f"{where}/elements", problems, most=25)
    _check_elements(elements, f"{where}/elements", problems, ACTION_ELEMENTS)


def _check_input(block: dict[str, Any], where: str, problems: Problems) -> None:
    check_plain_text(block.get("label"), f"{where}/label", problems, most=2000)
    if "hint" in block:
        check_plain_text(block["hint"], f"{where}/hint", problems, most=2000)
    _check_elements([block.get("element")], f"{where}/element", problems, INPUT_ELEMENTS)


def _check_elements(elements: Iterable[object], where: str, problems: Problems, allowed: frozenset[str]) -> None:
    seen: set[str] = set()
    for number, element in enumerate(elements):
        here = f"{where}/{number}" if where.endswith("elements") else where
        if not isinstance(element, dict):
            problems.add("must be an object", here)
            continue
        if element.get("type") not in allowed:
            problems.add(f"unsupported type: {element.get('type')}", f"{here}/type")
            continue
        check_element(element, here, problems)
        action_id = element.get("action_id")
        if isinstance(action_id, str):
            if action_id in seen:
                problems.add("`action_id` already exists", f"{here}/action_id")
            seen.add(action_id)


def _check_image_block(block: dict[str, Any], where: str, problems: Problems) -> None:
    check_image(block, where, problems)
    if "title" in block:
        check_plain_text(block["title"], f"{where}/title", problems, most=2000)


def _check_markdown(block: dict[str, Any], where: str, problems: Problems) -> None:
    text = block.get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= 12_000:
        problems.add("must be 1 to 12000 characters", f"{where}/text")


def _accept(block: dict[str, Any], where: str, problems: Problems) -> None:
    """Blocks without a limit of their own here."""


def _items(value: object, where: str, problems: Problems, most: int) -> list[object]:
    if not isinstance(value, list) or not value:
        problems.add("must have at least 1 item", where)
        return []
    if len(value) > most:
        problems.add(f"no more than {most} items allowed", where)
    return value


_BLOCKS: dict[str, Callable[[dict[str, Any], str, Problems], None]] = {
    "section": _check_section,
    "header": _check_header,
    "context": _check_context,
    "actions": _check_actions,
    "input": _check_input,
    "image": _check_image_block,
    "markdown": _check_markdown,
    "divider": _accept,
    "rich_text": _accept,
}
