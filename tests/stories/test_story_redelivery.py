"""Every inbound event has its effect exactly once, however often and in whatever order it comes (invariant 6)."""

from __future__ import annotations

from datetime import timedelta

from sandbox.story.phones import answer_value, line_values, slack_question, values_in
from sandbox.town import SAFETY_CHANNEL
from storage.models import answers, checks, help_cases, inbound_events
from tests.stories.conftest import ON_BOTH
from tests.stories.deeds import (
    answer_in_line,
    answer_in_slack,
    button,
    command,
    counts,
    press_in_line,
    start,
    thanks_to,
)
from tests.stories.harness import Story
from tests.stories.people import HANAKO, ICHIRO, ICHIRO_LINE, JIRO, TARO, YUI_LINE, resident


def statuses(story: Story) -> list[str]:
    return [row["status"] for row in story.rows(answers)]


@ON_BOTH
def test_a_line_webhook_delivered_five_times_counts_once_and_is_thanked_once(story: Story) -> None:
    start(story)
    delivery = answer_in_line(story, YUI_LINE, "safe")
    for marked in (True, True, False, False):
        assert story.line.repeat(delivery, marked).ok
    assert statuses(story) == ["safe"]
    events = [row["key"] for row in story.rows(inbound_events) if not row["key"].startswith("standing_check")]
    assert len(events) == 2, "the start and the press"
    said = [call.method for call in story.line.book.calls if call.method not in ("quota", "consumption")]
    assert said == ["multicast", "reply"]


def test_one_webhook_with_the_same_event_thrice_counts_once(story: Story) -> None:
    start(story)
    with story.line.held() as events:
        press_in_line(story, YUI_LINE, "safe")
    assert story.line.deliver([*events, *events, *events]).ok
    story.expect_line(YUI_LINE, thanks_to(YUI_LINE, "safe"))
    assert statuses(story) == ["safe"]


@ON_BOTH
def test_events_of_line_in_the_wrong_order_leave_the_newest_standing(story: Story) -> None:
    start(story)
    with story.line.held() as events:
        press_in_line(story, YUI_LINE, "injured")
        story.clock.forward(timedelta(seconds=5))
        press_in_line(story, YUI_LINE, "safe")
    assert story.line.deliver(list(reversed(events))).ok
    story.expect_line(YUI_LINE, thanks_to(YUI_LINE, "injured"))
    story.expect_line(YUI_LINE, thanks_to(YUI_LINE, "safe"))
    assert sorted(statuses(story)) == ["injured", "safe"]
    assert counts(story)["safe"] == 1


def test_an_older_press_that_arrives_later_is_kept_and_does_not_win(story: Story) -> None:
    start(story)
    with story.line.held() as events:
        press_in_line(story, ICHIRO_LINE, "away")
    story.clock.forward(timedelta(seconds=30))
    answer_in_slack(story, ICHIRO, "injured")
    assert story.line.deliver(events).ok
    story.expect_line(ICHIRO_LINE, thanks_to(ICHIRO_LINE, "away"))
    assert sorted(statuses(story)) == ["away", "injured"]
    assert (counts(story)["injured"], counts(story)["away"]) == (1, 0)


def test_a_cry_for_help_that_comes_late_opens_a_case_all_the_same(story: Story) -> None:
    """Delayed on the way, older than an all-clear: somebody cried, and only a manager's word ends it."""
    start(story)
    with story.line.held() as events:
        press_in_line(story, YUI_LINE, "help")
        story.clock.forward(timedelta(seconds=5))
        press_in_line(story, YUI_LINE, "safe")
    late, early = events
    assert story.line.deliver([early]).ok
    story.expect_line(YUI_LINE, thanks_to(YUI_LINE, "safe"))
    assert story.line.deliver([late]).ok
    story.expect_line(YUI_LINE, thanks_to(YUI_LINE, "help"))
    assert counts(story)["help"] == 1
    assert len(story.rows(help_cases)) == 1


def test_a_webhook_with_one_broken_event_does_the_others(story: Story) -> None:
    start(story)
    with story.line.held() as events:
        press_in_line(story, YUI_LINE, "safe")
    broken = {"type": "postback", "postback": {"data": "a1:ans:"}, "source": None, "timestamp": "x"}
    assert story.line.deliver([broken, {}, *events, {"type": "unheard-of"}]).ok
    story.expect_line(YUI_LINE, thanks_to(YUI_LINE, "safe"))
    assert counts(story)["safe"] == 1


