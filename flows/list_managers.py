"""Who is safety admin, and who is unit manager of what."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Role
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import roles


@dataclass(frozen=True, slots=True)
class Manager:
    person_id: int
    employee_no: str
    name: str
    role: Role
    #: Paths of the units given to a unit manager; none: they are responsible for nobody.
    units: tuple[str, ...]


def list_managers(work: Work) -> tuple[Manager, ...]:
    """Lane READ. Everybody active with a role, by employee number. RefusedError but for a safety admin."""
    require_safety_admin(work)
    given = roles.all_units_given(work.connection)
    return tuple(
        Manager(row.id, row.employee_no, row.name, Role(row.role), given.get(row.id, ()))
        for row in roles.with_role(work.connection)
    )
