"""Lines typed into the DM with the bot."""

from __future__ import annotations

from typing import Any

import pytest

from bot.vocabulary import Standing
from flows.show_check import show_check, show_names
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator
from tests.adapters.slack.slack_door import SlackDoor, texts_in, values_in

POST = "/api/chat.postMessage"


def replies(door: SlackDoor, count: int = 1) -> list[str]:
    return [texts_in(call.body["blocks"]) for call in door.slack.wait_for(POST, count)]


def test_a_clear_line_is_an_answer_and_is_thanked_for_in_the_dm(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    assert door.say("U0TARO", "無事です").status_code == 200
    assert "無事" in replies(door)[0]
    assert door.slack.to(POST)[0].body["channel"] == "D0U0TARO"
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).counts[Standing.SAFE] == 1


def test_an_unclear_line_is_asked_back_with_the_four_buttons(door: SlackDoor, check: CheckStarted) -> None:
    door.say("U0TARO", "うーん、どうかな")
    replies(door)
    assert len(values_in(door.slack.to(POST)[0].body["blocks"])) == 4


def test_a_line_slack_delivers_again_is_answered_once(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    for _ in range(3):
        assert door.say("U0TARO", "助けて", event_id="Ev0SAME").status_code == 200
    door.room.close()
    assert len(door.slack.to(POST)) == 1
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).unclaimed_help == 1


def test_what_slack_escapes_is_kept_as_it_was_typed(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    door.say("U0TARO", "助けて &lt;5階&gt; <https://maps.example/x|ここ> <@U0JIRO>")
    with begin(Operator(), Lane.READ) as work:
        (comment,) = [one.comment for one in show_names(work, check.check_id).people if one.name == "太郎"]
    assert "<5階> ここ" in comment
    assert "<5階>" not in replies(door)[0]


def test_a_cry_for_help_without_a_check_names_the_numbers(door: SlackDoor) -> None:
    door.say("U0TARO", "助けて")
    assert "<tel:119|" in replies(door)[0]


@pytest.mark.parametrize("changes", [{"subtype": "file_share", "files": [{"id": "F1"}]}, {"files": [{"id": "F1"}]}])
def test_a_photo_without_words_is_asked_back_once_and_is_no_answer(
    door: SlackDoor, check: CheckStarted, begin: Begin, changes: dict[str, Any]
) -> None:
    for _ in range(2):
        assert door.say("U0TARO", "", event_id="Ev0PHOTO", **changes).status_code == 200
    door.room.close()
    (posted,) = door.slack.to(POST)
    assert len(values_in(posted.body["blocks"])) == 4
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).counts[Standing.SILENT] == check.roll


def test_a_photo_with_words_is_understood_by_its_words(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    door.say("U0TARO", "無事です", subtype="file_share", files=[{"id": "F1"}])
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).counts[Standing.SAFE] == 1


def test_a_photo_when_nothing_is_asked_gets_an_answer_too(door: SlackDoor) -> None:
    door.say("U0TARO", "", subtype="file_share", files=[{"id": "F1"}])
    assert "今、回答が必要な安否確認はありません" in replies(door)[0]


def test_an_empty_line_is_only_acknowledged(door: SlackDoor, check: CheckStarted) -> None:
    assert door.say("U0TARO", "  ").status_code == 200
    door.room.close()
    assert not door.slack.to(POST)


def edit(door: SlackDoor, before: str, after: str, **changes: Any) -> int:
    """As Slack tells of an edited line: hidden, with both wordings."""
    line = {"type": "message", "user": "U0TARO", "team": "T0AOBA", "ts": "1700000000.000100"}
    message = {**line, "text": after, "edited": {"user": "U0TARO", "ts": "1700000001.000000"}, **changes}
    previous = {**line, "text": before}
    response = door.say("", "", subtype="message_changed", hidden=True, message=message, previous_message=previous)
    return response.status_code


def standings(begin: Begin, check: CheckStarted) -> dict[Standing, int]:
    with begin(Operator(), Lane.READ) as work:
        return {standing: number for standing, number in show_check(work, check.check_id).counts.items() if number}


@pytest.mark.parametrize(
    ("after", "standing"), [("助けて、動けません", Standing.HELP), ("腕が折れました", Standing.INJURED)]
)
def test_an_edit_that_tells_of_need_is_heard_and_answered(
    door: SlackDoor, check: CheckStarted, begin: Begin, after: str, standing: Standing
) -> None:
    door.say("U0TARO", "無事です")
    replies(door)
    assert edit(door, "無事です", after) == 200
    assert standings(begin, check) == {standing: 1, Standing.SILENT: check.roll - 1}
    assert len(replies(door, 2)) == 2


def test_an_edit_takes_no_cry_for_help_back_and_makes_nobody_safe(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    door.say("U0TARO", "助けて")
    edit(door, "助けて", "無事です")
    edit(door, "うーん", "無事です", user="U0HANAKO")
    door.room.close()
    assert standings(begin, check) == {Standing.HELP: 1, Standing.SILENT: check.roll - 1}
    assert len(door.slack.to(POST)) == 1


def test_a_preview_or_an_edit_of_ours_is_no_edit_of_a_persons(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    assert edit(door, "助けて", "助けて", attachments=[{"id": 1}]) == 200
    assert edit(door, "質問", "助けて", bot_id="B0ANPI") == 200
    assert edit(door, "", "", subtype="file_share", files=[{"id": "F1"}]) == 200
    door.room.close()
    assert standings(begin, check) == {Standing.SILENT: check.roll}
    assert not door.slack.to(POST)
