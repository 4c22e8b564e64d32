"""Checks a page at a time, for the company's other systems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.models import checks


def page(
    connection: Connection, before: int | None, limit: int, state: str, kind: str
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Newest first, after the check `before`; what is empty does not narrow the list."""
    listed = select(checks.c.id, checks.c.kind, checks.c.title, checks.c.state, checks.c.started_at)
    if before is not None:
        listed = listed.where(checks.c.id < before)
    if state:
        listed = listed.where(checks.c.state == state)
    if kind:
        listed = listed.where(checks.c.kind == kind)
    return connection.execute(listed.order_by(checks.c.id.desc()).limit(limit)).all()
