"""What stands in the console's start form: typed by a manager, or kept of a check planned for later."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import blake2b

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from adapters.web.form_words import id_in, level_in, words_in
from adapters.web.unit_choice import chosen_units
from bot.local_times import as_typed, moment_in
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST, one_line
from bot.plan_choices import STANDARD, choice_of, chosen_closing, chosen_plan, closing_choice_of
from bot.ready_checks import is_ready_wording, ready_checks
from bot.schedule import ReminderPlan
from bot.short_form import ACTION_AT_MOST, ShortForm
from bot.vocabulary import CheckKind, Locale, Reach
from flows.errors import InvalidError
from flows.judge_message import Words
from flows.plan_check import PlannedCheck
from flows.start_check import StartCheck

#: Of a planned check: what the form does not offer stays as it is.
AS_PLANNED = "as_planned"
_NUMBER = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Typed:
    """`number`: drawn when the form was opened; the same, pressed twice under it, starts one check.

    `planned`: the planned check that is changed, or None. `is_later` with `starts_at` as typed, on the company's clock.
    `anyway`: told that a similar check is active. `sure`: told that it is real, and how many it asks.
    """

    number: str
    planned: int | None = None
    kind: CheckKind = CheckKind.REAL
    title: str = ""
    level: int = 0
    action: str = ""
    message: str = ""
    unit_ids: tuple[int, ...] = ()
    reach: Reach = Reach.ALL
    reminders: str = STANDARD
    closing: str = "0"
    is_later: bool = False
    starts_at: str = ""
    anyway: bool = False
    sure: bool = False


def empty() -> Typed:
    return Typed(secrets.token_hex(8), unit_ids=chosen_units())


def of_planned(planned: PlannedCheck, usual: Mapping[CheckKind, ReminderPlan], zone: tzinfo) -> Typed:
    return Typed(
        number=secrets.token_hex(8),
        planned=planned.check_id,
        kind=planned.kind,
        title=planned.title,
        level=planned.level,
        action=planned.action,
        message=planned.message,
        unit_ids=planned.unit_ids,
        reach=planned.reach,
        reminders=choice_of(planned.plan, planned.kind, usual) or AS_PLANNED,
        closing=closing_choice_of(planned.closes_after) or AS_PLANNED,
        is_later=True,
        starts_at=as_typed(planned.starts_at, zone),
    )


def typed_in(form: MultiDict[str, str]) -> Typed:
    """BadRequest where it says neither real nor drill: that is never guessed."""
    number, planned = form.get("number", ""), form.get("planned", "")
    try:
        kind, reach = CheckKind(form.get("kind", "")), Reach(form.get("reach", Reach.ALL))
    except ValueError as error:
        raise BadRequest from error
    return Typed(
        number=number if _NUMBER.fullmatch(number) else secrets.token_hex(8),
        planned=id_in(planned),
        kind=kind,
        title=words_in(form, "title")[:TITLE_AT_MOST],
        level=level_in(form),
        action=words_in(form, "to_do")[:ACTION_AT_MOST],
        message=words_in(form, "message")[:MESSAGE_AT_MOST],
        unit_ids=chosen_units(),
        reach=reach,
        reminders=form.get("reminders", STANDARD),
        closing=form.get("closing", "0"),
        is_later=form.get("when") == "later",
        starts_at=words_in(form, "starts_at")[:40],
        anyway=form.get("anyway") == "1",
        sure=form.get("sure") == "1",
    )


def with_ready(typed: Typed, name: str, locale: Locale) -> Typed:
    """The ready wording in the place of what stands there; own words are kept."""
    wanted = next((one for one in ready_checks(locale) if one.name == name), None)
    if wanted is None:
        return typed
    title = wanted.title if is_ready_wording(typed.title) else typed.title
    action = wanted.action if is_ready_wording(typed.action) else typed.action
    message = wanted.message if is_ready_wording(typed.message) else typed.message
    return replace(typed, title=title, action=action, message=message)


def with_composed(typed: Typed, short: ShortForm, message: str) -> Typed:
    """What was composed, in the place of the words that stood there."""
    return replace(typed, title=short.title, level=short.level, action=short.action, message=message)


def words_of(typed: Typed) -> Words:
    """What of it people read."""
    title, action = one_line(typed.title, TITLE_AT_MOST), one_line(typed.action, ACTION_AT_MOST)
    return Words(ShortForm(title, typed.level, action), typed.message, typed.kind)


def has_own_short_form(typed: Typed) -> bool:
    """A level, or a call to action that no ready wording has put there."""
    return bool(typed.level) or not is_ready_wording(typed.action)


def request_of(
    typed: Typed, person_id: int, usual: Mapping[CheckKind, ReminderPlan], kept: PlannedCheck | None = None
) -> StartCheck:
    """`kept`: the planned check, for what the form leaves as it is."""
    plan = chosen_plan(typed.reminders, typed.kind, usual)
    closes_after = chosen_closing(typed.closing)
    if kept is not None:
        plan = kept.plan if typed.reminders == AS_PLANNED else plan
        closes_after = kept.closes_after if typed.closing == AS_PLANNED else closes_after
    return StartCheck(
        kind=typed.kind,
        title=typed.title,
        level=typed.level,
        action=typed.action,
        message=typed.message,
        unit_ids=typed.unit_ids,
        reach=typed.reach,
        plan=plan,
        closes_after=closes_after,
        confirmed=typed.anyway,
        event_key=f"web:check:{person_id}:{typed.number}:{_digest(typed)}",
    )


def moment_of(typed: Typed, zone: tzinfo) -> datetime:
    """When it is to start. InvalidError(no_start, no_such_time)."""
    if not typed.starts_at.strip():
        raise InvalidError("no_start")
    try:
        return moment_in(typed.starts_at, zone)
    except ValueError as error:
        raise InvalidError("no_such_time") from error


def _digest(typed: Typed) -> str:
    """Of all that was chosen: whoever goes back and changes it means another check, and is told of the first."""
    chosen = replace(typed, anyway=False, sure=False)
    return blake2b(repr(chosen).encode(), digest_size=8).hexdigest()
