"""The list of people in a window: searched, turned, and from it everything a manager does for one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.buttons import AnswerPress, encode
from bot.manager_buttons import CheckDeed, CheckDeedPress, OpenForm, OpenFormPress, PersonDeed, PersonDeedPress
from bot.vocabulary import MessageKind, Status
from flows.show_check import show_names
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator, System
from sandbox.slack.view_rules import require_view
from storage.models import people
from tests.adapters.slack.slack_door import SlackDoor, texts_in
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox

HOSTILE = "<!channel> <@U0HANAKO> *太字* &amp;"


def opened(door: SlackDoor, check: CheckStarted, user: str = "U0HANAKO") -> dict[str, Any]:
    before = len(door.slack.to("/api/views.open"))
    door.press_at_home(user, CheckDeedPress(CheckDeed.PEOPLE, check.check_id))
    return require_view(door.slack.wait_for("/api/views.open", before + 1)[-1].body["view"], "modal")


def listed(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block.get("block_id", "").startswith("person:")]


def searched(door: SlackDoor, view: dict[str, Any], user: str = "U0HANAKO", **filled: Any) -> dict[str, Any]:
    answer = door.submit(user, view, filled).get_json()
    assert answer["response_action"] == "update"
    return require_view(answer["view"], "modal")


def act(door: SlackDoor, view: dict[str, Any], value: str, user: str = "U0HANAKO", action_id: str = "per:1") -> None:
    """A choice behind ⋯, or a button of the window."""
    payload = door.press_payload(user, value)
    for name in ("channel", "response_url"):
        del payload[name]
    payload["view"] = {"id": "V0LIST", "hash": "1.a", "type": "modal", "callback_id": view["callback_id"]}
    payload["view"]["private_metadata"] = view["private_metadata"]
    payload["container"] = {"type": "view", "view_id": "V0LIST"}
    [action] = payload["actions"]
    action |= {"action_id": action_id, "type": "overflow"}
    if action_id.startswith("per:"):
        action["selected_option"] = {"value": action.pop("value")}
    assert door.interact(payload).status_code == 200


def deed(kind: PersonDeed, check: CheckStarted, person_id: int) -> str:
    return encode(PersonDeedPress(kind, check.check_id, person_id))


def renewed(door: SlackDoor, count: int = 1) -> dict[str, Any]:
    call = door.slack.wait_for("/api/views.update", count)[count - 1]
    assert call.body["view_id"] == "V0LIST"
    return require_view(call.body["view"], "modal")


def test_people_are_found_by_standing_unit_and_name(door: SlackDoor, check: CheckStarted, company: Company) -> None:
    door.press("U0EMMA", AnswerPress(check.check_id, 0, Status.SAFE))
    view = opened(door, check)
    assert len(listed(view)) == 4
    assert [line.split("  ")[1] for line in listed(searched(door, view, only="silent", text="太"))] == [
        "太郎さん（本社/開発部/基盤課）"
    ]
    in_unit = searched(door, view, unit=str(company.unit("本社/開発部")))
    assert all("開発部" in line for line in listed(in_unit))
    assert listed(searched(door, view, only="help")) == []
    # Of a unit manager's window only their own people, whatever the form says.
    own = opened(door, check, "U0JIRO")
    assert not any("花子" in line for line in listed(own))


def test_many_are_turned_page_by_page_and_the_search_stays(door: SlackDoor, company: Company, begin: Begin) -> None:
    for number in range(20):
        company.person(f"社員{number:02}", slack=f"U0E{number:02}")
    door.command("U0HANAKO", "start 地震")

    with begin(Operator(), Lane.READ) as work:
        check_id = show_names(work, None).check_id
    door.press_at_home("U0HANAKO", CheckDeedPress(CheckDeed.PEOPLE, check_id))
    view = searched(door, door.opened(), text="社員")
    assert len(listed(view)) == 15
    [later] = [
        element["value"] for block in view["blocks"] if block["type"] == "actions" for element in block["elements"]
    ]
    act(door, view, later, action_id="nxt:later")
    last = renewed(door)
    assert len(listed(last)) == 5
    act(door, last, "first", action_id="nxt:first")
    assert listed(renewed(door, 2)) == listed(view)


def test_a_silent_person_is_claimed_given_back_and_asked_again_from_the_list(
    door: SlackDoor, check: CheckStarted, company: Company, begin: Begin, clock: MovableClock
) -> None:
    taro, view = company.ids["taro"], opened(door, check)
    act(door, view, deed(PersonDeed.CLAIM, check, taro))
    shown = renewed(door)
    assert "あなたが太郎さんの担当になりました" in texts_in(shown)
    assert any("担当：花子さん" in line for line in listed(shown)), listed(shown)
    act(door, view, deed(PersonDeed.RELEASE, check, taro))
    assert "担当を外しました" in texts_in(renewed(door, 2))
    clock.forward(timedelta(minutes=2))
    act(door, view, deed(PersonDeed.AGAIN, check, taro))
    assert "もう一度送りました" in texts_in(renewed(door, 3))
    assert outbox(begin, kind=MessageKind.REMINDER, person_id=taro)
    act(door, view, deed(PersonDeed.AGAIN, check, taro), user="U0TARO")
    refusal = renewed(door, 4)
    assert "だけです" in texts_in(refusal)
    assert listed(refusal) == []


def test_a_manager_answers_for_somebody_and_writes_to_them_from_the_list(
    door: SlackDoor, check: CheckStarted, company: Company, begin: Begin
) -> None:
    taro, view = company.ids["taro"], opened(door, check)
    act(door, view, deed(PersonDeed.MARK, check, taro))
    form = require_view(door.slack.wait_for("/api/views.push")[-1].body["view"], "modal")
    door.submit("U0HANAKO", form, {"status": "injured"})
    assert any("けが" in line and "代理回答" in line for line in listed(renewed(door)))
    act(door, view, deed(PersonDeed.WRITE, check, taro))
    form = require_view(door.slack.wait_for("/api/views.push", 2)[-1].body["view"], "modal")
    assert "太郎さん" in texts_in(form)
    nothing = door.submit("U0HANAKO", form, {"words": " "}).get_json()
    assert list(nothing["errors"]) == ["words"]
    said = door.submit("U0HANAKO", form, {"words": "迎えに行きます"}).get_json()["view"]
    assert "太郎さんに送ります" in texts_in(said)
    assert len(outbox(begin, kind=MessageKind.MANAGER_NOTE, person_id=taro)) == 3


def test_those_in_need_are_written_to_and_the_silent_reminded_from_home(
    door: SlackDoor, check: CheckStarted, begin: Begin, clock: MovableClock
) -> None:
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.HELP))
    door.answered()
    door.press_at_home("U0HANAKO", CheckDeedPress(CheckDeed.WRITE_IN_NEED, check.check_id))
    said = door.submit("U0HANAKO", door.opened(), {"words": "救助を頼みました"}).get_json()["view"]
    assert "1人に送ります" in texts_in(said)
    # What was done in the form shows on the tab that was opened before.
    door.home(1)
    clock.forward(timedelta(minutes=2))
    door.press_at_home("U0HANAKO", CheckDeedPress(CheckDeed.REMIND, check.check_id))
    assert "もう一度" in texts_in(door.home(2)) or "再送" in texts_in(door.home(2))
    assert outbox(begin, kind=MessageKind.REMINDER)


@pytest.mark.parametrize("user", ["U0TARO", "U0STRANGER"])
def test_outsiders_open_no_list_and_do_nothing_from_one(
    door: SlackDoor, check: CheckStarted, company: Company, begin: Begin, user: str
) -> None:
    view = opened(door, check)
    door.press_at_home(user, CheckDeedPress(CheckDeed.PEOPLE, check.check_id))
    told = texts_in(door.home(1)["blocks"][:3])
    assert "だけです" in told or "結びついていません" in told
    assert "花子" not in texts_in(require_view(door.submit(user, view, {}).get_json()["view"], "modal"))
    act(door, view, deed(PersonDeed.CLAIM, check, company.ids["emma"]), user=user)
    assert listed(renewed(door)) == []
    assert len(door.slack.to("/api/views.open")) == 1


def test_names_and_words_are_never_markup(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.name == "太郎").values(name=HOSTILE))
    view = opened(door, check)
    assert any(HOSTILE in line for line in listed(view))
    assert not any(block.get("text", {}).get("type") == "mrkdwn" for block in view["blocks"])


def test_a_check_is_started_from_home_with_whom_nothing_reaches_beside_the_button(
    door: SlackDoor, company: Company, begin: Begin
) -> None:
    company.person("連絡先なし")
    door.press_at_home("U0HANAKO", OpenFormPress(OpenForm.START))
    form = door.opened()
    shown = texts_in(form)
    assert "5人にたずねます" in shown
    assert "届く連絡先がない人：1人" in shown
    said = door.submit("U0HANAKO", form, {"title": "東京で地震"}).get_json()["view"]
    assert "始めました" in texts_in(said)
    # The tab from which it was begun has the check now.
    assert "東京で地震" in texts_in(door.home(1))
    door.press_at_home("U0TARO", OpenFormPress(OpenForm.START))
    assert "だけです" in texts_in(door.home(2)["blocks"][:2])


def test_more_units_than_a_list_holds_are_searched_for(door: SlackDoor, check: CheckStarted, company: Company) -> None:
    for number in range(120):
        company.unit(f"支店{number:03}")
    view = opened(door, check)
    [unit] = [block["element"] for block in view["blocks"] if block.get("block_id") == "unit"]
    assert unit["type"] == "external_select"
    asked = {"type": "block_suggestion", "action_id": "unit", "block_id": "unit", "value": "開発"}
    asked_by = {
        "team": {"id": "T0AOBA"},
        "user": {"id": "U0HANAKO"},
        "view": {"callback_id": "people", "type": "modal"},
    }
    found = door.interact({**asked, **asked_by}).get_json()["options"]
    assert found[0]["text"]["text"] == "すべての組織"
    assert all("開発部" in option["text"]["text"] for option in found[1:])
    chosen = searched(door, view, unit=found[1]["value"])
    assert len(listed(chosen)) == 2
    [unit] = [block["element"] for block in chosen["blocks"] if block.get("block_id") == "unit"]
    assert unit["initial_option"]["value"] == found[1]["value"]
    asked_by["user"] = {"id": "U0TARO"}
    assert door.interact({**asked, **asked_by}).get_json() == {"options": []}
