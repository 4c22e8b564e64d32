"""Sending: what each answer of Slack, and each silence, means for the message."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest

from adapters.slack.board import SlackBoards
from adapters.slack.channel import SlackChannel
from adapters.slack.wire import KeepAliveClient
from bot.buttons import InfoPress, encode
from bot.speech import Button, Speech
from bot.vocabulary import ContactState, Locale, MessageKind
from flows.ports import Attempt, Member, OutcomeUnknown, PermanentFailure, SendingError, TemporaryFailure
from tests.adapters.slack.slack_fake import Answer, SlackFake

SPEECH = Speech(Locale.JA, "【安否確認】地震", "地震", ("無事ですか？",), (Button("連絡先", encode(InfoPress())),))


@pytest.fixture
def channel(client: KeepAliveClient) -> SlackChannel:
    return SlackChannel(client)


def attempt(channel: SlackChannel, address: str = "U0TARO", kind: MessageKind = MessageKind.PROMPT) -> Attempt:
    return Attempt(1, kind, "", channel.render([(SPEECH, None)])[0], (Member(5, address),), tries=1)


def failure(channel: SlackChannel, address: str = "U0TARO", kind: MessageKind = MessageKind.PROMPT) -> SendingError:
    with pytest.raises(SendingError) as caught:
        channel.send(attempt(channel, address, kind))
    return caught.value


def test_a_person_is_posted_to_by_user_id_and_the_place_is_kept_for_edits(
    slack: SlackFake, channel: SlackChannel
) -> None:
    accepted = channel.send(attempt(channel))
    (call,) = slack.calls
    assert accepted.platform_ref == "D0TARO/1700000000.000100"
    assert call.path == "/api/chat.postMessage"
    assert call.headers["Authorization"] == "Bearer xoxb-secret"
    assert call.body["channel"] == "U0TARO"
    assert call.body["text"] == "【安否確認】地震"
    assert call.body["blocks"][0]["type"] == "header"
    assert call.body["unfurl_links"] is False


@pytest.mark.parametrize("kind", [MessageKind.PROMPT_ANSWERED, MessageKind.HELP_EDITED])
def test_what_is_over_is_edited_where_it_stands(slack: SlackFake, channel: SlackChannel, kind: MessageKind) -> None:
    channel.send(attempt(channel, "D0TARO/1700000000.000100", kind))
    (call,) = slack.calls
    assert call.path == "/api/chat.update"
    assert (call.body["channel"], call.body["ts"]) == ("D0TARO", "1700000000.000100")


def test_one_connection_serves_many_calls(slack: SlackFake, channel: SlackChannel) -> None:
    for _ in range(5):
        channel.send(attempt(channel))
    assert len({call.connection for call in slack.calls}) == 1


def test_an_accepted_message_without_a_place_is_still_accepted(slack: SlackFake, channel: SlackChannel) -> None:
    slack.script = [Answer({"ok": True})]
    assert channel.send(attempt(channel)).platform_ref == ""


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("user_not_found", ContactState.GONE),
        ("users_not_found", ContactState.GONE),
        ("channel_not_found", ContactState.GONE),
        ("cannot_dm_bot", ContactState.GONE),
        ("messages_tab_disabled", None),
        ("invalid_blocks", None),
        ("something_new", None),
    ],
)
def test_final_errors_mark_the_contact_only_where_it_is_the_persons(
    slack: SlackFake, channel: SlackChannel, code: str, state: ContactState | None
) -> None:
    slack.script = [Answer({"ok": False, "error": code})]
    error = failure(channel)
    assert isinstance(error, PermanentFailure)
    assert (error.reason, error.contact_state) == (code, state)


def test_an_inactive_account_is_the_persons_where_our_own_is_well(slack: SlackFake, channel: SlackChannel) -> None:
    slack.script = [Answer({"ok": False, "error": "account_inactive"})]
    error = failure(channel)
    assert isinstance(error, PermanentFailure)
    assert (error.reason, error.contact_state) == ("account_inactive", ContactState.GONE)
    assert [call.path for call in slack.calls] == ["/api/chat.postMessage", "/api/auth.test"]


def test_an_inactive_account_that_is_ours_marks_nobody_and_holds_the_channel(
    slack: SlackFake, channel: SlackChannel
) -> None:
    """Slack says so of every message once the app was removed from the workspace."""
    slack.usual = lambda call: Answer({"ok": False, "error": "account_inactive"})
    error = failure(channel)
    assert isinstance(error, TemporaryFailure)
    assert (error.reason, error.whole_channel) == ("account_inactive", True)


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel"])
def test_a_shared_channels_fault_marks_nobody(slack: SlackFake, channel: SlackChannel, code: str) -> None:
    slack.script = [Answer({"ok": False, "error": code})]
    error = failure(channel, "C0GENERAL", MessageKind.CHANNEL_PROMPT)
    assert isinstance(error, PermanentFailure)
    assert error.contact_state is None


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "not_authed", "missing_scope"])
def test_a_fault_of_ours_holds_the_whole_channel_for_a_minute(
    slack: SlackFake, channel: SlackChannel, code: str
) -> None:
    slack.script = [Answer({"ok": False, "error": code})]
    error = failure(channel)
    assert isinstance(error, TemporaryFailure)
    assert (error.reason, error.whole_channel, error.retry_after) == (code, True, timedelta(seconds=60))


@pytest.mark.parametrize(
    ("header", "wait"), [("7", timedelta(seconds=7)), ("99999999", timedelta(hours=1)), ("soon", timedelta(seconds=30))]
)
def test_429_holds_the_whole_channel_for_as_long_as_slack_says(
    slack: SlackFake, channel: SlackChannel, header: str, wait: timedelta
) -> None:
    slack.script = [Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": header})]
    error = failure(channel)
    assert isinstance(error, TemporaryFailure)
    assert (error.whole_channel, error.retry_after) == (True, wait)


def test_a_429_for_an_edit_holds_nothing_but_the_edit(slack: SlackFake, channel: SlackChannel) -> None:
    """Slack counts chat.update for itself: cries for help must not wait for it."""
    slack.script = [Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"})]
    error = failure(channel, "D0TARO/1700000000.000100", MessageKind.PROMPT_ANSWERED)
    assert isinstance(error, TemporaryFailure)
    assert (error.reason, error.whole_channel, error.retry_after) == ("rate_limited", False, timedelta(seconds=7))


def test_a_revoked_token_holds_everything_whatever_the_call(slack: SlackFake, channel: SlackChannel) -> None:
    slack.script = [Answer({"ok": False, "error": "token_revoked"})]
    error = failure(channel, "D0TARO/1700000000.000100", MessageKind.PROMPT_ANSWERED)
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel


def test_503_holds_the_channel_and_500_only_the_message(slack: SlackFake, channel: SlackChannel) -> None:
    slack.script = [Answer({"ok": False, "error": "internal_error"}, 503), Answer("oops", 500)]
    errors = [failure(channel), failure(channel)]
    assert all(isinstance(error, TemporaryFailure) for error in errors)
    assert [getattr(error, "whole_channel", None) for error in errors] == [True, False]


@pytest.mark.parametrize("code", ["fatal_error", "internal_error"])
def test_an_error_after_which_slack_may_have_posted_is_unknown(
    slack: SlackFake, channel: SlackChannel, code: str
) -> None:
    slack.script = [Answer({"ok": False, "error": code})]
    assert isinstance(failure(channel), OutcomeUnknown)


def test_a_connection_cut_after_the_request_is_unknown_and_not_repeated(
    slack: SlackFake, channel: SlackChannel
) -> None:
    slack.script = [Answer(drops=True)]
    assert isinstance(failure(channel), OutcomeUnknown)
    assert len(slack.calls) == 1


@pytest.mark.parametrize("body", ["<html>proxy</html>", "[]", '"x"', '{"ok": false}'])
def test_an_answer_that_is_not_slacks_never_counts_as_accepted(
    slack: SlackFake, channel: SlackChannel, body: str
) -> None:
    slack.script = [Answer(body)]
    failure(channel)


def test_a_host_that_refuses_has_nothing_of_the_message() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = failure(SlackChannel(KeepAliveClient("xoxb", f"http://127.0.0.1:{port}/api/")))
    assert isinstance(error, TemporaryFailure)
    assert error.reason == "not_reached"


def test_silence_after_the_request_is_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/api/"
        error = failure(SlackChannel(KeepAliveClient("xoxb", url, timeout=0.1)))
    assert isinstance(error, OutcomeUnknown)
    assert error.reason == "timeout"


def test_an_idle_connection_that_slack_closed_is_opened_anew(slack: SlackFake, channel: SlackChannel) -> None:
    slack.script = [Answer(closes=True), Answer()]
    channel.send(attempt(channel))
    slack.wait_until_closed()
    channel.send(attempt(channel))
    assert len({call.connection for call in slack.calls}) == 2


def test_a_limit_of_our_own_is_drawn_per_second() -> None:
    client = KeepAliveClient("xoxb", "http://127.0.0.1:1/")
    limit = SlackChannel(client, posts_per_minute=240).limit()
    assert limit is not None
    assert (limit.method, limit.per_second) == ("chat.postMessage", 4.0)
    assert SlackChannel(client).limit() is None


def test_a_board_is_posted_once_and_then_edited(slack: SlackFake, client: KeepAliveClient) -> None:
    boards = SlackBoards(client)
    ts = boards.post_board("C0BOARD", SPEECH)
    boards.edit_board("C0BOARD", ts, SPEECH)
    assert [call.path for call in slack.calls] == ["/api/chat.postMessage", "/api/chat.update"]
    assert slack.calls[1].body["ts"] == ts == "1700000000.000100"


def test_a_board_whose_place_slack_does_not_tell_counts_as_unknown(slack: SlackFake, client: KeepAliveClient) -> None:
    slack.script = [Answer({"ok": True})]
    with pytest.raises(OutcomeUnknown):
        SlackBoards(client).post_board("C0BOARD", SPEECH)


def test_a_board_in_an_archived_channel_is_given_up(slack: SlackFake, client: KeepAliveClient) -> None:
    slack.script = [Answer({"ok": False, "error": "is_archived"})]
    with pytest.raises(PermanentFailure):
        SlackBoards(client).edit_board("C0BOARD", "1.1", SPEECH)
