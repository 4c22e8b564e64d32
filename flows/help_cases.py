"""Help cases: opened by an answer, taken by a manager, closed with a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import Locale
from flows.mark_person import PersonRef
from flows.work import Work


@dataclass(frozen=True, slots=True)
class HelpCaseView:
    """What managers see of a case; every receiver of it is responsible for the person."""

    help_case_id: int
    check_id: int
    check_title: str
    is_drill: bool
    person_name: str
    units: tuple[str, ...]
    comment: str
    place: str
    opened_at: datetime
    locale: Locale
    taken_by: str = ""
    taken_at: datetime | None = None
    closed_by: str = ""
    closing_word: str = ""
    closed_at: datetime | None = None
    #: For this call: it had been taken or closed before by somebody else; nothing was changed.
    already: bool = False
    #: Phone numbers of the person, for managers to call.
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeHelp:
    help_case_id: int | None = None
    #: `/safety take` without a number: the oldest open case without an owner that the actor is responsible for.
    event_key: str | None = None


def take_help(work: Work, request: TakeHelp) -> HelpCaseView:
    """Shown to the other managers and to the person. First come, first served: a second taker is told who has it.

    RefusedError(not_a_manager, outside_units), NotFoundError(no_help_case).
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class CloseHelp:
    word: str
    help_case_id: int | None = None
    person: PersonRef | None = None
    event_key: str | None = None


def close_help(work: Work, request: CloseHelp) -> HelpCaseView:
    """Closed with a word; the person counts as what they last said (`injured` where that was `help`).

    RefusedError, NotFoundError(no_help_case), InvalidError(empty_word).
    """
    raise NotImplementedError


def show_help(work: Work, help_case_id: int) -> HelpCaseView:
    """For the closing form. Same permission as `take_help`."""
    raise NotImplementedError
