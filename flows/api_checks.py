"""What the company's other systems ask about checks in their own way: pages of all checks, units by their paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.vocabulary import CheckKind, CheckState
from flows.errors import InvalidError
from flows.show_check import CheckLine
from flows.who import require_manager
from flows.work import Work
from storage.queries import api_checks, units

PAGE_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class CheckPage:
    """`next`: the check the next page begins after; None on the last page."""

    lines: tuple[CheckLine, ...]
    next: int | None


def page_of_checks(
    work: Work,
    before: int | None = None,
    limit: int = 50,
    state: CheckState | None = None,
    kind: CheckKind | None = None,
) -> CheckPage:
    """Lane READ. Newest first. RefusedError."""
    require_manager(work)
    limit = max(1, min(limit, PAGE_AT_MOST))
    rows = api_checks.page(work.connection, before, limit + 1, state or "", kind or "")
    lines = tuple(
        CheckLine(row.id, CheckKind(row.kind), row.title, CheckState(row.state), row.started_at) for row in rows[:limit]
    )
    return CheckPage(lines, lines[-1].check_id if rows[limit:] else None)


def units_at(work: Work, paths: Sequence[str]) -> tuple[int, ...]:
    """Their ids; whether the actor may ask them is another flow's word. InvalidError(unknown_unit)."""
    require_manager(work)
    known = units.ids_of_paths(work.connection) if paths else {}
    for path in paths:
        if path not in known:
            raise InvalidError("unknown_unit", unit=path)
    return tuple(known[path] for path in paths)
