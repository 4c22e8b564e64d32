"""`/console/settings/admins`: who is safety admin, who is unit manager of what; roles given and taken away."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.page import UnpressedError, asked, error_page
from adapters.web.person_forms import typed_role
from bot.vocabulary import Role
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.grant_role import SetRole, set_role
from flows.list_managers import list_managers
from flows.list_people import PeopleFilter, PersonLine, list_people
from flows.show_profile import show_profile
from flows.work import Begin, Lane

#: People found by a search; whoever is not among them is named more precisely.
_FOUND_AT_MOST = 20
_DONE = {"revoked": "admins.revoked", "granted": "admins.granted"}


def create_console_admins(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("admins", __name__)

    @pages.get("/console/settings/admins")
    @console.page
    def admins(reader: Reader) -> Response:
        return shown(reader, id_in(asked("person")))

    @pages.post("/console/settings/admins")
    @console.page
    def decide(reader: Reader) -> Response:
        person_id = id_in(request.form.get("person", ""))
        try:
            wanted = _wanted(person_id)
            carry_out(begin, reader.actor, lambda work: set_role(work, wanted))
        except UnpressedError:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        except InvalidError as error:
            is_choosing = request.form.get("action") == "role"
            return shown(reader, person_id if is_choosing else None, problem=error)
        return redirect(url_for(".admins", done="granted" if wanted.role else "revoked"), 303)

    def shown(reader: Reader, chosen: int | None, problem: InvalidError | None = None) -> Response:
        text = asked("q").strip()
        found: tuple[PersonLine, ...] = ()
        with begin(reader.actor, Lane.READ) as work:
            managers = list_managers(work)
            if text and not chosen:
                found = list_people(work, PeopleFilter(text, limit=_FOUND_AT_MOST)).people
            profile = show_profile(work, chosen) if chosen else None
        typed = typed_role(chosen) if chosen and problem else None
        return console.render(
            reader,
            "console/admins.html",
            nav="settings",
            status=400 if problem else 200,
            managers=managers,
            text=text,
            found=found,
            profile=profile,
            role_person=chosen,
            role=typed.role if typed else profile.role if profile else Role.NONE,
            managed=typed.unit_paths if typed else profile.managed_units if profile else (),
            done=_DONE.get(asked("done"), ""),
            problem=console.words_of(reader, problem) if problem else "",
        )

    return pages


def _wanted(person_id: int | None) -> SetRole:
    if person_id is None:
        raise UnpressedError
    match request.form.get("action"):
        case "revoke":
            return SetRole(person_id, Role.NONE)
        case "role":
            return typed_role(person_id)
    raise UnpressedError
