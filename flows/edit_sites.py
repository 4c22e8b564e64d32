"""The company's workplaces, kept by hand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.csv_reading import CONTROL
from bot.people_columns import MAX_TEXT
from flows.audit import note
from flows.errors import InvalidError, NotFoundError
from flows.organise import organiser
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import sites as queries
from storage.queries.info_sites import has_information

ADDRESS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Site:
    site_id: int
    name: str
    address: str
    #: Active ones.
    people: int


@dataclass(frozen=True, slots=True)
class SaveSite:
    """`site_id` None: a new one."""

    site_id: int | None
    name: str
    address: str = ""


def list_sites(work: Work) -> tuple[Site, ...]:
    """Lane READ. By name. RefusedError but for a safety admin."""
    require_safety_admin(work)
    return tuple(Site(*row) for row in queries.all_sites(work.connection))


def save_site(work: Work, request: SaveSite) -> int:
    """The site's id. In the audit log.

    RefusedError but for a safety admin, NotFoundError(no_site),
    InvalidError(bad_site_name, site_there, bad_site_address).
    """
    organiser(work)
    name, address = request.name.strip(), request.address.strip()
    if not name or len(name) > MAX_TEXT or CONTROL.search(name):
        raise InvalidError("bad_site_name", limit=MAX_TEXT)
    if len(address) > ADDRESS_AT_MOST or CONTROL.search(address):
        raise InvalidError("bad_site_address", limit=ADDRESS_AT_MOST)
    if request.site_id is not None and queries.site(work.connection, request.site_id) is None:
        raise NotFoundError("no_site")
    if queries.site_named(work.connection, name) not in (None, request.site_id):
        raise InvalidError("site_there", site=name)
    if request.site_id is None:
        site_id = queries.add(work.connection, name, address)
        note(work, "site_added", site_id=site_id)
        return site_id
    queries.change(work.connection, request.site_id, name, address)
    note(work, "site_changed", site_id=request.site_id)
    return request.site_id


def delete_site(work: Work, site_id: int) -> None:
    """In the audit log.

    RefusedError but for a safety admin, NotFoundError(no_site), InvalidError(site_has_people, site_has_information).
    """
    organiser(work)
    site = queries.site(work.connection, site_id)
    if site is None:
        raise NotFoundError("no_site")
    if there := queries.people_at(work.connection, site_id):
        raise InvalidError("site_has_people", people=there, site=site.name)
    if has_information(work.connection, site_id):
        raise InvalidError("site_has_information", site=site.name)
    queries.remove(work.connection, site_id)
    note(work, "site_deleted", site_id=site_id)
