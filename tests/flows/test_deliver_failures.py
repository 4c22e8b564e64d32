"""What the platforms refuse, lose and delay; and processes that die at any line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from bot.schedule import ReminderPlan
from bot.vocabulary import ContactState, Reach
from flows.close_check import CloseCheck, close_check
from flows.deliver.backoff import back_off
from flows.deliver.claim import Claimed, claim
from flows.deliver.freeze import freeze
from flows.deliver.record import record
from flows.deliver.render import Renderer
from flows.deliver.retry import CRASHES_AT_MOST
from flows.deliver.send import Outcome, Verdict, send
from flows.ports import (
    Attempt,
    MembersRejected,
    OutcomeUnknown,
    PermanentFailure,
    RateLimited,
    SendingError,
    TemporaryFailure,
)
from flows.work import Begin, Lane, Operator, System
from storage.models import alarms, attempts, boards, bodies, contacts, messages, rate_limits, roll
from tests.support.channels import FakeChannel, FakeLinks
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows, states, the_message
from tests.support.sending import LEASE, World

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NEVER_AGAIN = ReminderPlan(timedelta(days=9), (timedelta(days=9),), at_most=0)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def start(world: World, reach: Reach = Reach.ALL) -> int:
    return world.start(plan=NEVER_AGAIN, reach=reach)


def claimed(world: World, channel: FakeChannel) -> Claimed:
    with world.begin(System(), Lane.FANOUT) as work:
        return claim(work, channel, 500, LEASE)


def frozen(world: World, channel: FakeChannel) -> tuple[Claimed, tuple[Attempt, ...]]:
    page = claimed(world, channel)
    drafts = Renderer(channel, FakeLinks()).render(page, page.messages)
    with world.begin(System(), Lane.FANOUT) as work:
        return page, freeze(work, channel, page, drafts)


# A process dies.


@pytest.mark.parametrize("kind", ["slack", "line", "mail"])
def test_killed_after_the_claim_everything_goes_out_once_the_lease_is_over(world: World, kind: str) -> None:
    start(world)
    channel: FakeChannel = getattr(world, kind)
    due = {message.address for message in claimed(world, channel).messages}
    world.turn()
    assert channel.calls == []
    world.turn_after(LEASE)
    assert set(channel.addresses) == due


@pytest.mark.parametrize("kind", ["line", "mail"])
def test_killed_after_the_freeze_the_same_bytes_go_out_under_the_same_key(world: World, kind: str) -> None:
    start(world)
    channel: FakeChannel = getattr(world, kind)
    _, attempts_ = frozen(world, channel)
    world.turn_after(LEASE)
    assert sorted((call.key, call.body, call.members) for call in channel.calls) == sorted(
        (attempt.key, attempt.body, attempt.members) for attempt in attempts_
    )


def test_killed_between_sending_and_recording_line_sees_the_same_key_twice(world: World) -> None:
    start(world)
    page, (attempt,) = frozen(world, world.line)
    send(world.line, attempt, page.token)
    world.turn_after(LEASE)
    assert len({call.key for call in world.line.calls}) == 1
    assert len(world.line.calls) == 2
    assert states(world.begin, channel="line") == {("accepted", ""): 1}


def test_killed_between_sending_and_recording_slack_is_doubled_once_and_counted(world: World) -> None:
    start(world)
    page, attempts_ = frozen(world, world.slack)
    send(world.slack, attempts_[0], page.token)
    world.turn_after(LEASE)
    world.turn_after(LEASE)
    assert len(world.slack.calls) == 4
    assert states(world.begin, channel="slack") == {("accepted", "maybe_doubled"): 3}


def test_killed_again_and_again_before_anything_was_sent_nobody_is_lost(world: World) -> None:
    start(world)
    frozen(world, world.slack)
    for _ in range(3):
        world.clock.forward(LEASE)
        assert len(claimed(world, world.slack).retries) == 3
    world.turn_after(LEASE)
    assert len(world.slack.calls) == 3
    assert states(world.begin, channel="slack") == {("accepted", "maybe_doubled"): 3}


def test_what_outlives_its_processes_too_often_is_given_up_and_shown(world: World) -> None:
    start(world)
    frozen(world, world.slack)
    for _ in range(CRASHES_AT_MOST):
        world.clock.forward(LEASE)
        assert len(claimed(world, world.slack).retries) == 3
    world.clock.forward(LEASE)
    assert claimed(world, world.slack).retries == ()
    assert states(world.begin, channel="slack") == {("unknown", "crash"): 3}


def test_a_crash_does_not_use_up_the_one_repetition_of_an_unknown_outcome(world: World) -> None:
    start(world)
    frozen(world, world.slack)
    world.slack.fails = [OutcomeUnknown("timeout")] * 3
    world.turn_after(LEASE)
    world.turn_after(2 * MINUTE)
    assert states(world.begin, channel="slack") == {("accepted", "maybe_doubled"): 3}


def test_before_its_lease_is_over_nobody_else_touches_an_attempt(world: World) -> None:
    start(world)
    frozen(world, world.mail)
    world.clock.forward(LEASE - SECOND)
    assert claimed(world, world.mail).is_empty


def test_an_outcome_told_after_the_lease_has_passed_on_is_left_to_the_new_holder(world: World) -> None:
    start(world)
    page, (attempt, *_) = frozen(world, world.slack)
    late = send(world.slack, attempt, page.token)
    world.clock.forward(LEASE)
    claimed(world, world.slack)
    with world.begin(System(), Lane.FANOUT) as work:
        assert record(work, world.slack, [late]) == 0
    assert the_message(world.begin, id=attempt.members[0].message_id).state == "sending"


def test_a_retry_that_has_been_answered_is_not_sent(world: World, company: Company) -> None:
    check_id = start(world)
    world.mail.fails = [TemporaryFailure("mail_451"), TemporaryFailure("mail_451")]
    world.turn()
    world.answer(check_id, company.ids["emma"])
    world.turn_after(2 * MINUTE)
    assert world.mail.addresses == ["taro@example.jp"]
    assert the_message(world.begin, address="emma@example.com").reason == "answered"


def test_a_retry_of_a_closed_check_is_not_sent(world: World) -> None:
    start(world)
    world.mail.fails_for = {"emma@example.com": TemporaryFailure("mail_451")}
    world.turn()
    with world.begin(Operator(), Lane.FANOUT) as work:
        close_check(work, CloseCheck())
    world.turn_after(2 * MINUTE)
    assert [call.members[0].address for call in world.mail.calls].count("emma@example.com") == 1
    assert the_message(world.begin, address="emma@example.com").reason == "closed"


def test_a_retry_overtaken_by_the_reminder_to_the_same_address_is_dropped(world: World) -> None:
    plan = ReminderPlan(MINUTE, (9 * MINUTE,), at_most=1)
    world.start(plan=plan)
    world.mail.fails_for = {"emma@example.com": TemporaryFailure("mail_451", retry_after=2 * MINUTE)}
    world.turn()
    world.mail.fails_for = {}
    world.turn_after(MINUTE)
    world.turn_after(2 * MINUTE)
    assert [(row.kind, row.state, row.reason) for row in outbox(world.begin, address="emma@example.com")] == [
        ("prompt", "skipped", "superseded"),
        ("reminder", "accepted", ""),
    ]


# A platform says: later.


def test_a_temporary_failure_comes_back_with_the_same_bytes_after_its_back_off(world: World) -> None:
    start(world)
    world.mail.fails_for = {"emma@example.com": TemporaryFailure("mail_451")}
    world.turn()
    (attempt,) = rows(world.begin, attempts, state="sending")
    assert 48 * SECOND <= attempt.due_at - world.clock.now() <= 72 * SECOND
    world.mail.fails_for = {}
    world.turn_after(47 * SECOND)
    assert len(world.mail.calls) == 2
    world.turn_after(25 * SECOND)
    first, again = [call for call in world.mail.calls if call.members[0].address == "emma@example.com"]
    assert (again.key, again.body, again.tries) == (first.key, first.body, 1)


def test_the_back_off_grows_to_half_an_hour_with_jitter() -> None:
    minutes = [back_off(tries) / MINUTE for tries in range(8)]
    for wait, planned in zip(minutes, (1, 2, 5, 10, 20, 30, 30, 30), strict=True):
        assert planned * 0.8 <= wait <= planned * 1.2
    assert len({back_off(0) for _ in range(20)}) > 1


def test_a_429_stops_the_whole_channel_until_its_moment(world: World) -> None:
    start(world)
    world.slack.concurrency = 1
    world.slack.fails = [RateLimited("rate_limited", 30 * SECOND, whole_channel=True)]
    world.turn()
    assert len(world.slack.calls) == 1
    (bucket,) = rows(world.begin, rate_limits, team="slack")
    assert bucket.blocked_until == world.clock.now() + 30 * SECOND
    world.start(title="もう一つ", plan=NEVER_AGAIN)
    world.turn_after(29 * SECOND)
    assert len(world.slack.calls) == 1
    world.turn_after(SECOND)
    assert set(states(world.begin, channel="slack")) == {("accepted", "")}


def test_a_429_is_no_try(world: World) -> None:
    start(world)
    world.slack.fails = [RateLimited("rate_limited", SECOND, whole_channel=True)] * 3
    world.turn()
    world.turn_after(SECOND)
    world.turn_after(SECOND)
    assert len(world.slack.calls) == 3
    assert {row.tries for row in rows(world.begin, attempts, channel="slack")} == {0}


def test_what_is_refused_for_a_day_has_failed(world: World) -> None:
    start(world)
    world.mail.fails_for = {"emma@example.com": TemporaryFailure("mail_451", retry_after=timedelta(hours=23))}
    world.turn()
    world.turn_after(timedelta(hours=23))
    world.turn_after(timedelta(hours=23))
    failed = the_message(world.begin, address="emma@example.com")
    assert (failed.state, failed.reason) == ("failed", "mail_451")


# A platform says nothing.


def test_an_unknown_outcome_with_a_key_is_tried_again_with_the_same_key(world: World) -> None:
    start(world)
    world.line.fails = [OutcomeUnknown("line_timeout"), OutcomeUnknown("line_timeout")]
    world.turn()
    world.turn_after(5 * SECOND)
    world.turn_after(2 * MINUTE)
    assert len(world.line.calls) == 3
    assert len({(call.key, call.body, call.members) for call in world.line.calls}) == 1
    assert states(world.begin, channel="line") == {("accepted", ""): 1}


def test_after_24_hours_a_line_batch_is_unknown_and_not_sent_again(world: World) -> None:
    start(world)
    world.line.fails = [OutcomeUnknown("line_timeout")]
    world.turn()
    calls = len(world.line.calls)
    world.turn_after(timedelta(hours=24))
    assert len(world.line.calls) == calls
    assert states(world.begin, channel="line") == {("unknown", "line_timeout"): 1}


def test_slack_is_asked_once_more_and_the_doubling_is_counted(world: World) -> None:
    start(world)
    world.slack.fails = [OutcomeUnknown("timeout")]
    world.turn()
    world.turn_after(5 * SECOND)
    assert len(world.slack.calls) == 4
    assert states(world.begin, channel="slack") == {("accepted", ""): 2, ("accepted", "maybe_doubled"): 1}


def test_slack_is_not_asked_a_third_time(world: World) -> None:
    start(world)
    world.slack.fails_for = {"U0TARO": OutcomeUnknown("timeout")}
    for _ in range(3):
        world.turn_after(MINUTE)
    assert [call.members[0].address for call in world.slack.calls].count("U0TARO") == 2
    assert the_message(world.begin, address="U0TARO").state == "unknown"


def test_slack_is_not_asked_again_where_the_answer_has_come(world: World, company: Company) -> None:
    check_id = start(world)
    world.slack.fails_for = {"U0TARO": OutcomeUnknown("timeout")}
    world.turn()
    world.answer(check_id, company.ids["taro"])
    world.turn_after(MINUTE)
    assert [call.members[0].address for call in world.slack.calls].count("U0TARO") == 1
    taro = the_message(world.begin, address="U0TARO")
    assert (taro.state, taro.reason) == ("unknown", "answered")


def test_a_temporary_failure_does_not_undo_that_a_call_may_have_arrived(world: World) -> None:
    start(world)
    world.slack.fails_for = {"U0TARO": OutcomeUnknown("timeout")}
    world.turn()
    world.slack.fails_for = {"U0TARO": TemporaryFailure("busy", 5 * SECOND)}
    world.turn_after(5 * SECOND)
    world.slack.fails_for = {}
    world.turn_after(5 * SECOND)
    assert the_message(world.begin, address="U0TARO").reason == "maybe_doubled"


# A platform says no.


def test_a_permanent_failure_marks_the_contact_and_ends_the_message(world: World) -> None:
    start(world)
    world.slack.fails_for = {"U0TARO": PermanentFailure("user_not_found", ContactState.GONE)}
    world.turn()
    failed = the_message(world.begin, address="U0TARO")
    assert (failed.state, failed.reason) == ("failed", "user_not_found")
    (contact,) = rows(world.begin, contacts, address="U0TARO")
    assert (contact.state, contact.state_reason) == ("gone", "user_not_found")


def test_a_fault_of_ours_marks_no_contact(world: World) -> None:
    start(world)
    world.slack.fails_for = {"U0TARO": PermanentFailure("invalid_blocks")}
    world.turn()
    (contact,) = rows(world.begin, contacts, address="U0TARO")
    assert contact.state == "unverified"


def test_a_person_whose_last_contact_fails_is_unreachable_and_the_board_moves(world: World, company: Company) -> None:
    check_id = world.start(plan=NEVER_AGAIN, slack_channel="C0HERE")
    world.mail.fails_for = {"emma@example.com": PermanentFailure("5.1.1", ContactState.BOUNCED)}
    world.slack.fails_for = {"U0TARO": PermanentFailure("user_not_found", ContactState.GONE)}
    world.turn()
    reachable = {row.person_id: row.reachable for row in rows(world.begin, roll, check_id=check_id)}
    assert reachable[company.ids["emma"]] is False
    assert reachable[company.ids["taro"]] is True
    (shown,) = rows(world.begin, boards)
    assert shown.shown_version == shown.version
    assert len(world.boards.posted) == 1


def test_stepwise_goes_on_to_the_next_contact_at_once(world: World) -> None:
    start(world, Reach.STEPWISE)
    world.slack.fails_for = {"U0TARO": PermanentFailure("user_not_found", ContactState.GONE)}
    world.line.fails_for = {TARO_LINE: PermanentFailure("line_quota")}
    world.turn()
    assert "taro@example.jp" in world.mail.addresses
    assert [row.state for row in outbox(world.begin, locale="ja", lane="") if row.address == TARO_LINE] == ["failed"]


def test_stepwise_goes_on_where_the_contact_stopped_working_before_its_turn(world: World) -> None:
    start(world, Reach.STEPWISE)
    world.spoil("U0TARO", ContactState.GONE)
    world.turn()
    assert world.line.addresses == [TARO_LINE]
    assert the_message(world.begin, address="U0TARO").reason == "gone"


def test_stepwise_goes_on_where_the_contact_stopped_working_between_two_tries(world: World) -> None:
    start(world, Reach.STEPWISE)
    world.slack.fails_for = {"U0TARO": RateLimited("rate_limited", 30 * SECOND, whole_channel=True)}
    world.turn()
    assert world.line.calls == []
    world.spoil("U0TARO", ContactState.BLOCKED)
    world.turn_after(30 * SECOND)
    assert world.line.addresses == [TARO_LINE]


def test_the_board_follows_a_retry_that_is_dropped(world: World) -> None:
    """It said how many messages wait, and after the close nothing else would come."""
    check_id = world.start(plan=NEVER_AGAIN, slack_channel="C0HERE", closes_after=2 * MINUTE)
    world.slack.fails = [RateLimited("rate_limited", 10 * MINUTE, whole_channel=True)]
    world.turn()
    world.turn_after(2 * MINUTE)
    edits = len(world.boards.edited)
    world.turn_after(10 * MINUTE)
    assert states(world.begin, channel="slack", check_id=check_id) == {("skipped", "closed"): 4}
    assert len(world.boards.edited) == edits + 1


def test_the_board_follows_a_message_that_is_dropped_before_its_first_try(world: World, company: Company) -> None:
    check_id = world.start(plan=NEVER_AGAIN, slack_channel="C0HERE")
    world.slack.fails = [RateLimited("rate_limited", 10 * MINUTE, whole_channel=True)]
    world.turn()
    with world.begin(System(), Lane.FANOUT) as work:
        work.connection.execute(update(attempts).values(due_at=work.now + timedelta(days=1)))
        work.connection.execute(update(messages).where(messages.c.address == "U0TARO").values(state="queued"))
    world.answer(check_id, company.ids["taro"])
    edits = len(world.boards.edited)
    world.turn_after(10 * MINUTE)
    assert the_message(world.begin, address="U0TARO").reason == "answered"
    assert len(world.boards.edited) == edits + 1


def test_stepwise_uses_the_next_contact_too_after_the_first_4xx_and_only_then(world: World) -> None:
    start(world, Reach.STEPWISE)
    world.slack.fails_for = {"U0TARO": TemporaryFailure("busy", 5 * SECOND)}
    world.turn()
    assert world.line.addresses == [TARO_LINE]
    world.turn_after(5 * SECOND)
    assert world.mail.addresses == ["emma@example.com"]


def test_stepwise_waits_out_a_rate_limit(world: World) -> None:
    start(world, Reach.STEPWISE)
    world.slack.fails = [RateLimited("rate_limited", 30 * SECOND, whole_channel=True)] * 3
    world.turn()
    assert world.line.calls == []


def test_reach_all_adds_no_further_message(world: World, company: Company) -> None:
    start(world)
    world.slack.fails_for = {"U0TARO": PermanentFailure("user_not_found", ContactState.GONE)}
    world.turn()
    assert len(outbox(world.begin, person_id=company.ids["taro"])) == 3


def test_a_bad_member_is_found_by_halving_with_new_keys(world: World, company: Company) -> None:
    addresses = [f"U{number:032x}" for number in range(1, 8)]
    for address in addresses:
        company.person(address, line=address)
    bad = addresses[4]
    world.line.refuses = _rejecting(bad)
    start(world)
    world.turn()
    assert sorted(world.line.addresses) == sorted({*addresses, TARO_LINE} - {bad})
    failed = the_message(world.begin, address=bad)
    assert (failed.state, failed.reason) == ("failed", "line_members_rejected")
    assert len({call.key for call in world.line.calls}) == len(world.line.calls)
    assert {call.body for call in world.line.calls} == {world.line.calls[0].body}
    parents = rows(world.begin, attempts, reason="split")
    assert {row.state for row in parents} == {"skipped"}


def test_a_batch_too_large_for_what_is_left_gives_up_as_few_as_possible(world: World, company: Company) -> None:
    """LINE's month has room for three."""
    for number in range(1, 20):
        company.person(f"P{number}", line=f"U{number:032x}")

    def refuse(attempt: Attempt) -> SendingError | None:
        left = 3 - len(world.line.addresses)
        if len(attempt.members) <= left:
            return None
        many = len(attempt.members) > 1 and left
        return MembersRejected("line_quota_too_many", fits=left) if many else PermanentFailure("line_quota")

    world.line.refuses = refuse
    start(world)
    world.turn()
    assert states(world.begin, channel="line") == {("accepted", ""): 3, ("failed", "line_quota"): 17}
    assert len(world.line.calls) == 3
    assert len({call.key for call in world.line.calls}) == 3


