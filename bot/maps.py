"""Ways and places in a map service, as links: a place reaches the service, and nothing ever reaches us.

Google: Maps URLs, "Directions action"; Apple: Map Links. Without a start both begin where the phone is. OpenStreetMap
and Yahoo!マップ want two places; 地理院地図 shows one.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from bot.company import Place, Route
from bot.vocabulary import MapService

#: They begin where the phone is when no start is named.
_FROM_HERE = (MapService.GOOGLE, MapService.APPLE)
#: They look no address up in such a link.
_BY_POINT = (MapService.OSM, MapService.YAHOO, MapService.GSI)
_WITH_START = (MapService.OSM, MapService.YAHOO)


def fault_of(service: MapService, destination: Place, start: Place | None) -> str:
    """Why this service cannot show that way: the code of a refusal, or empty."""
    if service in _BY_POINT and (destination.point is None or (start is not None and start.point is None)):
        return "map_needs_point"
    return "map_needs_start" if service in _WITH_START and start is None else ""


def route_url(route: Route) -> str:
    """The way as the company has set it; in 地理院地図 the place it leads to."""
    return way_url(route.map, route.destination, route.start)


def from_here(route: Route) -> tuple[MapService, str]:
    """The way from one's own position, in the service of the route or one that can."""
    service = route.map if route.map in _FROM_HERE else MapService.GOOGLE
    return service, way_url(service, route.destination, None)


def way_url(service: MapService, destination: Place, start: Place | None) -> str:
    """On foot. For a way of which `fault_of` has nothing to say."""
    match service:
        case MapService.GOOGLE:
            places = {"destination": _asked(destination)} | ({"origin": _asked(start)} if start else {})
            return "https://www.google.com/maps/dir/?" + urlencode({"api": "1", **places, "travelmode": "walking"})
        case MapService.APPLE:
            places = ({"saddr": _asked(start)} if start else {}) | {"daddr": _asked(destination)}
            return "https://maps.apple.com/?" + urlencode({**places, "dirflg": "w"})
        case MapService.OSM:
            way = f"{_asked(start)};{_asked(destination)}" if start else f";{_asked(destination)}"
            way = quote(way, safe=",;")
            return f"https://www.openstreetmap.org/directions?engine=fossgis_osrm_foot&route={way}"
        case MapService.YAHOO:
            return "https://map.yahoo.co.jp/route/walk?" + urlencode(_ends("from", start) | _ends("to", destination))
        case MapService.GSI:
            lat, lon = destination.point or (0.0, 0.0)
            return f"https://maps.gsi.go.jp/#17/{lat:.6f}/{lon:.6f}/"


def place_url(place: Place) -> str:
    """Where it is, without a way to it."""
    return "https://www.google.com/maps/search/?" + urlencode({"api": "1", "query": _asked(place)})


def _asked(place: Place) -> str:
    """Coordinates where there are any: an address may be found somewhere else."""
    if place.point is None:
        return place.address or place.name
    lat, lon = place.point
    return f"{lat:.6f},{lon:.6f}"


def _ends(end: str, place: Place | None) -> dict[str, str]:
    lat, lon = (place and place.point) or (0.0, 0.0)
    return {end: place.name if place else "", f"{end}Lat": f"{lat:.6f}", f"{end}Lon": f"{lon:.6f}"}
