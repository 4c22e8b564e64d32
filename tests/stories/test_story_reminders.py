"""The silent are asked again, as planned, and nobody else; stepwise, every round through the next contact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import MessageKind, Status
from sandbox.slack.eyes import full_text
from sandbox.story.phones import answer_value, questions_by_mail, slack_question, values_in
from sandbox.town import SAFETY_CHANNEL
from storage.models import checks, messages
from tests.stories.conftest import ON_BOTH
from tests.stories.deeds import (
    TITLE,
    answer_in_line,
    answer_in_slack,
    answer_link,
    command,
    counts,
    press_on_page,
    start,
)
from tests.stories.harness import Story
from tests.stories.people import (
    EMMA_MAIL,
    HANAKO,
    ICHIRO,
    ICHIRO_LINE,
    ICHIRO_MAIL,
    JIRO,
    MISAKI_LINE,
    MISAKI_MAIL,
    TARO,
    YUI_LINE,
)


def reminders_of(story: Story, user: str) -> list[str]:
    texts = [message.text for message in story.slack.messages(user)]
    return [text for text in texts if "再送" in text or "最後" in text]


def start_form(story: Story, **fields: str) -> None:
    assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "start").ok
    form = story.slack.wait_for_view(HANAKO)
    assert story.slack.submit(HANAKO, form, {"title": TITLE, **fields}).ok
    story.turn()


def test_the_plan_of_a_real_check_is_kept_to_the_minute_and_ends(story: Story) -> None:
    """First after 10 min, then 15, 30, 60, 60, 60: six in all, and the last one says so."""
    start(story)
    gaps = (10, 15, 30, 60, 60, 60)
    for number, gap in enumerate(gaps, start=1):
        story.forward(minutes=gap - 1)
        assert len(reminders_of(story, TARO)) == number - 1
        story.forward(minutes=1)
        assert len(reminders_of(story, TARO)) == number
    assert "最後のお願い" in full_text(story.expect_slack(TARO, "再送 6回目"))
    assert "Last reminder" in story.expect_mail(EMMA_MAIL, "reminder (6)").subject
    assert not [text for text in reminders_of(story, TARO)[:5] if "最後" in text]
    story.expect_everything_so_far()
    with story.silence():
        story.forward(hours=5)
    assert story.check().reminders_sent == 6


def test_an_answer_stops_them_at_once_in_every_channel(story: Story) -> None:
    start(story)
    answer_in_line(story, ICHIRO_LINE, "safe")
    story.forward(minutes=11)
    assert reminders_of(story, ICHIRO) == []
    assert len(questions_by_mail(story.town, ICHIRO_MAIL)) == 1
    story.expect_everything_so_far()


def test_an_answer_that_comes_while_reminders_are_written_stops_the_one_not_yet_sent(story: Story) -> None:
    start(story)
    story.slack.fail("chat.postMessage", "429", times=50, retry_after=60)
    story.forward(minutes=10)
    answer_in_line(story, ICHIRO_LINE, "safe")
    story.slack.failures.clear()
    story.forward(minutes=2)
    assert reminders_of(story, ICHIRO) == []
    assert [row["reason"] for row in story.rows(messages, kind=MessageKind.REMINDER, address=ICHIRO)] == ["answered"]
    story.expect_everything_so_far()


def test_the_close_stops_them_and_what_waits_is_not_sent(story: Story) -> None:
    start(story)
    story.slack.fail("chat.postMessage", "429", times=50, retry_after=60)
    story.forward(minutes=10)
    command(story, HANAKO, "close")
    story.slack.failures.clear()
    before = len(reminders_of(story, TARO))
    story.forward(minutes=2)
    story.forward(hours=2)
    assert len(reminders_of(story, TARO)) == before == 0
    reasons = {row["reason"] for row in story.rows(messages, kind=MessageKind.REMINDER, channel="slack")}
    assert reasons == {"closed"}
    story.expect_everything_so_far()


@ON_BOTH
def test_they_survive_a_restart(story: Story) -> None:
    start(story)
    story.forward(minutes=5)
    story.crash()
    story.forward(minutes=4)
    assert reminders_of(story, TARO) == []
    story.forward(minutes=1)
    assert len(reminders_of(story, TARO)) == 1
    story.crash()
    with story.silence():
        story.turn()
    story.expect_everything_so_far()


def test_a_process_that_was_away_reminds_once_and_not_for_every_missed_round(story: Story) -> None:
    start(story)
    story.crash()
    story.forward(hours=9)
    assert len(reminders_of(story, TARO)) == 1
    story.expect_everything_so_far()


@ON_BOTH
def test_two_processes_remind_once(story: Story) -> None:
    from app import Anpi

    start(story)
    other = Anpi(story.anpi.settings, story.clock)
    story.clock.forward(timedelta(minutes=10))
    other.cycle.turn()
    story.turn()
    other.cycle.turn()
    assert len(reminders_of(story, TARO)) == 1
    assert story.check().reminders_sent == 1
    other.stop()
    story.expect_everything_so_far()


def test_by_hand_they_go_out_now_and_do_not_use_up_the_plan(story: Story) -> None:
    start(story)
    said = command(story, HANAKO, "remind")
    assert "未回答の 8人" in full_text(said)
    assert "使える連絡先がなく、送れない人：1人" in full_text(said)
    story.turn()
    assert len(reminders_of(story, TARO)) == 1
    assert story.check().reminders_sent == 1
    assert story.rows(checks)[0]["reminders_sent"] == 0, "of the plan nothing is used up"
    story.expect_everything_so_far()


def test_a_drill_keeps_quiet_at_night_and_goes_on_in_the_morning(story: Story) -> None:
    """Quiet hours of a drill are 21:00 to 8:00; the story begins at 14:00 in Tokyo."""
    story.clock.forward(timedelta(hours=6, minutes=45))
    command(story, HANAKO, f"start drill {TITLE}")
    story.turn()
    story.expect_everything_so_far()
    with story.silence():
        for _ in range(11):
            story.forward(hours=1)
    story.forward(minutes=20)
    story.expect_slack(TARO, "再送 1回目")
    story.expect_everything_so_far()


def test_a_real_check_asks_at_night_too(story: Story) -> None:
    story.clock.forward(timedelta(hours=12))
    start(story)
    story.forward(minutes=10)
    story.expect_slack(TARO, "再送 1回目")
    story.expect_everything_so_far()


@pytest.mark.parametrize(("chosen", "rounds"), [("never", 0), ("once", 1)])
def test_the_form_decides_how_often(story: Story, chosen: str, rounds: int) -> None:
    start_form(story, reminders=chosen)
    for _ in range(6):
        story.forward(hours=1)
    assert len(reminders_of(story, TARO)) == rounds
    story.expect_everything_so_far()


def test_a_check_closes_by_itself_when_the_form_said_so(story: Story) -> None:
    start_form(story, closing="3", reminders="never")
    story.expect_everything_so_far()
    story.forward(hours=2, minutes=59)
    assert story.check().state == "active"
    story.forward(minutes=1)
    assert story.check().state == "closed"
    with story.silence():
        story.forward(hours=1)


def test_stepwise_asks_the_first_contact_and_each_reminder_the_next(story: Story) -> None:
    start_form(story, reach="stepwise")

    def asked() -> tuple[int, int, int]:
        in_slack = sum(TITLE in message.text for message in story.slack.messages(ICHIRO))
        in_line = sum(TITLE in str(chat.content) for chat in story.line.received(ICHIRO_LINE))
        return in_slack, in_line, len(questions_by_mail(story.town, ICHIRO_MAIL))

    assert asked() == (1, 0, 0)
    story.forward(minutes=10)
    assert asked() == (1, 1, 0)
    story.forward(minutes=15)
    assert asked() == (1, 1, 1)
    story.forward(minutes=30)
    assert asked() == (2, 1, 1), "and from the beginning"
    assert len(story.line.received(YUI_LINE)) == 4, "whoever has one contact is asked through it each time"
    story.expect_everything_so_far()


def test_stepwise_goes_on_at_once_where_the_first_contact_is_dead(story: Story) -> None:
    story.slack.world.users[ICHIRO].deleted = True
    start_form(story, reach="stepwise")
    story.turn()
    story.expect_line(ICHIRO_LINE, TITLE)
    assert story.check().unreachable == 1
    story.expect_everything_so_far()


def test_a_press_on_the_old_question_after_a_reminder_is_the_same_answer(story: Story) -> None:
    start(story)
    old = slack_question(story.town, TARO)
    assert old is not None
    story.forward(minutes=10)
    story.expect_everything_so_far()
    assert story.slack.press(TARO, old, answer_value(values_in(old), Status.AWAY)).ok
    story.expect_slack(TARO, "影響なしとの回答")
    # The edit is written now, and sent when the thank-you has had its time.
    story.forward(seconds=3)
    story.forward(seconds=15)
    story.forward(seconds=10)
    assert slack_question(story.town, TARO) is None, "both questions are marked as answered"
    assert counts(story)["away"] == 1


def test_everybody_answered_and_nothing_more_is_sent(story: Story) -> None:
    start(story)
    for user in (HANAKO, JIRO, TARO, ICHIRO, "U8OLIVER"):
        answer_in_slack(story, user, Status.SAFE)
    for friend in (YUI_LINE, MISAKI_LINE):
        answer_in_line(story, friend, "safe")
    press_on_page(story, story.mail.wait_for_letter(EMMA_MAIL), "safe")
    for _ in range(4):
        assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "status").ok
    story.forward(seconds=4)
    story.expect_everything_so_far()
    with story.silence():
        story.forward(hours=1)
    assert counts(story)["silent"] == 1, "佐藤 無口 has no contact at all"
    assert answer_link(story.mail.wait_for_letter(MISAKI_MAIL)).startswith(story.url)
