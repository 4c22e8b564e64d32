"""The bits a payload of Slack is made of: each read strictly, or not at all."""

from __future__ import annotations

import re
from typing import Any

Payload = dict[str, Any]

ID = re.compile(r"[A-Z][A-Z0-9]{1,40}")


class OddPayloadError(ValueError):
    """Signed, but not of a shape we know. The message names the field, never its content."""


def optional_id(value: Any) -> str:
    return value if isinstance(value, str) and ID.fullmatch(value) else ""


def first(body: Payload, field: str) -> Any:
    several = body.get(field)
    if not isinstance(several, list) or not several:
        raise OddPayloadError(field)
    return several[0]


def dict_of(value: Any, field: str) -> Payload:
    if not isinstance(value, dict):
        raise OddPayloadError(field)
    return value


def dict_or_empty(value: Any) -> Payload:
    return value if isinstance(value, dict) else {}


def text_of(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise OddPayloadError(field)
    return value


def matching(shape: re.Pattern[str], value: str, field: str) -> str:
    if not shape.fullmatch(value):
        raise OddPayloadError(field)
    return value


def text_or_empty(value: Any, at_most: int) -> str:
    """A text databases and UTF-8 can hold: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        return ""
    return value[:at_most].replace("\0", "").encode("utf-8", "replace").decode()