def test_boards_are_marked_after_everything_else_was_written(world: World, company: Company) -> None:
    """Answers lock their row of the roll first and the board then; two failures must not do it the other way round."""
    world.start(plan=NEVER_AGAIN, slack_channel="C0HERE")
    page, attempts_ = frozen(world, world.mail)
    # Emma, who has no other contact, before Taro.
    by_address = sorted(attempts_, key=lambda attempt: attempt.members[0].address)
    reasons = ("mail_address_gone", "mail_no_such_domain")
    outcomes = [
        Outcome(attempt, page.token, Verdict.PERMANENT, reason, contact_state=ContactState.BOUNCED)
        for attempt, reason in zip(by_address, reasons, strict=True)
    ]
    tables: list[str] = []

    def note(_1: object, _2: object, statement: str, _3: object, _4: object, _5: object) -> None:
        if "pg_advisory" in statement:
            tables.append("boards")
        elif statement.startswith("UPDATE"):
            tables.append(statement.split()[1])
        elif statement.startswith("SELECT roll."):
            tables.append("roll")

    with world.begin(System(), Lane.FANOUT) as work:
        event.listen(work.connection, "before_cursor_execute", note)
        record(work, world.mail, outcomes)
    assert tables.count("roll") == len(["Emma looked at", "Emma lost", "Taro looked at"])
    assert "boards" not in tables[: len(tables) - tables[::-1].index("roll")]


def test_a_personal_body_is_kept_while_it_may_be_needed(world: World) -> None:
    start(world)
    world.mail.fails_for = {"emma@example.com": TemporaryFailure("mail_451")}
    world.turn()
    kept = [row for row in rows(world.begin, bodies) if row.share_key is None]
    assert len(kept) == 1


def _rejecting(address: str) -> Callable[[Attempt], SendingError | None]:
    def refuse(attempt: Attempt) -> SendingError | None:
        is_member = any(member.address == address for member in attempt.members)
        return MembersRejected("line_members_rejected") if is_member else None

    return refuse


def test_a_refusal_for_our_own_fault_alarms_the_administrators(world: World) -> None:
    world.mail.fails_for = {"taro@example.jp": PermanentFailure("mail_policy_5.7.26")}
    start(world)
    world.turn()
    [alarm] = rows(world.begin, alarms)
    assert (alarm.code, alarm.about) == ("mail_policy", "5.7.26")
    assert {row.state for row in rows(world.begin, contacts, channel="mail")} == {ContactState.UNVERIFIED}
