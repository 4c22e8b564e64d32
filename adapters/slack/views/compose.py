"""The form in which a message is composed, on top of the start form it goes back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.slack.blocks import Block
from adapters.slack.views.frame import (
    OPTIONS_PER_SELECT,
    View,
    anew,
    form,
    level_input,
    lines_block,
    note_block,
    select_input,
    text_block,
    text_input,
    told_at_once,
    told_while_typing,
)
from bot.alert_messages.drafting import Desk, Examined, is_begun, items_for
from bot.alert_messages.templates import templates
from bot.alert_messages.vocabulary import Audience
from bot.forms import Choice
from bot.judged import told_of_composed
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.vocabulary import Locale
from bot.wording import say

COMPOSER = "composer"
TEMPLATE = "m_template"
ITEM = "m_item"
LEVEL = "m_level"
TITLE = "m_title"
SHELTERS = "m_shelters"
OTHER = "m_other"
#: Fields of the draft that are one line each, in the order of the guide's section 8.
LINES = ("sender", "when", "area", "what", "reason", "action")
LINE_AT_MOST = 200
#: No ready message is chosen.
NO_TEMPLATE = "none"
FIELDS = (ITEM, LEVEL, TITLE, *(f"m_{name}" for name in LINES), SHELTERS, OTHER)


def compose_view(shown: Examined, desk: Desk, locale: Locale, about: dict[str, Any], times: int) -> View:
    """`times`: how often a ready message has taken the place of what stood there."""
    draft, column = shown.draft, 1 if locale is Locale.EN else 0
    ready = [(one.key, one.name[column]) for one in templates(Audience.COMPANY)]
    items = [
        (item.key, desk.edition.name_of(item)[column])
        for listed in items_for(Audience.COMPANY, desk.edition).values()
        for item in listed
    ]
    action_hint = say("compose.action_hint", locale)
    typed = [
        text_input(TITLE, say("compose.own_title", locale), TITLE_AT_MOST, "", draft.title, optional=True),
        *(
            text_input(
                f"m_{name}",
                say(f"compose.{name}", locale),
                LINE_AT_MOST,
                action_hint if name == "action" else "",
                getattr(draft, name),
                optional=True,
            )
            for name in LINES
        ),
        _lines(SHELTERS, say("compose.shelters", locale), "\n".join(draft.shelters)),
        _lines(OTHER, say("compose.other", locale), draft.other),
    ]
    blocks = [
        note_block(say("compose.lead", locale)),
        told_at_once(anew(_ready(ready, locale), times)),
        told_at_once(anew(_chosen(ITEM, say("compose.item", locale), items, draft.item), times)),
        told_at_once(anew(level_input(LEVEL, locale, draft.level), times)),
        *(anew(told_while_typing(field), times) for field in typed),
        *_result(shown, locale),
    ]
    heading, submit = say("compose.title", locale), say("compose.use", locale)
    return form(COMPOSER, heading, submit, say("form.cancel", locale), blocks, about)


def _ready(ready: Sequence[Choice], locale: Locale) -> Block:
    choices = [(NO_TEMPLATE, say("compose.no_template", locale)), *ready]
    return _chosen(TEMPLATE, say("compose.ready", locale), choices, NO_TEMPLATE)


def _chosen(name: str, label: str, choices: Sequence[Choice], now: str) -> Block:
    return select_input(name, label, choices[:OPTIONS_PER_SELECT], now)


def _lines(name: str, label: str, now: str) -> Block:
    return text_input(name, label, MESSAGE_AT_MOST, "", now, optional=True, lines=True)


def _result(shown: Examined, locale: Locale) -> list[Block]:
    """As it will read, and what the guide would say of it; of an empty form nothing."""
    if not is_begun(shown.draft):
        return []
    return [text_block(shown.composed.text), *lines_block(told_of_composed(shown, locale))]
