"""The form behind `/safety start`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.blocks import Block
from adapters.slack.views.frame import (
    OPTIONS_PER_SELECT,
    View,
    anew,
    button_block,
    form,
    level_input,
    lines_block,
    moment_input,
    multi_select_input,
    note_block,
    radio_input,
    search_input,
    select_input,
    text_block,
    text_input,
    told_at_once,
    told_while_typing,
)
from bot.forms import Choice, start_form, unit_choice
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.plan_choices import STANDARD, closing_choices, reminder_choices, standard_hint
from bot.short_form import ACTION_AT_MOST
from bot.vocabulary import CheckKind, Locale, Reach
from bot.wording import say
from flows.offer_start import StartOffer, UnitChoice

START = "start"
KIND = "kind"
TITLE = "title"
ACTION = "action"
MESSAGE = "message"
LEVEL = "level"
#: The button that leads to the composer.
COMPOSE = "compose"
TIMES = "times"
UNITS = "units"
REACH = "reach"
REMINDERS = "reminders"
CLOSING = "closing"
STARTS_AT = "starts_at"


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form: nothing yet, or what was sent off before a warning."""

    kind: str = CheckKind.REAL
    title: str = ""
    message: str = ""
    action: str = ""
    level: int = 0
    unit_ids: tuple[str, ...] = ()
    reach: str = Reach.ALL
    reminders: str = STANDARD
    closing: str = "0"
    #: Seconds since 1970; None: at once.
    starts_at: int | None = None
    #: How often a composed message was put in the place of what was typed.
    times: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What the form tells besides its fields. `warning`: a similar check is active; sent off once more, it starts.

    `outlook`: what it would do, of the units chosen. `judged`: lengths and findings of the words.
    """

    warning: str = ""
    outlook: str = ""
    judged: tuple[str, ...] = ()


def start_view(offer: StartOffer, locale: Locale, about: Mapping[str, Any], now: Filled, told: Told = Told()) -> View:
    labels = start_form(locale)
    blocks = [
        *([text_block(told.warning)] if told.warning else []),
        radio_input(KIND, labels.kind, labels.kinds, now.kind),
        *_words(locale, now, told.judged),
        *_units(offer, locale, now.unit_ids),
        *([note_block(told.outlook)] if told.outlook else []),
        told_at_once(radio_input(REACH, labels.reach, labels.reaches, now.reach)),
        select_input(REMINDERS, labels.reminders, reminder_choices(locale), now.reminders),
        note_block(standard_hint(locale, offer.plans)),
        select_input(CLOSING, labels.closing, closing_choices(locale), now.closing),
        moment_input(STARTS_AT, labels.starts_at, now.starts_at),
    ]
    submit = labels.submit_anyway if told.warning else labels.submit
    return form(START, labels.heading, submit, labels.cancel, blocks, {**about, TIMES: now.times})


def _words(locale: Locale, now: Filled, judged: tuple[str, ...]) -> list[Block]:
    """What is said to people, and what the guide would say of it."""
    labels, hint = start_form(locale), say("judged.to_do_hint", locale)
    fields = [
        text_input(TITLE, labels.title, TITLE_AT_MOST, labels.title_hint, now.title),
        text_input(ACTION, say("judged.to_do", locale), ACTION_AT_MOST, hint, now.action, optional=True),
        text_input(
            MESSAGE, labels.message, MESSAGE_AT_MOST, labels.message_hint, now.message, optional=True, lines=True
        ),
    ]
    return [
        *(anew(told_while_typing(field), now.times) for field in fields),
        *lines_block(judged),
        anew(told_at_once(level_input(LEVEL, locale, now.level)), now.times),
        button_block(COMPOSE, say("compose.title", locale)),
    ]


def unit_choices(offer: StartOffer, locale: Locale, search: str = "") -> list[Choice]:
    """The first hundred units whose path holds what was typed, in path order."""
    wanted = search.strip().casefold()
    found = [unit for unit in offer.units if wanted in unit.path.casefold()]
    return _labelled(found[:OPTIONS_PER_SELECT], locale)


def _units(offer: StartOffer, locale: Locale, chosen: tuple[str, ...]) -> list[Block]:
    """A list to choose from, or, of more units than a list can hold, a search."""
    if not offer.units:
        return []
    labels = start_form(locale)
    if len(offer.units) <= OPTIONS_PER_SELECT:
        choices = _labelled(offer.units, locale)
        return [told_at_once(multi_select_input(UNITS, labels.units, choices, labels.units_hint, chosen))]
    kept = _labelled([unit for unit in offer.units if str(unit.unit_id) in chosen], locale)
    return [told_at_once(search_input(UNITS, labels.units, labels.units_hint, kept))]


def _labelled(units: Sequence[UnitChoice], locale: Locale) -> list[Choice]:
    return [(str(unit.unit_id), unit_choice(unit.path, unit.people, locale)) for unit in units]
