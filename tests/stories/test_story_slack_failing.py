"""Slack fails and comes back: nobody is lost, and nobody is asked twice but where the outcome was unknown."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from bot.vocabulary import ContactState, MessageKind, MessageState, Status
from sandbox.slack.eyes import full_text
from sandbox.story.phones import values_in
from sandbox.town import SAFETY_CHANNEL
from storage.models import contacts, messages
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import TITLE, answer_in_slack, board, command, counts_on
from tests.stories.harness import Story
from tests.stories.people import ASKED_IN_SLACK, HANAKO, ICHIRO, OLIVER, TARO

pytestmark = ON_SQLITE

POST = "chat.postMessage"
#: What Slack's SDK writes of every broken connection, whatever becomes of the message.
SDK_SAYS = "Failed to send a request to Slack API server"


def begin(story: Story) -> None:
    """A check is started; nothing has gone out yet."""
    command(story, HANAKO, f"start {TITLE}")


def questions(story: Story) -> Counter[str]:
    """How often each person has the question of round 0."""
    found: Counter[str] = Counter()
    for user in ASKED_IN_SLACK:
        found[user] = sum(
            TITLE in message.text and "再送" not in message.text for message in story.slack.messages(user)
        )
    return found


def everybody_once() -> Counter[str]:
    return Counter(dict.fromkeys(ASKED_IN_SLACK, 1))


def prompt_to(story: Story, user: str) -> tuple[str, str]:
    """State and reason of the message that asks this person."""
    (row,) = story.rows(messages, kind=MessageKind.PROMPT, address=user)
    return row["state"], row["reason"]


def waited_as_told(story: Story, retry_after: timedelta) -> bool:
    """No call was made between a 429 and the end of its Retry-After."""
    calls = [call for call in story.slack.book.calls if call.method == POST]
    refused: list[datetime] = [call.at for call in calls if call.status == 429]
    return bool(refused) and not [
        call for call in calls for at in refused if at < call.at < at + retry_after
    ]  # fmt: skip


def test_429_is_obeyed_to_the_second_and_nobody_is_lost(story: Story) -> None:
    begin(story)
    story.slack.fail(POST, "429", times=3, retry_after=7)
    story.turn()
    assert sum(questions(story).values()) < len(ASKED_IN_SLACK)
    story.forward(seconds=6)
    assert waited_as_told(story, timedelta(seconds=7))
    story.forward(seconds=1)
    story.forward(seconds=5)
    assert questions(story) == everybody_once()
    assert waited_as_told(story, timedelta(seconds=7))
    story.expect_everything_so_far()


def test_a_workspace_with_a_limit_gets_every_message_at_its_own_pace(story: Story) -> None:
    begin(story)
    story.slack.limit(POST, per_minute=30, burst=1)
    for _ in range(60):
        story.forward(seconds=2)
        if questions(story) == everybody_once():
            break
    assert questions(story) == everybody_once()
    assert waited_as_told(story, timedelta(seconds=1))
    story.expect_everything_so_far()


def test_a_500_is_tried_again_until_it_works(story: Story) -> None:
    begin(story)
    story.slack.fail(POST, "500", times=4, channel=TARO)
    for _ in range(6):
        story.forward(seconds=6)
    assert questions(story)[TARO] == 1
    assert prompt_to(story, TARO)[0] == MessageState.ACCEPTED
    story.expect_everything_so_far()


def test_one_persons_500_holds_up_nobody_else(story: Story) -> None:
    begin(story)
    story.slack.fail(POST, "500", times=99, channel=TARO)
    story.turn()
    assert questions(story) == everybody_once() - Counter({TARO: 1})
    story.slack.failures.clear()
    story.expect_everything_so_far()


def test_503_stops_the_channel_and_it_recovers_by_itself(story: Story) -> None:
    story.log.allow("slack has stopped")
    story.log.allow("slack works again")
    begin(story)
    story.slack.fail("*", "503", times=10)
    for _ in range(8):
        story.forward(seconds=30)
    assert questions(story) == everybody_once()
    story.expect_everything_so_far()


def test_a_connection_cut_before_slack_had_it_is_repaired_once(story: Story) -> None:
    story.log.allow(SDK_SAYS)
    begin(story)
    story.slack.fail(POST, "drop", channel=TARO)
    story.turn()
    assert questions(story)[TARO] == 0
    story.forward(seconds=6)
    assert questions(story)[TARO] == 1
    assert prompt_to(story, TARO) == (MessageState.ACCEPTED, "maybe_doubled")
    story.expect_everything_so_far()


def test_a_connection_cut_after_slack_had_it_doubles_once_at_most_and_is_counted(story: Story) -> None:
    story.log.allow(SDK_SAYS)
    begin(story)
    story.slack.fail(POST, "drop_after_accept", times=9, channel=TARO)
    for _ in range(10):
        story.forward(minutes=1)
        story.slack.failures.clear()
    assert questions(story)[TARO] <= 2
    assert prompt_to(story, TARO) == (MessageState.ACCEPTED, "maybe_doubled")
    story.expect_everything_so_far()


def test_unknown_twice_stays_unknown_and_is_shown_so(story: Story) -> None:
    story.log.allow(SDK_SAYS)
    begin(story)
    story.slack.fail(POST, "drop_after_accept", times=2, channel=TARO)
    story.turn()
    story.forward(seconds=30)
    story.forward(minutes=5)
    assert questions(story)[TARO] == 2
    assert prompt_to(story, TARO)[0] == MessageState.UNKNOWN
    assert story.check().deliveries["unknown"] == 1
    story.expect_everything_so_far()


def test_who_answers_a_message_of_unknown_outcome_is_not_asked_again(story: Story) -> None:
    story.log.allow(SDK_SAYS)
    begin(story)
    story.slack.fail(POST, "drop_after_accept", channel=TARO)
    story.turn()
    answer_in_slack(story, TARO, Status.SAFE)
    story.forward(seconds=30)
    assert sum(TITLE in message.text for message in story.slack.messages(TARO)) <= 1
    assert prompt_to(story, TARO)[0] == MessageState.UNKNOWN
    story.expect_everything_so_far()


def test_somebody_who_has_left_the_workspace_is_shown_as_unreachable(story: Story) -> None:
    story.slack.world.users[OLIVER].deleted = True
    begin(story)
    story.turn()
    (contact,) = story.rows(contacts, address=OLIVER)
    assert contact["state"] == ContactState.GONE
    assert story.check().unreachable == 2
    story.forward(seconds=4)
    assert "届く連絡先がない人 2" in full_text(board(story))
    before = story.slack.book.counts[POST]
    story.forward(minutes=11)
    asked_again = [call for call in story.slack.book.calls[before:] if call.arguments.get("channel") == OLIVER]
    assert len(asked_again) <= 1, "a contact that is gone is left alone"
    story.expect_everything_so_far()


def test_a_channel_that_was_archived_keeps_nobody_from_being_asked(story: Story) -> None:
    begin(story)
    story.slack.world.channels[SAFETY_CHANNEL].is_archived = True
    story.turn()
    assert questions(story) == everybody_once()
    story.expect_everything_so_far()


def test_a_board_that_cannot_be_edited_for_a_while_catches_up(story: Story) -> None:
    begin(story)
    story.turn()
    story.slack.fail("chat.update", "500", times=3)
    answer_in_slack(story, TARO, Status.SAFE)
    for _ in range(8):
        story.forward(seconds=15)
    assert counts_on(board(story))["safe"] == 1
    story.expect_everything_so_far()


def test_an_edit_that_slack_loses_is_tried_again(story: Story) -> None:
    story.log.allow(SDK_SAYS)
    begin(story)
    story.turn()
    story.slack.fail("chat.update", "drop", times=1, channel=story.slack.channel_id(ICHIRO))
    story.post(story.mail.wait_for_letter("ichiro@aoba.example").link("/a/"), status="safe")
    for _ in range(4):
        story.forward(seconds=10)
    assert not [value for value in values_in(story.slack.messages(ICHIRO)[-1]) if value.startswith("a1:ans:")]
    story.expect_everything_so_far()


def test_a_token_that_was_revoked_and_renewed_loses_nothing(story: Story) -> None:
    story.log.allow("slack has stopped")
    story.log.allow("slack works again")
    begin(story)
    story.slack.fail("*", "error:token_revoked", times=30)
    story.turn()
    assert sum(questions(story).values()) == 0
    story.slack.failures.clear()
    story.forward(minutes=1)
    story.forward(seconds=10)
    assert questions(story) == everybody_once()
    story.expect_everything_so_far()
