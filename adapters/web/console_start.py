"""`/console/checks/new`: starting a check, with what it would do told beside the button; planning one for later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from adapters.web.compose_form import handed_over, left_draft
from adapters.web.console_frame import Console, Reader
from adapters.web.console_mail import Setting
from adapters.web.form_words import id_in
from adapters.web.judged import of_check
from adapters.web.page import render
from adapters.web.start_form import (
    AS_PLANNED,
    Typed,
    empty,
    has_own_short_form,
    moment_of,
    of_planned,
    request_of,
    typed_in,
    with_composed,
    with_ready,
    words_of,
)
from adapters.web.unit_choice import wanted_in_form, wanted_units
from bot.confirmations import similar_warning
from bot.durations import in_words
from bot.labels import day_and_time
from bot.outlook import SOON
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.plan_choices import closing_choices, gap_in_words, plan_in_words, reminder_choices, standard_hint
from bot.ready_checks import ready_checks
from bot.short_form import ACTION_AT_MOST, level_choices, short_line
from bot.vocabulary import CheckKind, Locale, Reach
from bot.wording import say
from flows.carry_out import carry_out
from flows.choose_units import choose_units
from flows.errors import InvalidError
from flows.paces import Paces
from flows.plan_check import PlanCheck, PlannedCheck, plan_check, planned_check
from flows.preflight import Outlook, Preflight, preflight
from flows.start_check import SimilarActive, start_check, title_of
from flows.work import Begin, Lane, Policy

#: What the page to confirm says itself; the rest of the form goes with it.
_OWN = ("csrf", "action", "sure")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page says besides what was typed. `is_similar`: pressed once more, it starts all the same."""

    problem: str = ""
    is_similar: bool = False
    #: Its board, in the place of starting another.
    board: int | None = None


