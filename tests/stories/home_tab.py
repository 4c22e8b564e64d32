"""What people do on Slack's home tab and in what opens from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.slack.eyes import pressable
from sandbox.slack.world import View
from tests.stories.harness import Story
from tests.stories.people import HANAKO, TARO


def words_in(view: View) -> str:
    return str(view.definition)


def home(story: Story, user: str, containing: str) -> View:
    """The tab, opened, once it says so."""
    assert story.slack.open_home(user).ok
    return wait_for_home(story, user, containing)


def wait_for_home(story: Story, user: str, containing: str) -> View:
    def said() -> View | None:
        shown = story.slack.home(user)
        return shown if shown is not None and containing in words_in(shown) else None

    found = story.slack.book.wait_for(said, 10)
    assert found is not None
    return found


def press(story: Story, user: str, view: View, value: str) -> None:
    """The button whose value begins so."""
    names = [
        f"{block['block_id']}/{element['action_id']}"
        for block, element in pressable(view.definition["blocks"])
        if str(element.get("value", "")).startswith(value)
    ]
    assert names, f"nothing here begins with {value}"
    assert story.slack.press(user, view, names[0]).ok


def wait_for_form(story: Story, user: str, name: str) -> View:
    def there() -> View | None:
        shown = story.slack.open_view(user)
        return shown if shown is not None and shown.definition["callback_id"] == name else None

    found = story.slack.book.wait_for(there, 10)
    assert found is not None
    return found


def choose_for(story: Story, user: str, view: View, name: str, label: str) -> None:
    """What stands behind ⋯ beside this person."""
    [menu] = [
        f"{block['block_id']}/{block['accessory']['action_id']}"
        for block in view.definition["blocks"]
        if "accessory" in block and name in block["text"]["text"]
    ]
    assert story.slack.press(user, view, menu, label).ok


def from_home(story: Story) -> Iterator[Any]:
    """The home tab and all that managers open from theirs, pressed and sent off by an employee."""
    yield story.slack.open_home(TARO)
    press(story, TARO, wait_for_home(story, TARO, "a1:chg"), "a1:chg")
    assert story.slack.open_home(HANAKO).ok
    desk = wait_for_home(story, HANAKO, "a1:new")
    for verb in ("new", "bul", "edi", "rem", "wrh", "lst"):
        yield story.slack.press(TARO, desk, next(value for value in buttons_of(desk) if value.startswith(f"a1:{verb}")))
    filled = {
        "bulletin": ("bul", {"title": "偽", "words": "偽"}),
        "note": ("wrh", {"words": "偽"}),
        "people": ("lst", {}),
    }
    for name, (verb, values) in filled.items():
        form = opened_by_hanako(story, desk, verb, name)
        yield story.slack.submit(TARO, form, values)
        story.slack.close_view(HANAKO, form)
    # Whoever presses there has the window changed for them: each time a new one.
    for place in range(3):
        form = opened_by_hanako(story, desk, "lst", "people")
        menu = next(one for one in form.definition["blocks"] if "accessory" in one)["accessory"]
        yield story.slack.press(TARO, form, menu["action_id"], menu["options"][place]["value"])
        story.slack.close_view(HANAKO, form)


def opened_by_hanako(story: Story, desk: View, verb: str, name: str) -> View:
    press(story, HANAKO, desk, f"a1:{verb}")
    return wait_for_form(story, HANAKO, name)


def buttons_of(view: View) -> list[str]:
    return [str(element.get("value", "")) for _, element in pressable(view.definition["blocks"])]
