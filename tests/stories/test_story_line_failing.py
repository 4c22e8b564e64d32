"""LINE fails and comes back: nobody is lost, and nobody ever has a message twice."""

from __future__ import annotations

from collections import Counter

from bot.vocabulary import ContactState, MessageState
from sandbox.line.eyes import words_of
from sandbox.story.phones import questions_by_mail
from sandbox.town import SAFETY_CHANNEL
from storage.models import attempts, contacts, messages
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import TITLE, answer_in_line, command, counts, press_in_line
from tests.stories.harness import Story
from tests.stories.people import (
    ASKED_IN_LINE,
    HANAKO,
    ICHIRO_LINE,
    MISAKI_LINE,
    MISAKI_MAIL,
    STRANGER_LINE,
    YUI_LINE,
)

pytestmark = ON_SQLITE


def begin(story: Story, text: str = f"start {TITLE}") -> None:
    """A check is started; nothing has gone out yet."""
    command(story, HANAKO, text)


def begin_stepwise(story: Story) -> None:
    assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "start").ok
    form = story.slack.wait_for_view(HANAKO)
    assert story.slack.submit(HANAKO, form, {"title": TITLE, "reach": "stepwise"}).ok


def questions(story: Story) -> Counter[str]:
    found: Counter[str] = Counter()
    for user in ASKED_IN_LINE:
        found[user] = sum(TITLE in " ".join(words_of(chat.content)) for chat in story.line.received(user))
    return found


def everybody_once() -> Counter[str]:
    return Counter(dict.fromkeys(ASKED_IN_LINE, 1))


def state_of(story: Story, user: str) -> tuple[str, str]:
    (row,) = story.rows(messages, address=user)
    return row["state"], row["reason"]


def test_a_500_is_retried_with_the_same_key_and_body(story: Story) -> None:
    begin(story)
    story.line.fail("multicast", "500", times=2)
    for _ in range(6):
        story.forward(minutes=1)
    assert questions(story) == everybody_once()
    assert len({call.retry_key for call in story.line.world.accepted}) == 1
    calls = [call for call in story.line.book.calls if call.method == "multicast"]
    assert len(calls) == 3
    assert all(call.arguments == calls[0].arguments for call in calls)
    story.expect_everything_so_far()


def test_a_connection_lost_after_line_had_it_is_answered_409_and_nothing_is_doubled(story: Story) -> None:
    begin(story)
    story.line.fail("multicast", "drop_after_accept")
    story.turn()
    assert questions(story) == everybody_once()
    story.forward(minutes=1)
    assert [call.status for call in story.line.book.calls if call.method == "multicast"] == [200, 409]
    assert questions(story) == everybody_once()
    assert {state_of(story, user)[0] for user in ASKED_IN_LINE} == {MessageState.ACCEPTED}
    story.expect_everything_so_far()


def test_a_500_that_came_after_the_work_was_done_doubles_nothing(story: Story) -> None:
    begin(story)
    story.line.fail("multicast", "500_after_accept", times=3)
    for _ in range(10):
        story.forward(minutes=2)
        story.line.failures.clear()
    assert questions(story)[YUI_LINE] >= 1
    shown = Counter(chat.id for chat in story.line.received(YUI_LINE))
    keys = Counter(call.retry_key for call in story.line.world.accepted)
    assert max(shown.values()) == 1
    assert max(keys.values()) == 1
    story.expect_everything_so_far()


def test_a_connection_cut_at_once_is_repaired(story: Story) -> None:
    begin(story)
    story.line.fail("multicast", "drop")
    story.turn()
    assert sum(questions(story).values()) == 0
    story.forward(seconds=6)
    assert questions(story) == everybody_once()
    story.expect_everything_so_far()


def test_the_rate_limit_of_the_account_is_waited_for(story: Story) -> None:
    begin(story)
    story.line.fail("multicast", "429", times=2)
    story.turn()
    assert sum(questions(story).values()) == 0
    for _ in range(4):
        story.forward(seconds=3)
    assert questions(story) == everybody_once()
    story.expect_everything_so_far()


