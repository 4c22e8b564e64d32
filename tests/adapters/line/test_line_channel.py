"""Multicast and push: what goes over the wire, and what each answer means."""

from __future__ import annotations

import json
import socket
import ssl
import uuid
from datetime import timedelta

import pytest
from urllib3.exceptions import SSLError

from adapters.line.api import LineApi
from adapters.line.channel import LineChannel
from adapters.line.outcomes import judge_error
from bot.speech import Speech
from bot.vocabulary import ContactState, Locale, MessageKind
from flows.ports import (
    Attempt,
    Member,
    MembersRejected,
    OutcomeUnknown,
    PermanentFailure,
    SendingError,
    TemporaryFailure,
)
from tests.adapters.line.line_fake import HANA, TARO, TOKEN, Answer, LineFake

SPEECH = Speech(Locale.JA, "題", "見出し")
KEY = str(uuid.UUID(int=7))


@pytest.fixture
def channel(api: LineApi) -> LineChannel:
    return LineChannel(api)


def attempt(channel: LineChannel, *addresses: str) -> Attempt:
    members = tuple(Member(number, address) for number, address in enumerate(addresses))
    return Attempt(1, MessageKind.PROMPT, KEY, channel.render([(SPEECH, None)])[0], members, 0)


def failure(channel: LineChannel, *addresses: str) -> SendingError:
    with pytest.raises(SendingError) as caught:
        channel.send(attempt(channel, *addresses))
    return caught.value


def test_many_members_go_in_one_multicast_with_the_retry_key(line: LineFake, channel: LineChannel) -> None:
    accepted = channel.send(attempt(channel, TARO, HANA))
    [call] = line.calls
    assert (call.method, call.path) == ("POST", "/v2/bot/message/multicast")
    assert call.body == {"to": [TARO, HANA], "messages": [{"type": "text", "text": "見出し"}]}
    assert call.headers["X-Line-Retry-Key"] == KEY
    assert call.headers["Authorization"] == f"Bearer {TOKEN}"
    assert call.headers["Content-Type"] == "application/json"
    assert accepted.platform_ref == "request-1"


def test_a_single_member_gets_a_push_with_the_retry_key(line: LineFake, channel: LineChannel) -> None:
    channel.send(attempt(channel, TARO))
    [call] = line.calls
    assert call.path == "/v2/bot/message/push"
    assert call.body["to"] == TARO
    assert call.headers["X-Line-Retry-Key"] == KEY


def test_a_retry_sends_the_same_bytes_with_the_same_key(line: LineFake, channel: LineChannel) -> None:
    sending = attempt(channel, TARO, HANA)
    channel.send(sending)
    channel.send(sending)
    assert line.calls[0].body == line.calls[1].body
    assert line.calls[0].headers["X-Line-Retry-Key"] == line.calls[1].headers["X-Line-Retry-Key"]


def test_409_is_success(line: LineFake, channel: LineChannel) -> None:
    told = {"X-Line-Accepted-Request-Id": "request-0"}
    line.script = [Answer(409, {"message": "The retry key is already accepted"}, told)]
    assert channel.send(attempt(channel, TARO, HANA)).platform_ref == "request-0"


def test_the_month_used_up_is_for_good_and_not_the_contacts_fault(line: LineFake, channel: LineChannel) -> None:
    line.script = [Answer(429, {"message": "You have reached your monthly limit."})]
    error = failure(channel, TARO, HANA)
    assert isinstance(error, PermanentFailure)
    assert error.reason == "line_quota"
    assert error.contact_state is None


def test_the_channels_rate_makes_the_whole_channel_wait(line: LineFake, channel: LineChannel) -> None:
    line.script = [
        Answer(429, {"message": "The API rate limit has been exceeded. Try again later."}, {"Retry-After": "7"})
    ]
    error = failure(channel, TARO)
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel
    assert error.retry_after == timedelta(seconds=7)


def test_too_much_for_one_user_makes_only_this_attempt_wait(line: LineFake, channel: LineChannel) -> None:
    line.script = [Answer(429, {"message": "Too many messages to this user"})]
    error = failure(channel, TARO)
    assert isinstance(error, TemporaryFailure)
    assert not error.whole_channel


TO_IS_BAD = {"message": "The property, 'to', in the request body is invalid (line: -, column: -)"}
MESSAGE_IS_BAD = {"message": "The request body has 1 error(s)", "details": [{"property": "messages[0].text"}]}


def test_a_400_for_many_members_asks_to_split_them(line: LineFake, channel: LineChannel) -> None:
    line.script = [Answer(400, TO_IS_BAD)]
    assert isinstance(failure(channel, TARO, HANA), MembersRejected)


def test_a_400_for_one_member_marks_the_contact(line: LineFake, channel: LineChannel) -> None:
    line.script = [Answer(400, TO_IS_BAD)]
    error = failure(channel, TARO)
    assert isinstance(error, PermanentFailure)
    assert error.contact_state is ContactState.GONE


