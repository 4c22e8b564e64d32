"""Everything the actor has been asked and has said, check by check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import By, CheckKind, CheckState, Via
from flows.errors import RefusedError
from flows.speaker import speaker_of
from flows.work import Work
from storage.queries import my_answers as queries

#: Checks on one page.
_PAGE = 20


@dataclass(frozen=True, slots=True)
class MyWords:
    """`status` is empty where only details were added. `by_name`: who spoke for the actor, if not themself."""

    status: str
    comment: str
    can_work: str
    place: str
    by: By
    via: Via
    given_at: datetime
    late: bool
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class MyCheck:
    """`said`: the newest first; none where nobody has said anything. `is_deleted`: retention has taken it away."""

    check_id: int
    kind: CheckKind
    title: str
    is_open: bool
    started_at: datetime
    round: int
    said: tuple[MyWords, ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class MyAnswers:
    """`next_before`: handed in, it gives the next page; None: this was the last."""

    checks: tuple[MyCheck, ...]
    next_before: int | None = None


def my_answers(work: Work, before: int | None = None) -> MyAnswers:
    """Lane READ. A guest's own answers as well. RefusedError(unknown_person)."""
    person_id = speaker_of(work).person_id
    if person_id is None:
        raise RefusedError("unknown_person")
    found = queries.checks_of(work.connection, person_id, before, _PAGE + 1)
    page = found[:_PAGE]
    said: dict[int, list[MyWords]] = {row.id: [] for row in page}
    for row in queries.said_in(work.connection, person_id, list(said)):
        words = MyWords(
            status=row.status,
            comment=row.comment,
            can_work=row.can_work,
            place=row.place,
            by=By(row.by),
            via=Via(row.via),
            given_at=row.given_at,
            late=row.late,
            by_name=row.by_name or "",
        )
        said[row.check_id].append(words)
    checks = tuple(
        MyCheck(
            check_id=row.id,
            kind=CheckKind(row.kind),
            title=row.title,
            is_open=row.state == CheckState.ACTIVE,
            started_at=row.started_at,
            round=row.round,
            # Deleted page by page: until the last is gone, none is shown.
            said=() if row.data_deleted_at else tuple(said[row.id]),
            is_deleted=row.data_deleted_at is not None,
        )
        for row in page
    )
    return MyAnswers(checks, page[-1].id if len(found) > _PAGE else None)
