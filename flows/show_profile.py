"""A person's entry on the staff list as a safety admin edits it, whether they are active or have left."""

from __future__ import annotations

from dataclasses import dataclass

from bot.vocabulary import Role, locale_or_default
from flows.audit import note
from flows.edit_person import EditPerson
from flows.edit_sites import Site
from flows.errors import NotFoundError
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import people, sites, unit_edits


@dataclass(frozen=True, slots=True)
class Profile:
    """`entry` could be saved again as it is; somebody new has an empty one."""

    entry: EditPerson
    role: Role
    #: Given to a unit manager.
    managed_units: tuple[str, ...]
    #: What there is to choose from.
    sites: tuple[Site, ...]
    unit_paths: tuple[str, ...]


def show_profile(work: Work, person_id: int | None) -> Profile:
    """Lane READ. None: of somebody new. RefusedError but for a safety admin, NotFoundError(no_person)."""
    require_safety_admin(work)
    places = tuple(Site(*row) for row in sites.all_sites(work.connection))
    paths = tuple(unit_edits.all_paths(work.connection))
    if person_id is None:
        entry = EditPerson(None, "", "", locale=work.policy.locale)
        return Profile(entry, Role.NONE, (), places, paths)
    known = people.known_person(work.connection, person_id)
    if known is None:
        raise NotFoundError("no_person")
    entry = EditPerson(
        person_id=person_id,
        employee_no=known.employee_no,
        name=known.name,
        kana=known.kana,
        email=known.email,
        locale=locale_or_default(known.locale, work.policy.locale),
        site_id=next((one.site_id for one in places if one.name == known.site), None),
        unit_paths=tuple(known.units),
        active=known.active,
    )
    managed = tuple(known.managed_units) if known.role == Role.UNIT_MANAGER else ()
    return Profile(entry, Role(known.role), managed, places, paths)


def note_profile_seen(work: Work, person_id: int) -> None:
    """Before the entry of somebody who has left is shown, which names their mail address. RefusedError, as above."""
    require_safety_admin(work)
    note(work, "contacts_viewed", subject_person_id=person_id)
