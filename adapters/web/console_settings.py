"""`/console/settings`: where a safety admin finds everything that can be set."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from flows.errors import RefusedError

#: `settings.<name>` and `settings.<name>_note` are the words of `/console/settings/<name>`.
SECTIONS: tuple[str, ...] = (
    "alarms",
    "audit",
    "admins",
    "units",
    "sites",
    "texts",
    "mail",
    "addresses",
    "api",
    "webhooks",
)


def create_console_settings(console: Console) -> Blueprint:
    pages = Blueprint("settings", __name__)

    @pages.get("/console/settings")
    @console.page
    def index(reader: Reader) -> Response:
        if not reader.who.may_everything:
            raise RefusedError("not_a_safety_admin")
        return console.render(reader, "console/settings.html", nav="settings", sections=SECTIONS)

    return pages
