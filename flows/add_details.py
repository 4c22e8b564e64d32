"""Add details to an answer: comment, can you work, where are you."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CanWork, CheckKind, Locale, Via
from flows.work import Work


@dataclass(frozen=True, slots=True)
class AddDetails:
    """Only the fields given are changed. Texts are cut at 1,000 characters."""

    check_id: int
    given_at: datetime
    via: Via
    comment: str | None = None
    can_work: CanWork | None = None
    place: str | None = None
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class DetailsAdded:
    check_id: int
    round: int
    locale: Locale
    comment: str
    can_work: CanWork | None
    place: str
    is_repeat: bool = False
    #: For the mark of a drill on what is said back.
    check_kind: CheckKind = CheckKind.REAL


def add_details(work: Work, request: AddDetails) -> DetailsAdded:
    """Raises NotFoundError(no_check)."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class AwaitComment:
    """LINE: the next typed line of this Sender is the comment (for 10 minutes)."""

    check_id: int
    event_key: str | None = None


def await_comment(work: Work, request: AwaitComment) -> Locale:
    raise NotImplementedError
