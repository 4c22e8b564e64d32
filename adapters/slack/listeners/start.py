"""Starting a check: typed with its title, from the form, and [start anyway]."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.blocks import message
from adapters.slack.listeners.answering import opens, renew_later, told_in_form
from adapters.slack.listeners.reading import about, one_of, pressed
from adapters.slack.listeners.start_form import chosen_units, filled_in, request_in, words_of
from adapters.slack.payloads import Submission, Typed, press_in, search_in, spoken, submission_in
from adapters.slack.room import Room
from adapters.slack.talk import Said, locale_in, open_later, refuse_later, say_later
from adapters.slack.views.frame import View, field_name, options_of
from adapters.slack.views.start import (
    ACTION,
    LEVEL,
    MESSAGE,
    REACH,
    START,
    STARTS_AT,
    TITLE,
    UNITS,
    Filled,
    Told,
    start_view,
    unit_choices,
)
from bot.buttons import StartAnywayPress
from bot.commands import Start
from bot.confirmations import StartedFacts, check_planned, check_started, similar_active, similar_warning
from bot.judged import told_while_typing
from bot.labels import day_and_time
from bot.manager_buttons import OpenFormPress
from bot.outlook import start_outlook
from bot.speech import Speech
from bot.vocabulary import CheckKind, Reach
from flows.carry_out import carry_out
from flows.compose_message import judge_typed
from flows.errors import FlowError
from flows.offer_start import offer_start
from flows.plan_check import PlanCheck, PlannedCheck, plan_check
from flows.preflight import Preflight, preflight
from flows.start_check import CheckStarted, SimilarActive, StartCheck, start_check
from flows.telling_board import outlook_facts
from flows.who import who_is
from flows.work import Lane, Sender, Work

#: At which field a refusal is shown.
_AT_FIELDS = {
    "empty_title": TITLE,
    "nobody_to_ask": UNITS,
    "start_in_the_past": STARTS_AT,
    "start_too_far": STARTS_AT,
}


def _at_fields(form: Submission) -> dict[str, str]:
    times = filled_in(form).times
    return {code: field_name(field, times if field == TITLE else 0) for code, field in _AT_FIELDS.items()}


def register(bolt: App, room: Room) -> None:
    @bolt.block_action(re.compile("^sta:"))
    def start_anyway(ack: Ack, body: dict[str, Any]) -> None:
        press = press_in(body, room.clock.now(), room.are_ours)
        draft = pressed(press, StartAnywayPress)
        request = StartCheck(
            draft.kind,
            draft.title,
            slack_channel=_shared(press.channel),
            confirmed=True,
            # However often it is pressed, the draft starts once.
            event_key=f"slack:draft:{press.sender.address}:{draft.draft_id}",
        )
        try:
            said = _start(room, press.sender, request, draft)
        except FlowError as error:
            refuse_later(room, press, error)
        else:
            say_later(room, press, lambda: message(said), replace=press.is_private)
        ack()

    opens(bolt, room, "new", OpenFormPress, lambda press, _: start_form_view(room, press.sender, "", Filled()))

    @bolt.view(START)
    def sent_off(ack: Ack, body: dict[str, Any]) -> None:
        form = submission_in(body, room.are_ours)
        told_in_form(room, form, ack, lambda: _from_form(room, form), _at_fields(form))

    @bolt.block_action(re.compile(f"^({UNITS}|{REACH}|{TITLE}|{ACTION}|{MESSAGE}|{LEVEL})$"))
    def changed(ack: Ack, body: dict[str, Any]) -> None:
        """What it would do and what the guide would say of its words is told while the form is open."""
        form = submission_in(body, room.are_ours)
        renew_later(room, form, lambda: _renewed(room, form))
        ack()

    @bolt.options(UNITS)
    def search(ack: Ack, body: dict[str, Any]) -> None:
        asked = search_in(body, room.are_ours)
        try:
            with room.begin(asked.sender, Lane.READ) as work:
                choices = unit_choices(offer_start(work), locale_in(work), asked.text)
        except FlowError:
            choices = []
        ack(options=options_of(choices))


def start_typed(room: Room, typed: Typed, command: Start) -> Said | None:
    """With a title at once; without one a form opens, and this is None."""
    kind = CheckKind.DRILL if command.is_drill else CheckKind.REAL
    if not command.title:
        _open_form(room, typed, Filled(kind=kind, title=spoken(command.draft)))
        return None
    draft = StartAnywayPress(_draft_id(typed.event_key), kind, spoken(command.title))
    request = StartCheck(kind, draft.title, slack_channel=_shared(typed.channel), event_key=typed.event_key)
    return message(_start(room, typed.sender, request, draft))


def _open_form(room: Room, typed: Typed, filled: Filled) -> None:
    """Who may not start is refused here already; what the platforms are asked is not waited for."""
    with room.begin(typed.sender, Lane.READ) as work:
        offer_start(work)
    open_later(room, typed, lambda: start_form_view(room, typed.sender, _shared(typed.channel), filled))


def start_form_view(room: Room, sender: Sender, channel: str, filled: Filled) -> View:
    """With what a check would do of the units chosen; without any, of everybody the sender may ask."""
    known = room.paces.now()
    with room.begin(sender, Lane.READ) as work:
        offer, locale, words = offer_start(work), locale_in(work), words_of(filled)
        wanted = Preflight(chosen_units(filled), one_of(Reach, filled.reach))
        outlook = start_outlook(outlook_facts(preflight(work, wanted, known, room.paces.in_force)), locale)
        [judged] = judge_typed(work, words)
    lines = told_while_typing(judged, words.short, words.message, words.kind, locale)
    return start_view(offer, locale, {"channel": channel}, filled, Told(outlook=outlook, judged=lines))


def _renewed(room: Room, form: Submission) -> View:
    """What stands in the form stays. A form that warns of a similar check warns anew: other people are asked now."""
    return start_form_view(room, form.sender, about(form).text("channel"), filled_in(form))


def _from_form(room: Room, form: Submission) -> Speech | View:
    filled, kept = filled_in(form), about(form)

    def start(work: Work) -> Speech | View:
        request = request_in(form, filled, _shared(kept.text("channel")), kept.is_set("confirmed"), work.policy.plans)
        if filled.starts_at is not None:
            return _planned(
                room, work, plan_check(work, PlanCheck(request, datetime.fromtimestamp(filled.starts_at, UTC)))
            )
        outcome = start_check(work, request)
        if isinstance(outcome, CheckStarted):
            return _started(room, work, outcome)
        locale = locale_in(work)
        started_at = day_and_time(outcome.started_at, work.policy.zone, locale)
        warning = similar_warning(outcome.title, started_at, outcome.silent, locale)
        return start_view(offer_start(work), locale, {**kept.facts, "confirmed": True}, filled, Told(warning))

    return carry_out(room.begin, form.sender, start, Lane.FANOUT)


def _start(room: Room, sender: Sender, request: StartCheck, draft: StartAnywayPress) -> Speech:
    def start(work: Work) -> Speech:
        return _outcome(room, work, start_check(work, request), draft)

    return carry_out(room.begin, sender, start, Lane.FANOUT)


def _outcome(room: Room, work: Work, outcome: CheckStarted | SimilarActive, draft: StartAnywayPress) -> Speech:
    if isinstance(outcome, CheckStarted):
        return _started(room, work, outcome)
    locale = locale_in(work)
    started_at = day_and_time(outcome.started_at, work.policy.zone, locale)
    return similar_active(outcome.title, started_at, outcome.silent, draft, locale)


def _started(room: Room, work: Work, check: CheckStarted) -> Speech:
    who = who_is(work)
    person_id = who.person_id if who else None
    return check_started(
        StartedFacts(
            kind=check.kind,
            title=check.title,
            locale=locale_in(work),
            roll=check.roll,
            unreachable=check.unreachable,
            messages=check.messages,
            board_url=room.links.board(check.check_id, person_id) if person_id is not None else "",
            on_leave=check.on_leave,
        )
    )


def _planned(room: Room, work: Work, check: PlannedCheck) -> Speech:
    locale = locale_in(work)
    starts_at = day_and_time(check.starts_at, work.policy.zone, locale)
    return check_planned(check.kind, check.title, starts_at, room.links.console(), locale)


def _shared(channel: str) -> str:
    """The channel of the command; a conversation with the bot alone is none."""
    return channel if channel.startswith(("C", "G")) else ""


def _draft_id(event_key: str) -> str:
    return blake2b(event_key.encode(), digest_size=12).hexdigest()
