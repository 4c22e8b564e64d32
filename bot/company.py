"""What the company tells its people for the day itself: numbers, links, evacuation routes."""

from __future__ import annotations

from dataclasses import dataclass


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
    """`lat` and `lon` in degrees (WGS 84)."""

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
