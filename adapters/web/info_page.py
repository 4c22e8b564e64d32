"""`/info`: bulletins, emergency contacts, evacuation routes, links; open to whoever has the address.

Everybody opens it in the same minute, so nothing on it depends on who reads it, and their position is never asked for:
a map service begins where the phone is by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.form_words import id_in
from adapters.web.kept_pages import KeptPages
from adapters.web.page import asked, browser_locale, local, render
from bot.company import CompanyInfo, Route, in_language
from bot.maps import from_here, route_url, way_url
from bot.vocabulary import Hazard, InfoPage, Locale, MapService
from flows.company_info import show_info
from flows.info_rights import SiteChoice, all_sites
from flows.places import PlaceLine, count_places, places_named, places_near
from flows.ports import Clock
from flows.telling import hazard_names
from flows.work import Begin, Lane, Policy, System

#: On the page before "earlier bulletins".
_BULLETINS_SHOWN = 5
_TEXT_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: of a site, for a hazard."""

    locale: Locale
    #: The language stands in the address, and so in the links of the page.
    says_locale: bool
    site_id: int | None
    hazard: Hazard | None

    def query(self, **changed: object) -> str:
        """For a link to the same page, changed in this."""
        shown = {"site": self.site_id, "hazard": self.hazard} | changed
        parts = {name: value for name, value in shown.items() if value}
        language = {"lang": self.locale.value} if self.says_locale else {}
        return "?" + urlencode({**language, **parts})

    def kept(self) -> str:
        """For the language switch."""
        parts = {"site": self.site_id, "hazard": self.hazard}
        return "".join(f"&{name}={value}" for name, value in parts.items() if value)


def create_info_pages(begin: Begin, clock: Clock, policy: Policy) -> Blueprint:
    pages = Blueprint("info", __name__)
    kept = KeptPages(clock)

    @pages.get("/info")
    @pages.get("/info/")
    def show() -> Response:
        wanted = wanted_of(policy.locale)
        return kept.page(("day", wanted), lambda: _day(begin, policy, wanted))

    @pages.get("/info/prepare")
    def prepare() -> Response:
        wanted = wanted_of(policy.locale)
        return kept.page(("prepare", wanted), lambda: _prepare(begin, policy, wanted))

    @pages.get("/info/places")
    def places() -> Response:
        wanted, text = wanted_of(policy.locale), asked("text").strip()[:_TEXT_AT_MOST]
        return kept.page(("places", wanted, text), lambda: _places(begin, policy, wanted, text))

    @pages.get("/")
    def home() -> Response:
        """Whoever types the bare address sees what helps on the day."""
        return redirect(url_for("info.show"))

    return pages


def wanted_of(fallback: Locale) -> Wanted:
    """Whatever is no site's number or no hazard asks for nothing."""
    site, hazard = asked("site"), asked("hazard")
    return Wanted(
        browser_locale(fallback),
        "lang" in request.args,
        id_in(site) or None,
        Hazard(hazard) if hazard in Hazard.__members__.values() else None,
    )


def _day(begin: Begin, policy: Policy, wanted: Wanted) -> Response:
    with begin(System("info page"), Lane.READ) as work:
        info, sites, has_places = show_info(work), all_sites(work), count_places(work) > 0
    return render(
        "info.html",
        wanted.locale,
        company=policy.company,
        wanted=wanted,
        hazards=_hazards(info.routes),
        sites=_with_something(sites, info),
        bulletins=_bulletins(info, policy, wanted),
        shown=_BULLETINS_SHOWN,
        contacts=_entries(info.contacts, wanted, sites),
        routes=[_route(route, wanted, sites) for route in _of_site(info.routes, wanted) if _is_for(route, wanted)],
        links=[link for link in _entries(info.links, wanted, sites) if link["page"] is InfoPage.DAY],
        words=in_language(wanted.locale, *info.pages.get(InfoPage.DAY, ("", ""))),
        has_places=has_places,
    )


def _prepare(begin: Begin, policy: Policy, wanted: Wanted) -> Response:
    with begin(System("info page"), Lane.READ) as work:
        info, sites = show_info(work), all_sites(work)
    return render(
        "info_prepare.html",
        wanted.locale,
        company=policy.company,
        wanted=wanted,
        links=[link for link in _entries(info.links, wanted, sites) if link["page"] is InfoPage.PREPARE],
        words=in_language(wanted.locale, *info.pages.get(InfoPage.PREPARE, ("", ""))),
    )


