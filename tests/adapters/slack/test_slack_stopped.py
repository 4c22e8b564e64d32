"""配信停止中 in Slack: told to its owner alone, resumed by one press."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.buttons import AnswerPress, InfoPress, ResumePress, encode
from bot.vocabulary import ContactState, Status
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, System
from storage.models import audit, contacts
from tests.adapters.slack.slack_door import SlackDoor, texts_in, values_in
from tests.support.checks import row_of, rows_of
from tests.support.company import Company

TARO_MAIL = "taro@example.jp"
RESUME = encode(ResumePress())


@pytest.fixture(autouse=True)
def stopped(begin: Begin, company: Company) -> None:
    """太郎 has stopped his mail."""
    with begin(System("test"), Lane.FANOUT) as work:
        which = update(contacts).where(contacts.c.address == TARO_MAIL)
        work.connection.execute(which.values(state=ContactState.SUPPRESSED, state_reason="unsubscribed"))


def tells(blocks: list[dict[str, object]]) -> tuple[bool, bool]:
    """Whether the address is told as stopped, and the press is offered."""
    said = texts_in(blocks)
    return "配信停止中" in said and TARO_MAIL in said, RESUME in values_in(blocks)


@pytest.mark.parametrize("word", ["me", "info"])
def test_a_command_tells_its_owner_and_nobody_else(door: SlackDoor, word: str) -> None:
    for user, expected in (("U0TARO", (True, True)), ("U0HANAKO", (False, False)), ("U0STRANGER", (False, False))):
        said = door.command(user, word).get_json()
        assert said["response_type"] == "ephemeral"
        assert tells(said["blocks"]) == expected, user


def test_me_during_a_check_has_the_four_answers_too(door: SlackDoor, check: CheckStarted) -> None:
    blocks = door.command("U0TARO", "me").get_json()["blocks"]
    assert tells(blocks) == (True, True)
    assert len(values_in(blocks)) == 5


@pytest.mark.parametrize(("status", "told"), [(Status.SAFE, True), (Status.HELP, False)])
def test_the_thank_you_tells_it_but_not_to_somebody_in_need(
    door: SlackDoor, check: CheckStarted, status: Status, told: bool
) -> None:
    door.press("U0TARO", AnswerPress(check.check_id, 0, status))
    assert tells(door.answered()[-1].body["blocks"]) == (told, told)


def test_a_typed_answer_is_thanked_for_in_the_same_way(door: SlackDoor, check: CheckStarted) -> None:
    door.say("U0TARO", "無事です")
    assert tells(door.slack.wait_for("/api/chat.postMessage")[-1].body["blocks"]) == (True, True)


def test_one_press_resumes_ones_own_and_only_ones_own(door: SlackDoor, begin: Begin, company: Company) -> None:
    door.press("U0HANAKO", ResumePress())
    assert "停止中の連絡先はありません" in texts_in(door.answered()[-1].body["blocks"])
    assert row_of(begin, contacts, address=TARO_MAIL).state == ContactState.SUPPRESSED
    door.press("U0TARO", ResumePress())
    said = door.answered(2)[-1].body
    assert "配信を再開しました" in texts_in(said["blocks"])
    assert not said.get("replace_original")
    assert row_of(begin, contacts, address=TARO_MAIL).state == ContactState.UNVERIFIED
    [noted] = rows_of(begin, audit, action="contacts_resumed")
    assert (noted.person_id, noted.subject_person_id, noted.actor) == (*[company.ids["taro"]] * 2, "slack")


def test_a_stranger_is_refused(door: SlackDoor, begin: Begin) -> None:
    door.press("U0STRANGER", ResumePress())
    assert "結びついていません" in texts_in(door.answered()[-1].body["blocks"])


def test_who_has_none_reads_nothing_of_it(door: SlackDoor, check: CheckStarted) -> None:
    door.press("U0HANAKO", AnswerPress(check.check_id, 0, Status.SAFE))
    assert tells(door.answered()[-1].body["blocks"]) == (False, False)
    door.press("U0HANAKO", InfoPress())
    assert tells(door.answered(2)[-1].body["blocks"]) == (False, False)
