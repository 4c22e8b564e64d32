"""`/safety …`: what each command does, and that everybody else gets a clear, private refusal."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.buttons import AnswerPress, decode
from bot.vocabulary import CheckKind, Standing, Status
from flows.show_check import list_checks, show_check
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator
from sandbox.slack.block_kit import check_blocks
from tests.adapters.slack.slack_door import SlackDoor, texts_in, values_in


def told(door: SlackDoor, user: str, text: str, **where: str) -> dict[str, Any]:
    """The answer in the acknowledgement; it is private."""
    response = door.command(user, text, **where)
    assert response.status_code == 200
    said: dict[str, Any] = response.get_json()
    assert said["response_type"] == "ephemeral"
    assert not check_blocks(said["blocks"])
    return said


def words(said: dict[str, Any]) -> str:
    return texts_in(said["blocks"])


def titles(begin: Begin) -> list[tuple[CheckKind, str]]:
    with begin(Operator(), Lane.READ) as work:
        return [(line.kind, line.title) for line in list_checks(work)]


def test_a_safety_admin_starts_a_check_with_its_title(door: SlackDoor, begin: Begin) -> None:
    said = told(door, "U0HANAKO", "start 東京で地震 &amp; 火災")
    assert titles(begin) == [(CheckKind.REAL, "東京で地震 & 火災")]
    assert "対象 4人" in words(said)
    assert "https://anpi.example/console/checks/" in str(said["blocks"])


def test_a_drill_is_marked_as_one_in_the_answer_too(door: SlackDoor, begin: Begin) -> None:
    said = told(door, "U0HANAKO", "訓練 秋の訓練")
    assert titles(begin) == [(CheckKind.DRILL, "秋の訓練")]
    assert "【訓練】" in words(said)


def test_a_unit_manager_asks_only_their_own(door: SlackDoor) -> None:
    assert "対象 2人" in words(told(door, "U0JIRO", "start 開発部で停電"))


def test_the_same_command_delivered_twice_starts_once(door: SlackDoor, begin: Begin) -> None:
    for _ in range(2):
        told(door, "U0HANAKO", "start 地震", trigger="1.2.3")
    assert len(titles(begin)) == 1


@pytest.mark.parametrize(
    "text", ["start 地震", "start", "remind", "close", "訂正", "mark <@U0HANAKO|h>", "take", "done 済"]
)
@pytest.mark.parametrize("user", ["U0TARO", "U0STRANGER"])
def test_managers_commands_are_refused_privately_to_everybody_else(
    door: SlackDoor, check: CheckStarted, begin: Begin, user: str, text: str
) -> None:
    said = told(door, user, text)
    assert re.search("だけです|結びついていません", words(said))
    assert len(titles(begin)) == 1
    with begin(Operator(), Lane.READ) as work:
        view = show_check(work, check.check_id)
    assert (view.state, view.reminders_sent, view.counts[Standing.SILENT]) == ("active", 0, check.roll)
    assert not door.slack.to("/api/views.open")


def test_a_second_start_by_mistake_asks_first_and_its_button_starts_once(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    said = told(door, "U0HANAKO", "start また地震")
    assert len(titles(begin)) == 1
    assert "東京で地震" in words(said)
    (value,) = values_in(said["blocks"])
    for presses in (1, 2):
        door.press("U0HANAKO", value, channel="C0GENERAL", ephemeral=True)
        # Of two at once only the newer is answered.
        answers = door.answered(presses)
    assert titles(begin) == [(CheckKind.REAL, "また地震"), (CheckKind.REAL, "東京で地震")]
    assert answers[0].body["replace_original"] is True
    assert "始めました" in texts_in(answers[0].body["blocks"])


def test_an_employee_cannot_start_with_a_managers_button(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    (value,) = values_in(told(door, "U0HANAKO", "start また地震")["blocks"])
    door.press("U0TARO", value, channel="C0GENERAL", ephemeral=True)
    assert "だけです" in texts_in(door.answered()[0].body["blocks"])
    assert len(titles(begin)) == 1


def test_status_shows_counts_to_everybody_and_names_and_the_board_to_managers(
    door: SlackDoor, check: CheckStarted
) -> None:
    for user, manages in (("U0TARO", False), ("U0STRANGER", False), ("U0HANAKO", True)):
        said = told(door, user, "status")
        assert "未回答" in words(said)
        assert "太郎" not in words(said)
        assert any(value.startswith("a1:who:") for value in values_in(said["blocks"])) is manages
        assert ("console/checks" in str(said["blocks"])) is manages


def test_remind_and_close(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    assert f"{check.roll}人にもう一度" in words(told(door, "U0HANAKO", "remind"))
    assert "終了しました" in words(told(door, "U0HANAKO", "close"))
    assert "ありません" in words(told(door, "U0HANAKO", "close"))


def test_correct_leads_to_the_page_on_which_it_is_looked_at_first(door: SlackDoor, check: CheckStarted) -> None:
    for text in ("correct", f"訂正 {check.check_id}"):
        said = told(door, "U0HANAKO", text)
        assert f"https://anpi.example/console/checks/{check.check_id}/correct" in str(said["blocks"])
    told(door, "U0HANAKO", "close")
    assert "実施中の安否確認はありません" in words(told(door, "U0HANAKO", "訂正"))


def test_while_several_run_nothing_is_guessed_and_a_number_or_a_kind_names_one(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    told(door, "U0HANAKO", "start drill 秋の訓練")
    for verb in ("close", "remind"):
        said = words(told(door, "U0HANAKO", verb))
        assert f"番号 {check.check_id}「東京で地震」（本番）" in said
        assert "「秋の訓練」（訓練）" in said
        assert f"/safety {verb} {check.check_id + 1}" in said
    assert f"番号 {check.check_id}・実施中" in words(told(door, "U0HANAKO", "status"))
    assert "秋の訓練" in words(told(door, "U0HANAKO", f"status {check.check_id + 1}"))
    assert "秋の訓練" in words(told(door, "U0HANAKO", f"再送 {check.check_id + 1}"))
    assert "秋の訓練" in words(told(door, "U0HANAKO", "終了 訓練"))
    assert "東京で地震" in words(told(door, "U0HANAKO", f"終了 番号 {check.check_id}"))
    with begin(Operator(), Lane.READ) as work:
        assert {one.state for one in list_checks(work)} == {"closed"}


def test_me_offers_the_four_answers(door: SlackDoor, check: CheckStarted) -> None:
    presses = [decode(value) for value in values_in(told(door, "U0TARO", "me")["blocks"])]
    statuses = [Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP]
    assert presses == [AnswerPress(check.check_id, 0, status) for status in statuses]


def test_me_without_a_check_says_so(door: SlackDoor) -> None:
    assert "実施中の安否確認はありません" in words(told(door, "U0TARO", "me"))


def test_a_linking_code_is_for_people_on_the_staff_list(door: SlackDoor) -> None:
    assert re.search(r"[A-Z0-9]{4}", words(told(door, "U0TARO", "link")))
    assert "結びついていません" in words(told(door, "U0STRANGER", "link"))


@pytest.mark.parametrize(
    ("user", "sees"), [("U0HANAKO", True), ("U0JIRO", True), ("U0TARO", False), ("U0STRANGER", False)]
)
@pytest.mark.parametrize("text", ["help", "ふがふが"])
def test_what_managers_may_do_is_shown_to_managers_alone(door: SlackDoor, user: str, sees: bool, text: str) -> None:
    said = words(told(door, user, text))
    assert ("/safety remind" in said) is sees
    assert "/safety me" in said


@pytest.mark.parametrize(("text", "word"), [("help", "/safety"), ("", "/safety"), ("ふがふが", "ふがふが")])
def test_help_is_said_to_every_word_not_known(door: SlackDoor, text: str, word: str) -> None:
    assert word in words(told(door, "U0STRANGER", text))


def test_words_typed_into_a_command_call_nobody(door: SlackDoor) -> None:
    said = told(door, "U0HANAKO", "&lt;!channel&gt;")
    assert "<!channel>" not in said["text"]


def test_answers_come_in_the_readers_language(door: SlackDoor, company: Any) -> None:
    company.person("Liam", slack="U0LIAM", locale="en")
    assert "Only safety admins" in words(told(door, "U0LIAM", "start quake"))


def test_info_is_for_everybody(door: SlackDoor) -> None:
    assert "119" in words(told(door, "U0STRANGER", "info"))
