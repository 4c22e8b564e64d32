"""Managers in Slack: the start form, answering for others, help cases, names; and outsiders pressing their buttons."""

from __future__ import annotations

from typing import Any

import pytest

from bot.buttons import AnswerPress, CloseHelpPress, NamesPress, Press, TakeHelpPress
from bot.vocabulary import CheckKind, Standing, Status
from flows.show_check import list_checks, show_check, show_names
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator
from tests.adapters.slack.slack_door import SlackDoor, texts_in, values_in
from tests.support.company import Company


@pytest.fixture
def help_case(door: SlackDoor, check: CheckStarted, begin: Begin) -> int:
    """Taro's cry for help."""
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.HELP))
    door.answered()
    with begin(Operator(), Lane.READ) as work:
        (case_id,) = [one.help_case_id for one in show_names(work, check.check_id).people if one.help_case_id]
    return case_id


def standing_of(begin: Begin, check: CheckStarted, name: str) -> Standing:
    with begin(Operator(), Lane.READ) as work:
        (found,) = [one.standing for one in show_names(work, check.check_id).people if one.name == name]
    return found


def unclaimed(begin: Begin, check: CheckStarted) -> int:
    with begin(Operator(), Lane.READ) as work:
        return show_check(work, check.check_id).unclaimed_help


def started(begin: Begin) -> list[tuple[CheckKind, str, int]]:
    with begin(Operator(), Lane.READ) as work:
        return [(line.kind, line.title, show_check(work, line.check_id).roll) for line in list_checks(work)]


def said_in(response: Any) -> str:
    assert response.status_code == 200
    answer = response.get_json()
    assert answer["response_action"] == "update"
    return texts_in(answer["view"])


def start_form(door: SlackDoor, user: str = "U0HANAKO", text: str = "start") -> dict[str, Any]:
    assert door.command(user, text).data == b""
    return door.opened()


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_the_start_form_offers_the_managers_own_units_and_starts_for_them(door: SlackDoor, begin: Begin) -> None:
    view = start_form(door, "U0JIRO")
    options = inputs(view)["units"]["options"]
    assert [option["text"]["text"] for option in options] == ["本社/開発部（2人）", "本社/開発部/基盤課（1人）"]
    filled = {
        "kind": "drill",
        "title": "停電訓練",
        "units": [options[1]["value"]],
        "closing": "3",
        "reminders": "never",
    }
    assert "始めました" in said_in(door.submit("U0JIRO", view, filled))
    assert started(begin) == [(CheckKind.DRILL, "停電訓練", 1)]


def test_a_form_sent_off_twice_starts_once(door: SlackDoor, begin: Begin) -> None:
    view = start_form(door)
    payloads = {"title": "地震"}
    door._count = 100
    first = door.submit("U0HANAKO", view, payloads, view_hash="1.a")
    door._count = 100
    again = door.submit("U0HANAKO", view, payloads, view_hash="1.a")
    assert "始めました" in said_in(first)
    assert "始めました" in said_in(again)
    assert len(started(begin)) == 1


def test_a_title_that_speaks_of_a_drill_opens_the_form_as_one(door: SlackDoor) -> None:
    view = start_form(door, text="開始 避難訓練")
    assert inputs(view)["kind"]["initial_option"]["value"] == "drill"
    assert inputs(view)["title"]["initial_value"] == "避難訓練"


def test_an_empty_title_is_shown_at_its_field(door: SlackDoor, begin: Begin) -> None:
    response = door.submit("U0HANAKO", start_form(door), {"title": "  "})
    assert response.get_json()["response_action"] == "errors"
    assert list(response.get_json()["errors"]) == ["title"]
    assert not started(begin)


