"""`/console/messages`: a message composed in the guide's structure, counted and checked while somebody types.

Nothing is stored: what is composed goes into the form of a check or a bulletin, or is copied.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from adapters.web.compose_form import LINE_AT_MOST, TypedDraft, begun, opened_from, turned_over, typed_draft
from adapters.web.console_frame import Console, Reader
from adapters.web.form_words import id_in
from adapters.web.judged import lines_of
from adapters.web.page import render
from bot.alert_messages.counting import count
from bot.alert_messages.drafting import Desk, examine, filled, is_begun, items_for
from bot.alert_messages.templates import templates
from bot.alert_messages.vocabulary import Audience, Rule
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.short_form import level_choices
from bot.vocabulary import CheckKind, Locale
from flows.compose_message import writing_desk
from flows.work import Begin, Lane


def create_console_compose(begin: Begin, console: Console) -> Blueprint:
    pages = Blueprint("compose", __name__)

    @pages.get("/console/messages")
    @console.page
    def form(reader: Reader) -> Response:
        desk = desk_of(reader)
        return page(reader, begun(desk, console.locale(reader.who.locale)), desk)

    @pages.post("/console/messages")
    @console.page
    def press(reader: Reader) -> Response:
        desk, locale = desk_of(reader), console.locale(reader.who.locale)
        if "open" in request.form:
            return page(reader, opened_from(request.form, desk, locale), desk)
        typed = typed_draft(request.form, locale)
        wanted = next((one for one in templates() if one.key == request.form.get("template")), None)
        if wanted is not None:
            draft = filled(typed.draft, wanted, desk, typed.given_when)
            typed = TypedDraft(draft, draft.when, typed.carried)
        elif "switch" in request.form or "lang" in request.args:
            typed = turned_over(typed, desk)
        return page(reader, typed, desk)

    @pages.post("/console/messages/composed")
    @console.page
    def composed(reader: Reader) -> Response:
        """The part of the page that renews itself while somebody types."""
        desk, locale = desk_of(reader), console.locale(reader.who.locale)
        shown = _examined(typed_draft(request.form, locale), desk, locale)
        return render("console/composed_part.html", locale, **shown)

    def desk_of(reader: Reader) -> Desk:
        with begin(reader.actor, Lane.READ) as work:
            return writing_desk(work)

    def page(reader: Reader, typed: TypedDraft, desk: Desk) -> Response:
        locale = console.locale(reader.who.locale)
        column = 1 if locale is Locale.EN else 0
        audience = typed.draft.audience
        return console.render(
            reader,
            "console/compose.html",
            nav="checks",
            typed=typed,
            audiences=(Audience.COMPANY, Audience.AREA_MAIL),
            kinds=tuple(CheckKind),
            templates=[(one.key, one.name[column]) for one in templates(audience)],
            items={
                group: [(item.key, item.number, desk.edition.name_of(item)[column]) for item in listed]
                for group, listed in items_for(audience, desk.edition).items()
            },
            levels=level_choices(locale),
            opened_by=typed.opened_by,
            bulletin_id=id_in(dict(typed.carried).get("bulletin", "")),
            line_at_most=LINE_AT_MOST,
            title_at_most=TITLE_AT_MOST,
            text_at_most=MESSAGE_AT_MOST,
            **_examined(typed, desk, locale),
        )

    return pages


def _examined(typed: TypedDraft, desk: Desk, locale: Locale) -> dict[str, Any]:
    """Of a form that nobody has filled in yet nothing is said."""
    shown = examine(typed.draft, desk)
    is_empty = not is_begun(typed.draft)
    report, parts = shown.report, shown.parts or (shown.composed,)
    # Where it has been split, no message is too long any more.
    findings = [one for one in report.findings if len(parts) == 1 or one.rule is not Rule.BODY_TOO_LONG]
    return {
        "shown": shown,
        "draft": typed.draft,
        "is_empty": is_empty,
        "found": () if is_empty else lines_of(findings, report.advice, shown.composed.text, locale),
        "parts": [(part, count(part.title, shown.limits), count(part.body, shown.limits)) for part in parts],
        "is_company": typed.draft.audience is Audience.COMPANY,
    }
