"""The limits of forms and home tabs (docs.slack.dev, "Views")."""

from __future__ import annotations

import json
from typing import Any

from sandbox.slack.block_kit import VIEW_BLOCKS, VIEW_BYTES, check_blocks
from sandbox.slack.block_problems import Problems, check_plain_text, check_string
from sandbox.slack.errors import ApiError

_TITLES = ("title", "submit", "close")


def require_view(value: object, kind: str) -> dict[str, Any]:
    """The view as given; ApiError where Slack would refuse it."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise ApiError("invalid_arguments", ["[ERROR] failed to parse view"]) from error
    if not isinstance(value, dict):
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: view"])
    if len(json.dumps(value, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise ApiError("view_too_large")
    problems = _problems_of(value, kind)
    if problems:
        raise ApiError("invalid_arguments", problems)
    return value


def _problems_of(view: dict[str, Any], kind: str) -> list[str]:
    problems = Problems()
    if view.get("type") != kind:
        problems.add(f"must be {kind}", "/view/type")
    for name in _TITLES:
        if name in view or (name == "title" and kind == "modal"):
            check_plain_text(view.get(name), f"/view/{name}", problems, most=24)
    for name, most in (("callback_id", 255), ("external_id", 255), ("private_metadata", 3000)):
        if name in view:
            check_string(view[name], f"/view/{name}", problems, most)
    problems.found += check_blocks(view.get("blocks"), VIEW_BLOCKS, "/view/blocks")
    blocks = view.get("blocks")
    has_input = isinstance(blocks, list) and any(isinstance(one, dict) and one.get("type") == "input" for one in blocks)
    if kind == "modal" and has_input and "submit" not in view:
        problems.add("required property: submit", "/view")
    return problems.found
