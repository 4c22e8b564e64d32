"""What the company tells its people for the day itself: numbers, links, evacuation routes, bulletins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.vocabulary import CheckKind, Hazard, InfoPage, Locale, MapService


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """`site_id` None, here and below: for the whole company."""

    name: str
    number: str
    note: str = ""
    name_en: str = ""
    note_en: str = ""
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class InfoLink:
    name: str
    url: str
    note: str = ""
    name_en: str = ""
    note_en: str = ""
    site_id: int | None = None
    page: InfoPage = InfoPage.DAY


@dataclass(frozen=True, slots=True)
class Place:
    """`lat` and `lon` in degrees (WGS 84), both or neither; without them a map looks the address up."""

    name: str
    lat: float | None = None
    lon: float | None = None
    address: str = ""

    @property
    def point(self) -> tuple[float, float] | None:
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Route:
    """`start` None: from wherever the person stands. `hazards` empty: for any."""

    name: str
    destination: Place
    start: Place | None = None
    note: str = ""
    name_en: str = ""
    note_en: str = ""
    site_id: int | None = None
    map: MapService = MapService.GOOGLE
    hazards: tuple[Hazard, ...] = ()


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`whom`: the site or unit it is for; empty: everybody. `words_en` and `title_en` may be empty."""

    bulletin_id: int
    kind: CheckKind
    title: str
    words: str
    written_at: datetime
    title_en: str = ""
    words_en: str = ""
    pinned: bool = False
    whom: str = ""
    site_id: int | None = None
    changed_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CompanyInfo:
    """`pages`: what stands above the links of a page, (Japanese, English)."""

    contacts: tuple[EmergencyContact, ...] = ()
    links: tuple[InfoLink, ...] = ()
    routes: tuple[Route, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    pages: dict[InfoPage, tuple[str, str]] = field(default_factory=dict)


def in_language(locale: Locale, japanese: str, english: str) -> str:
    """Japanese where there is no English."""
    return english if locale is Locale.EN and english else japanese
