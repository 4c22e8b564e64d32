"""A message composed in the guide's structure; what comes of it goes into the start form below."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.listeners.answering import last_page, renew_later
from adapters.slack.listeners.reading import About, about, chosen_one, level_in
from adapters.slack.listeners.start import start_form_view
from adapters.slack.listeners.start_form import filled_in
from adapters.slack.payloads import OddPayloadError, Submission, press_in, submission_in, written
from adapters.slack.room import Room
from adapters.slack.talk import locale_in, open_later, refused
from adapters.slack.views import compose as fields
from adapters.slack.views.compose import compose_view
from adapters.slack.views.frame import View
from adapters.slack.views.start import COMPOSE, Filled
from bot.alert_messages.composing import Draft
from bot.alert_messages.drafting import Examined, blank, examine, filled, fitting_item, written_in
from bot.alert_messages.templates import templates
from bot.alert_messages.vocabulary import Audience
from bot.plain import MESSAGE_AT_MOST, clean, one_line
from bot.vocabulary import CheckKind, Locale
from flows.compose_message import writing_desk
from flows.errors import FlowError
from flows.work import Lane

_SHELTERS_AT_MOST = 50


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(COMPOSE)
    def compose(ack: Ack, body: dict[str, Any]) -> None:
        press, form = press_in(body, room.clock.now(), room.are_ours), submission_in(body, room.are_ours)
        open_later(room, press, lambda: _begun(room, form))
        ack()

    @bolt.block_action(re.compile(f"^({'|'.join((fields.TEMPLATE, *fields.FIELDS))})$"))
    def changed(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        renew_later(room, form, lambda: _renewed(room, form))
        ack()

    @bolt.view(fields.COMPOSER)
    def taken_over(ack: Ack, body: dict[str, Any]) -> None:
        """The start form below gets the words while this one closes."""
        form = submission_in(body, room.are_ours)
        try:
            with room.begin(form.sender, Lane.READ) as work:
                shown = examine(_draft(form, locale_in(work)), writing_desk(work))
        except FlowError as error:
            ack(response_action="update", view=last_page(refused(room, form.sender, error)))
            return
        room.forms.soon("composed", lambda: _hand_over(room, form, shown))
        ack()


def _begun(room: Room, form: Submission) -> View:
    """With what stands in the start form; the rest of that goes along, to come back with the message."""
    start = filled_in(form)
    with room.begin(form.sender, Lane.READ) as work:
        locale, desk = locale_in(work), writing_desk(work)
    draft = replace(
        blank(desk, Audience.COMPANY, written_in(locale)),
        title=start.title,
        level=max(start.level, 0),
        action=start.action,
        other=start.message,
        is_drill=start.kind == CheckKind.DRILL,
    )
    kept = asdict(replace(start, title="", message="", action=""))
    facts = {"start_view": form.view_id, "start": kept, "channel": about(form).text("channel"), "when": draft.when}
    return compose_view(examine(draft, desk), desk, locale, {**facts, "times": 0}, 0)


def _renewed(room: Room, form: Submission) -> View:
    facts = about(form)
    times = facts.number("times")
    with room.begin(form.sender, Lane.READ) as work:
        locale, desk = locale_in(work), writing_desk(work)
    draft = _draft(form, locale)
    wanted = chosen_one(form, fields.TEMPLATE)
    if ready := next((one for one in templates(Audience.COMPANY) if one.key == wanted), None):
        draft, times = filled(draft, ready, desk, facts.text("when")), times + 1
    return compose_view(examine(draft, desk), desk, locale, {**facts.facts, "times": times}, times)


def _hand_over(room: Room, form: Submission, shown: Examined) -> None:
    facts = about(form)
    start = _start_of(facts)
    now = replace(
        start,
        title=shown.short.title,
        action=shown.short.action,
        message=shown.message,
        level=shown.short.level,
        times=start.times + 1,
    )
    try:
        view = start_form_view(room, form.sender, facts.text("channel"), now)
    except FlowError:
        # Said when the start form is sent off.
        return
    room.update_view(facts.text("start_view"), view)


def _start_of(facts: About) -> Filled:
    kept = facts.facts.get("start")
    if not isinstance(kept, dict):
        raise OddPayloadError("start")
    try:
        return Filled(**{**kept, "unit_ids": tuple(kept["unit_ids"])})
    except (TypeError, KeyError) as error:
        raise OddPayloadError("start") from error


def _draft(form: Submission, locale: Locale) -> Draft:
    lines = {
        name: one_line(written(form.values.get(f"m_{name}")), fields.LINE_AT_MOST) for name in ("title", *fields.LINES)
    }
    shelters = (one_line(line, fields.LINE_AT_MOST) for line in written(form.values.get(fields.SHELTERS)).split("\n"))
    return Draft(
        fitting_item(chosen_one(form, fields.ITEM), Audience.COMPANY),
        Audience.COMPANY,
        written_in(locale),
        level=max(level_in(form, fields.LEVEL), 0),
        shelters=tuple(islice(filter(None, shelters), _SHELTERS_AT_MOST)),
        other=clean(written(form.values.get(fields.OTHER)), MESSAGE_AT_MOST),
        is_drill=_start_of(about(form)).kind == CheckKind.DRILL,
        **lines,
    )
