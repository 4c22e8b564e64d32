"""Official places to flee to: found around a point or by municipality, for one hazard."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select

from bot.vocabulary import Hazard
from storage.models import places

AnyRow = Row[*tuple[Any, ...]]

_ROWS_AT_ONCE = 5_000
#: Degrees of latitude on either side of the point, tried one after the other: about 2, 10 and 50 km.
_BOXES = (0.02, 0.1, 0.5)


def replace(connection: Connection, cities: Iterable[str], rows: Iterable[dict[str, Any]]) -> int:
    """What there is of these municipalities goes, then these come. How many went."""
    gone = sum(connection.execute(delete(places).where(places.c.city == city)).rowcount for city in sorted(cities))
    left = iter(rows)
    while page := list(islice(left, _ROWS_AT_ONCE)):
        connection.execute(insert(places), page)
    return gone


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(places)).scalar_one()


def find(connection: Connection, place_id: int) -> AnyRow | None:
    return connection.execute(select(places).where(places.c.id == place_id)).first()


def near(connection: Connection, point: tuple[float, float], hazard: Hazard, limit: int) -> Sequence[AnyRow]:
    """The nearest first, within about 50 km. The last column is the square of the distance in degrees of latitude."""
    lat, lon = point
    # A degree of longitude is shorter than one of latitude.
    narrow = max(math.cos(math.radians(lat)), 0.01)
    north, east = places.c.lat - lat, (places.c.lon - lon) * narrow
    distance = north * north + east * east
    found: Sequence[AnyRow] = ()
    for reach in _BOXES:
        within = (
            places.c.lat.between(lat - reach, lat + reach),
            places.c.lon.between(lon - reach / narrow, lon + reach / narrow),
            # Nearer than the edge of the box: what lies outside is farther away than all of these.
            distance <= reach * reach,
        )
        read = select(places, distance.label("distance")).where(_is_for(hazard), *within)
        found = connection.execute(read.order_by(distance, places.c.id).limit(limit)).all()
        if len(found) == limit:
            break
    return found


def named(connection: Connection, text: str, hazard: Hazard | None, limit: int) -> Sequence[AnyRow]:
    """Whose municipality, name or address holds that text; by municipality and name."""
    columns = (places.c.city, places.c.name, places.c.address)
    holds = [column.contains(text, autoescape=True) for column in columns]
    matches = holds[0] | holds[1] | holds[2]
    read = select(places).where(matches, *(() if hazard is None else (_is_for(hazard),)))
    return connection.execute(read.order_by(places.c.city, places.c.name, places.c.id).limit(limit)).all()


def _is_for(hazard: Hazard) -> ColumnElement[bool]:
    return places.c.hazards.contains(f" {hazard.value} ", autoescape=True)
