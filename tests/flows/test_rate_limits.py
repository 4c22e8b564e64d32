from __future__ import annotations

import math
from datetime import timedelta

import pytest

from flows.ports import RateLimit
from flows.rate_limits import Reserved, adjust, block, reserve, unlimited
from flows.work import Begin, Lane, System
from storage.models import rate_limits
from tests.support.clock import MovableClock
from tests.support.outbox import rows

FOUR = RateLimit("T0", "chat.postMessage", per_second=4)
SLOW = RateLimit("T0", "chat.postMessage", per_second=0.5, channel="C0ALL")
SECOND = timedelta(seconds=1)


def asked(begin: Begin, limit: RateLimit, want: int) -> Reserved:
    with begin(System(), Lane.FANOUT) as work:
        return reserve(work, limit, want)


def test_a_fresh_bucket_holds_one_second_of_calls(begin: Begin, clock: MovableClock) -> None:
    granted = asked(begin, FOUR, 10)
    assert granted.granted == 4
    assert granted.next_at == clock.now() + SECOND / 4


def test_what_is_granted_in_full_names_no_moment(begin: Begin) -> None:
    assert asked(begin, FOUR, 3) == Reserved(3)


def test_over_a_long_time_the_rate_is_used_to_the_full_and_never_exceeded(begin: Begin, clock: MovableClock) -> None:
    total = asked(begin, FOUR, 100).granted
    for _ in range(40):
        clock.forward(SECOND / 4)
        total += asked(begin, FOUR, 100).granted
    assert total == 4 + 40


def test_an_idle_bucket_does_not_overflow(begin: Begin, clock: MovableClock) -> None:
    asked(begin, FOUR, 4)
    clock.forward(timedelta(hours=1))
    assert asked(begin, FOUR, 100).granted == 4


def test_less_than_one_call_a_second_waits_for_a_whole_token(begin: Begin, clock: MovableClock) -> None:
    assert asked(begin, SLOW, 1).granted == 1
    assert asked(begin, SLOW, 1) == Reserved(0, clock.now() + 2 * SECOND)
    clock.forward(2 * SECOND)
    assert asked(begin, SLOW, 1).granted == 1


def test_two_processes_share_one_bucket(begin: Begin) -> None:
    assert asked(begin, FOUR, 3).granted + asked(begin, FOUR, 3).granted == 4


def test_other_methods_and_channels_have_buckets_of_their_own(begin: Begin) -> None:
    asked(begin, FOUR, 4)
    assert asked(begin, RateLimit("T0", "chat.update", 4), 4).granted == 4
    assert asked(begin, RateLimit("T1", "chat.postMessage", 4), 4).granted == 4
    assert asked(begin, RateLimit("T0", "chat.postMessage", 4, channel="C1"), 4).granted == 4


def test_nothing_is_granted_before_a_block_ends_and_an_earlier_block_does_not_shorten_it(
    begin: Begin, clock: MovableClock
) -> None:
    until = clock.now() + 30 * SECOND
    with begin(System(), Lane.FANOUT) as work:
        block(work, FOUR, until)
        block(work, FOUR, until - 10 * SECOND)
    assert asked(begin, FOUR, 1) == Reserved(0, until)
    clock.forward(30 * SECOND)
    assert asked(begin, FOUR, 4) == Reserved(0, until + SECOND / 4)
    clock.forward(SECOND)
    assert asked(begin, FOUR, 4).granted == 4


def test_a_channel_without_a_limit_is_granted_everything_but_can_be_blocked(begin: Begin, clock: MovableClock) -> None:
    free = unlimited("mail")
    assert math.isinf(free.per_second)
    assert asked(begin, free, 10_000) == Reserved(10_000)
    with begin(System(), Lane.FANOUT) as work:
        block(work, free, clock.now() + SECOND)
    assert asked(begin, free, 1).granted == 0
    clock.forward(SECOND)
    assert asked(begin, free, 10_000) == Reserved(10_000)


def test_unused_tokens_come_back_and_needed_ones_may_be_owed(begin: Begin, clock: MovableClock) -> None:
    asked(begin, FOUR, 4)
    with begin(System(), Lane.FANOUT) as work:
        adjust(work, FOUR, 2)
    assert asked(begin, FOUR, 4).granted == 2
    with begin(System(), Lane.FANOUT) as work:
        adjust(work, FOUR, -4)
    clock.forward(SECOND)
    assert asked(begin, FOUR, 1).granted == 0
    (bucket,) = rows(begin, rate_limits)
    assert bucket.tokens == pytest.approx(0)


def test_a_clock_that_runs_behind_gains_nothing(begin: Begin, clock: MovableClock) -> None:
    asked(begin, FOUR, 4)
    clock.forward(-10 * SECOND)
    assert asked(begin, FOUR, 1).granted == 0
    clock.forward(10 * SECOND)
    assert asked(begin, FOUR, 1).granted == 0
