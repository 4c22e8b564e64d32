"""Answers over time as a drawing: SVG made here, so that a phone loads no library and a printer prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.answer_curve import AnswerCurve

WIDTH, HEIGHT = 480, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 20, 16, 36


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places in the units of the drawing. `line` and `area`: points for `<polyline>` and `<polygon>`."""

    line: str
    area: str
    #: (y, words): lines across.
    levels: tuple[tuple[float, str], ...]
    #: (x, words) below the line.
    times: tuple[tuple[float, str], ...]
    #: (x, number of the round): lines from top to bottom.
    rounds: tuple[tuple[float, int], ...]
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


def draw(curve: AnswerCurve, clock: Callable[[datetime], str]) -> Drawing | None:
    """None where there is nothing to draw. `clock`: a moment in words."""
    if not curve.points or not curve.roll:
        return None
    first, last = curve.points[0].at, curve.points[-1].at

    def x(at: datetime) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * max(0.0, min(1.0, (at - first) / (last - first))), 1)

    def y(people: int) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(1.0, people / curve.roll), 1)

    line = [f"{x(point.at)},{y(point.answered)}" for point in curve.points]
    ground = y(0)
    quarters = (curve.roll * part // 4 for part in range(5))
    moments = (first, first + (last - first) / 2, last)
    return Drawing(
        line=" ".join(line),
        area=" ".join((f"{x(first)},{ground}", *line, f"{x(last)},{ground}")),
        levels=tuple((y(people), f"{people:,}") for people in dict.fromkeys(quarters)),
        times=tuple((x(moment), clock(moment)) for moment in moments),
        rounds=tuple((x(mark.at), mark.round) for mark in curve.rounds),
    )
