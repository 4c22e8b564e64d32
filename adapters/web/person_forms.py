"""The forms with which a safety admin keeps a person's entry and role."""

from __future__ import annotations

from flask import request

from adapters.web.form_words import id_in
from adapters.web.page import UnpressedError
from bot.vocabulary import Locale, Role, locale_or_default
from flows.edit_person import EditPerson
from flows.grant_role import SetRole


def typed_entry(person_id: int | None, fallback: Locale) -> EditPerson:
    """As it was typed; `person_id` None: somebody new. A site that is no number is one that nobody has."""
    form = request.form
    site = form.get("site", "")
    return EditPerson(
        person_id=person_id,
        employee_no=form.get("employee_no", ""),
        name=form.get("name", ""),
        kana=form.get("kana", ""),
        email=form.get("email", ""),
        locale=locale_or_default(form.get("locale"), fallback),
        site_id=None if not site else id_in(site) or 0,
        unit_paths=tuple(form.getlist("unit")),
        active=form.get("active", "yes") != "no",
    )


def typed_role(person_id: int) -> SetRole:
    """As it was chosen. UnpressedError where nothing was: no role is a choice too."""
    role = request.form.get("role", "?")
    if role not in Role.__members__.values():
        raise UnpressedError
    return SetRole(person_id, Role(role), tuple(request.form.getlist("managed")))