def test_a_similar_check_warns_in_the_form_and_the_second_sending_starts(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    filled = {"title": "また地震", "message": "出社しないで", "closing": "6"}
    response = door.submit("U0HANAKO", start_form(door), filled)
    warned = response.get_json()["view"]
    assert len(started(begin)) == 1
    assert "東京で地震" in texts_in(warned)
    assert inputs(warned)["title"]["initial_value"] == "また地震"
    assert inputs(warned)["message"]["initial_value"] == "出社しないで"
    assert inputs(warned)["closing"]["initial_option"]["value"] == "6"
    assert "始めました" in said_in(door.submit("U0HANAKO", warned, filled))
    assert len(started(begin)) == 2


def test_a_form_of_a_manager_sent_off_by_somebody_else_is_refused(door: SlackDoor, begin: Begin) -> None:
    view = start_form(door)
    assert "だけです" in said_in(door.submit("U0TARO", view, {"title": "偽"}))
    assert not started(begin)


def test_a_unit_manager_cannot_ask_a_unit_that_was_not_offered(door: SlackDoor, begin: Begin, company: Company) -> None:
    osaka = company.unit("大阪支社")
    response = door.submit("U0JIRO", start_form(door, "U0JIRO"), {"title": "大阪", "units": [str(osaka)]})
    assert "外" in said_in(response)
    assert not started(begin)


def test_more_units_than_a_list_holds_are_searched_for(door: SlackDoor, company: Company) -> None:
    for number in range(120):
        company.unit(f"支店{number:03}")
    view = start_form(door)
    assert inputs(view)["units"]["type"] == "multi_external_select"
    asked = {"type": "block_suggestion", "action_id": "units", "block_id": "units", "value": "支店11"}
    asked_by = {"team": {"id": "T0AOBA"}, "user": {"id": "U0HANAKO"}, "view": {"callback_id": "start", "type": "modal"}}
    found = door.interact({**asked, **asked_by}).get_json()["options"]
    assert len(found) == 10
    assert all("支店11" in option["text"]["text"] for option in found)
    asked_by["user"] = {"id": "U0TARO"}
    assert door.interact({**asked, **asked_by}).get_json() == {"options": []}


def test_a_manager_answers_for_somebody(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    assert door.command("U0JIRO", "mark <@U0TARO|taro>").data == b""
    view = door.opened()
    assert "太郎" in texts_in(view)
    assert "initial_option" not in inputs(view)["status"]
    assert "太郎" in said_in(door.submit("U0JIRO", view, {"status": "injured", "comment": "電話で確認"}))
    assert standing_of(begin, check, "太郎") is Standing.INJURED
    assert "だけです" in said_in(door.submit("U0TARO", view, {"status": "safe"}))


def test_marking_needs_a_name_and_one_of_the_managers_people(door: SlackDoor, check: CheckStarted) -> None:
    assert "だれのことか" in door.command("U0JIRO", "mark").get_json()["text"]
    assert "外" in door.command("U0JIRO", "mark <@U0HANAKO|h>").get_json()["text"]
    assert "見つかりません" in door.command("U0JIRO", "mark <@U0STRANGER|s>").get_json()["text"]


def test_help_is_taken_once_and_the_second_taker_is_told_who_has_it(
    door: SlackDoor, check: CheckStarted, begin: Begin, help_case: int
) -> None:
    door.press("U0JIRO", TakeHelpPress(help_case), channel="D0JIRO")
    assert unclaimed(begin, check) == 0
    taken = door.answered(2)[-1].body
    assert taken["replace_original"] is True
    assert any(value.startswith("a1:don:") for value in values_in(taken["blocks"]))
    door.press("U0HANAKO", TakeHelpPress(help_case), channel="C0MANAGERS")
    assert "次郎" in texts_in(door.answered(3)[-1].body["blocks"])


def test_help_is_closed_with_a_word_from_the_form(
    door: SlackDoor, check: CheckStarted, begin: Begin, help_case: int
) -> None:
    door.press("U0JIRO", CloseHelpPress(help_case), channel="D0JIRO")
    view = door.opened()
    assert "太郎" in texts_in(view)
    nothing = door.submit("U0JIRO", view, {"word": " "}).get_json()
    assert list(nothing["errors"]) == ["word"]
    said_in(door.submit("U0JIRO", view, {"word": "合流した"}))
    assert standing_of(begin, check, "太郎") is not Standing.HELP


def test_no_form_is_opened_for_a_case_that_is_closed(door: SlackDoor, check: CheckStarted, help_case: int) -> None:
    door.command("U0JIRO", "done <@U0TARO|taro> 合流した")
    door.press("U0HANAKO", CloseHelpPress(help_case), channel="D0HANAKO")
    told = door.answered(2)[-1].body
    assert "すでに" in texts_in(told["blocks"])
    assert told["replace_original"] is False
    assert "views.open" not in [call.path.rpartition("/")[2] for call in door.slack.calls]


def test_help_is_taken_and_closed_by_command(
    door: SlackDoor, check: CheckStarted, begin: Begin, help_case: int
) -> None:
    assert "太郎" in texts_in(door.command("U0JIRO", "take <@U0TARO|taro>").get_json()["blocks"])
    assert unclaimed(begin, check) == 0
    assert "ひとこと" in door.command("U0JIRO", "done <@U0TARO|taro>").get_json()["text"]
    door.command("U0JIRO", "done <@U0TARO|taro> 合流 &amp; 無事")
    assert standing_of(begin, check, "太郎") is not Standing.HELP


@pytest.mark.parametrize("user", ["U0TARO", "U0STRANGER"])
def test_outsiders_pressing_managers_buttons_change_and_see_nothing(
    door: SlackDoor, check: CheckStarted, begin: Begin, help_case: int, user: str
) -> None:
    presses: list[Press] = [TakeHelpPress(help_case), CloseHelpPress(help_case), NamesPress(check.check_id, None)]
    for number, press in enumerate(presses, start=2):
        assert door.press(user, press, channel="C0MANAGERS").status_code == 200
        refusal = texts_in(door.answered(number)[-1].body["blocks"])
        assert "だけです" in refusal or "結びついていません" in refusal
        assert "太郎" not in refusal
    assert not door.slack.to("/api/views.open")
    assert unclaimed(begin, check) == 1


def test_names_open_in_a_window_of_the_managers_own_people(door: SlackDoor, check: CheckStarted) -> None:
    door.press("U0JIRO", NamesPress(check.check_id, Standing.SILENT), channel="C0GENERAL")
    shown = texts_in(door.opened())
    assert "太郎" in shown
    assert "Emma" not in shown


def test_names_are_turned_page_by_page(door: SlackDoor, company: Company, begin: Begin) -> None:
    for number in range(45):
        company.person(f"社員{number:02}", slack=f"U0E{number:02}")
    door.command("U0HANAKO", "start 地震")
    with begin(Operator(), Lane.READ) as work:
        check_id = list_checks(work)[0].check_id
    door.press("U0HANAKO", NamesPress(check_id, None), channel="C0GENERAL")
    view = door.opened()
    assert values_in(view["blocks"])[1:] == ["20"]
    turn = door.press_payload("U0HANAKO", "a1:pag")
    turn["view"] = {"id": "V1", "hash": "1.a", "callback_id": "names", "type": "modal"}
    turn["view"]["private_metadata"] = view["private_metadata"]
    turn["actions"][0] |= {"action_id": "pag:20", "value": "40"}
    assert door.interact(turn).status_code == 200
    last = door.slack.wait_for("/api/views.update")[-1].body["view"]
    assert values_in(last["blocks"])[1:] == ["20"]
    assert "社員" in texts_in(last)


def test_a_page_turned_by_an_employee_shows_nothing(door: SlackDoor, check: CheckStarted) -> None:
    turn = door.press_payload("U0TARO", "a1:pag")
    turn["view"] = {"id": "V1", "hash": "1.a", "callback_id": "names", "type": "modal"}
    turn["view"]["private_metadata"] = f'{{"check_id":{check.check_id},"standing":""}}'
    turn["actions"][0] |= {"action_id": "pag:0", "value": "0"}
    assert door.interact(turn).status_code == 200
    shown = texts_in(door.slack.wait_for("/api/views.update")[-1].body["view"])
    assert "だけです" in shown
    assert "花子" not in shown
