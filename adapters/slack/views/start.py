"""The form behind `/safety start`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.blocks import Block
from adapters.slack.views.frame import (
    OPTIONS_PER_SELECT,
    View,
    form,
    moment_input,
    multi_select_input,
    note_block,
    radio_input,
    search_input,
    select_input,
    text_block,
    text_input,
    told_at_once,
)
from bot.forms import Choice, start_form, unit_choice
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.plan_choices import STANDARD, closing_choices, reminder_choices, standard_hint
from bot.vocabulary import CheckKind, Locale, Reach
from flows.offer_start import StartOffer, UnitChoice

START = "start"
KIND = "kind"
TITLE = "title"
MESSAGE = "message"
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
    unit_ids: tuple[str, ...] = ()
    reach: str = Reach.ALL
    reminders: str = STANDARD
    closing: str = "0"
    #: Seconds since 1970; None: at once.
    starts_at: int | None = None


def start_view(
    offer: StartOffer, locale: Locale, about: Mapping[str, Any], now: Filled, warning: str = "", outlook: str = ""
) -> View:
    """`warning`: a similar check is active; sent off once more, the form starts all the same.

    `outlook`: what it would do, of the units chosen.
    """
    labels = start_form(locale)
    blocks = [
        *([text_block(warning)] if warning else []),
        radio_input(KIND, labels.kind, labels.kinds, now.kind),
        text_input(TITLE, labels.title, TITLE_AT_MOST, labels.title_hint, now.title),
        text_input(
            MESSAGE, labels.message, MESSAGE_AT_MOST, labels.message_hint, now.message, optional=True, lines=True
        ),
        *_units(offer, locale, now.unit_ids),
        *([note_block(outlook)] if outlook else []),
        told_at_once(radio_input(REACH, labels.reach, labels.reaches, now.reach)),
        select_input(REMINDERS, labels.reminders, reminder_choices(locale), now.reminders),
        note_block(standard_hint(locale, offer.plans)),
        select_input(CLOSING, labels.closing, closing_choices(locale), now.closing),
        moment_input(STARTS_AT, labels.starts_at, now.starts_at),
    ]
    submit = labels.submit_anyway if warning else labels.submit
    return form(START, labels.heading, submit, labels.cancel, blocks, dict(about))


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
