"""Cursors, as Slack's lists give them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.slack.arguments import text
from sandbox.slack.errors import ApiError

T = TypeVar("T")
#: Slack: `limit` is 1 to 1,000; without it we give 200 at most, so that nobody forgets the next page.
MOST = 1000
USUAL = 200


def page(rows: Sequence[T], arguments: dict[str, Any]) -> tuple[Sequence[T], dict[str, str]]:
    """One page and its `response_metadata`."""
    cursor, limit_text = text(arguments, "cursor"), text(arguments, "limit")
    try:
        start = int(base64.b64decode(cursor, validate=True)) if cursor else 0
        limit = int(limit_text) if limit_text and limit_text != "0" else USUAL
    except ValueError as error:
        raise ApiError("invalid_cursor" if cursor else "invalid_arguments") from error
    if not 0 <= start <= len(rows):
        raise ApiError("invalid_cursor")
    if not 1 <= limit <= MOST:
        raise ApiError("invalid_limit")
    end = start + limit
    following = base64.b64encode(str(end).encode()).decode() if end < len(rows) else ""
    return rows[start:end], {"next_cursor": following}
