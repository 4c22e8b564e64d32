"""One person in one check as a manager looks after them: where they stand, and everything that was said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import By, CheckKind, CheckState, Standing, Via
from flows.errors import InvalidError
from flows.status_list import StatusLine, person_in_check
from flows.work import Work
from storage.queries import board_counts as queries
from storage.queries import check_counts

#: The newest.
SAID_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class SaidLine:
    """`status` is empty where only details were added. `speaker`: who said it for them, where it was not themselves."""

    at: datetime
    status: Standing | None
    by: By
    speaker: str
    via: Via
    comment: str
    place: str
    can_work: str
    late: bool


@dataclass(frozen=True, slots=True)
class PersonStory:
    check_id: int
    kind: CheckKind
    title: str
    state: CheckState
    line: StatusLine
    #: The newest first.
    said: tuple[SaidLine, ...]
    #: When it was read.
    as_of: datetime


def person_story(work: Work, check_id: int, person_id: int) -> PersonStory:
    """Lane READ. RefusedError, NotFoundError(no_check), InvalidError(not_asked)."""
    found = person_in_check(work, check_id, person_id)
    if found is None:
        raise InvalidError("not_asked")
    check = check_counts.check_by_id(work.connection, check_id)
    assert check is not None, "found a moment ago, in this transaction"
    rows = queries.said_of(work.connection, check_id, person_id, SAID_AT_MOST)
    said = (
        SaidLine(
            at=row.given_at,
            status=Standing(row.status) if row.status else None,
            by=By(row.by),
            speaker=row.speaker or "",
            via=Via(row.via),
            comment=row.comment,
            place=row.place,
            can_work=row.can_work,
            late=bool(row.late),
        )
        for row in rows
    )
    return PersonStory(
        check_id=check.id,
        kind=CheckKind(check.kind),
        title=check.title,
        state=CheckState(check.state),
        line=found.line,
        said=tuple(said),
        as_of=work.now,
    )