def create_console_start(
    begin: Begin, console: Console, policy: Policy, paces: Paces, setting: Setting | None = None
) -> Blueprint:
    pages = Blueprint("start", __name__)
    in_force = setting.in_force if setting else None

    @pages.get("/console/checks/new")
    @console.page
    def form(reader: Reader) -> Response:
        planned = id_in(request.args.get("planned", ""))
        if planned is None:
            return page(reader, empty())
        with begin(reader.actor, Lane.READ) as work:
            found = planned_check(work, planned)
        return page(reader, of_planned(found, policy.plans, policy.zone))

    @pages.post("/console/checks/new")
    @console.page
    def press(reader: Reader) -> Response:
        typed = typed_in(request.form)
        if ready := request.form.get("ready"):
            return page(reader, with_ready(typed, ready, console.locale(reader.who.locale)))
        if "composed" in request.form:
            with begin(reader.actor, Lane.READ) as work:
                handed = handed_over(work, request.form, console.locale(reader.who.locale))
            return page(reader, with_composed(typed, handed.short, handed.message))
        if request.form.get("action") != "start":
            return page(reader, typed)
        try:
            title_of(request_of(typed, reader.person_id, policy.plans))
            if typed.kind is CheckKind.REAL and not typed.sure and (asked := outlook_of(reader, typed)).is_everybody:
                return confirm(reader, typed, asked)
            return planned(reader, typed) if typed.is_later else started(reader, typed)
        except InvalidError as error:
            # What was typed is kept, and what is wrong with it stands on top.
            return page(reader, replace(typed, sure=False), _Shown(console.words_of(reader, error)))

    @pages.post("/console/checks/new/preflight")
    @console.page
    def told(reader: Reader) -> Response:
        """The part of the page that renews itself while somebody chooses."""
        typed = typed_in(request.form)
        locale = console.locale(reader.who.locale)
        return render("console/preflight.html", locale, outlook=outlook_of(reader, typed), **told_with(reader))

    @pages.post("/console/checks/new/words")
    @console.page
    def judged(reader: Reader) -> Response:
        """The same for the words."""
        locale = console.locale(reader.who.locale)
        with begin(reader.actor, Lane.READ) as work:
            found = of_check(work, words_of(typed_in(request.form)), locale)
        return render("console/judged_words.html", locale, judged=(found,))

    def started(reader: Reader, typed: Typed) -> Response:
        asked = request_of(typed, reader.person_id, policy.plans)
        outcome = carry_out(begin, reader.actor, lambda work: start_check(work, asked), Lane.FANOUT)
        if isinstance(outcome, SimilarActive):
            locale = console.locale(reader.who.locale)
            since = day_and_time(outcome.started_at, policy.zone, locale)
            words = similar_warning(outcome.title, since, outcome.silent, locale, remind="similar.remind_on_board")
            return page(reader, replace(typed, anyway=True), _Shown(words, is_similar=True, board=outcome.check_id))
        return redirect(url_for("board.show", check_id=outcome.check_id), 303)

    def planned(reader: Reader, typed: Typed) -> Response:
        asked = PlanCheck(
            request_of(typed, reader.person_id, policy.plans, kept_of(reader, typed)),
            moment_of(typed, policy.zone),
            typed.planned,
        )
        carry_out(begin, reader.actor, lambda work: plan_check(work, asked), Lane.FANOUT)
        return redirect(url_for("checks.checks", done="planned"), 303)

    def kept_of(reader: Reader, typed: Typed) -> PlannedCheck | None:
        if typed.planned is None:
            return None
        with begin(reader.actor, Lane.READ) as work:
            return planned_check(work, typed.planned)

    def outlook_of(reader: Reader, typed: Typed) -> Outlook:
        known = paces.now()
        with begin(reader.actor, Lane.READ) as work:
            return preflight(work, Preflight(typed.unit_ids, typed.reach), known, in_force)

    def told_with(reader: Reader) -> dict[str, Any]:
        locale = console.locale(reader.who.locale)
        return {"spoken": lambda length: in_words(length, locale), "soon": SOON}

    def confirm(reader: Reader, typed: Typed, outlook: Outlook) -> Response:
        locale = console.locale(reader.who.locale)
        when, words = moment_of(typed, policy.zone) if typed.is_later else None, words_of(typed)
        with begin(reader.actor, Lane.READ) as work:
            judged_words = of_check(work, words, locale)
        fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]
        return console.render(
            reader,
            "console/check_confirm.html",
            nav="checks",
            typed=typed,
            line=short_line(words.short, words.message, locale),
            judged=judged_words,
            outlook=outlook,
            when=when,
            fields=fields,
            **told_with(reader),
        )

    def page(reader: Reader, typed: Typed, shown: _Shown = _Shown()) -> Response:
        locale = console.locale(reader.who.locale)
        wanted = wanted_in_form() if request.method == "POST" else replace(wanted_units(), chosen=typed.unit_ids)
        known, problem = paces.now(), shown.problem
        with begin(reader.actor, Lane.READ) as work:
            choice, judged_words = choose_units(work, wanted), of_check(work, words_of(typed), locale)
            chosen = tuple(unit.unit_id for unit in choice.chosen)
            outlook: Outlook | None = None
            try:
                outlook = preflight(work, Preflight(chosen, typed.reach), known, in_force)
            except InvalidError as error:
                problem = problem or console.words_of(reader, error)
        kept_plan = kept_of(reader, typed) if AS_PLANNED in (typed.reminders, typed.closing) else None
        return console.render(
            reader,
            "console/check_new.html",
            nav="checks",
            status=400 if shown.problem and not shown.is_similar else 200,
            typed=typed,
            problem=problem,
            is_similar=shown.is_similar,
            similar_board=shown.board,
            kinds=tuple(CheckKind),
            reaches=tuple(Reach),
            reminders=_with_kept(
                reminder_choices(locale),
                say("new.as_planned", locale, plan=plan_in_words(kept_plan.plan, locale)) if kept_plan else "",
            ),
            closings=_with_kept(
                closing_choices(locale),
                say("new.as_planned", locale, plan=gap_in_words(kept_plan.closes_after, locale))
                if kept_plan and kept_plan.closes_after
                else "",
            ),
            hint=standard_hint(locale, policy.plans),
            zone=policy.zone,
            judged=judged_words,
            left=left_draft(request.form, locale),
            **_words_form(typed, locale),
            wanted=wanted,
            choice=choice,
            outlook=outlook,
            **told_with(reader),
        )

    return pages


def _words_form(typed: Typed, locale: Locale) -> dict[str, Any]:
    """What the fields of the words need."""
    return {
        "ready": ready_checks(locale),
        "own_short_form": has_own_short_form(typed),
        "levels": level_choices(locale),
        "title_at_most": TITLE_AT_MOST,
        "action_at_most": ACTION_AT_MOST,
        "message_at_most": MESSAGE_AT_MOST,
    }


def _with_kept(choices: tuple[tuple[str, str], ...], words: str) -> tuple[tuple[str, str], ...]:
    return ((AS_PLANNED, words), *choices) if words else choices
