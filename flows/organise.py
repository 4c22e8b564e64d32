"""Who changes the organisation – people, roles, units, sites – and that they come one after the other."""

from __future__ import annotations

from collections.abc import Collection

from flows.errors import InvalidError
from flows.who import Who, require_safety_admin
from flows.work import Work
from storage.queries import people, roles


def organiser(work: Work) -> Who:
    """A safety admin, who has waited for any import and any other organiser. RefusedError as `require_safety_admin`."""
    require_safety_admin(work)
    people.serialise_imports(work.connection)
    # Whoever was waited for may have taken the role away.
    return require_safety_admin(work)


def require_another_admin(work: Work, person_ids: Collection[int]) -> None:
    """InvalidError(last_safety_admin) where without these people nobody could give roles in the console any longer."""
    admins = roles.active_admins(work.connection)
    if admins and admins <= set(person_ids):
        raise InvalidError("last_safety_admin")
