"""What the outbox relies on, asked of every channel in the same words."""

from __future__ import annotations

import logging
import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale, MessageKind
from flows.ports import (
    Attempt,
    Member,
    OutcomeUnknown,
    PermanentFailure,
    SendingError,
    TemporaryFailure,
)
from tests.adapters.conformance.platforms import PLATFORMS, SECRETS, Platform, odd_server
from tests.support.speeches import HOSTILE, Words, about_checks, about_no_check

PLAIN = Speech(Locale.JA, "【安否確認】地震", "地震", ("ご無事ですか？",))


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> Iterator[Platform]:
    one = PLATFORMS[request.param]()
    yield one
    one.close()


@pytest.fixture(autouse=True)
def nothing_secret_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield
    told = [record.getMessage() for record in caplog.records if record.name.startswith("adapters")]
    assert not [line for line in told for secret in SECRETS if secret in line]
    assert not [line for line in told if "person0@example.jp" in line]


def attempt(platform: Platform, speech: Speech = PLAIN, number: int = 0, key: str = "") -> Attempt:
    address, key = platform.address(number), key or str(uuid.uuid4())
    body = platform.channel.render([(speech, platform.receiver(address, speech.locale, key))])[0]
    return Attempt(1, MessageKind.PROMPT, key, body, (Member(number, address),), tries=0)


def failure(platform: Platform, sending: Attempt | None = None) -> SendingError:
    with pytest.raises(SendingError) as caught:
        platform.channel.send(sending or attempt(platform))
    for secret in (*SECRETS, platform.address(0)):
        assert secret not in str(caught.value)
        assert secret not in repr(caught.value.__cause__), "the cause is written into logs together with its error"
    return caught.value


@pytest.mark.parametrize("words", [Words(), HOSTILE], ids=["usual", "hostile"])
@pytest.mark.parametrize("locale", Locale)
def test_everything_the_bot_can_say_is_rendered_and_taken(platform: Platform, locale: Locale, words: Words) -> None:
    """The stand-ins refuse whatever the platforms' own limits would refuse."""
    speeches = [*about_no_check(locale, words), *about_checks(CheckKind.DRILL, locale, words)]
    for number, speech in enumerate(speeches):
        platform.channel.send(attempt(platform, speech, number % 50))
    arrived = sum(len(platform.arrived(platform.address(number))) for number in range(50))
    assert arrived == len(speeches) > 50


def test_equal_words_are_equal_bytes(platform: Platform) -> None:
    assert attempt(platform, key="k1").body == attempt(platform, key="k1").body


def test_one_body_for_all_or_one_for_each_as_the_channel_says(platform: Platform) -> None:
    bodies = {attempt(platform, number=number, key="k1").body for number in range(3)}
    assert len(bodies) == (1 if platform.channel.shares_bodies else 3)


def test_what_was_accepted_has_arrived_once_and_has_a_name(platform: Platform) -> None:
    accepted = platform.channel.send(attempt(platform))
    assert accepted.platform_ref
    assert len(platform.arrived(platform.address(0))) == 1


def test_nobody_listening_is_temporary_for_the_platform_has_nothing(platform: Platform) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with platform.at(port) as channel, pytest.raises(TemporaryFailure) as caught:
        channel.send(attempt(platform))
    assert caught.value.reason


def test_a_platform_that_is_busy_is_asked_again_later(platform: Platform) -> None:
    platform.is_busy()
    error = failure(platform)
    assert isinstance(error, TemporaryFailure)
    assert error.retry_after is None or timedelta() < error.retry_after <= timedelta(hours=1)
    assert platform.arrived(platform.address(0)) == []


def test_retry_after_is_passed_on_as_slack_names_it() -> None:
    slack = PLATFORMS["slack"]()
    slack.is_busy()
    error = failure(slack)
    slack.close()
    assert isinstance(error, TemporaryFailure)
    assert (error.retry_after, error.whole_channel) == (timedelta(seconds=7), True)


def test_a_broken_server_is_no_reason_to_give_up(platform: Platform) -> None:
    platform.is_broken()
    sending = attempt(platform)
    assert isinstance(failure(platform, sending), TemporaryFailure | OutcomeUnknown)
    platform.channel.send(sending)
    assert len(platform.arrived(platform.address(0))) == 1


