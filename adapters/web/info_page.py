"""`/info`: the company's emergency contacts, links and evacuation routes; open to whoever has the address."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from adapters.web.page import browser_locale, render
from bot.information import walking_route_url
from bot.vocabulary import Locale
from flows.company_info import CompanyInfo, show_info
from flows.work import Begin, Lane, Policy, System

#: Everybody opens this page in the same minute; the company's numbers do not change in that time.
CACHE_SECONDS = 60


def create_info_pages(begin: Begin, policy: Policy) -> Blueprint:
    pages = Blueprint("info", __name__)

    @pages.get("/info")
    @pages.get("/info/")
    def show() -> Response:
        with begin(System("info page"), Lane.READ) as work:
            info = show_info(work)
        locale = browser_locale(policy.locale)
        response = render("info.html", locale, company=policy.company, info=_facts(info, locale))
        response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
        response.headers["Vary"] = "Accept-Language"
        return response

    @pages.get("/")
    def home() -> Response:
        """Whoever types the bare address sees what helps on the day."""
        return redirect(url_for("info.show"))

    return pages


def _facts(info: CompanyInfo, locale: Locale) -> dict[str, object]:
    def own(ja: str, en: str) -> str:
        return en or ja if locale is Locale.EN else ja

    return {
        "contacts": [
            {"name": own(c.name, c.name_en), "number": c.number, "note": own(c.note, c.note_en)} for c in info.contacts
        ],
        "links": [{"name": own(k.name, k.name_en), "url": k.url, "note": own(k.note, k.note_en)} for k in info.links],
        "routes": [
            {
                "name": own(r.name, r.name_en),
                "start": r.start.name if r.start else "",
                "destination": r.destination.name,
                "note": own(r.note, r.note_en),
                "url": walking_route_url(
                    (r.destination.lat, r.destination.lon), (r.start.lat, r.start.lon) if r.start else None
                ),
                "url_from_here": walking_route_url((r.destination.lat, r.destination.lon), None),
            }
            for r in info.routes
        ],
    }
