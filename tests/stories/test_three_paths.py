"""The three paths everybody must be able to follow with a finger, over real HTTP."""

from __future__ import annotations

from bot.vocabulary import Standing
from sandbox.slack.eyes import full_text
from sandbox.story.phones import answer_value, board, counts_on, line_values, slack_question, values_in
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from tests.stories.harness import (
    EMMA_MAIL,
    HANAKO,
    HANAKO_MAIL,
    ICHIRO,
    ICHIRO_LINE,
    ICHIRO_MAIL,
    JIRO,
    TARO,
    YUI_LINE,
    Story,
)

ASKED_IN_SLACK = (HANAKO, JIRO, TARO, ICHIRO)
ASKED_IN_LINE = (YUI_LINE, ICHIRO_LINE)
ASKED_BY_MAIL = (HANAKO_MAIL, EMMA_MAIL, ICHIRO_MAIL)


def start(story: Story, text: str = "start 震度6弱") -> None:
    """A check for everybody; every phone has the question."""
    assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, text).ok
    story.expect_slack(SAFETY_CHANNEL, "7", seen_by=HANAKO)
    story.turn()
    for user in ASKED_IN_SLACK:
        story.expect_slack(user, "震度6弱")
    for friend in ASKED_IN_LINE:
        story.expect_line(friend, "震度6弱")
    for address in ASKED_BY_MAIL:
        story.expect_mail(address, "震度6弱")
    story.expect_everything_so_far()


def test_a_check_started_in_slack_rings_every_phone_and_shows_its_board(story: Story) -> None:
    start(story)
    view = story.check()
    assert view.roll == 7
    assert view.counts == {
        Standing.HELP: 0,
        Standing.INJURED: 0,
        Standing.SILENT: 7,
        Standing.AWAY: 0,
        Standing.SAFE: 0,
    }
    assert view.unreachable == 1
    assert slack_question(story.town, SAFETY_CHANNEL) is not None
    shown = board(story.town, SAFETY_CHANNEL)
    assert shown is not None
    assert counts_on(shown)["silent"] == 7
    assert board(story.town, MANAGERS_CHANNEL) is not None


def test_a_press_in_line_is_thanked_and_closes_the_other_channels(story: Story) -> None:
    start(story)
    ichiro = next(one for one in story.town.residents if one.slack_id == ICHIRO)
    pressed = story.line.postback(ICHIRO_LINE, answer_value(line_values(story.town, ichiro), "safe"))
    assert pressed.ok
    story.expect_line(ICHIRO_LINE, "無事")
    story.turn()
    assert slack_question(story.town, ICHIRO) is None
    story.forward(minutes=3)
    shown = board(story.town, SAFETY_CHANNEL)
    assert shown is not None
    assert counts_on(shown)["safe"] == 1
    assert story.check().counts[Standing.SAFE] == 1


def test_the_silent_are_reminded_and_nobody_else(story: Story) -> None:
    start(story)
    question = slack_question(story.town, TARO)
    assert question is not None
    assert story.slack.press(TARO, question, answer_value(values_in(question), "safe")).ok
    story.slack.wait_for_message(TARO, "無事")
    story.forward(minutes=11)
    for user in (HANAKO, JIRO, ICHIRO):
        assert "再送" in full_text(story.expect_slack(user, "再送"))
    for friend in ASKED_IN_LINE:
        story.expect_line(friend, "再送")
    for address in (HANAKO_MAIL, ICHIRO_MAIL):
        story.expect_mail(address, "再送")
    story.expect_mail(EMMA_MAIL, "eminder")
    assert slack_question(story.town, TARO) is None
    assert story.check().reminders_sent == 1
