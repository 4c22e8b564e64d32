"""The company's emergency contacts, links and evacuation routes."""

from __future__ import annotations

from dataclasses import dataclass

from flows.work import Work


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    name: str
    number: str
    note: str = ""
    name_en: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class InfoLink:
    name: str
    url: str
    note: str = ""
    name_en: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Route:
    """`start` None: from wherever the person stands."""

    name: str
    destination: Place
    start: Place | None = None
    note: str = ""
    name_en: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class CompanyInfo:
    contacts: tuple[EmergencyContact, ...] = ()
    links: tuple[InfoLink, ...] = ()
    routes: tuple[Route, ...] = ()


def show_info(work: Work) -> CompanyInfo:
    """Lane READ; open to everybody in the company."""
    raise NotImplementedError


def import_info(work: Work, info: CompanyInfo) -> None:
    """Replaces what is there, in one transaction; in the audit log."""
    raise NotImplementedError
