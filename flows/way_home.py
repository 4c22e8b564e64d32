"""A person's own way home (帰宅経路): theirs alone, and kept only where they have ticked that they want it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.company import Place
from bot.info_rules import MAX_NOTE
from bot.maps import way_url
from bot.plain import hidden_in
from bot.vocabulary import MapService
from flows.audit import note
from flows.errors import InvalidError, RefusedError
from flows.who import who_is
from flows.work import Work
from storage.queries import ways_home as queries

#: They look an address up and begin where the phone is.
HOME_MAPS = (MapService.GOOGLE, MapService.APPLE)


@dataclass(frozen=True, slots=True)
class WayHome:
    """`site`: where the person works, or empty. The links are empty without a destination."""

    destination: str = ""
    map: MapService = MapService.GOOGLE
    is_kept: bool = False
    site: str = ""
    url: str = ""
    url_from_here: str = ""


@dataclass(frozen=True, slots=True)
class WayHomeWanted:
    destination: str
    map: MapService = MapService.GOOGLE


def show_way_home(work: Work, wanted: WayHomeWanted | None = None) -> WayHome:
    """Lane READ. The actor's own: as kept, or as `wanted` without being kept. RefusedError(unknown_person).

    InvalidError(no_home, info_too_long, info_hidden).
    """
    row = queries.of_person(work.connection, _own_id(work))
    if row is None:
        raise RefusedError("unknown_person")
    site = row.site or ""
    if wanted is None and row.destination is None:
        usual = work.policy.map_service
        return WayHome(map=usual if usual in HOME_MAPS else MapService.GOOGLE, site=site)
    asked = wanted or WayHomeWanted(row.destination, MapService(row.map))
    end = Place(_checked(asked.destination))
    start = Place(site, row.lat, row.lon, row.address) if row.lat is not None or row.address else None
    return WayHome(
        end.name,
        asked.map,
        is_kept=wanted is None,
        site=site,
        url=way_url(asked.map, end, start) if start else "",
        url_from_here=way_url(asked.map, end, None),
    )


def keep_way_home(work: Work, wanted: WayHomeWanted) -> None:
    """In the audit log, without its words. RefusedError(unknown_person), InvalidError as `show_way_home`."""
    person_id = _own_id(work)
    queries.keep(work.connection, person_id, _checked(wanted.destination), wanted.map, work.now)
    note(work, "way_home_kept")


def forget_way_home(work: Work) -> None:
    """In the audit log. RefusedError(unknown_person)."""
    queries.forget(work.connection, _own_id(work))
    note(work, "way_home_forgotten")


def _own_id(work: Work) -> int:
    who = who_is(work)
    if who is None or who.person_id is None:
        raise RefusedError("unknown_person")
    return who.person_id


def _checked(typed: str) -> str:
    destination = typed.strip()
    if not destination:
        raise InvalidError("no_home")
    if len(destination) > MAX_NOTE:
        raise InvalidError("info_too_long", limit=MAX_NOTE)
    if hidden_in(destination):
        raise InvalidError("info_hidden")
    return destination
