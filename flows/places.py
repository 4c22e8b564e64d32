"""Official places to flee to (指定緊急避難場所), taken over from public lists and shown for one hazard at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.company import Place
from bot.places_file import PublicPlace
from bot.vocabulary import Hazard
from flows.audit import note
from flows.info_rights import all_sites
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import places as queries

SHOWN_AT_MOST = 20
_METRES_A_DEGREE = 111_195
_TEXT_AT_MOST = 50
#: In one transaction, which takes less than half a second.
_PLACES_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class PlacesImported:
    places: int
    replaced: int
    cities: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """`metres`: as the crow flies from the site; None where it was not looked for around one."""

    place_id: int
    place: Place
    city: str
    hazards: tuple[Hazard, ...]
    metres: int | None = None


def by_municipality(found: Sequence[PublicPlace]) -> Iterator[list[PublicPlace]]:
    """In parts, each with all there is of its municipalities: each to be taken over in a transaction of its own."""
    part: list[PublicPlace] = []
    for one in sorted(found, key=lambda place: place.city):
        if len(part) >= _PLACES_AT_ONCE and part[-1].city != one.city:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def import_places(work: Work, found: Sequence[PublicPlace]) -> PlacesImported:
    """Replaces what is known of the municipalities of these places, in one transaction; in the audit log.

    They are read before and come in parts (`by_municipality`): whoever answers meanwhile does not wait for them.
    RefusedError for anybody but a safety admin or the command line.
    """
    require_safety_admin(work)
    cities = {one.city for one in found}
    gone = queries.replace(work.connection, cities, _rows(found))
    note(work, "places_imported", places=len(found), replaced=gone)
    return PlacesImported(len(found), gone, len(cities))


def places_near(work: Work, site_id: int, hazard: Hazard) -> tuple[PlaceLine, ...]:
    """Lane READ. The nearest first; empty for a site of which nobody has said where it is."""
    point = next((site.place.point for site in all_sites(work) if site.site_id == site_id), None)
    if point is None:
        return ()
    rows = queries.near(work.connection, point, hazard, SHOWN_AT_MOST)
    return tuple(_line(row, round(math.sqrt(row.distance) * _METRES_A_DEGREE)) for row in rows)


def places_named(work: Work, text: str, hazard: Hazard | None) -> tuple[PlaceLine, ...]:
    """Lane READ. Of that municipality, or with that in their name or address; None: for any hazard."""
    text = text.strip()[:_TEXT_AT_MOST]
    rows = queries.named(work.connection, text, hazard, SHOWN_AT_MOST) if text else ()
    return tuple(_line(row) for row in rows)


def place_of(work: Work, place_id: int) -> PlaceLine | None:
    """Lane READ."""
    row = queries.find(work.connection, place_id)
    return None if row is None else _line(row)


def count_places(work: Work) -> int:
    """Lane READ."""
    return queries.count(work.connection)


def _rows(found: Sequence[PublicPlace]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "city": one.city,
            "name": one.name,
            "address": one.address,
            "lat": one.lat,
            "lon": one.lon,
            "hazards": f" {' '.join(one.hazards)} ",
        }


def _line(row: Any, metres: int | None = None) -> PlaceLine:
    place = Place(row.name, row.lat, row.lon, row.address)
    return PlaceLine(row.id, place, row.city, tuple(Hazard(name) for name in row.hazards.split()), metres)
