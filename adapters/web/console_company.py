"""`/console/settings/common`: what the company is called, its language and time, how long answers are kept."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.console_mail import Setting
from adapters.web.page import error_page
from bot.vocabulary import Locale, MapService
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.set_company import forget_common, save_common, show_common
from flows.work import Begin, Lane

_DONE = frozenset(("saved", "forgotten"))
#: Where each is set otherwise.
VARIABLES = {
    "company": "ANPI_COMPANY_NAME",
    "locale": "ANPI_LOCALE",
    "zone": "ANPI_TIMEZONE",
    "retention_days": "ANPI_RETENTION_DAYS",
    "proof_days": "ANPI_PROOF_DAYS",
    "slack_channels": "ANPI_SLACK_CHANNELS",
    "slack_manager_channel": "ANPI_SLACK_MANAGER_CHANNEL",
    "map_service": "ANPI_MAP_SERVICE",
    "message_title_at_most": "ANPI_MESSAGE_TITLE_AT_MOST",
    "message_body_at_most": "ANPI_MESSAGE_BODY_AT_MOST",
}


def create_console_company(begin: Begin, console: Console, setting: Setting) -> Blueprint:
    pages = Blueprint("common_settings", __name__)
    in_force = setting.in_force

    @pages.get("/console/settings/common")
    @console.page
    def show(reader: Reader) -> Response:
        return page(reader)

    @pages.post("/console/settings/common")
    @console.page
    def press(reader: Reader) -> Response:
        typed = {field: request.form.get(field, "") for field in VARIABLES}
        match request.form.get("action", "").split(":"):
            case ["save"]:
                try:
                    carry_out(begin, reader.actor, lambda work: save_common(work, typed))
                except InvalidError as error:
                    return page(reader, console.words_of(reader, error))
                return setting.shown_after(begin, reader, "saved")
            case ["forget", field]:
                carry_out(begin, reader.actor, lambda work: forget_common(work, field))
                return setting.shown_after(begin, reader, "forgotten")
        return error_page(console.locale(reader.who.locale), "error_choice", 400)

    def page(reader: Reader, problem: str = "") -> Response:
        with begin(reader.actor, Lane.READ) as work:
            view = show_common(work, in_force)
        return console.render(
            reader,
            "console/common_settings.html",
            nav="settings",
            status=400 if problem else 200,
            view=view,
            values={field: request.form.get(field, value) for field, value in view.values.items()},
            variables=VARIABLES,
            locales=list(Locale),
            maps=list(MapService),
            problem=problem,
            done=request.args.get("done") if request.args.get("done") in _DONE else "",
        )

    return pages
