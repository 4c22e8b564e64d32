"""A process dies between any two commits: after a restart every due message goes out, and no phone rings wrongly.

The product's clock is read once at the beginning of every unit of work. A clock that breaks at the n-th reading is a
process killed at that place: everything before is committed, nothing after is.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from datetime import datetime

import pytest

from bot.vocabulary import MessageState, Status
from flows.deliver.claim import LEASE
from sandbox.line.eyes import words_of
from sandbox.story.phones import slack_question
from sandbox.town import SAFETY_CHANNEL
from storage.models import answers, messages
from tests.stories.conftest import ON_BOTH
from tests.stories.deeds import TITLE, answer_in_line, answer_in_slack, command, counts, press_in_line, start
from tests.stories.harness import Story
from tests.stories.people import (
    ASKED_BY_MAIL,
    ASKED_IN_LINE,
    ASKED_IN_SLACK,
    HANAKO,
    ICHIRO,
    ICHIRO_LINE,
    JIRO,
    TARO,
    YUI_LINE,
)
from tests.support.clock import MovableClock

pytestmark = ON_BOTH

#: `ANPI_TEST_CRASHES=all` dies at every place; otherwise at a few.
PLACES = 80
CHOSEN = range(PLACES) if os.environ.get("ANPI_TEST_CRASHES") == "all" else (0, 2, 6, 10, 15, 21)


class Killed(BaseException):
    """No `except Exception` catches it, as none catches the kernel's signal."""


class BreakingClock:
    """Reads like the story's clock until this thread has read it `after` times since `arm`."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._left: int | None = None
        self._thread = 0

    def arm(self, after: int) -> None:
        self._left, self._thread = after, threading.get_ident()

    def disarm(self) -> None:
        self._left = None

    def now(self) -> datetime:
        if self._left is not None and threading.get_ident() == self._thread:
            if self._left == 0:
                self._left = None
                raise Killed
            self._left -= 1
        return self._clock.now()


def die_in_the_turn(story: Story, place: int) -> bool:
    """False: the turn has fewer places."""
    clock = BreakingClock(story.clock)
    story.product_clock = clock
    story.crash()
    clock.arm(place)
    try:
        story.turn()
    except Killed:
        died = True
    else:
        died = False
    clock.disarm()
    story.product_clock = story.clock
    story.crash()
    return died


def questions(story: Story) -> Counter[str]:
    found: Counter[str] = Counter()
    for user in ASKED_IN_SLACK:
        found[user] = sum(TITLE in one.text and "再送" not in one.text for one in story.slack.messages(user))
    for friend in ASKED_IN_LINE:
        found[friend] = sum(TITLE in " ".join(words_of(one.content)) for one in story.line.received(friend))
    for address in ASKED_BY_MAIL:
        found[address] = len({one.raw for one in story.mail.mailbox(address) if TITLE in one.subject})
    return found


@pytest.mark.parametrize("place", CHOSEN)
def test_killed_at_this_place_of_the_first_turn_nobody_is_lost_and_line_never_doubled(story: Story, place: int) -> None:
    command(story, HANAKO, f"start {TITLE}")
    died = die_in_the_turn(story, place)
    story.turn()
    story.forward(seconds=LEASE.total_seconds() + 1)
    found = questions(story)
    assert min(found.values()) == 1, "lost"
    assert max(found[friend] for friend in ASKED_IN_LINE) == 1
    assert max(found[address] for address in ASKED_BY_MAIL) == 1, "different bytes for one message"
    assert max(found.values()) <= (2 if died else 1)
    open_ones = {MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING}
    assert not [row for row in story.rows(messages) if row["state"] in open_ones]
    doubled = sum(found[user] - 1 for user in ASKED_IN_SLACK)
    assert doubled <= sum(row["reason"] == "maybe_doubled" for row in story.rows(messages)), "and counted"
    story.expect_everything_so_far()
    with story.silence():
        story.forward(seconds=LEASE.total_seconds())


@pytest.mark.parametrize("place", [1, 6, 12])
def test_killed_while_reminding_everybody_silent_is_reminded_once(story: Story, place: int) -> None:
    start(story)
    answer_in_slack(story, TARO, Status.SAFE)
    story.forward(seconds=3)
    story.clock.forward(LEASE * 7)
    die_in_the_turn(story, place)
    story.turn()
    story.forward(seconds=LEASE.total_seconds() + 1)
    reminded = [one for one in story.slack.messages(JIRO) if "再送 1回目" in one.text]
    assert 1 <= len(reminded) <= 2
    assert slack_question(story.town, TARO) is None
    in_line = [one for one in story.line.received(YUI_LINE) if "再送 1回目" in " ".join(words_of(one.content))]
    assert len(in_line) == 1
    assert story.check().reminders_sent == 1
    story.expect_everything_so_far()


def test_an_answer_that_was_acknowledged_survives(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    story.crash()
    assert counts(story)["help"] == 1
    story.turn()
    story.expect_slack(JIRO, "山本 結衣")
    story.expect_everything_so_far()


def test_an_answer_that_met_a_dead_process_is_delivered_again_by_the_platform(story: Story) -> None:
    start(story)
    url, story.line.webhook_url = story.line.webhook_url, "http://127.0.0.1:9/line/webhook"
    delivery = press_in_line(story, YUI_LINE, "safe")
    assert not delivery.ok
    story.line.webhook_url = url
    assert story.line.repeat(delivery).ok
    story.expect_line(YUI_LINE, "無事との回答")
    assert [row["status"] for row in story.rows(answers)] == ["safe"]


def test_a_start_whose_acknowledgement_got_lost_starts_once(story: Story) -> None:
    delivery = story.slack.slash_command(HANAKO, SAFETY_CHANNEL, f"start {TITLE}")
    story.crash()
    assert story.slack.repeat(delivery).ok
    story.turn()
    assert questions(story)[TARO] == 1
    assert story.check().roll == 9
    story.expect_everything_so_far()


def test_a_board_posted_by_a_dying_process_is_one_board_or_two_and_goes_on_being_edited(story: Story) -> None:
    start(story)
    story.forward(seconds=4)
    answer_in_line(story, ICHIRO_LINE, "safe")
    story.crash()
    story.forward(seconds=4)
    boards = [one for one in story.slack.messages(SAFETY_CHANNEL) if "a1:who:" in str(one.blocks)]
    assert len(boards) == 1
    assert "無事　1人" in str(boards[0].blocks) or "1人" in str(boards[0].blocks)
    assert slack_question(story.town, ICHIRO) is None
    story.expect_everything_so_far()


def test_two_processes_send_nothing_twice(story: Story) -> None:
    from app import Anpi

    command(story, HANAKO, f"start {TITLE}")
    other = Anpi(story.anpi.settings, story.clock)
    threads = [threading.Thread(target=one.cycle.turn) for one in (story.anpi, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.stop()
    story.turn()
    assert set(questions(story).values()) == {1}
    story.expect_everything_so_far()