def test_a_400_that_names_nobody_marks_no_contact(line: LineFake, channel: LineChannel) -> None:
    line.script = [Answer(400, {"message": "odd"})]
    error = failure(channel, TARO)
    assert isinstance(error, PermanentFailure)
    assert error.contact_state is None


@pytest.mark.parametrize("members", [(TARO,), (TARO, HANA)])
def test_a_message_that_line_refuses_is_not_the_members_fault(
    line: LineFake, channel: LineChannel, members: tuple[str, ...]
) -> None:
    line.script = [Answer(400, MESSAGE_IS_BAD)]
    error = failure(channel, *members)
    assert isinstance(error, PermanentFailure)
    assert error.reason == "line_message_rejected"
    assert error.contact_state is None


@pytest.mark.parametrize("status", [401, 403])
def test_a_bad_token_stops_the_whole_channel_for_a_minute(line: LineFake, channel: LineChannel, status: int) -> None:
    line.script = [Answer(status, {"message": "Authentication failed"})]
    error = failure(channel, TARO)
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel
    assert error.retry_after == timedelta(seconds=60)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_ill_server_leaves_the_outcome_open(line: LineFake, channel: LineChannel, status: int) -> None:
    line.script = [Answer(status, "<html>")]
    assert isinstance(failure(channel, TARO), OutcomeUnknown)


@pytest.mark.parametrize("status", [301, 404])
def test_something_that_is_not_line_stops_the_whole_channel(line: LineFake, channel: LineChannel, status: int) -> None:
    line.script = [Answer(status, "<html>", {"Location": "/elsewhere"})]
    error = failure(channel, TARO)
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel
    assert len(line.calls) == 1


@pytest.mark.parametrize("body", ["<html>hello</html>", "", "[]", "[" * 5_000])
def test_a_200_that_is_not_lines_own_leaves_the_outcome_open(line: LineFake, channel: LineChannel, body: str) -> None:
    line.script = [Answer(200, body)]
    assert isinstance(failure(channel, TARO), OutcomeUnknown)
    channel.send(attempt(channel, TARO))
    assert line.calls[0].headers["X-Line-Retry-Key"] == line.calls[1].headers["X-Line-Retry-Key"]


def test_a_connection_lost_after_the_request_leaves_the_outcome_open(line: LineFake, channel: LineChannel) -> None:
    line.script = [Answer(drops=True)]
    error = failure(channel, TARO)
    assert isinstance(error, OutcomeUnknown)
    assert len(line.calls) == 1


def test_no_answer_in_time_leaves_the_outcome_open(line: LineFake) -> None:
    api = LineApi(line.url, TOKEN, pool_size=1, read_timeout=0.05)
    line.script = [Answer(hangs=True)]
    error = failure(LineChannel(api), TARO)
    api.close()
    assert isinstance(error, OutcomeUnknown)
    assert error.reason == "line_timeout"


def test_nobody_listening_is_temporary_for_the_whole_channel() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = failure(LineChannel(LineApi(f"http://127.0.0.1:{port}", TOKEN, pool_size=1)), TARO)
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel


BAD_IDS = ["", "taro", "U123", TARO.upper(), TARO + "0", " " + TARO, TARO + "\n", "C" + TARO[1:]]


@pytest.mark.parametrize("bad", BAD_IDS)
def test_a_malformed_id_is_found_without_a_call(line: LineFake, channel: LineChannel, bad: str) -> None:
    assert isinstance(failure(channel, TARO, bad), MembersRejected)
    alone = failure(channel, bad)
    assert isinstance(alone, PermanentFailure)
    assert alone.contact_state is ContactState.GONE
    assert line.calls == []


def test_a_reason_never_holds_an_address_or_the_token(line: LineFake, channel: LineChannel) -> None:
    line.usual = lambda call: Answer(418, {"message": TARO + TOKEN})
    reason = failure(channel, TARO).reason
    assert TARO not in reason
    assert TOKEN not in reason


def test_one_body_serves_everybody_and_500_go_in_one_call(line: LineFake, channel: LineChannel) -> None:
    addresses = [f"U{number:032x}" for number in range(channel.batch_size)]
    channel.send(attempt(channel, *addresses))
    assert channel.shares_bodies
    assert channel.batch_size == 500
    assert line.calls[0].body["to"] == addresses
    assert json.loads(channel.render([(SPEECH, None)])[0]) == line.calls[0].body["messages"]


def test_calls_stay_below_lines_200_a_second(channel: LineChannel) -> None:
    limit = channel.limit()
    assert limit is not None
    assert limit.per_second <= 200


def test_a_certificate_that_nobody_vouches_for_stops_the_whole_channel() -> None:
    error = judge_error(SSLError(ssl.SSLCertVerificationError("self-signed")))
    assert isinstance(error, TemporaryFailure)
    assert error.whole_channel
    assert error.reason == "line_certificate"


def test_tls_that_breaks_on_the_way_leaves_the_outcome_open() -> None:
    assert isinstance(judge_error(SSLError("bad record")), OutcomeUnknown)
    assert isinstance(judge_error(SSLError()), OutcomeUnknown)
