"""Against the stand-in, which keeps LINE's rules: what we send is taken, and what is pressed there comes back to us."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from adapters.line.api import LineApi
from adapters.line.channel import LineChannel
from adapters.line.doctor import examine
from bot.speech import Speech
from bot.vocabulary import CheckKind, Locale, MessageKind
from flows.ports import Attempt, Member, MembersRejected, OutcomeUnknown, PermanentFailure, TemporaryFailure
from sandbox.line import LineStandIn
from tests.adapters.line.line_fake import HANA, TARO
from tests.support.clock import MovableClock
from tests.support.speeches import about_checks, about_no_check


@pytest.fixture
def stand_in(clock: MovableClock) -> Iterator[LineStandIn]:
    with LineStandIn(clock=clock.now) as running:
        running.add_friend(TARO, "太郎")
        running.add_friend(HANA, "花子")
        yield running


@pytest.fixture
def channel(stand_in: LineStandIn) -> Iterator[LineChannel]:
    api = LineApi(stand_in.api_url, stand_in.access_token, pool_size=2)
    yield LineChannel(api)
    api.close()


def attempt(channel: LineChannel, speech: Speech, *addresses: str) -> Attempt:
    members = tuple(Member(number, address) for number, address in enumerate(addresses))
    return Attempt(1, MessageKind.PROMPT, str(uuid4()), channel.render([(speech, None)])[0], members, 0)


@pytest.mark.parametrize("locale", list(Locale))
def test_everything_the_bot_says_is_taken(stand_in: LineStandIn, channel: LineChannel, locale: Locale) -> None:
    speeches = [*about_checks(CheckKind.DRILL, locale), *about_no_check(locale)]
    for speech in speeches:
        channel.send(attempt(channel, speech, TARO, HANA))
    assert len(stand_in.book.calls) == len(speeches)
    assert {call.status for call in stand_in.book.calls} == {200}


def test_a_retry_is_never_doubled(stand_in: LineStandIn, channel: LineChannel) -> None:
    sending = attempt(channel, next(about_no_check(Locale.JA)), TARO, HANA)
    channel.send(sending)
    channel.send(sending)
    assert [call.status for call in stand_in.book.calls] == [200, 409]


@pytest.mark.parametrize("how", ["drop_after_accept", "500_after_accept", "503", "drop"])
def test_an_open_outcome_ends_with_one_message_on_the_phone(
    stand_in: LineStandIn, channel: LineChannel, how: str
) -> None:
    sending = attempt(channel, next(about_no_check(Locale.JA)), TARO)
    stand_in.fail("push", how)
    with pytest.raises(OutcomeUnknown):
        channel.send(sending)
    channel.send(sending)
    assert len(stand_in.received(TARO)) == 1


def test_a_month_used_up_is_for_good(stand_in: LineStandIn, channel: LineChannel) -> None:
    stand_in.world.monthly_limit = 0
    with pytest.raises(PermanentFailure, match="line_quota"):
        channel.send(attempt(channel, next(about_no_check(Locale.JA)), TARO, HANA))


def test_what_is_left_of_a_month_is_used_up_by_smaller_batches(stand_in: LineStandIn, channel: LineChannel) -> None:
    stand_in.world.monthly_limit = 1
    speech = next(about_no_check(Locale.JA))
    with pytest.raises(MembersRejected) as caught:
        channel.send(attempt(channel, speech, TARO, HANA))
    assert caught.value.fits == 1
    channel.send(attempt(channel, speech, TARO))
    with pytest.raises(PermanentFailure, match="line_quota"):
        channel.send(attempt(channel, speech, HANA))
    assert (len(stand_in.received(TARO)), len(stand_in.received(HANA))) == (1, 0)


def test_line_is_asked_once_for_what_is_left_and_what_is_used_meanwhile_is_taken_off(
    stand_in: LineStandIn, channel: LineChannel
) -> None:
    stand_in.world.monthly_limit = 1
    speech = next(about_no_check(Locale.JA))
    for _ in range(2):
        with pytest.raises(MembersRejected):
            channel.send(attempt(channel, speech, TARO, HANA))
    channel.send(attempt(channel, speech, TARO))
    with pytest.raises(PermanentFailure, match="line_quota"):
        channel.send(attempt(channel, speech, TARO, HANA))
    asked = [call.method for call in stand_in.book.calls if call.method in ("quota", "consumption")]
    assert asked == ["quota", "consumption"]


def test_too_fast_makes_the_channel_wait(stand_in: LineStandIn, channel: LineChannel) -> None:
    stand_in.fail("multicast", "429")
    with pytest.raises(TemporaryFailure) as caught:
        channel.send(attempt(channel, next(about_no_check(Locale.JA)), TARO, HANA))
    assert caught.value.whole_channel


def test_the_doctor_reads_the_stand_in(stand_in: LineStandIn, clock: MovableClock) -> None:
    api = LineApi(stand_in.api_url, stand_in.access_token, pool_size=1)
    found = {finding.name: finding for finding in examine(api, "https://anpi.example.jp/line/webhook", clock)}
    api.close()
    assert found["LINE account"].ok
    assert found["LINE quota"].ok
    assert not found["LINE webhook"].ok
