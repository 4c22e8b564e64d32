"""How the answers came in over time, beside the moments at which was asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.vocabulary import CheckKind
from flows.find_check import is_responsible_for, require_check
from flows.manager_board import below_units
from flows.who import require_manager
from flows.work import Work
from storage.queries import board_counts as queries
from storage.queries import status_list
from storage.queries.status_list import WantedStandings

#: Points of a curve at most, beside the one for what came later.
_POINTS = 60
#: Answers that come later than this are one point at its end.
_LONGEST = timedelta(days=3)
_MINUTE = timedelta(minutes=1)
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """`answered`: people who had given their first answer by then."""

    at: datetime
    answered: int


@dataclass(frozen=True, slots=True)
class RoundMark:
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerCurve:
    """Of everybody the manager is responsible for, or of one unit. `points` rise; empty before the check has begun."""

    check_id: int
    kind: CheckKind
    title: str
    roll: int
    points: tuple[CurvePoint, ...]
    #: Reminders and re-asking within the time shown.
    rounds: tuple[RoundMark, ...]
    is_responsible: bool


def answer_curve(work: Work, check_id: int, unit_id: int | None = None) -> AnswerCurve:
    """Lane READ; one pass over the people it is about.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check).
    """
    who = require_manager(work)
    check = require_check(work, check_id)
    below = below_units(work, who, unit_id)
    roll = sum(status_list.counts(work.connection, WantedStandings(check_id, below)).values())
    points: tuple[CurvePoint, ...] = ()
    if check.started_at is not None:
        points = _points(work, check_id, check.started_at, min(check.closed_at or work.now, work.now), below)
    last = points[-1].at if points else work.now
    marks = (RoundMark(row.round, row.began_at) for row in queries.rounds_of(work.connection, check_id))
    return AnswerCurve(
        check_id=check_id,
        kind=CheckKind(check.kind),
        title=check.title,
        roll=roll,
        points=points,
        rounds=tuple(mark for mark in marks if mark.at <= last),
        is_responsible=is_responsible_for(work, who, check),
    )


def _points(
    work: Work, check_id: int, began: datetime, ended: datetime, below: tuple[int, ...] | None
) -> tuple[CurvePoint, ...]:
    length = max(min(ended - began, _LONGEST), _MINUTE)
    minutes = next((step for step in _STEPS if step * _MINUTE * _POINTS >= length), _STEPS[-1])
    found = queries.first_answers(work.connection, check_id, began, minutes * 60, below)
    step = minutes * _MINUTE
    answered, points = 0, {began: 0}
    for number in range(length // step + 1):
        # What was given on a clock behind ours counts from the beginning.
        answered += sum(people for span, people in found.items() if span == number or (not number and span < 0))
        points[min(began + (number + 1) * step, began + length)] = answered
    return tuple(CurvePoint(at, people) for at, people in points.items())
