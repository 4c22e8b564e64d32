"""Who may change which of the company's information: safety admins all of it, unit managers that of their sites.

A site is theirs where active people of their units, or of units below, work.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.company import Place
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.who import Who, require_manager
from flows.work import Work
from storage.queries import info_sites, rounds


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """`place`: where people gather, if somebody has said so."""

    site_id: int
    name: str
    address: str
    place: Place


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits, and the sites that are theirs, by name."""

    who: Who
    sites: tuple[SiteChoice, ...]

    @property
    def may_company(self) -> bool:
        """What is for the whole company."""
        return self.who.may_everything

    def may(self, site_id: int | None) -> bool:
        return self.may_company or site_id in {site.site_id for site in self.sites}


def info_editor(work: Work) -> Editor:
    """Lane READ. RefusedError(unknown_person, not_a_manager)."""
    who = require_manager(work)
    return Editor(who, _sites(work, None if who.may_everything else who.managed_unit_ids))


def all_sites(work: Work) -> tuple[SiteChoice, ...]:
    """Lane READ. By name; open to everybody in the company."""
    return _sites(work, None)


def require_editor(work: Work, site_id: int | None) -> Editor:
    """As `info_editor`, of that site (None: the whole company).

    RefusedError(not_a_safety_admin, outside_sites), InvalidError(no_such_site).
    """
    editor = info_editor(work)
    if editor.may(site_id):
        if site_id is not None and site_id not in {site.site_id for site in editor.sites}:
            raise InvalidError("no_such_site")
        return editor
    raise RefusedError("not_a_safety_admin" if site_id is None else "outside_sites")


def require_audience(work: Work, site_id: int | None, unit_id: int | None) -> Editor:
    """As `require_editor`; of a unit: RefusedError(outside_units) but for its managers, NotFoundError(no_such_unit)."""
    if unit_id is None:
        return require_editor(work, site_id)
    editor = info_editor(work)
    if not rounds.known_units(work.connection, (unit_id,)):
        raise NotFoundError("no_such_unit")
    managed = editor.who.managed_unit_ids
    if not editor.may_company and unit_id not in rounds.units_below(work.connection, managed, among=(unit_id,)):
        raise RefusedError("outside_units")
    return editor


def _sites(work: Work, below_units: tuple[int, ...] | None) -> tuple[SiteChoice, ...]:
    rows = info_sites.sites_of(work.connection, below_units)
    return tuple(SiteChoice(row.id, row.name, row.address, Place(row.meeting_point, row.lat, row.lon)) for row in rows)
