"""`/console/settings/mail`: the mail server, a test that saves nothing, and how long everybody takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.console_frame import Console, Reader
from adapters.web.page import error_page
from adapters.web.proving import Examine
from bot.durations import in_words
from bot.vocabulary import Locale
from bot.wording import WORDS, say
from flows.carry_out import carry_out
from flows.errors import InvalidError
from flows.in_force import InForce
from flows.mail_server import SECRETS, SECURITIES, Login, MailForm, Relay
from flows.ports import MailTrial, MailTried
from flows.relay_speed import RelaySpeed, estimate_speed
from flows.set_mail_server import (
    MailServerView,
    forget_mail_server,
    hold_secrets,
    prepare_trial,
    save_mail_server,
    show_mail_server,
    with_held_secrets,
)
from flows.work import Begin, Lane, Work

#: What a page says after something was done.
_DONE = frozenset(("saved", "forgotten"))
#: Letters on their way at once.
_CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pages of settings need of the other rooms."""

    in_force: InForce
    trial: MailTrial
    examine: Examine

    def shown_after(self, begin: Begin, reader: Reader, done: str) -> Response:
        """To the section's page; what was just set is in force in this process before that is shown."""
        with begin(reader.actor, Lane.READ) as work:
            self.in_force.look(work)
        return redirect(url_for(".show", done=done), 303)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows besides what holds: what was typed, and what came of it."""

    typed: MailForm | None = None
    to: str = ""
    problem: str = ""
    tried: MailTried | None = None
    relay: Relay | None = None


def create_console_mail(begin: Begin, console: Console, setting: Setting) -> Blueprint:
    pages = Blueprint("mail_server", __name__)
    in_force = setting.in_force

    @pages.get("/console/settings/mail")
    @console.page
    def show(reader: Reader) -> Response:
        return page(reader, _Shown())

    @pages.post("/console/settings/mail")
    @console.page
    def press(reader: Reader) -> Response:
        typed = with_held_secrets(in_force, reader.person_id, MailForm.of(request.form), _held())
        to = request.form.get("to", "").strip()
        try:
            match request.form.get("action"):
                case "try":
                    return tried(reader, typed, to)
                case "save":
                    carry_out(begin, reader.actor, lambda work: save_mail_server(work, in_force, typed))
                    return setting.shown_after(begin, reader, "saved")
                case "forget":
                    carry_out(begin, reader.actor, lambda work: forget_mail_server(work, in_force))
                    return setting.shown_after(begin, reader, "forgotten")
        except InvalidError as error:
            return page(reader, _Shown(typed, to, console.words_of(reader, error)), 400)
        return error_page(console.locale(reader.who.locale), "error_choice", 400)

    def tried(reader: Reader, typed: MailForm, to: str) -> Response:
        server, address = carry_out(begin, reader.actor, lambda work: prepare_trial(work, in_force, typed, to))
        outcome = setting.trial.try_out(server, address, console.locale(reader.who.locale))
        return page(reader, _Shown(typed, to, tried=outcome, relay=server.relay))

    def page(reader: Reader, shown: _Shown, status: int = 200) -> Response:
        def read(work: Work) -> tuple[MailServerView, RelaySpeed]:
            relay = shown.relay or (in_force.mail.relay if in_force.mail else None)
            return show_mail_server(work, in_force), estimate_speed(work, in_force, relay, _took(shown), _CONNECTIONS)

        with begin(reader.actor, Lane.READ) as work:
            view, speed = read(work)
        locale = console.locale(reader.who.locale)
        return console.render(
            reader,
            "console/mail_server.html",
            nav="settings",
            status=status,
            view=view,
            form=shown.typed or view.form,
            held=hold_secrets(in_force, reader.person_id, shown.typed) if shown.typed else {},
            securities=SECURITIES,
            logins=list(Login),
            to=shown.to,
            problem=shown.problem,
            tried=shown.tried,
            tried_words=_tried_words(shown.tried, locale),
            speed=speed,
            speed_words=_speed_words(speed, locale),
            took=in_words(speed.took, locale),
            done=request.args.get("done") if request.args.get("done") in _DONE else "",
            environment_is_on=in_force.environment.mail is not None,
        )

    return pages


def _held() -> Mapping[str, str]:
    return {name: request.form.get(f"held_{name}", "") for name in SECRETS}


def _took(shown: _Shown) -> timedelta | None:
    """By the test just made, where the server took its letter."""
    if shown.tried is None or shown.tried.reason:
        return None
    return timedelta(seconds=shown.tried.letter_seconds)


def _tried_words(tried: MailTried | None, locale: Locale) -> str:
    if tried is None or not tried.reason:
        return ""
    key = f"mail_trial.{tried.reason}"
    return say(key if key in WORDS else "mail_trial.refused", locale)


def _speed_words(speed: RelaySpeed, locale: Locale) -> str:
    if speed.needs is None:
        return say("mail_server.speed_unknown_needs", locale, letters=speed.letters)
    return say("mail_server.speed_needs", locale, letters=speed.letters, needs=in_words(speed.needs, locale))
