"""Ask the silent again, by themselves or by hand."""

from __future__ import annotations

from dataclasses import dataclass

from flows.work import Work


@dataclass(frozen=True, slots=True)
class RemindNow:
    #: None: the newest active check the actor is responsible for.
    check_id: int | None = None
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    check_id: int
    title: str
    round: int
    people: int
    already: bool = False


def remind_now(work: Work, request: RemindNow) -> Reminded:
    """By hand; a new round, not counted against the budget. RefusedError, NotFoundError, InvalidError(nobody_silent)."""
    raise NotImplementedError


def remind_due(work: Work) -> tuple[Reminded, ...]:
    """Cycle step: every active check whose reminder is due, compare-and-set on its round so that no two processes do it.

    One indexed query where nothing is due.
    """
    raise NotImplementedError
