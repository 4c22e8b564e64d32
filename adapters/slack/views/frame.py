"""What all modal views share: their frame, their inputs, and the limits.

Limits: docs.slack.dev/reference/views (100 blocks, title and buttons 24 characters, private_metadata 3,000) and
docs.slack.dev/reference/block-kit/blocks/input-block (label 2,000; placeholder 150; option text 75, value 150).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from adapters.slack.blocks import Block, blocks_of, check, plain
from adapters.slack.shown import ANEW
from bot.forms import Choice
from bot.short_form import level_choices
from bot.speech import Speech
from bot.vocabulary import Locale
from bot.wording import say

View = dict[str, Any]

BLOCKS_PER_VIEW = 100
OPTIONS_PER_SELECT = 100
_TITLE = 24
_LABEL = 2000
_PLACEHOLDER = 150
_OPTION = 75
_METADATA = 3000
_CONTEXT = 2000
#: A refusal is one sentence and has no heading; a modal must have a title.
_NO_HEADING = "/safety"


def form(
    name: str, heading: str, submit: str, cancel: str, blocks: Sequence[Block], about: dict[str, Any] | None = None
) -> View:
    """A form; `about` comes back with it as `private_metadata`."""
    check(blocks, BLOCKS_PER_VIEW)
    return {
        "type": "modal",
        "callback_id": name,
        "title": plain(heading, _TITLE),
        "submit": plain(submit, _TITLE),
        "close": plain(cancel, _TITLE),
        "private_metadata": kept(about or {}),
        "blocks": list(blocks),
    }


def window(name: str, heading: str, close: str, blocks: Sequence[Block], about: dict[str, Any] | None = None) -> View:
    """A view that only shows something; `about` comes back with its buttons."""
    check(blocks, BLOCKS_PER_VIEW)
    return {
        "type": "modal",
        "callback_id": name,
        "title": plain(heading, _TITLE),
        "close": plain(close, _TITLE),
        "private_metadata": kept(about or {}),
        "blocks": list(blocks),
    }


def said_window(speech: Speech, close: str) -> View:
    """A Speech as the view that takes the form's place: the certain confirmation, without a further call."""
    blocks = blocks_of(replace(speech, heading=""))
    return window("said", speech.heading or _NO_HEADING, close, [*_whole_heading(speech.heading), *blocks])


def _whole_heading(heading: str) -> list[Block]:
    """A window's title is short; a longer heading stands below it in full."""
    return [{"type": "header", "text": plain(heading, 150)}] if len(heading) > _TITLE else []


def kept(about: dict[str, Any]) -> str:
    metadata = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    if len(metadata) > _METADATA:
        raise ValueError("private_metadata too long")
    return metadata


def text_block(text: str) -> Block:
    return {"type": "section", "text": plain(text, 3000)}


def note_block(text: str) -> Block:
    return {"type": "context", "elements": [plain(text, _CONTEXT)]}


def lines_block(lines: Sequence[str]) -> list[Block]:
    """Small print that is renewed; nothing where there is nothing to say."""
    return [note_block("\n".join(lines))] if lines else []


def button_block(name: str, label: str) -> Block:
    """A button on its own in a form; what stands in the form comes with the press."""
    button = {"type": "button", "action_id": name, "text": plain(label, _OPTION), "value": name}
    return {"type": "actions", "elements": [button]}


def text_input(
    name: str, label: str, at_most: int, hint: str = "", initial: str = "", optional: bool = False, lines: bool = False
) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": at_most}
    if lines:
        element["multiline"] = True
    if hint:
        element["placeholder"] = plain(hint, _PLACEHOLDER)
    if initial:
        element["initial_value"] = initial[:at_most]
    return _input(name, label, element, optional)


def radio_input(name: str, label: str, choices: Sequence[Choice], initial: str = "", optional: bool = False) -> Block:
    return _input(name, label, _chooser("radio_buttons", name, choices, initial), optional)


def checkbox_input(name: str, label: str, choices: Sequence[Choice], ticked: Iterable[str] = ()) -> Block:
    """`ticked`: what was ticked when it was kept; nothing is ticked beforehand."""
    options, wanted = options_of(choices), set(ticked)
    element: Block = {"type": "checkboxes", "action_id": name, "options": options}
    if chosen := [option for option in options if option["value"] in wanted]:
        element["initial_options"] = chosen
    return _input(name, label, element, optional=True)


def select_input(name: str, label: str, choices: Sequence[Choice], initial: str = "") -> Block:
    return _input(name, label, _chooser("static_select", name, choices, initial), optional=False)


def level_input(name: str, locale: Locale, level: int = 0) -> Block:
    """The warning level of what is said; none is chosen beforehand."""
    levels = [(str(number), words) for number, words in level_choices(locale)]
    return select_input(name, say("judged.level", locale), levels, str(level))


def multi_select_input(
    name: str, label: str, choices: Sequence[Choice], hint: str, initial: Iterable[str] = ()
) -> Block:
    """At most 100 choices; whoever calls says what happens to the others."""
    options = [_option(choice) for choice in choices[:OPTIONS_PER_SELECT]]
    wanted = set(initial)
    element: Block = {"type": "multi_static_select", "action_id": name, "options": options}
    if hint:
        element["placeholder"] = plain(hint, _PLACEHOLDER)
    if chosen := [option for option in options if option["value"] in wanted]:
        element["initial_options"] = chosen
    return _input(name, label, element, optional=True)


def moment_input(name: str, label: str, initial: int | None = None) -> Block:
    """A day and a time, in the reader's own time zone; `initial` in seconds since 1970."""
    element: Block = {"type": "datetimepicker", "action_id": name}
    if initial is not None:
        element["initial_date_time"] = initial
    return _input(name, label, element, optional=True)


def told_while_typing(block: Block) -> Block:
    """We are told of each change of the text (docs.slack.dev/reference/block-kit, dispatch action configuration)."""
    element = {**block["element"], "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    return {**block, "element": element, "dispatch_action": True}


def anew(block: Block, times: int) -> Block:
    """The field under a name that nothing was typed under, after its words were replaced so many times."""
    return {**block, "block_id": field_name(block["block_id"], times)}


def field_name(name: str, times: int) -> str:
    return f"{name}{ANEW}{times}" if times else name


def told_at_once(block: Block) -> Block:
    """We are told of each choice in it, not only when the form is sent off."""
    return {**block, "dispatch_action": True}


def search_input(name: str, label: str, hint: str, initial: Sequence[Choice] = ()) -> Block:
    """A multi-select whose choices Slack asks us for while somebody types (block_suggestion)."""
    element: Block = {"type": "multi_external_select", "action_id": name, "min_query_length": 0}
    if hint:
        element["placeholder"] = plain(hint, _PLACEHOLDER)
    if initial:
        element["initial_options"] = options_of(initial)
    return _input(name, label, element, optional=True)


def options_of(choices: Sequence[Choice]) -> list[Block]:
    return [_option(choice) for choice in choices[:OPTIONS_PER_SELECT]]


def _chooser(kind: str, name: str, choices: Sequence[Choice], initial: str) -> Block:
    options = [_option(choice) for choice in choices]
    element: Block = {"type": kind, "action_id": name, "options": options}
    if chosen := [option for option in options if option["value"] == initial]:
        element["initial_option"] = chosen[0]
    return element


def _option(choice: Choice) -> Block:
    value, label = choice
    return {"value": str(value), "text": plain(label, _OPTION)}


def _input(name: str, label: str, element: Block, optional: bool) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, _LABEL),
        "element": element,
        "optional": optional,
    }
