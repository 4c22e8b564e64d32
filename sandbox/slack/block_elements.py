"""The limits of Block Kit's elements: buttons, selects, text fields."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.slack.block_problems import Problems, check_plain_text, check_string, check_text

OPTIONS = 100
#: Fewer are allowed here.
OPTIONS_OF = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}
_WITH_OPTIONS = frozenset(("static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons"))
_TEXT_INPUTS = frozenset(("plain_text_input", "email_text_input", "url_text_input", "number_input"))
_URL_SCHEMES = frozenset(("http", "https", "mailto", "slack"))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")


def check_element(element: dict[str, Any], where: str, problems: Problems) -> None:
    """One interactive element, whatever block it stands in."""
    if "action_id" in element:
        check_string(element["action_id"], f"{where}/action_id", problems, most=255)
        if element["action_id"] == "":
            problems.add("must be more than 0 characters", f"{where}/action_id")
    if "placeholder" in element:
        check_plain_text(element["placeholder"], f"{where}/placeholder", problems, most=150)
    if "confirm" in element:
        _check_confirm(element["confirm"], f"{where}/confirm", problems)
    kind = element["type"]
    if kind == "button":
        _check_button(element, where, problems)
    elif kind in _WITH_OPTIONS:
        _check_choices(element, where, problems)
    elif kind in _TEXT_INPUTS:
        _check_text_input(element, where, problems)
    elif kind == "datepicker":
        _check_pattern(element, "initial_date", _DATE, where, problems)
    elif kind == "timepicker":
        _check_pattern(element, "initial_time", _TIME, where, problems)
    elif kind == "image":
        check_image(element, where, problems)


def check_image(image: dict[str, Any], where: str, problems: Problems) -> None:
    """An image block or element: a web address and words for those who cannot see it."""
    check_string(image.get("alt_text"), f"{where}/alt_text", problems, most=2000)
    if "slack_file" not in image:
        check_url(image.get("image_url"), f"{where}/image_url", problems)


def check_url(value: object, where: str, problems: Problems, most: int = 3000) -> None:
    """A web address: Slack's buttons open http(s), mailto and slack links only, never `tel:` or `javascript:`."""
    check_string(value, where, problems, most)
    if not isinstance(value, str):
        return
    try:
        parts = urlsplit(value)
    except ValueError:
        problems.add("Invalid URL", where)
        return
    if parts.scheme not in _URL_SCHEMES or (parts.scheme in ("http", "https") and not parts.hostname):
        problems.add("Invalid URL", where)


def _check_button(element: dict[str, Any], where: str, problems: Problems) -> None:
    check_plain_text(element.get("text"), f"{where}/text", problems, most=75)
    if "value" in element:
        check_string(element["value"], f"{where}/value", problems, most=2000)
    if "url" in element:
        check_url(element["url"], f"{where}/url", problems)
    if "accessibility_label" in element:
        check_string(element["accessibility_label"], f"{where}/accessibility_label", problems, most=75)
    if element.get("style", "primary") not in ("primary", "danger"):
        problems.add("must be a valid enum value", f"{where}/style")


def _check_choices(element: dict[str, Any], where: str, problems: Problems) -> None:
    kind, groups = element["type"], element.get("option_groups")
    if groups is None:
        options = _check_options(element.get("options"), f"{where}/options", problems, OPTIONS_OF.get(kind, OPTIONS))
    elif not isinstance(groups, list) or not 1 <= len(groups) <= OPTIONS:
        problems.add(f"must have 1 to {OPTIONS} items", f"{where}/option_groups")
        return
    else:
        options = []
        for number, group in enumerate(groups):
            here = f"{where}/option_groups/{number}"
            if not isinstance(group, dict):
                problems.add("must be an object", here)
                continue
            check_plain_text(group.get("label"), f"{here}/label", problems, most=75)
            options += _check_options(group.get("options"), f"{here}/options", problems, OPTIONS)
    _check_initial(element, options, where, problems)


def _check_options(options: object, where: str, problems: Problems, most: int) -> list[object]:
    if not isinstance(options, list) or not options:
        problems.add("must have at least 1 item", where)
        return []
    if len(options) > most:
        problems.add(f"no more than {most} items allowed", where)
    for number, option in enumerate(options):
        here = f"{where}/{number}"
        if not isinstance(option, dict):
            problems.add("must be an object", here)
            continue
        check_text(option.get("text"), f"{here}/text", problems, most=75)
        check_string(option.get("value"), f"{here}/value", problems, most=150)
        if "description" in option:
            check_text(option["description"], f"{here}/description", problems, most=75)
    return options


def _check_initial(element: dict[str, Any], options: list[object], where: str, problems: Problems) -> None:
    initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
    values = {_value_of(option) for option in options}
    if not isinstance(initial, list) or any(_value_of(one) not in values for one in initial):
        problems.add("initial option is not one of the options", where)


def _value_of(option: object) -> object:
    return option.get("value") if isinstance(option, dict) else None


def _check_text_input(element: dict[str, Any], where: str, problems: Problems) -> None:
    most = element.get("max_length", 3000)
    if not isinstance(most, int) or not 1 <= most <= 3000:
        problems.add("must be 1 to 3000", f"{where}/max_length")
        return
    if "initial_value" in element:
        check_string(element["initial_value"], f"{where}/initial_value", problems, most)


def _check_pattern(element: dict[str, Any], key: str, pattern: re.Pattern[str], where: str, problems: Problems) -> None:
    value = element.get(key)
    if value is not None and not (isinstance(value, str) and pattern.fullmatch(value)):
        problems.add("failed to match required format", f"{where}/{key}")


def _check_confirm(confirm: object, where: str, problems: Problems) -> None:
    if not isinstance(confirm, dict):
        problems.add("must be an object", where)
        return
    check_plain_text(confirm.get("title"), f"{where}/title", problems, most=100)
    check_text(confirm.get("text"), f"{where}/text", problems, most=300)
    check_plain_text(confirm.get("confirm"), f"{where}/confirm", problems, most=30)
    check_plain_text(confirm.get("deny"), f"{where}/deny", problems, most=30)
