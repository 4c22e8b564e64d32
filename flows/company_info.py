"""The company's emergency contacts, links, evacuation routes and bulletins, as everybody reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from bot.company import Bulletin, CompanyInfo, EmergencyContact, InfoLink, Place, Route
from bot.short_form import ShortForm, whole_text
from bot.vocabulary import CheckKind, Hazard, InfoPage, MapService
from flows.audit import note
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import bulletins
from storage.queries import company_info as queries

__all__ = ["CompanyInfo", "EmergencyContact", "InfoLink", "Place", "Route", "import_info", "show_info"]

#: Bulletins for everybody to read: the newest.
BULLETINS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class InfoReplaced:
    """How many entries of the whole company there were; `of_sites` belong to sites and have stayed."""

    contacts: int
    links: int
    routes: int
    of_sites: int


def show_info(work: Work) -> CompanyInfo:
    """Lane READ; open to everybody in the company."""
    return CompanyInfo(
        contacts=tuple(EmergencyContact(**entry) for entry in queries.contact_entries(work.connection)),
        links=tuple(_link(entry) for entry in queries.link_entries(work.connection)),
        routes=tuple(route_of(entry) for entry in queries.route_entries(work.connection)),
        bulletins=tuple(_bulletin(row) for row in bulletins.newest_first(work.connection, BULLETINS_SHOWN)),
        pages={InfoPage(page): words for page, words in queries.page_words(work.connection).items()},
    )


def import_info(work: Work, info: CompanyInfo) -> InfoReplaced:
    """Replaces what is there for the whole company, in one transaction; in the audit log.

    RefusedError for anybody but a safety admin or the command line.
    """
    require_safety_admin(work)
    gone, stayed = queries.replace_all(
        work.connection,
        contacts=[_contact_entry(contact) for contact in info.contacts],
        links=[_link_entry(link) for link in info.links],
        ways=[route_entry(route) for route in info.routes],
    )
    note(work, "info_imported", contacts=len(info.contacts), links=len(info.links), routes=len(info.routes))
    contacts, links, routes = gone
    return InfoReplaced(contacts, links, routes, stayed)


def _contact_entry(contact: EmergencyContact) -> dict[str, Any]:
    names = ("name", "number", "note", "name_en", "note_en", "site_id")
    return {name: getattr(contact, name) for name in names}


def _link_entry(link: InfoLink) -> dict[str, Any]:
    names = ("name", "url", "note", "name_en", "note_en", "site_id", "page")
    return {name: getattr(link, name) for name in names}


def route_entry(route: Route) -> dict[str, Any]:
    """Its columns, without id and position."""
    start, destination = route.start, route.destination
    return {
        "name": route.name,
        "name_en": route.name_en,
        "note": route.note,
        "note_en": route.note_en,
        "start_name": start.name if start else "",
        "start_lat": start.lat if start else None,
        "start_lon": start.lon if start else None,
        "start_address": start.address if start else "",
        "destination_name": destination.name,
        "destination_lat": destination.lat,
        "destination_lon": destination.lon,
        "destination_address": destination.address,
        "site_id": route.site_id,
        "map": route.map,
        "hazards": " ".join(route.hazards),
    }


def _link(entry: RowMapping) -> InfoLink:
    return InfoLink(**{**entry, "page": InfoPage(entry["page"])})


def route_of(entry: RowMapping) -> Route:
    """Of its columns."""
    start, destination = _place(entry, "start"), _place(entry, "destination")
    return Route(
        name=entry["name"],
        destination=destination,
        start=start if start.point or start.address else None,
        note=entry["note"],
        name_en=entry["name_en"],
        note_en=entry["note_en"],
        site_id=entry["site_id"],
        map=MapService(entry["map"]),
        hazards=tuple(Hazard(name) for name in entry["hazards"].split()),
    )


def _place(entry: RowMapping, end: str) -> Place:
    return Place(*(entry[f"{end}_{part}"] for part in ("name", "lat", "lon", "address")))


def _bulletin(row: Any) -> Bulletin:
    return Bulletin(
        bulletin_id=row.id,
        kind=CheckKind(row.kind),
        title=row.title,
        # What it calls for stands above its words, as in the message that brought it.
        words=whole_text(ShortForm(row.title, row.level, row.action), row.words),
        written_at=row.written_at,
        title_en=row.title_en,
        words_en=row.words_en and whole_text(ShortForm(row.title_en, row.level, row.action_en), row.words_en),
        pinned=row.pinned,
        whom=row.whom,
        site_id=row.site_id,
        changed_at=row.changed_at,
        withdrawn_at=row.withdrawn_at,
    )
