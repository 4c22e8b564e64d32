"""All checks and drills, how fast each was answered, several side by side; cleared ones are no longer current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import CheckKind, CheckState, Standing
from flows.audit import note
from flows.errors import InvalidError, RefusedError
from flows.find_check import is_responsible_for, require_check
from flows.who import require_manager
from flows.work import Work
from storage.queries import check_counts, rounds
from storage.queries import past_checks as queries

#: So long after the start it is told how many had answered.
TOLD_AFTER = (timedelta(minutes=10), timedelta(minutes=30), timedelta(minutes=60))
PAGE = 10
COMPARED_AT_MOST = 4
#: More checks than any company starts; a database takes no number of any size.
_OFFSET_AT_MOST = 10**6


@dataclass(frozen=True, slots=True)
class PastCheck:
    """`counts` has all five standings and adds up to `roll`.

    `answered_after`: for each of TOLD_AFTER the part of the roll that had answered by then, 0 to 1; None where that
    moment has not come yet, or the check has not started.
    """

    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    starts_at: datetime | None
    started_at: datetime | None
    closed_at: datetime | None
    roll: int
    counts: dict[Standing, int]
    answered_after: tuple[float | None, ...]
    is_cleared: bool
    #: Why a planned check was not started: a code, or empty.
    cancel_reason: str
    #: The reader may change, close or clear it.
    is_theirs: bool

    @property
    def answered(self) -> float | None:
        """The part of the roll that has answered by now."""
        return (self.roll - self.counts[Standing.SILENT]) / self.roll if self.roll else None


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """Newest first. `total`: of all pages."""

    checks: tuple[PastCheck, ...]
    total: int
    offset: int


def past_checks(work: Work, offset: int = 0) -> ChecksPage:
    """Lane READ. RefusedError(unknown_person, not_a_manager)."""
    require_manager(work)
    offset = max(0, min(offset, _OFFSET_AT_MOST))
    rows = check_counts.newest_checks(work.connection, PAGE, offset)
    return ChecksPage(_told(work, rows), queries.count_all(work.connection), offset)


def compare_checks(work: Work, check_ids: Sequence[int]) -> tuple[PastCheck, ...]:
    """Lane READ. In the order given; numbers of no check are left out.

    RefusedError(unknown_person, not_a_manager), InvalidError(choose_checks) for fewer than two or more than
    COMPARED_AT_MOST.
    """
    require_manager(work)
    wanted = tuple(dict.fromkeys(check_ids))
    found = [row for one in wanted[: COMPARED_AT_MOST + 1] if (row := rounds.find(work.connection, one))]
    if not 2 <= len(found) <= COMPARED_AT_MOST:
        raise InvalidError("choose_checks", most=COMPARED_AT_MOST)
    return _told(work, found)


def clear_check(work: Work, check_id: int, cleared: bool = True) -> bool:
    """No longer shown as current, or again; nothing is deleted (invariant 15). False where it was so already.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check), InvalidError(not_over).
    """
    who = require_manager(work)
    check = require_check(work, check_id)
    if not is_responsible_for(work, who, check):
        raise RefusedError("outside_units")
    if check.state not in (CheckState.CLOSED, CheckState.CANCELLED):
        raise InvalidError("not_over")
    done = queries.clear(work.connection, check_id, work.now if cleared else None)
    if done:
        note(work, "check_cleared" if cleared else "check_shown_again", check_id=check_id)
    return done


def _told(work: Work, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[PastCheck, ...]:
    who = require_manager(work)
    ids = [row.id for row in rows]
    standings = queries.standings_of(work.connection, ids)
    answered = queries.answered_within(work.connection, ids, TOLD_AFTER)
    return tuple(
        _line(
            row,
            standings.get(row.id, {}),
            answered.get(row.id, (0,) * len(TOLD_AFTER)),
            work.now,
            is_responsible_for(work, who, row),
        )
        for row in rows
    )


def _line(
    row: Row[*tuple[Any, ...]], standings: dict[str, int], answered: Sequence[int], now: datetime, is_theirs: bool
) -> PastCheck:
    counts = {standing: standings.get(standing, 0) for standing in Standing}
    size = sum(counts.values())
    parts = tuple(
        number / size if size and row.started_at is not None and row.started_at + length <= now else None
        for number, length in zip(answered, TOLD_AFTER, strict=True)
    )
    return PastCheck(
        check_id=row.id,
        kind=CheckKind(row.kind),
        title=row.title,
        state=CheckState(row.state),
        starts_at=row.starts_at,
        started_at=row.started_at,
        closed_at=row.closed_at,
        roll=size,
        counts=counts,
        answered_after=parts,
        is_cleared=row.cleared_at is not None,
        cancel_reason=row.cancel_reason,
        is_theirs=is_theirs,
    )
