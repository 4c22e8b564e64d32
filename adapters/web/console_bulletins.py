"""`/console/info`: bulletins, written and pushed; the way to all other information for the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from adapters.web.compose_form import handed_over, left_draft, with_composed_words
from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in, level_in, words_in
from adapters.web.judged import of_bulletin
from adapters.web.page import UnpressedError, asked, error_page, render
from adapters.web.unit_choice import chosen_units, kept, wanted_in_form, wanted_units
from bot.short_form import ACTION_AT_MOST, level_choices
from bot.vocabulary import SENDING_CHANNELS, ChannelKind, CheckKind
from flows.bulletins import (
    BulletinLine,
    SaveBulletin,
    list_bulletins,
    own_units,
    save_bulletin,
    show_bulletin,
    withdraw_bulletin,
)
from flows.carry_out import carry_out
from flows.choose_units import choose_units
from flows.errors import InvalidError, NotFoundError
from flows.info_rights import info_editor
from flows.once import is_repeat
from flows.ports import Channel, Metered
from flows.push_bulletin import PushBulletin, PushForecast, forecast_push, push_bulletin, pushes_of
from flows.work import Begin, Lane, Policy, Work

_DONE = {name: f"bulletins.{name}" for name in ("published", "saved", "withdrawn")} | {"sent": "push.sent"}


def create_console_bulletins(begin: Begin, console: Console, policy: Policy, channels: Sequence[Channel]) -> Blueprint:
    pages = Blueprint("bulletins", __name__)

    def form_facts(reader: Reader, problem: InvalidError | None, kept: BulletinLine | None = None) -> dict[str, Any]:
        """`kept`: what the form shows as long as nobody has typed anything."""
        locale, is_brought = console.locale(reader.who.locale), _is_brought()
        typed: MultiDict[str, str] = request.form
        with begin(reader.actor, Lane.READ) as work:
            editor, units = info_editor(work), own_units(work)
            if is_brought:
                handed = handed_over(work, typed, locale) if "composed" in typed else None
                typed = with_composed_words(typed, handed)
            elif kept and not (problem and typed.get("action") == "save"):
                typed = _form_of(kept)
            judged = of_bulletin(work, typed, locale)
        return {
            "editor": editor,
            "units": units,
            "typed": typed,
            "is_brought": is_brought,
            "left": left_draft(request.form, locale),
            "judged": judged,
            "levels": level_choices(locale),
            "action_at_most": ACTION_AT_MOST,
            "problem": console.words_of(reader, problem) if problem else "",
            "done": _DONE.get(asked("done"), ""),
        }

    @pages.route("/console/info", methods=["GET", "POST"])
    @console.page
    def bulletins(reader: Reader) -> Response:
        problem = None
        if request.method == "POST" and not _is_brought():
            try:
                key = console.event_key(reader)
                made = carry_out(begin, reader.actor, lambda work: _published(work, key))
                # Pressed twice it stands on the list already, once.
                page = url_for(".bulletin", bulletin_id=made, done="published") if made else url_for(".bulletins")
                return redirect(page, 303)
            except InvalidError as error:
                problem = error
        with begin(reader.actor, Lane.READ) as work:
            listed = list_bulletins(work)
        status, facts = 400 if problem else 200, form_facts(reader, problem)
        return console.render(reader, "console/bulletins.html", nav="info", status=status, listed=listed, **facts)

    @pages.route("/console/info/bulletins/<int:bulletin_id>", methods=["GET", "POST"])
    @console.page
    def bulletin(reader: Reader, bulletin_id: int) -> Response:
        problem = None
        if request.method == "POST" and not _is_brought():
            try:
                done = carry_out(begin, reader.actor, lambda work: _change(work, bulletin_id))
                return redirect(url_for(".bulletin", bulletin_id=bulletin_id, done=done), 303)
            except UnpressedError:
                return error_page(console.locale(reader.who.locale), "error_choice", 400)
            except InvalidError as error:
                problem = error
        with begin(reader.actor, Lane.READ) as work:
            shown, pushes = show_bulletin(work, bulletin_id), pushes_of(work, bulletin_id)
            lines = [one.line for one in of_bulletin(work, _form_of(shown), console.locale(reader.who.locale))]
        return console.render(
            reader,
            "console/bulletin.html",
            nav="info",
            status=400 if problem else 200,
            bulletin=shown,
            version=_version_seen(shown, problem),
            pushes=pushes,
            lines=lines,
            **form_facts(reader, problem, shown),
        )

    @pages.post("/console/info/words")
    @console.page
    def judged(reader: Reader) -> Response:
        """The part of the form that renews itself while somebody types."""
        locale = console.locale(reader.who.locale)
        with begin(reader.actor, Lane.READ) as work:
            found = of_bulletin(work, request.form, locale)
        return render("console/judged_words.html", locale, judged=found)

    @pages.route("/console/info/bulletins/<int:bulletin_id>/push", methods=["GET", "POST"])
    @console.page
    def push(reader: Reader, bulletin_id: int) -> Response:
        if request.method == "POST" and request.form.get("action") == "send":
            try:
                carry_out(begin, reader.actor, lambda work: push_bulletin(work, asked_for(bulletin_id)), Lane.FANOUT)
                return redirect(url_for(".bulletin", bulletin_id=bulletin_id, done="sent"), 303)
            except InvalidError as error:
                return push_page(reader, bulletin_id, error)
        return push_page(reader, bulletin_id)

    def asked_for(bulletin_id: int) -> PushBulletin:
        named = request.values.getlist("channel")
        chosen = tuple(kind for kind in SENDING_CHANNELS if kind.value in named)
        is_first_look = not named and request.method != "POST"
        return PushBulletin(bulletin_id, chosen_units(), SENDING_CHANNELS if is_first_look else chosen)

    def push_page(reader: Reader, bulletin_id: int, problem: InvalidError | None = None) -> Response:
        wanted, request_ = wanted_in_form() if request.method == "POST" else wanted_units(), asked_for(bulletin_id)
        forecast = None
        with begin(reader.actor, Lane.READ) as work:
            shown, choice = show_bulletin(work, bulletin_id), choose_units(work, wanted)
            judged = of_bulletin(work, _form_of(shown), console.locale(reader.who.locale))
            if not shown.may_edit or shown.withdrawn_at is not None:
                raise NotFoundError("no_bulletin")
            try:
                forecast = forecast_push(work, request_)
            except InvalidError as error:
                problem = problem or error
        return console.render(
            reader,
            "console/push.html",
            nav="info",
            status=400 if problem else 200,
            bulletin=shown,
            judged=judged,
            choice=choice,
            wanted=wanted,
            kept=kept(),
            forecast=forecast,
            line_left=line_left(forecast),
            chosen=request_.channels,
            channels=[kind for kind in SENDING_CHANNELS if kind in policy.channels],
            problem=console.words_of(reader, problem) if problem else "",
        )

    def line_left(forecast: PushForecast | None) -> int | None:
        """Asked of LINE only where something would go through it. None: there is no limit."""
        if forecast is None or not forecast.by_channel.get(ChannelKind.LINE):
            return None
        metered = (one for one in channels if isinstance(one, Metered) and one.kind is ChannelKind.LINE)
        return next((one.left_this_month() for one in metered), None)

    return pages


def _is_brought() -> bool:
    """Words come from the page that composes them, or are only to be looked at again: nothing is kept."""
    return "composed" in request.form or request.form.get("action") in ("back", "count")


def _form_of(kept: BulletinLine) -> MultiDict[str, str]:
    """What its form holds."""
    whom = f"site:{kept.site_id}" if kept.site_id else f"unit:{kept.unit_id}" if kept.unit_id else ""
    return MultiDict(
        {
            **{name: getattr(kept, name) for name in ("title", "words", "title_en", "words_en")},
            "to_do": kept.action,
            "to_do_en": kept.action_en,
            "warning_level": str(kept.level),
            "whom": whom,
            "pinned": "yes" if kept.pinned else "",
            "drill": "yes" if kept.kind is CheckKind.DRILL else "",
        }
    )


def _published(work: Work, key: str | None) -> int | None:
    """Its id; None where this very press has been carried out before."""
    return None if is_repeat(work, key) else save_bulletin(work, _typed(None))


def _change(work: Work, bulletin_id: int) -> str:
    match request.form.get("action"):
        case "save":
            save_bulletin(work, _typed(bulletin_id))
            return "saved"
        case "withdraw":
            withdraw_bulletin(work, bulletin_id)
            return "withdrawn"
    raise UnpressedError


def _typed(bulletin_id: int | None) -> SaveBulletin:
    form = request.form
    # `site:3`, `unit:5`, or nothing for the whole company.
    kind, _, id_ = form.get("whom", "").partition(":")
    return SaveBulletin(
        bulletin_id,
        title=form.get("title", ""),
        words=form.get("words", ""),
        title_en=form.get("title_en", ""),
        words_en=form.get("words_en", ""),
        level=level_in(form),
        action=words_in(form, "to_do"),
        action_en=words_in(form, "to_do_en"),
        kind=CheckKind.DRILL if form.get("drill") else CheckKind.REAL,
        pinned=bool(form.get("pinned")),
        site_id=id_in(id_) or 0 if kind == "site" else None,
        unit_id=id_in(id_) or 0 if kind == "unit" else None,
        version=id_in(form.get("version", "")),
    )


def _version_seen(shown: BulletinLine, problem: InvalidError | None) -> int | None:
    """Of the words that the form in hand began with, unless its reader is being told of newer ones."""
    is_told = request.method != "POST" or (problem is not None and problem.code == "bulletin_changed_meanwhile")
    return shown.version if is_told else id_in(request.form.get("version", ""))
