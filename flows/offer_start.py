"""What the start form offers to this manager."""

from __future__ import annotations

from dataclasses import dataclass

from bot.schedule import ReminderPlan
from bot.vocabulary import CheckKind
from flows.who import require_manager
from flows.work import Work
from storage.queries import rounds


@dataclass(frozen=True, slots=True)
class UnitChoice:
    unit_id: int
    path: str
    #: People in this unit and all below.
    people: int


@dataclass(frozen=True, slots=True)
class StartOffer:
    #: Units the actor may ask, in path order. For a safety admin the whole tree.
    units: tuple[UnitChoice, ...]
    whole_company: bool
    plans: dict[CheckKind, ReminderPlan]


def offer_start(work: Work) -> StartOffer:
    """Raises RefusedError where the actor may not start a check."""
    who = require_manager(work)
    below = None if who.may_everything else who.managed_unit_ids
    return StartOffer(
        units=tuple(UnitChoice(row.id, row.path, row.people) for row in rounds.unit_choices(work.connection, below)),
        whole_company=who.may_everything,
        plans=dict(work.policy.plans),
    )
