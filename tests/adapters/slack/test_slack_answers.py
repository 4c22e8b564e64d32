"""Pressing a button in Slack: committed, acknowledged, thanked for in the right place."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from sqlalchemy import select, update

from adapters.slack.app import CONFIRMING
from adapters.slack.talk import Said
from bot.buttons import AnswerPress, CanWorkPress, ChangePress, CommentPress, InfoPress, PlacePress
from bot.vocabulary import CanWork, Standing, Status
from flows.show_check import PersonLine, show_check, show_names
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator, System
from storage.models import messages
from tests.adapters.slack.slack_door import SlackDoor, texts_in, values_in
from tests.adapters.slack.slack_fake import Answer, SlackFake
from tests.support.company import Company


def counts(begin: Begin, check: CheckStarted) -> dict[Standing, int]:
    with begin(Operator(), Lane.READ) as work:
        return {standing: number for standing, number in show_check(work, check.check_id).counts.items() if number}


def line_of(begin: Begin, check: CheckStarted, name: str) -> PersonLine:
    with begin(Operator(), Lane.READ) as work:
        (line,) = [one for one in show_names(work, check.check_id).people if one.name == name]
    return line


def said(door: SlackDoor) -> Said:
    return door.answered()[-1].body


def test_one_press_in_the_dm_is_the_whole_answer_and_takes_the_questions_place(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    response = door.press("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE))
    assert (response.status_code, response.data) == (200, b"")
    assert counts(begin, check) == {Standing.SAFE: 1, Standing.SILENT: check.roll - 1}
    assert said(door)["replace_original"] is True
    assert "無事" in said(door)["text"] + texts_in(said(door)["blocks"])
    assert any(value.startswith("a1:com:") for value in values_in(said(door)["blocks"]))


def noted(door: SlackDoor, begin: Begin, check: CheckStarted, person_id: int, ref: str) -> str:
    """The prompt's own name, as it is kept once everything under way is over."""
    with begin(System("test"), Lane.FANOUT) as work:
        prompt = (messages.c.check_id == check.check_id, messages.c.person_id == person_id)
        work.connection.execute(update(messages).where(*prompt, messages.c.channel == "slack").values(platform_ref=ref))
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE))
    door.answered()
    door.room.close()
    with begin(System("test"), Lane.READ) as work:
        kept = select(messages.c.platform_ref).where(*prompt, messages.c.channel == "slack")
        return str(work.connection.execute(kept).scalar_one())


def test_the_cycle_need_not_edit_a_question_whose_place_the_thank_you_took(
    door: SlackDoor, check: CheckStarted, begin: Begin, company: Company
) -> None:
    assert noted(door, begin, check, company.ids["taro"], "D0TARO/1700000000.000100") == ""


def test_a_question_whose_place_nothing_took_stays_to_be_edited(
    door: SlackDoor, check: CheckStarted, begin: Begin, company: Company
) -> None:
    door.slack.usual = lambda call: Answer("gone", 404)
    assert noted(door, begin, check, company.ids["taro"], "D0TARO/1700000000.000100") != ""


def test_a_press_in_a_shared_channel_leaves_the_message_and_thanks_privately(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE), channel="C0GENERAL")
    assert said(door)["replace_original"] is False
    assert said(door)["response_type"] == "ephemeral"
    assert line_of(begin, check, "太郎").standing is Standing.SAFE


def test_the_same_press_delivered_twice_counts_once(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    payload = door.press_payload("U0TARO", f"a1:ans:{check.check_id}:0:help")
    assert [door.interact(payload).status_code for _ in range(2)] == [200, 200]
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).unclaimed_help == 1


def test_the_newest_press_counts_whatever_arrives_last(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    now = int(door.clock.now().timestamp())
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE), ts=f"{now - 1}.000000")
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.INJURED), ts=f"{now - 5}.000000")
    assert line_of(begin, check, "太郎").standing is Standing.SAFE


def test_a_time_in_the_future_counts_as_now(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE), ts="99999999999.000000")
    assert line_of(begin, check, "太郎").said_at == door.clock.now()


def test_a_cry_for_help_is_answered_with_numbers_to_tap(door: SlackDoor, check: CheckStarted) -> None:
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.HELP))
    assert "<tel:119|" in texts_in(said(door)["blocks"])


def test_a_stranger_is_recorded_as_a_guest_and_told_so(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    assert door.press("U0STRANGER", AnswerPress(check.check_id, 0, Status.SAFE)).status_code == 200
    assert "名簿外" in texts_in(said(door)["blocks"])
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).guests == 1


def test_a_press_for_a_check_that_is_gone_is_answered_kindly(door: SlackDoor, check: CheckStarted) -> None:
    assert door.press("U0TARO", AnswerPress(99999, 0, Status.SAFE)).status_code == 200
    assert "見つかりません" in texts_in(said(door)["blocks"])


