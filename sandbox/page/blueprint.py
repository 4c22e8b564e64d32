"""The page's web side: shows the phones, answers polls, hands presses to the stand-ins."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from sandbox.page.doing import register_doing
from sandbox.page.fragments import HOME, Look, fragments, letters_of, places_of, tools
from sandbox.page.words import LANGUAGES
from sandbox.residents import Resident
from sandbox.town import Town

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
#: A letter's own look may be styled, and its links may open; nothing in it may run or load.
_LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_PANES = ("slack", "line", "mail")


def create_blueprint(town: Town) -> Blueprint:
    """Mount it under `/sandbox`. It is for one's own computer: whoever can open it can be anybody in the town."""
    page = Blueprint(
        "sandbox", __name__, url_prefix="/sandbox", template_folder="templates", static_folder="static",
    )  # fmt: skip

    @page.get("/")
    def phones() -> Response:
        look = read_look(town)
        if look.place == HOME:
            town.slack.open_home(look.person.slack_id)
        pane = request.args.get("pane", "")
        html = render_template(
            "sandbox_page/page.html",
            pieces=fragments(town, look),
            places=places_of(town, look.person),
            residents=town.residents,
            pane=pane if pane in _PANES else _first_pane(look.person),
            **tools(town, look),
        )
        return _guarded(make_response(html))

    @page.get("/state")
    def state() -> Response:
        look = read_look(town)
        tag = hashlib.sha256(f"{town.version} {sorted(look.query().items())}".encode()).hexdigest()[:20]
        response = make_response("", 304) if tag in request.if_none_match else jsonify(fragments(town, look))
        response.set_etag(tag)
        return _guarded(response)

    @page.get("/letters/<int:number>")
    def letter(number: int) -> Response:
        look = read_look(town)
        found = next((one for one in letters_of(town, look.person) if one.id == number), None)
        if found is None:
            abort(404)
        # Links of a letter open in a tab of their own; the letter itself cannot run anything.
        response = make_response('<base target="_blank">' + (found.html or ""))
        response.headers["Content-Security-Policy"] = _LETTER_POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @page.get("/menus/<menu_id>")
    def menu_picture(menu_id: str) -> Response:
        found = town.line.world.rich_menus.menus.get(menu_id)
        if found is None or not found.content:
            abort(404)
        # A menu never gets another picture.
        return _guarded(Response(found.content, content_type=found.content_type), keep="private, max-age=3600")

    page.before_request(_refuse_other_sites)
    register_doing(page, town)
    return page


def read_look(town: Town) -> Look:
    """The query, with what can be guessed filled in."""
    values = request.values
    wanted = values.get("person", "")
    person = next((one for one in town.residents if one.number == wanted), town.residents[0])
    language = values.get("lang", "")
    if language not in LANGUAGES:
        language = request.accept_languages.best_match(LANGUAGES) or "ja"
    known = [one.id for one in places_of(town, person)]
    place = values.get("place", "")
    if place not in known and not (place == HOME and known):
        place = known[0] if known else ""
    letter = values.get("letter", "")
    number = int(letter) if letter.isdecimal() and len(letter) < 10 else 0
    return Look(person, language, place, number, values.get("plain") == "1")


def _first_pane(person: Resident) -> str:
    return "slack" if person.slack_id else "line" if person.line_id else "mail"


def _guarded(response: Response, keep: str = "no-store") -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = keep if response.status_code != 304 else "no-cache"
    return response


def _refuse_other_sites() -> None:
    """A page of another site must not press buttons here."""
    if request.method != "POST":
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or (origin is not None and urlsplit(origin).netloc != request.host):
        abort(403)
