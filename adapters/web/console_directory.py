"""`/console/directory`: what a reading of the Slack directory leaves to a safety admin."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.page import UnpressedError, error_page
from flows.carry_out import carry_out
from flows.directory_proposals import accept_new_person, deactivate_leavers, ignore_proposal, list_proposals
from flows.errors import InvalidError
from flows.work import Begin, Work

#: More than any id of Slack has.
_ID_AT_MOST = 64


def create_console_directory(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("directory", __name__)

    @pages.get("/console/directory")
    @console.page
    def proposals(reader: Reader) -> Response:
        return shown(reader)

    @pages.post("/console/directory")
    @console.page
    def decide(reader: Reader) -> Response:
        try:
            carry_out(begin, reader.actor, _decide)
        except UnpressedError:
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        except InvalidError as error:
            return shown(reader, error)
        return redirect(url_for(".proposals"), 303)

    def shown(reader: Reader, problem: InvalidError | None = None) -> Response:
        facts = carry_out(begin, reader.actor, list_proposals)
        return console.render(
            reader,
            "console/directory.html",
            nav="people",
            status=400 if problem else 200,
            facts=facts,
            problem=console.words_of(reader, problem) if problem else "",
            typed=request.form,
        )

    return pages


def _decide(work: Work) -> None:
    account = request.form.get("account", "")
    if not account.isalnum() or len(account) > _ID_AT_MOST:
        raise UnpressedError
    match request.form.get("action"):
        case "accept":
            accept_new_person(work, account, request.form.get("employee_no", ""))
        case "ignore":
            ignore_proposal(work, account)
        case "left":
            deactivate_leavers(work, {account})
        case _:
            raise UnpressedError