def test_a_lost_confirmation_loses_no_answer(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    door.slack.usual = lambda call: Answer("gone", 404)
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE))
    door.answered()
    assert line_of(begin, check, "太郎").standing is Standing.SAFE


def test_only_slack_is_ever_called_back(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    payload = door.press_payload("U0TARO", f"a1:ans:{check.check_id}:0:safe")
    payload["response_url"] = "http://169.254.169.254/latest/meta-data"
    assert door.interact(payload).status_code == 200
    assert not door.room.is_ours(payload["response_url"])
    assert door.room.is_ours("https://hooks.slack.com/actions/T0/1/x")
    for elsewhere in (
        "https://hooks.slack.com.evil.example/",
        "https://hooks.slack.com@evil.example/",
        "file:///etc/x",
        "",
    ):
        assert not door.room.is_ours(elsewhere)
    assert line_of(begin, check, "太郎").standing is Standing.SAFE


def test_behind_a_proxy_a_thank_you_takes_the_same_way_as_the_questions(
    door: SlackDoor, check: CheckStarted, slack: SlackFake
) -> None:
    door.room.client.proxy = slack.origin
    payload = door.press_payload("U0TARO", f"a1:ans:{check.check_id}:0:safe")
    beyond = "http://hooks.beyond.invalid/actions/T0/1"
    object.__setattr__(door.room, "hooks_of", ("http://hooks.beyond.invalid/",))
    door.interact({**payload, "response_url": beyond})
    door.room.confirmations.close()
    [thanked] = [call for call in slack.calls if call.path == beyond]
    assert thanked.body["replace_original"] is True


def test_an_older_thank_you_never_takes_the_place_of_a_newer_one(door: SlackDoor, check: CheckStarted) -> None:
    released = threading.Event()

    def hold(held: threading.Event) -> None:
        held.set()
        released.wait(10)

    for _ in range(CONFIRMING):
        held = threading.Event()
        door.room.confirmations.soon("holding", partial(hold, held))
        assert held.wait(10)
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.SAFE))
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.INJURED))
    released.set()
    door.room.confirmations.close()
    [thanked] = door.answered()
    assert "けが" in texts_in(thanked.body["blocks"])


def test_changing_the_answer_shows_the_four_again_with_what_was_said(door: SlackDoor, check: CheckStarted) -> None:
    door.press("U0TARO", AnswerPress(check.check_id, 0, Status.AWAY))
    # A thread each says the two: only what was said can be followed by something else.
    door.answered()
    door.press("U0TARO", ChangePress(check.check_id, 0))
    changed = door.answered(2)[-1].body
    assert [value.split(":")[-1] for value in values_in(changed["blocks"])] == ["safe", "away", "injured", "help"]
    assert "影響なし" in texts_in(changed["blocks"])


def test_can_you_work_is_one_press(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    door.press("U0TARO", CanWorkPress(check.check_id, CanWork.PARTLY))
    assert said(door)["replace_original"] is False
    assert line_of(begin, check, "太郎").can_work == "partly"


@pytest.mark.parametrize("press", [CommentPress, PlacePress])
def test_details_are_a_form_that_keeps_what_was_said_before(
    door: SlackDoor, check: CheckStarted, begin: Begin, press: type[CommentPress | PlacePress]
) -> None:
    door.press("U0TARO", press(check.check_id))
    view = door.opened()
    noted = door.submit("U0TARO", view, {"comment": "<!channel> 停電", "place": "8階", "can_work": "no"})
    assert noted.json is not None
    assert noted.json["response_action"] == "update"
    assert "<!channel>" not in noted.get_data(as_text=True)
    line = line_of(begin, check, "太郎")
    assert (line.comment, line.place, line.can_work) == ("<!channel> 停電", "8階", "no")

    door.press("U0TARO", press(check.check_id))
    door.slack.wait_for("/api/views.open", 2)
    initial = {block["block_id"]: block["element"] for block in door.opened()["blocks"] if block["type"] == "input"}
    assert initial["comment"]["initial_value"] == "<!channel> 停電"
    assert initial["place"]["initial_value"] == "8階"
    assert initial["can_work"]["initial_option"]["value"] == "no"


def test_a_form_slack_will_not_open_is_said_so(door: SlackDoor, check: CheckStarted) -> None:
    door.slack.usual = lambda call: Answer({"ok": False, "error": "expired_trigger_id"})
    door.press("U0TARO", CommentPress(check.check_id))
    assert "もう一度" in texts_in(said(door)["blocks"])


def test_the_companys_information_is_shown_privately(door: SlackDoor, check: CheckStarted) -> None:
    door.press("U0TARO", InfoPress(), channel="C0GENERAL")
    assert said(door)["response_type"] == "ephemeral"


def test_a_link_button_is_only_acknowledged(door: SlackDoor) -> None:
    payload = door.press_payload("U0TARO", "a1:url")
    payload["actions"][0].pop("value")
    assert door.interact(payload).status_code == 200
