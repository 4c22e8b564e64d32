"""Calls Slack counts for themselves draw from rows of their own, which all processes share."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from adapters.slack.board import SlackBoards
from adapters.slack.channel import SlackChannel
from adapters.slack.turns import Turns, posts_in
from adapters.slack.wire import KeepAliveClient
from bot.speech import Speech
from bot.vocabulary import Locale, MessageKind
from flows.ports import Attempt, Member, RateLimit, SendingError, TemporaryFailure
from flows.rate_limits import reserve
from flows.work import Begin, Lane, System
from storage.models import rate_limits
from tests.adapters.slack.slack_fake import Answer, SlackFake
from tests.support.clock import MovableClock
from tests.support.outbox import rows

SPEECH = Speech(Locale.JA, "地震", "地震", ("無事ですか？",))
SECOND = timedelta(seconds=1)
PROMPT = "D0TARO/1700000000.000100"


@pytest.fixture
def channel(client: KeepAliveClient, begin: Begin) -> SlackChannel:
    return SlackChannel(client, posts_per_minute=240, turns=Turns(begin))


def send(channel: SlackChannel, address: str, kind: MessageKind) -> None:
    channel.send(Attempt(1, kind, "", channel.render([(SPEECH, None)])[0], (Member(5, address),), tries=0))


def refused(channel: SlackChannel, address: str, kind: MessageKind) -> TemporaryFailure:
    with pytest.raises(SendingError) as caught:
        send(channel, address, kind)
    assert isinstance(caught.value, TemporaryFailure)
    assert not caught.value.whole_channel
    return caught.value


def edit(channel: SlackChannel) -> None:
    send(channel, PROMPT, MessageKind.PROMPT_ANSWERED)


def keys(begin: Begin) -> set[tuple[str, str, str]]:
    return {(row.team, row.method, row.channel) for row in rows(begin, rate_limits)}


def granted(begin: Begin, limit: RateLimit | None, want: int) -> int:
    assert limit is not None
    with begin(System(), Lane.FANOUT) as work:
        return reserve(work, limit, want).granted


def test_posts_edits_and_each_shared_channel_have_a_row_each(begin: Begin, channel: SlackChannel) -> None:
    granted(begin, channel.limit(), 1)
    edit(channel)
    send(channel, "C0ALL", MessageKind.CHANNEL_PROMPT)
    assert keys(begin) == {
        ("slack", "chat.postMessage", ""),
        ("slack", "chat.update", ""),
        ("slack", "chat.postMessage", "C0ALL"),
    }


def test_edits_come_fifty_a_minute_whoever_sends_them(
    begin: Begin, clock: MovableClock, client: KeepAliveClient, channel: SlackChannel, slack: SlackFake
) -> None:
    edit(channel)
    other_process = SlackChannel(client, posts_per_minute=240, turns=Turns(begin))
    failure = refused(other_process, PROMPT, MessageKind.PROMPT_ANSWERED)
    assert (failure.reason, failure.retry_after) == ("edit_pace", 1.2 * SECOND)
    clock.forward(1.2 * SECOND)
    edit(other_process)
    assert len(slack.to("/api/chat.update")) == 2


def test_edits_take_nothing_from_the_questions(begin: Begin, channel: SlackChannel) -> None:
    """The outbox draws for a post when it claims an edit: it comes back."""
    granted(begin, channel.limit(), 4)
    edit(channel)
    refused(channel, PROMPT, MessageKind.PROMPT_ANSWERED)
    assert granted(begin, channel.limit(), 4) == 2


def test_a_429_for_an_edit_holds_every_process_and_only_edits(
    begin: Begin, clock: MovableClock, client: KeepAliveClient, channel: SlackChannel, slack: SlackFake
) -> None:
    slack.script = [Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"})]
    assert refused(channel, PROMPT, MessageKind.HELP_EDITED).retry_after == 7 * SECOND
    unlimited = SlackChannel(client, turns=Turns(begin, math.inf))
    assert refused(unlimited, PROMPT, MessageKind.HELP_EDITED).retry_after == 7 * SECOND
    send(unlimited, "U0TARO", MessageKind.PROMPT)
    assert [call.path for call in slack.calls] == ["/api/chat.update", "/api/chat.postMessage"]


def test_posts_to_one_shared_channel_are_a_second_apart_and_each_gets_a_turn(
    begin: Begin, clock: MovableClock, channel: SlackChannel
) -> None:
    for address in ("U0TARO", "C0ALL", "C0OTHER", "W0EMMA", "U0TARO"):
        send(channel, address, MessageKind.CHANNEL_PROMPT)
    waits = [refused(channel, "C0ALL", MessageKind.CHANNEL_PROMPT).retry_after for _ in range(3)]
    assert waits == [SECOND, 2 * SECOND, 3 * SECOND]
    clock.forward(SECOND)
    send(channel, "C0ALL", MessageKind.CHANNEL_PROMPT)


def test_nobody_is_promised_a_turn_in_an_hour(begin: Begin) -> None:
    turns = Turns(begin)
    waits = [turns.wait_for(turns.edits) for _ in range(1000)]
    assert max(wait for wait in waits if wait) <= timedelta(minutes=10, seconds=2)


def test_a_board_goes_before_edited_prompts_which_wait_the_longer(
    begin: Begin, client: KeepAliveClient, channel: SlackChannel, slack: SlackFake
) -> None:
    boards = SlackBoards(client, Turns(begin))
    for _ in range(3):
        boards.edit_board("C0BOARD", "1.1", SPEECH)
    assert refused(channel, PROMPT, MessageKind.PROMPT_ANSWERED).retry_after == 3 * 1.2 * SECOND
    assert len(slack.to("/api/chat.update")) == 3


def test_a_429_for_a_board_holds_edits_and_boards(
    begin: Begin, client: KeepAliveClient, channel: SlackChannel, slack: SlackFake
) -> None:
    slack.script = [Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"})]
    boards = SlackBoards(client, Turns(begin))
    for _ in range(2):
        with pytest.raises(TemporaryFailure):
            boards.edit_board("C0BOARD", "1.1", SPEECH)
    assert refused(channel, PROMPT, MessageKind.PROMPT_ANSWERED).retry_after == 7 * SECOND
    assert len(slack.calls) == 1


def test_a_clock_set_back_by_hours_stops_nothing_for_hours(
    begin: Begin, clock: MovableClock, channel: SlackChannel
) -> None:
    send(channel, "C0ALL", MessageKind.CHANNEL_PROMPT)
    clock.forward(-timedelta(hours=3))
    assert granted(begin, posts_in("C0ALL"), 1) == 0
    clock.forward(SECOND)
    assert granted(begin, posts_in("C0ALL"), 1) == 1
