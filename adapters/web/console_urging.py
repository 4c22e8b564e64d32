"""`/console/missing/urge`: whom no contact reaches is mailed to register one, unit by unit."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.unit_choice import kept, look_again, wanted_units
from flows.carry_out import carry_out
from flows.choose_units import choose_units
from flows.errors import InvalidError
from flows.urge_registration import urge_registration
from flows.work import Begin, Lane


def create_console_urging(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("urging", __name__)

    @pages.route("/console/missing/urge", methods=["GET", "POST"])
    @console.page
    def urge(reader: Reader) -> Response:
        problem, wanted = "", wanted_units(counts_missing=True)
        if request.method == "POST":
            if (elsewhere := look_again(".urge")) is not None:
                return elsewhere
            try:
                done = carry_out(begin, reader.actor, lambda work: urge_registration(work, wanted.chosen), Lane.FANOUT)
                return redirect(url_for("contacts.missing", mailed=done.mailed), 303)
            except InvalidError as error:
                problem = console.words_of(reader, error)
        with begin(reader.actor, Lane.READ) as work:
            choice = choose_units(work, wanted)
        return console.render(
            reader,
            "console/urge.html",
            nav="contacts",
            status=400 if problem else 200,
            problem=problem,
            wanted=wanted,
            choice=choice,
            kept=kept(),
        )

    return pages
