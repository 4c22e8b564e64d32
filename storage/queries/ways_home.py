"""People's own ways home, kept for those who want it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from storage.models import people, sites, ways_home
from storage.upsert import Upsert

_KEEP = Upsert(
    ways_home,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["person_id"],
        set_={name: insert.excluded[name] for name in ("destination", "map", "kept_at")},
    ),
)


def of_person(connection: Connection, person_id: int) -> Row[*tuple[Any, ...]] | None:
    """With the site they work at; the columns of what is not there are empty. None: there is no such person."""
    read = (
        select(
            sites.c.name.label("site"),
            sites.c.address,
            sites.c.lat,
            sites.c.lon,
            ways_home.c.destination,
            ways_home.c.map,
        )
        .select_from(people)
        .outerjoin(sites, sites.c.id == people.c.site_id)
        .outerjoin(ways_home, ways_home.c.person_id == people.c.id)
    )
    return connection.execute(read.where(people.c.id == person_id)).first()


def keep(connection: Connection, person_id: int, destination: str, map_: str, now: datetime) -> None:
    """In the place of the one before."""
    row = {"person_id": person_id, "destination": destination, "map": map_, "kept_at": now}
    connection.execute(_KEEP.on(connection), row)


def forget(connection: Connection, person_id: int) -> None:
    connection.execute(delete(ways_home).where(ways_home.c.person_id == person_id))


def forget_of_leavers(connection: Connection) -> int:
    """Of people who have left the company: how many."""
    left = select(people.c.id).where(people.c.active.is_(False))
    return connection.execute(delete(ways_home).where(ways_home.c.person_id.in_(left))).rowcount
