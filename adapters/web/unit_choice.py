"""Choosing units on a page, without a script: one level at a time or by a search, kept in the address meanwhile.

The page's form holds `console/unit_choice.html`. What its buttons ask for, apart from the page's own, is another look:
`look_again` gives it, with what is chosen so far.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.form_words import id_in
from flows.choose_units import WantedUnits

#: Chosen at a time: an address has its length. Whoever wants more chooses the unit above them.
CHOSEN_AT_MOST = 200
_TEXT_AT_MOST = 100


def wanted_units(counts_missing: bool = False) -> WantedUnits:
    """What is chosen and looked at, of the address or the form."""
    at = _ids(request.values.getlist("at"))
    text = request.values.get("unit_text", "").replace("\0", "")[:_TEXT_AT_MOST]
    return WantedUnits(at[0] if at else None, text, chosen_units(), counts_missing)


def wanted_in_form() -> WantedUnits:
    """Of a form that is shown again at once, with all that stands in it: `level` says which units were looked at."""
    form = request.form
    at = _ids(form.getlist("at" if "at" in form else "level"))
    text = "" if "at" in form else form.get("unit_text", "").replace("\0", "")[:_TEXT_AT_MOST]
    return WantedUnits(at[0] if at else None, text, chosen_units())


def chosen_units() -> tuple[int, ...]:
    return tuple(dict.fromkeys(_ids(request.values.getlist("unit"))))[:CHOSEN_AT_MOST]


def kept() -> str:
    """What the language switch must keep of the address."""
    wanted = wanted_units()
    parts = [("unit", str(unit_id)) for unit_id in wanted.chosen]
    parts += [("at", str(wanted.at))] if wanted.at is not None else []
    parts += [("unit_text", wanted.text)] if wanted.text else []
    return "".join(f"&{name}={quote(value)}" for name, value in parts)


def look_again(endpoint: str) -> Response | None:
    """To another level or a search, where that is what was pressed; None: the page's own button was."""
    form = request.form
    if form.get("action") == "search":
        return redirect(url_for(endpoint, unit=chosen_units(), unit_text=form.get("unit_text") or None), 303)
    if "at" in form:
        return redirect(url_for(endpoint, unit=chosen_units(), at=form["at"] or None), 303)
    return None


def _ids(values: list[str]) -> list[int]:
    return [number for value in values if (number := id_in(value)) is not None]