def test_an_address_that_is_gone_is_marked_and_never_tried_again(platform: Platform) -> None:
    platform.knows_nobody(platform.address(0))
    error = failure(platform)
    assert isinstance(error, PermanentFailure)
    assert error.contact_state is not None
    platform.channel.send(attempt(platform, number=1))


def test_an_answer_lost_on_the_way_is_unknown(platform: Platform) -> None:
    platform.loses_the_answer()
    assert isinstance(failure(platform), OutcomeUnknown)
    assert len(platform.arrived(platform.address(0))) == 1, "the platform has it"


def test_the_same_attempt_again_doubles_nothing_where_the_channel_says_so(platform: Platform) -> None:
    """LINE knows the key; a letter's double is the same bytes with the same Message-ID."""
    sending = attempt(platform)
    platform.loses_the_answer()
    failure(platform, sending)
    platform.channel.send(sending)
    arrived = platform.arrived(platform.address(0))
    if platform.channel.retries_safely:
        assert len(set(arrived)) == 1
    else:
        assert len(arrived) == 2, "which is why the outbox counts it"


def test_after_a_broken_connection_the_next_message_goes_out(platform: Platform) -> None:
    platform.loses_the_answer()
    failure(platform)
    for number in range(1, 4):
        platform.channel.send(attempt(platform, number=number))
        assert len(platform.arrived(platform.address(number))) == 1


#: What a proxy, another service on the port or half an answer says: (at once, to whatever it is told).
ODD_HTTP = [
    (b"", b"HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\n{}"),
    (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<htm>"),
    (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{}"),
    (b"", b"\xff\xfe nonsense \r\n\r\n"),
]
ODD_SMTP = [
    (b"999 what\r\n", b"999 what\r\n"),
    (b"220 hello\r\n", b"250 of course\r\n"),
    (b"220 hello\r\n", b"999 what\r\n"),
    (b"220 hello\r\n", b"-1 \xff\xff\r\n"),
]
STRANGERS = [(name, *odd) for name in ("slack", "line") for odd in ODD_HTTP] + [("mail", *odd) for odd in ODD_SMTP]


@pytest.mark.parametrize(("platform", "at_once", "then"), STRANGERS, indirect=["platform"])
def test_a_stranger_at_the_other_end_never_counts_as_accepted(platform: Platform, at_once: bytes, then: bytes) -> None:
    """Some SendingError, never an exception of another kind."""
    with odd_server(at_once, then) as port, platform.at(port) as channel, pytest.raises(SendingError) as caught:
        channel.send(attempt(platform))
    assert not [secret for secret in SECRETS if secret in str(caught.value)]


def test_its_own_number_of_threads_may_call_it_at_once(platform: Platform) -> None:
    calls = platform.channel.concurrency * 6
    sendings = [attempt(platform, number=number % 50) for number in range(calls)]
    with ThreadPoolExecutor(platform.channel.concurrency) as pool:
        accepted = list(pool.map(platform.channel.send, sendings))
    assert len(accepted) == calls
    assert sum(len(platform.arrived(platform.address(number))) for number in range(50)) == calls
    if platform.channel.kind != "line":
        assert len({one.platform_ref for one in accepted}) == calls


def test_threads_that_fail_leave_the_others_alone(platform: Platform) -> None:
    platform.loses_the_answer()
    platform.is_broken()
    sendings = [attempt(platform, number=number) for number in range(40)]

    def send(sending: Attempt) -> bool:
        try:
            platform.channel.send(sending)
        except SendingError:
            return False
        return True

    with ThreadPoolExecutor(platform.channel.concurrency) as pool:
        sent = sum(pool.map(send, sendings))
    assert sent == 38


def test_reasons_are_short_codes_that_can_be_stored_and_shown(platform: Platform) -> None:
    for bring_down in (platform.is_busy, platform.is_broken, platform.loses_the_answer):
        bring_down()
        reason = failure(platform).reason
        assert reason.isascii()
        assert 0 < len(reason) <= 60
        assert " " not in reason
