"""A channel that does not work: told to the log and to managers, and not waited for by stepwise checks."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from adapters.cli.check_json import view_as_json
from adapters.cycle.turn import Turn
from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, Reach
from flows.deliver.record import record
from flows.deliver.send import Outcome, Verdict
from flows.fan_out import PEOPLE_AT_ONCE
from flows.go_around import go_around
from flows.health import read_health
from flows.ports import Attempt, RateLimit, RateLimited, TemporaryFailure
from flows.right_of_way import RightOfWay
from flows.show_check import StoppedChannel, show_check
from flows.work import Begin, Lane, Operator, System
from storage.models import boards, rate_limits
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.crowd import many_people
from tests.support.outbox import outbox, rows
from tests.support.sending import World

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
NEVER_AGAIN = ReminderPlan(timedelta(days=9), (timedelta(days=9),), at_most=0)
REVOKED = TemporaryFailure("token_revoked", MINUTE, whole_channel=True)
NO_LOGIN = TemporaryFailure("mail_login", MINUTE, whole_channel=True)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def stopped(world: World, check_id: int) -> tuple[StoppedChannel, ...]:
    with world.begin(Operator(), Lane.READ) as work:
        return show_check(work, check_id).stopped_channels


def as_printed(world: World, check_id: int) -> dict[str, Any]:
    with world.begin(Operator(), Lane.READ) as work:
        return view_as_json(show_check(work, check_id))


def asked_through(world: World, company: Company, who: str) -> list[str]:
    return [row.channel for row in outbox(world.begin, person_id=company.ids[who])]


# Told.


def test_managers_are_told_why_a_channel_has_stopped_until_it_works_again(world: World) -> None:
    check_id = world.start(plan=NEVER_AGAIN)
    world.slack.refuses = lambda _: REVOKED
    for _ in range(3):
        world.turn_after(MINUTE)
        assert stopped(world, check_id) == (StoppedChannel(ChannelKind.SLACK, "token_revoked"),)
        assert as_printed(world, check_id)["stopped_channels"] == [{"channel": "slack", "reason": "token_revoked"}]
    world.slack.refuses = None
    world.turn_after(MINUTE)
    assert stopped(world, check_id) == ()
    assert {row.reason for row in rows(world.begin, rate_limits)} == {""}


def test_a_rate_limit_is_no_stop(world: World) -> None:
    check_id = world.start(plan=NEVER_AGAIN)
    world.slack.refuses = lambda _: RateLimited("rate_limited", MINUTE, whole_channel=True)
    world.turn()
    assert stopped(world, check_id) == ()


def test_a_check_that_waits_for_nothing_there_is_not_bothered(world: World, company: Company) -> None:
    """Osaka has mail alone."""
    world.slack.refuses = lambda _: REVOKED
    world.start(plan=NEVER_AGAIN)
    other = world.start(title="別件", plan=NEVER_AGAIN, unit_ids=(company.unit("大阪支社"),))
    world.turn()
    assert stopped(world, other) == ()


def test_a_stop_of_long_ago_says_nothing_of_today(world: World) -> None:
    world.slack.refuses = lambda _: REVOKED
    check_id = world.start(plan=NEVER_AGAIN)
    world.turn()
    world.clock.forward(timedelta(days=7))
    assert stopped(world, check_id) == ()


def test_the_boards_of_all_checks_that_wait_are_shown_anew(world: World) -> None:
    first = world.start(plan=NEVER_AGAIN, slack_channel="C0FIRST")
    second = world.start(title="別件", plan=NEVER_AGAIN, slack_channel="C0SECOND")
    world.slack.concurrency = 1
    world.slack.refuses = lambda _: REVOKED
    world.turn()
    before = {row.check_id: row.version for row in rows(world.begin, boards)}
    world.slack.refuses = None
    world.turn_after(MINUTE)
    after = {row.check_id: row.version for row in rows(world.begin, boards)}
    assert after[first] > before[first]
    assert after[second] > before[second]


@pytest.mark.parametrize("rate", [None, RateLimit("slack", "chat.postMessage", 100.0)])
def test_what_arrives_late_from_before_the_stop_does_not_end_it(world: World, rate: RateLimit | None) -> None:
    world.slack.rate = rate
    check_id = world.start(plan=NEVER_AGAIN)
    cycle = world.cycle()
    (sending,) = [one for one in cycle._sendings if one.channel.kind is ChannelKind.SLACK]
    cycle._turn_step()
    page = sending.next_page()
    early, late = page.attempts[:2]
    for outcome in (refused(early, page.token), accepted(late, page.token)):
        with world.begin(System(), Lane.FANOUT) as work:
            assert record(work, world.slack, [outcome]) == 1
    assert [one.reason for one in stopped(world, check_id)] == ["token_revoked"]


def refused(attempt: Attempt, token: str) -> Outcome:
    return Outcome(attempt, token, Verdict.TEMPORARY, "token_revoked", retry_after=MINUTE, whole_channel=True)


def accepted(attempt: Attempt, token: str) -> Outcome:
    return Outcome(attempt, token, Verdict.ACCEPTED, platform_ref="D1/2.3")


def test_the_log_has_one_line_when_a_channel_stops_and_one_when_it_works_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.start(plan=NEVER_AGAIN)
    world.mail.refuses = lambda _: NO_LOGIN
    cycle = world.cycle()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            cycle.turn()
            world.clock.forward(MINUTE)
        world.mail.refuses = None
        cycle.turn()
    assert [record.getMessage() for record in caplog.records] == [
        "mail has stopped: mail_login; nothing goes out through it meanwhile",
        "mail works again",
    ]


def test_a_rate_limit_is_not_worth_a_line(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.start(plan=NEVER_AGAIN)
    world.slack.fails = [RateLimited("rate_limited", SECOND, whole_channel=True)]
    with caplog.at_level(logging.WARNING):
        world.turn()
    assert caplog.records == []


# Not waited for.


def test_stepwise_goes_around_a_channel_that_has_stopped_for_everybody_who_waits(
    world: World, company: Company
) -> None:
    others = [
        company.person(f"P{number}", slack=f"U0P{number}", mails=[f"p{number}@example.jp"]) for number in range(8)
    ]
    world.start(Reach.STEPWISE, plan=NEVER_AGAIN)
    world.slack.refuses = lambda _: REVOKED
    world.turn()
    assert len(world.slack.calls) < len(others)
    assert world.line.addresses == [TARO_LINE]
    assert {f"p{number}@example.jp" for number in range(8)} <= set(world.mail.addresses)


def test_it_goes_around_once_and_not_with_every_new_refusal(world: World, company: Company) -> None:
    world.start(Reach.STEPWISE, plan=NEVER_AGAIN)
    world.slack.refuses = lambda _: REVOKED
    for _ in range(5):
        world.turn_after(MINUTE)
    assert asked_through(world, company, "taro") == ["slack", "line"]


def test_it_goes_on_where_the_next_channel_has_stopped_as_well(world: World, company: Company) -> None:
    world.start(Reach.STEPWISE, plan=NEVER_AGAIN)
    world.slack.refuses = lambda _: REVOKED
    world.line.refuses = lambda _: TemporaryFailure("line_token", MINUTE, whole_channel=True)
    world.turn()
    assert asked_through(world, company, "taro") == ["slack", "line", "mail"]
    assert "taro@example.jp" in world.mail.addresses


def test_a_check_started_behind_a_stopped_channel_does_not_wait_for_it(world: World, company: Company) -> None:
    cycle = world.cycle()
    world.slack.refuses = lambda _: REVOKED
    world.start(plan=NEVER_AGAIN)
    cycle.turn()
    world.clock.forward(10 * SECOND)
    check_id = world.start(Reach.STEPWISE, plan=NEVER_AGAIN, title="別件")
    cycle.turn()
    assert [row.channel for row in outbox(world.begin, person_id=company.ids["taro"], check_id=check_id)] == [
        "slack",
        "line",
    ]


def test_people_without_another_contact_hold_up_nobody_behind_them(world: World, company: Company) -> None:
    world.start(Reach.STEPWISE, plan=NEVER_AGAIN)
    after: int | None = 0
    while after is not None:
        with world.begin(System(), Lane.FANOUT) as work:
            after = go_around(work, ChannelKind.SLACK, after, at_once=1)
    assert asked_through(world, company, "taro") == ["slack", "line"]


def test_stepwise_waits_out_a_rate_limit_for_everybody(world: World, company: Company) -> None:
    world.start(Reach.STEPWISE, plan=NEVER_AGAIN)
    world.slack.refuses = lambda _: RateLimited("rate_limited", MINUTE, whole_channel=True)
    world.turn_after(MINUTE)
    assert asked_through(world, company, "taro") == ["slack"]


# A long roll.


def test_writing_a_long_roll_ends_soon_after_a_stop_is_asked_for(world: World, company: Company) -> None:
    many_people(world.begin)
    world.start(plan=NEVER_AGAIN)
    begun = len(outbox(world.begin, channel="line"))
    asked: list[None] = []

    def is_stopping() -> bool:
        asked.append(None)
        return len(asked) > 1

    Turn(world.begin, world.clock, "one", RightOfWay(), is_stopping).run()
    assert begun < len(outbox(world.begin, channel="line")) < 2 * PEOPLE_AT_ONCE
    world.turn()
    assert len(outbox(world.begin, channel="line")) > 2 * PEOPLE_AT_ONCE


def test_while_a_long_roll_is_written_the_cycle_is_seen_to_turn(world: World, company: Company) -> None:
    many_people(world.begin)
    world.start(plan=NEVER_AGAIN)
    noted: list[timedelta | None] = []

    def is_stopping() -> bool:
        noted.append(read_health(world.begin).turned_ago)
        return False

    turn = Turn(world.begin, world.clock, "one", RightOfWay(), is_stopping)
    turn.run()
    assert noted[1] == timedelta(0)
    assert turn.last_page_at == world.clock.now()
