"""The three paths everybody must be able to follow with a finger, over real HTTP."""

from __future__ import annotations

from bot.vocabulary import Standing
from flows.mark_prompts import SETTLE
from sandbox.slack.eyes import full_text
from sandbox.story.phones import slack_question
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from storage.models import audit
from tests.stories.conftest import ON_BOTH
from tests.stories.deeds import answer_in_line, answer_in_slack, board, counts, counts_on, start
from tests.stories.harness import Story
from tests.stories.people import (
    ASKED_BY_MAIL,
    ASKED_IN_LINE,
    EMMA_MAIL,
    EVERYBODY,
    HANAKO,
    ICHIRO,
    ICHIRO_LINE,
    JIRO,
    OLIVER,
    RESIDENTS,
    TARO,
)

pytestmark = ON_BOTH


def test_a_check_started_in_slack_rings_every_phone_and_shows_its_board(story: Story) -> None:
    start(story)
    view = story.check()
    assert (view.roll, view.unreachable) == (EVERYBODY, 1)
    assert counts(story) == {"help": 0, "injured": 0, "silent": EVERYBODY, "away": 0, "safe": 0}
    assert slack_question(story.town, SAFETY_CHANNEL) is not None
    assert counts_on(board(story))["silent"] == EVERYBODY
    assert counts_on(board(story, MANAGERS_CHANNEL))["silent"] == EVERYBODY
    assert [row["action"] for row in story.rows(audit, action="check_started")] == ["check_started"]


def test_the_answer_to_the_command_comes_before_anybody_is_asked(story: Story) -> None:
    delivery = story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "start 震度6弱")
    assert delivery.ok
    assert delivery.elapsed < 3
    said = full_text(story.expect_slack(SAFETY_CHANNEL, seen_by=HANAKO))
    assert f"対象 {EVERYBODY}人" in said
    assert "届く連絡先がない人が 1人" in said
    assert story.mail.letters == []


def test_a_press_in_line_is_thanked_and_closes_the_other_channels(story: Story) -> None:
    start(story)
    answer_in_line(story, ICHIRO_LINE, "safe")
    story.forward(seconds=SETTLE.total_seconds())
    assert slack_question(story.town, ICHIRO) is None
    story.forward(minutes=3)
    assert counts_on(board(story))["safe"] == 1
    assert story.check().counts[Standing.SAFE] == 1


def test_the_silent_are_reminded_and_nobody_else(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, "safe")
    story.forward(minutes=11)
    for user in (HANAKO, JIRO, ICHIRO):
        story.expect_slack(user, "再送 1回目")
    story.expect_slack(OLIVER, "Reminder 1")
    for friend in ASKED_IN_LINE:
        story.expect_line(friend, "再送 1回目")
    for address in ASKED_BY_MAIL:
        story.expect_mail(address, "Reminder 1" if address == EMMA_MAIL else "再送 1回目")
    assert slack_question(story.town, TARO) is None
    assert story.check().reminders_sent == 1


def test_the_public_board_shows_counts_worst_first_and_nobodys_name(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, "injured")
    story.forward(seconds=4)
    shown = full_text(board(story))
    marks = [shown.index(mark) for mark in ("🆘", "🟠", "⏳", "⚪", "🟢")]
    assert marks == sorted(marks)
    assert not [one.name for one in RESIDENTS if one.name in shown]
    assert "伊藤 太郎" in full_text(board(story, MANAGERS_CHANNEL))


def test_a_board_is_edited_at_most_every_three_seconds(story: Story) -> None:
    start(story)
    shown = board(story)
    story.forward(seconds=10)
    before = len(shown.edits)
    for user in (TARO, JIRO, ICHIRO):
        answer_in_slack(story, user, "safe")
        story.forward(seconds=0.9)
    assert len(shown.edits) == before + 1
    story.forward(seconds=3)
    assert len(shown.edits) == before + 2
    assert counts_on(shown)["safe"] == 3