def test_a_line_webhook_of_two_people_counts_for_both_when_it_is_repeated(story: Story) -> None:
    start(story)
    with story.line.held() as events:
        press_in_line(story, YUI_LINE, "safe")
        press_in_line(story, ICHIRO_LINE, "away")
    delivery = story.line.deliver(events)
    assert story.line.repeat(delivery).ok
    story.expect_line(YUI_LINE, thanks_to(YUI_LINE, "safe"))
    story.expect_line(ICHIRO_LINE, thanks_to(ICHIRO_LINE, "away"))
    assert (counts(story)["safe"], counts(story)["away"]) == (1, 1)
    assert len(statuses(story)) == 2


@ON_BOTH
def test_slacks_retries_of_a_typed_line_have_no_second_effect(story: Story) -> None:
    start(story)
    delivery = story.slack.type_in_dm(TARO, "無事です")
    story.expect_slack(TARO, thanks_to(TARO, "safe"))
    for _ in range(3):
        assert story.slack.repeat(delivery).ok
    assert statuses(story) == ["safe"]


def test_the_same_press_delivered_twice_is_one_answer(story: Story) -> None:
    start(story)
    delivery = answer_in_slack(story, TARO, "safe")
    assert story.slack.repeat(delivery).ok
    assert story.slack.repeat(delivery).ok
    assert statuses(story) == ["safe"]


@ON_BOTH
def test_a_button_pressed_twice_in_a_hurry_is_two_answers_and_one_person(story: Story) -> None:
    start(story)
    question = slack_question(story.town, TARO)
    assert question is not None
    value = answer_value(values_in(question), "safe")
    blocks, text = question.blocks, question.text
    assert story.slack.press(TARO, question, value).ok
    story.slack.wait_for_message(TARO, "無事との回答")
    with story.slack.book.lock:
        story.slack.world.edit(question, text, blocks)
    assert story.slack.press(TARO, question, value).ok
    assert statuses(story) == ["safe", "safe"]
    assert counts(story)["safe"] == 1


def test_a_start_that_slack_repeats_starts_one_check(story: Story) -> None:
    delivery = story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "start 地震")
    assert delivery.ok
    again = story.slack.repeat(delivery)
    assert again.ok
    assert len(story.rows(checks)) == 1
    story.turn()
    asked = [message for message in story.slack.messages(TARO) if values_in(message)]
    assert len(asked) == 1
    story.expect_everything_so_far()


@ON_BOTH
def test_a_cry_repeated_opens_one_case_and_alerts_once(story: Story) -> None:
    start(story)
    delivery = answer_in_line(story, YUI_LINE, "help")
    assert story.line.repeat(delivery).ok
    story.forward(seconds=1)
    assert len(story.rows(help_cases)) == 1
    alerts = [message for message in story.slack.messages(JIRO) if "山本 結衣" in message.text]
    assert len(alerts) == 1
    story.expect_everything_so_far()


def test_taking_a_case_twice_with_one_press_tells_nobody_twice(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    story.forward(seconds=1)
    alert = story.expect_slack(JIRO, "山本 結衣")
    delivery = story.slack.press(JIRO, alert, button(alert, "tak"))
    story.slack.wait_for_message(JIRO, "担当が決まりました")
    assert story.slack.repeat(delivery).ok
    story.forward(seconds=1)
    told = [chat for chat in story.line.received(YUI_LINE) if "大塚 次郎" in str(chat.content)]
    assert len(told) == 1
    story.expect_everything_so_far()


def test_a_form_sent_twice_is_recorded_once(story: Story) -> None:
    start(story)
    assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, f"mark <@{TARO}>").ok
    view = story.slack.wait_for_view(HANAKO)
    delivery = story.slack.submit(HANAKO, view, {"status": "safe", "comment": "電話で話した"})
    assert delivery.ok
    assert story.slack.repeat(delivery).ok
    assert statuses(story) == ["safe"]


def test_a_line_that_comes_back_after_a_restart_is_still_known(story: Story) -> None:
    start(story)
    delivery = answer_in_line(story, YUI_LINE, "injured")
    story.crash()
    assert story.line.repeat(delivery).ok
    assert statuses(story) == ["injured"]
    assert not [value for value in line_values(story.town, resident(YUI_LINE)) if value.startswith("a1:tak")]


def test_a_close_repeated_closes_once(story: Story) -> None:
    start(story)
    command(story, HANAKO, "close")
    delivery = story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "status")
    assert story.slack.repeat(delivery).ok
    story.forward(seconds=4)
    assert story.check().state == "closed"
    story.expect_everything_so_far()
