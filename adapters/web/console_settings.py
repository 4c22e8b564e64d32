"""`/console/settings`: what is set and what is missing, and where a safety admin finds everything that can be set."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.console_mail import Setting
from adapters.web.page import error_page
from adapters.web.proving import AT_MOST_SECONDS, Proved, advice, part_words, prove
from bot.vocabulary import ChannelKind, Locale
from bot.wording import say
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.glance import Glance, Mark, begin_proving, glance_at_settings
from flows.work import Begin, Lane

#: `settings.<name>` and `settings.<name>_note` are the words of `/console/settings/<name>`.
SECTIONS: tuple[str, ...] = (
    "common",
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
#: Where a line of the glance is put right.
PLACES = {
    "slack": "#prove",
    "line": "#prove",
    "channels": "/console/settings/mail",
    "mail": "/console/settings/mail",
    "addresses": "/console/settings/addresses",
    "people": "/console/missing",
    "contacts": "/console/campaigns",
    "admins": "/console/settings/admins",
    "alarms": "/console/settings/alarms",
    "emergency": "/console/info/contacts",
    "company": "/console/settings/common",
}
#: How a section's number is said; of those not named here nothing is.
_STATES = {
    "alarms": "alarms",
    "admins": "people",
    "units": "number",
    "sites": "number",
    "texts": "texts",
    "api": "number",
    "webhooks": "number",
}


def create_console_settings(begin: Begin, console: Console, setting: Setting | None) -> Blueprint:
    """`setting`: without it nothing is proved with real calls."""
    pages = Blueprint("settings", __name__)

    @pages.get("/console/settings")
    @console.page
    def index(reader: Reader) -> Response:
        return page(reader)

    @pages.post("/console/settings")
    @console.page
    def press(reader: Reader) -> Response:
        if setting is None or request.form.get("action") != "prove":
            return error_page(console.locale(reader.who.locale), "error_choice", 400)
        try:
            carry_out(begin, reader.actor, begin_proving)
        except InvalidError as error:
            return page(reader, problem=console.words_of(reader, error))
        return page(reader, prove(setting.examine))

    def page(reader: Reader, proved: Proved | None = None, problem: str = "") -> Response:
        with begin(reader.actor, Lane.READ) as work:
            glance = glance_at_settings(work, setting.in_force if setting else None)
        locale = console.locale(reader.who.locale)
        return console.render(
            reader,
            "console/settings.html",
            nav="settings",
            status=400 if problem else 200,
            sections=SECTIONS,
            states=_states(glance, locale),
            glance=glance,
            places=PLACES,
            can_prove=setting is not None,
            seconds=int(AT_MOST_SECONDS),
            proved=proved,
            part=lambda name: part_words(name, locale),
            advice=lambda finding: advice(finding, locale),
            problem=problem,
        )

    return pages


def _states(glance: Glance, locale: Locale) -> dict[str, str]:
    """A section in few words, where there is something in it."""
    mail = next(line for line in glance.lines if line.part == ChannelKind.MAIL)
    return {
        **{
            name: say(f"section_state.{words}", locale, number=glance.numbers[name])
            for name, words in _STATES.items()
            if glance.numbers[name]
        },
        "mail": say("section_state.off" if mail.mark is Mark.OFF else "section_state.on", locale),
    }
