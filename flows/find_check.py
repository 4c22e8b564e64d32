"""Which check a manager means: the one named, else the newest active one they are responsible for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.vocabulary import CheckKind
from flows.errors import NotFoundError, RefusedError
from flows.who import Who
from flows.work import Work
from storage.queries import rounds


def check_of_manager(
    work: Work, who: Who, check_id: int | None, kind: CheckKind | None = None
) -> Row[*tuple[Any, ...]]:
    """`kind`: without a number, only a check of this kind.

    NotFoundError(no_check, no_active_check); RefusedError(outside_units) where it asks other people as well.
    """
    if check_id is None:
        active = [check for check in rounds.active(work.connection) if kind in (None, check.kind)]
        for check in active:
            if is_responsible_for(work, who, check):
                return check
        raise RefusedError("outside_units") if active else NotFoundError("no_active_check")
    found = rounds.find(work.connection, check_id)
    if found is None:
        raise NotFoundError("no_check")
    if not is_responsible_for(work, who, found):
        raise RefusedError("outside_units")
    return found


def is_responsible_for(work: Work, who: Who, check: Row[*tuple[Any, ...]]) -> bool:
    """A safety admin for every check; a unit manager for their own and for those of their units alone."""
    if who.may_everything or check.started_by == who.person_id:
        return True
    return rounds.asks_only_below(work.connection, check, who.managed_unit_ids)
