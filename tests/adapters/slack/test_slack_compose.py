"""The start form counts and checks its words while they are typed, and takes over a message that was composed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.manager_buttons import OpenForm, OpenFormPress
from flows.show_check import list_checks, show_check
from flows.work import Begin, Lane, Operator
from storage.models import audit, bulletins
from tests.adapters.slack.slack_door import SlackDoor, texts_in
from tests.support.company import Company

HANAKO = "U0HANAKO"


def opened(door: SlackDoor, user: str = HANAKO) -> dict[str, Any]:
    assert door.command(user, "start drill").data == b""
    return door.opened()


def renewed(door: SlackDoor, count: int = 1) -> dict[str, Any]:
    view: dict[str, Any] = door.slack.wait_for("/api/views.update", count)[count - 1].body["view"]
    return view


def composer(door: SlackDoor, start: dict[str, Any], filled: dict[str, Any], user: str = HANAKO) -> dict[str, Any]:
    assert door.press_in_form(user, start, "compose", filled).status_code == 200
    view: dict[str, Any] = door.slack.wait_for("/api/views.push", 1)[0].body["view"]
    return view


def fields(view: dict[str, Any]) -> dict[str, Any]:
    """What stands in each field, by its name without how often it was drawn anew."""
    inputs = {block["block_id"].partition("~")[0]: block["element"] for block in view["blocks"] if "element" in block}
    return {
        name: element.get("initial_value") or element.get("initial_option", {}).get("value")
        for name, element in inputs.items()
    }


def test_words_are_counted_and_checked_while_they_are_typed(door: SlackDoor, company: Company) -> None:
    view = opened(door)
    assert "題名" not in texts_in(view)
    filled = {"title": "大雨 <!channel>", "message": "避難勧告が出ました。03-1234-5678", "kind": "drill"}
    door.choose(HANAKO, view, "title", filled)
    told = renewed(door)
    shown = texts_in(told)
    assert "題名 12/15・本文 22/200" in shown
    assert "「避難勧告」はこの版では使いません" in shown
    assert "【訓練】【安否確認】大雨 <!channel>" in shown
    assert "このままでも送れます" in shown
    # Under the same names, or Slack would take away what is being typed.
    assert {block.get("block_id") for block in view["blocks"]} == {block.get("block_id") for block in told["blocks"]}


@pytest.mark.usefixtures("company")
def test_a_composed_message_goes_into_the_start_form_and_out_to_everybody(door: SlackDoor, begin: Begin) -> None:
    start = opened(door)
    view = composer(door, start, {"kind": "drill", "reach": "stepwise", "message": "3階"})
    assert fields(view)["m_other"] == "3階"
    door.choose(HANAKO, view, "m_template", {"m_template": "fire", "m_other": "3階"})
    ready = renewed(door)
    assert "火災" in texts_in(ready)
    assert fields(ready)["m_other"] == "3階", "own words stay"

    chosen = {"m_area": "本社3階", "m_action": "北階段から外へ出てください"}
    assert door.submit(HANAKO, ready, named_in(ready, chosen)).data == b""
    back = renewed(door, 2)
    assert fields(back)["action"] == "北階段から外へ出てください"
    assert fields(back)["reach"] == "stepwise"
    assert fields(back)["kind"] == "drill"
    assert "本社3階" in fields(back)["message"]
    # Words that were put in stand under names that nothing was typed under.
    assert {"title~1", "action~1", "message~1"} <= {block.get("block_id") for block in back["blocks"]}

    said = door.submit(HANAKO, back, {})
    assert "始めました" in texts_in(said.get_json()["view"])
    with begin(Operator(), Lane.READ) as work:
        view_of = show_check(work, list_checks(work)[0].check_id)
    assert (view_of.action, view_of.level) == ("北階段から外へ出てください", 0)


@pytest.mark.usefixtures("company")
def test_a_title_that_is_missing_is_said_at_the_field_as_it_is_named_now(door: SlackDoor) -> None:
    start = opened(door)
    view = composer(door, start, {"kind": "drill"})
    door.submit(HANAKO, view, {"m_title": "停電"})
    back = renewed(door)
    answer = door.submit(HANAKO, back, {"title~1": " "}).get_json()
    assert list(answer["errors"]) == ["title~1"]


@pytest.mark.usefixtures("company")
def test_findings_never_stop_a_start_and_the_decision_is_in_the_audit_log(door: SlackDoor, begin: Begin) -> None:
    start = opened(door)
    said = door.submit(HANAKO, start, {"kind": "real", "title": "火災が発生しました"})
    assert "始めました" in texts_in(said.get_json()["view"])
    with begin(Operator(), Lane.READ) as work:
        rows = work.connection.execute(audit.select().where(audit.c.action == "findings_overruled")).all()
    assert [row.details["rules"] for row in rows] == [["action_missing", "area_missing"]]


@pytest.mark.usefixtures("company")
def test_an_employee_gets_no_composer(door: SlackDoor) -> None:
    start = opened(door)
    door.press_in_form("U0TARO", start, "compose", {})
    assert door.choose("U0TARO", start, "title", {"title": "地震"}).status_code == 200
    door.room.close()
    assert door.slack.to("/api/views.push") == []
    assert door.slack.to("/api/views.update") == []


def named_in(view: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Under the names that the fields have in this view."""
    names = {block["block_id"].partition("~")[0]: block["block_id"] for block in view["blocks"] if "element" in block}
    return {names[name]: value for name, value in given.items()}


@pytest.mark.usefixtures("company")
def test_a_bulletin_carries_its_call_to_action_and_its_level(door: SlackDoor, begin: Begin) -> None:
    door.press_at_home(HANAKO, OpenFormPress(OpenForm.BULLETIN))
    view = door.opened()
    words = {"title": "川の水位", "words": "本社の周辺です。", "action": "2階より上へ", "level": "4"}
    door.submit(HANAKO, view, words)
    with begin(Operator(), Lane.READ) as work:
        [row] = work.connection.execute(bulletins.select()).all()
    assert (row.action, row.level) == ("2階より上へ", 4)
