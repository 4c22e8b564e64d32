"""What a person's answer page shows, and that it was opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.short_form import ShortForm, whole_text
from bot.vocabulary import CheckKind, CheckState, Locale, Standing, locale_or_default
from flows.errors import NotFoundError
from flows.stopped_contacts import stopped_hints
from flows.work import Work
from storage.queries import own_answer as queries
from storage.queries.help_messages import is_anybody_told


@dataclass(frozen=True, slots=True)
class AnswerPage:
    check_id: int
    kind: CheckKind
    title: str
    #: With level and call to action.
    message: str
    state: CheckState
    started_at: datetime | None
    round: int
    person_name: str
    locale: Locale
    company: str
    standing: Standing
    #: The newest status said, or empty.
    said: str
    said_at: datetime | None
    comment: str
    can_work: str
    place: str
    help_taken_by: str = ""
    #: An alert about the open help case was written to somebody.
    managers_told: bool = True
    #: Contacts of theirs that messages are stopped to, masked.
    stopped: tuple[str, ...] = ()


def answer_page(work: Work, check_id: int, person_id: int) -> AnswerPage:
    """Lane READ or GLANCE. NotFoundError(no_check) where the check's data has been deleted or the person is gone.

    Somebody who is not on the roll sees the page as well: what they answer is kept as a guest's (invariant 2).
    """
    row = queries.page(work.connection, check_id, person_id)
    if row is None:
        raise NotFoundError("no_check")
    # While a case is open they count as `help`: everybody else is asked nothing about it.
    case = queries.open_case(work.connection, check_id, person_id) if row.standing == Standing.HELP else None
    return AnswerPage(
        check_id=check_id,
        kind=CheckKind(row.kind),
        title=row.title,
        message=whole_text(ShortForm(row.title, row.level, row.action), row.message),
        state=CheckState(row.state),
        started_at=row.started_at,
        round=row.round,
        person_name=row.name,
        locale=locale_or_default(row.locale, work.policy.locale),
        company=work.policy.company,
        standing=Standing(row.standing),
        said=row.said,
        said_at=row.said_at if row.said else None,
        comment=row.comment,
        can_work=row.can_work,
        place=row.place,
        help_taken_by=(case and case.taker) or "",
        managers_told=case is None or is_anybody_told(work.connection, check_id, case.case_id),
        stopped=stopped_hints(work, person_id) if row.has_stopped else (),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """An answer page was before somebody's eyes."""

    check_id: int
    person_id: int
    at: datetime


def pages_opened(work: Work, opened: Sequence[Opened]) -> None:
    """Lane FANOUT. Told by the visible page itself; the first time counts. Never changes a status or a board
    (invariant 4)."""
    queries.opened(work.connection, [(one.check_id, one.person_id, one.at) for one in opened])
