"""The company's emergency contacts, links and evacuation routes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from bot.company import CompanyInfo, EmergencyContact, InfoLink, Place, Route
from flows.audit import note
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import company_info as queries

__all__ = ["CompanyInfo", "EmergencyContact", "InfoLink", "Place", "Route", "import_info", "show_info"]


def show_info(work: Work) -> CompanyInfo:
    """Lane READ; open to everybody in the company."""
    return CompanyInfo(
        contacts=tuple(EmergencyContact(**entry) for entry in queries.contact_entries(work.connection)),
        links=tuple(InfoLink(**entry) for entry in queries.link_entries(work.connection)),
        routes=tuple(_route(entry) for entry in queries.route_entries(work.connection)),
    )


def import_info(work: Work, info: CompanyInfo) -> None:
    """Replaces what is there, in one transaction; in the audit log.

    RefusedError for anybody but a safety admin or the command line.
    """
    require_safety_admin(work)
    queries.replace_all(
        work.connection,
        contacts=[asdict(contact) for contact in info.contacts],
        links=[asdict(link) for link in info.links],
        ways=[_entry(route) for route in info.routes],
    )
    note(work, "info_imported", contacts=len(info.contacts), links=len(info.links), routes=len(info.routes))


def _entry(route: Route) -> dict[str, Any]:
    start = route.start
    return {
        "name": route.name,
        "name_en": route.name_en,
        "note": route.note,
        "note_en": route.note_en,
        "start_name": start.name if start else "",
        "start_lat": start.lat if start else None,
        "start_lon": start.lon if start else None,
        "destination_name": route.destination.name,
        "destination_lat": route.destination.lat,
        "destination_lon": route.destination.lon,
    }


def _route(entry: RowMapping) -> Route:
    has_start = entry["start_lat"] is not None and entry["start_lon"] is not None
    return Route(
        name=entry["name"],
        destination=Place(entry["destination_name"], entry["destination_lat"], entry["destination_lon"]),
        start=Place(entry["start_name"], entry["start_lat"], entry["start_lon"]) if has_start else None,
        note=entry["note"],
        name_en=entry["name_en"],
        note_en=entry["note_en"],
    )
