"""Make somebody a safety admin or a unit manager."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Role
from flows.work import Work


@dataclass(frozen=True, slots=True)
class GrantRole:
    email: str
    role: Role = Role.SAFETY_ADMIN
    #: For a unit manager: the unit's path; added to the units already given.
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class RoleGranted:
    person_name: str
    role: Role
    units: tuple[str, ...]


def grant_role(work: Work, request: GrantRole) -> RoleGranted:
    """RefusedError, NotFoundError(no_person, no_unit), InvalidError(unit_needed, several_people). In the audit log."""
    raise NotImplementedError