def _places(begin: Begin, policy: Policy, wanted: Wanted, text: str) -> Response:
    """Of one hazard only: a place that is safe from a flood may lie where the tsunami comes."""
    found: tuple[PlaceLine, ...] = ()
    with begin(System("info page"), Lane.READ) as work:
        sites = tuple(site for site in all_sites(work) if site.place.point)
        if wanted.hazard and text:
            found = places_named(work, text, wanted.hazard)
        elif wanted.hazard and wanted.site_id:
            found = places_near(work, wanted.site_id, wanted.hazard)
    lines = [{"line": one, "url": way_url(MapService.GOOGLE, one.place, None), "gsi": _gsi(one)} for one in found]
    facts: dict[str, Any] = {
        "company": policy.company,
        "wanted": wanted,
        "hazards": list(Hazard),
        "sites": sites,
        "text": text,
    }
    return render("info_places.html", wanted.locale, found=lines, **facts)


def _gsi(line: PlaceLine) -> str:
    return way_url(MapService.GSI, line.place, None)


def _with_something(sites: tuple[SiteChoice, ...], info: CompanyInfo) -> tuple[SiteChoice, ...]:
    """Sites to choose from: those that something belongs to."""
    entries: tuple[Any, ...] = (*info.contacts, *info.links, *info.routes, *info.bulletins)
    named = {one.site_id for one in entries}
    return tuple(site for site in sites if site.site_id in named)


def _of_site(entries: tuple[Any, ...], wanted: Wanted) -> list[Any]:
    """Of the chosen site and the whole company; of all, where none is chosen."""
    return [one for one in entries if wanted.site_id is None or one.site_id in (None, wanted.site_id)]


def _is_for(route: Route, wanted: Wanted) -> bool:
    """A route for no hazard in particular is for any."""
    return wanted.hazard is None or not route.hazards or wanted.hazard in route.hazards


def _hazards(routes: tuple[Route, ...]) -> list[Hazard]:
    """Those some route is for."""
    return [hazard for hazard in Hazard if any(hazard in route.hazards for route in routes)]


def _entries(entries: tuple[Any, ...], wanted: Wanted, sites: tuple[SiteChoice, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": in_language(wanted.locale, one.name, one.name_en),
            "note": in_language(wanted.locale, one.note, one.note_en),
            "site": _site_name(one.site_id, sites),
            "target": getattr(one, "number", "") or getattr(one, "url", ""),
            "page": getattr(one, "page", None),
        }
        for one in _of_site(entries, wanted)
    ]


def _route(route: Route, wanted: Wanted, sites: tuple[SiteChoice, ...]) -> dict[str, Any]:
    service, url = from_here(route)
    return {
        "name": in_language(wanted.locale, route.name, route.name_en),
        "note": in_language(wanted.locale, route.note, route.note_en),
        "start": route.start.name if route.start else "",
        "destination": route.destination.name,
        "hazards": hazard_names(route.hazards, wanted.locale),
        "site": _site_name(route.site_id, sites),
        # Without a start of its own a way begins where the phone is; 地理院地図 shows a place all the same.
        "map": route.map if route.start or route.map is MapService.GSI else None,
        "url": route_url(route),
        "map_from_here": service,
        "url_from_here": url,
    }


def _bulletins(info: CompanyInfo, policy: Policy, wanted: Wanted) -> list[dict[str, Any]]:
    """A withdrawn one is named, so that who has read it knows; its words are not said again."""
    return [
        {
            "title": in_language(wanted.locale, one.title, one.title_en),
            "words": in_language(wanted.locale, one.words, one.words_en),
            "is_drill": one.kind == "drill",
            "when": local(one.written_at, policy.zone, wanted.locale),
            "changed": local(one.changed_at, policy.zone, wanted.locale),
            "withdrawn": local(one.withdrawn_at, policy.zone, wanted.locale),
            "whom": one.whom,
            "pinned": one.pinned,
        }
        for one in _of_site(info.bulletins, wanted)
    ]


def _site_name(site_id: int | None, sites: tuple[SiteChoice, ...]) -> str:
    return next((site.name for site in sites if site.site_id == site_id), "")
