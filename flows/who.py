"""Who acts, and what they may do: the few functions every permission passes through."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Locale, Role
from flows.work import Work


@dataclass(frozen=True, slots=True)
class Who:
    """The person behind an actor. `person_id` is None for the command line and the system."""

    person_id: int | None
    name: str
    role: Role
    locale: Locale
    #: Units given to a unit manager (without those below).
    managed_unit_ids: tuple[int, ...] = ()

    @property
    def may_everything(self) -> bool:
        return self.role is Role.SAFETY_ADMIN


def who_is(work: Work) -> Who | None:
    """The active person behind the actor; the command line and the system count as safety admin; None for strangers."""
    raise NotImplementedError


def require_manager(work: Work) -> Who:
    """RefusedError(unknown_person) for strangers, (not_a_manager) for people without a role."""
    raise NotImplementedError


def require_manager_of(work: Work, person_id: int) -> Who:
    """As `require_manager`, and RefusedError(outside_units) where the person is not among the manager's people."""
    raise NotImplementedError
