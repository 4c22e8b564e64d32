"""What a person fills into a form, in the shape Slack reports it (`view.state.values`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.slack.world import Blocks, elements_of

#: What one field may be given: text, one option (its value or label), or several.
Given = str | Sequence[str] | None
Offered = Mapping[str, list[dict[str, Any]]]
State = dict[str, dict[str, dict[str, Any]]]

EXTERNAL = frozenset(("external_select", "multi_external_select"))
_ONE_OPTION = frozenset(("static_select", "external_select", "radio_buttons"))
_SEVERAL_OPTIONS = frozenset(("multi_static_select", "multi_external_select", "checkboxes"))
#: Element type → (key in the state, key of the element's initial value).
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}


class FormIncompleteError(ValueError):
    """Slack's own client would not send this form: a field is missing, too short or too long."""


def fields_of(blocks: Blocks) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(block, element) of everything that keeps a state: inputs, selects in actions and accessories."""
    for block in blocks:
        for element in elements_of(block):
            if _keeps_state(element):
                yield block, element


def fill(blocks: Blocks, values: Mapping[str, Given], earlier: State | None = None,
         offered: Offered | None = None) -> State:  # fmt: skip
    """The state of all fields; those not among `values` keep what they had.

    Fields are named by action_id, block_id, label or `block_id/action_id`.
    """
    state: State = {}
    used: set[str] = set()
    for block, element in fields_of(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        name = next((one for one in names_of(block, element) if one in values), None)
        before = (earlier or {}).get(block_id, {}).get(action_id)
        if name is not None:
            used.add(name)
            entry = entry_of(element, values[name], offered)
        else:
            entry = before if before is not None and before["type"] == element["type"] else initial_entry(element)
        state.setdefault(block_id, {})[action_id] = entry
    unknown = set(values) - used
    if unknown:
        raise LookupError(f"the form has no field named {', '.join(sorted(unknown))}")
    return state


def require_complete(blocks: Blocks, state: State) -> None:
    """FormIncompleteError where Slack's client would hold the form back."""
    for block, element in fields_of(blocks):
        if block["type"] != "input":
            continue
        entry = state[block["block_id"]][element["action_id"]]
        value = next((part for key, part in entry.items() if key != "type"), None)
        if not value and not block.get("optional", False):
            raise FormIncompleteError(f"{_label(block)!r} must be filled in")
        if isinstance(value, str) and value:
            _require_length(element, value, _label(block))


def initial_entry(element: dict[str, Any]) -> dict[str, Any]:
    """What the field reports while nobody has touched it."""
    kind = element["type"]
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _SEVERAL_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    key, initial = _PLAIN[kind]
    return {"type": kind, key: element.get(initial, [] if kind.startswith("multi_") else None)}


def entry_of(element: dict[str, Any], given: Given, offered: Offered | None = None) -> dict[str, Any]:
    """What the field reports once `given` has been filled in."""
    kind = element["type"]
    one = given if isinstance(given, str) or given is None else (given[0] if given else None)
    several = [] if not given else [given] if isinstance(given, str) else list(given)
    if kind in _ONE_OPTION or kind == "overflow":
        return {"type": kind, "selected_option": _option(element, one, offered) if one else None}
    if kind in _SEVERAL_OPTIONS:
        return {"type": kind, "selected_options": [_option(element, each, offered) for each in several]}
    key = _PLAIN[kind][0]
    if kind.startswith("multi_"):
        return {"type": kind, key: several}
    if kind == "datetimepicker":
        return {"type": kind, key: int(one) if one else None}
    return {"type": kind, key: one or None}


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """All options, those of groups too."""
    groups = element.get("option_groups")
    if groups is not None:
        return [option for group in groups for option in group["options"]]
    return list(element.get("options", []))


def find_field(blocks: Blocks, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The (block, element) called `name`; LookupError where there is none."""
    for block, element in fields_of(blocks):
        if name in names_of(block, element):
            return block, element
    raise LookupError(f"the form has no field named {name!r}")


def option_words(option: dict[str, Any]) -> tuple[str, str]:
    """An option's value and label: either names it."""
    return option["value"], option["text"]["text"]


def names_of(block: dict[str, Any], element: dict[str, Any]) -> tuple[str, ...]:
    """What a field may be called."""
    block_id, action_id = block["block_id"], element["action_id"]
    return (f"{block_id}/{action_id}", action_id, block_id, _label(block))


def _option(element: dict[str, Any], wanted: str, offered: Offered | None) -> dict[str, Any]:
    known: list[dict[str, Any]] = [*options_of(element), *element.get("initial_options", ())]
    known += (offered or {}).get(element["action_id"], ())
    for option in known:
        if wanted in option_words(option):
            return option
    raise LookupError(f"no option {wanted!r} in {element['action_id']!r}")


def _require_length(element: dict[str, Any], value: str, label: str) -> None:
    if len(value) > element.get("max_length", 3000):
        raise FormIncompleteError(f"{label!r} is too long")
    if len(value) < element.get("min_length", 0):
        raise FormIncompleteError(f"{label!r} is too short")


def _keeps_state(element: dict[str, Any]) -> bool:
    kind = element.get("type")
    return kind in _PLAIN or kind in _ONE_OPTION or kind in _SEVERAL_OPTIONS


def _label(block: dict[str, Any]) -> str:
    label = block.get("label")
    return str(label["text"]) if isinstance(label, dict) else ""
