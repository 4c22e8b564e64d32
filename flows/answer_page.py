"""What a person's answer page shows, and that it was opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CheckKind, CheckState, Locale, Standing
from flows.work import Work


@dataclass(frozen=True, slots=True)
class AnswerPage:
    check_id: int
    kind: CheckKind
    title: str
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


def answer_page(work: Work, check_id: int, person_id: int) -> AnswerPage:
    """Lane READ. NotFoundError(no_check) where the check's data has been deleted or the person is gone."""
    raise NotImplementedError


def page_opened(work: Work, check_id: int, person_id: int) -> None:
    """Told by the visible page itself; never changes a status (invariant 4)."""
    raise NotImplementedError