def test_a_month_that_is_used_up_sends_stepwise_people_to_their_next_contact_at_once(story: Story) -> None:
    story.line.world.monthly_limit = 0
    begin_stepwise(story)
    story.turn()
    assert questions(story) == Counter(dict.fromkeys(ASKED_IN_LINE, 0))
    assert len(questions_by_mail(story.town, MISAKI_MAIL)) == 1
    assert state_of(story, MISAKI_LINE) == (MessageState.FAILED, "line_quota")
    (contact,) = story.rows(contacts, address=MISAKI_LINE)
    assert contact["state"] == ContactState.UNVERIFIED, "the account is not to blame"
    assert story.check().deliveries["failed"] == 2
    story.line.world.monthly_limit = None
    story.forward(minutes=11)
    story.expect_mail(MISAKI_MAIL, "再送 1回目")
    story.expect_everything_so_far()


def test_a_friend_who_blocks_is_remembered_shown_and_left_alone(story: Story) -> None:
    assert story.line.block(YUI_LINE).ok
    (contact,) = story.rows(contacts, address=YUI_LINE)
    assert contact["state"] == ContactState.BLOCKED
    begin(story)
    story.turn()
    (decided,) = story.rows(messages, address=YUI_LINE)
    assert (decided["state"], decided["reason"]) == (MessageState.SKIPPED, "blocked")
    assert story.check().unreachable == 2
    story.expect_everything_so_far()


def test_a_friend_who_comes_back_is_asked_in_the_next_round(story: Story) -> None:
    assert story.line.block(YUI_LINE).ok
    begin(story)
    story.turn()
    assert story.line.follow(YUI_LINE).ok
    story.expect_line(YUI_LINE, "おかえりなさい")
    assert story.check().unreachable == 1
    story.forward(minutes=11)
    story.expect_line(YUI_LINE, "再送 1回目")
    answer_in_line(story, YUI_LINE, "safe")
    story.expect_everything_so_far()


def test_blocking_while_asked_is_shown_during_the_check(story: Story) -> None:
    begin(story)
    story.turn()
    assert story.check().unreachable == 1
    assert story.line.block(YUI_LINE).ok
    assert story.check().unreachable == 2
    with story.silence():
        story.forward(seconds=1)
    story.forward(minutes=11)
    to_yui = [row for row in story.rows(messages, address=YUI_LINE) if row["round"] == 1]
    assert [(row["state"], row["reason"]) for row in to_yui] == [(MessageState.SKIPPED, "blocked")]
    story.expect_everything_so_far()


def test_accepted_is_not_delivered(story: Story) -> None:
    """LINE takes a message to somebody who has blocked the account and says nothing of it."""
    story.line.world.friends[YUI_LINE].blocked = True
    begin(story)
    story.turn()
    assert questions(story)[YUI_LINE] == 0
    assert state_of(story, YUI_LINE)[0] == MessageState.ACCEPTED
    assert story.check().deliveries["delivered"] == 0
    story.expect_everything_so_far()


def test_a_member_line_refuses_takes_no_other_with_it(story: Story) -> None:
    """A multicast with one impossible id is refused as a whole: it is halved until the fault stands alone."""
    story.line.fail("multicast", "error:Failed to send messages", channel=ICHIRO_LINE, times=99)
    story.line.fail("push", "error:Failed to send messages", channel=ICHIRO_LINE, times=99)
    begin(story)
    story.turn()
    assert questions(story) == everybody_once() - Counter({ICHIRO_LINE: 1})
    assert state_of(story, ICHIRO_LINE)[0] == MessageState.FAILED
    assert all(row["state"] != MessageState.SENDING for row in story.rows(attempts))
    story.line.failures.clear()
    story.expect_everything_so_far()


def test_a_thank_you_that_gets_lost_costs_no_answer(story: Story) -> None:
    begin(story)
    story.turn()
    story.line.fail("reply", "500", times=5)
    story.log.allow("A LINE reply was not sent")
    assert press_in_line(story, YUI_LINE, "safe").ok
    story.line.book.wait_for(lambda: story.line.book.counts["reply"])
    assert counts(story)["safe"] == 1
    story.expect_everything_so_far()


def test_a_friend_nobody_knows_is_told_how_to_link(story: Story) -> None:
    assert story.line.follow(STRANGER_LINE, "通りすがり").ok
    story.expect_line(STRANGER_LINE, "連携コード")
