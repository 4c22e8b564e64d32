from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind, Reach
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.ports import TemporaryFailure
from flows.remind import Reminded, RemindNow, remind_due, remind_now
from flows.work import Begin, Lane, Sender, System
from storage.models import audit, people
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows, states, the_check
from tests.support.sending import World

MINUTE = timedelta(minutes=1)
PLAN = ReminderPlan(10 * MINUTE, (20 * MINUTE,), at_most=2)
HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def due(world: World) -> tuple[Reminded, ...]:
    with world.begin(System(), Lane.FANOUT) as work:
        return remind_due(work)


def by_hand(world: World, request: RemindNow, actor: Sender = HANAKO) -> Reminded:
    with world.begin(actor, Lane.FANOUT) as work:
        return remind_now(work, request)


def decisions(world: World, action: str, **wanted: int) -> list[dict[str, str]]:
    return [row.details for row in rows(world.begin, audit, action=action, **wanted)]


def reminded_people(world: World, round_: int) -> set[int]:
    return {row.person_id for row in outbox(world.begin, kind="reminder", round=round_)}


def test_nothing_is_due_before_the_first_moment(world: World) -> None:
    world.start(plan=PLAN)
    world.clock.forward(10 * MINUTE - timedelta(microseconds=1))
    assert due(world) == ()


def test_only_the_silent_are_asked_again_through_all_their_contacts(world: World, company: Company) -> None:
    check_id = world.start(plan=PLAN)
    world.turn()
    world.answer(check_id, company.ids["emma"])
    world.clock.forward(10 * MINUTE)
    assert due(world) == (Reminded(check_id, "地震", 1, 3),)
    assert reminded_people(world, 1) == {company.ids[name] for name in ("hanako", "jiro", "taro")}
    of_taro = {row.address for row in outbox(world.begin, kind="reminder", person_id=company.ids["taro"])}
    assert of_taro == {"U0TARO", TARO_LINE, "taro@example.jp"}


def test_whom_no_contact_reaches_is_counted_apart(world: World, company: Company) -> None:
    company.person("連絡先なし")
    check_id = world.start(plan=PLAN)
    world.clock.forward(2 * MINUTE)
    reminded = by_hand(world, RemindNow())
    assert (reminded.people, reminded.out_of_reach) == (4, 1)
    for name in ("hanako", "jiro", "taro", "emma"):
        world.answer(check_id, company.ids[name])
    world.clock.forward(2 * MINUTE)
    with pytest.raises(InvalidError, match="nobody_reachable") as refused:
        by_hand(world, RemindNow())
    assert refused.value.params == {"people": 1}


def test_two_processes_remind_once(world: World) -> None:
    world.start(plan=PLAN)
    world.clock.forward(10 * MINUTE)
    assert len(due(world)) == 1
    assert due(world) == ()


def test_reminders_end_with_their_budget_and_the_last_one_says_so(world: World) -> None:
    world.start(plan=PLAN)
    world.turn()
    world.turn_after(10 * MINUTE)
    world.turn_after(20 * MINUTE)
    world.turn_after(timedelta(hours=5))
    assert {row.round for row in outbox(world.begin)} == {0, 1, 2}
    subjects = list(dict.fromkeys(speech.subject for speech, _ in world.slack.rendered))
    assert len(subjects) == 3
    assert "最後" in subjects[2]


def subjects_of(world: World, round_: int) -> set[str]:
    asked_again = f"再送 {round_}回目"
    return {speech.subject for speech, _ in world.slack.rendered if asked_again in "".join(speech.paragraphs)}


def test_a_reminder_by_hand_after_the_last_one_does_not_call_itself_the_last(world: World) -> None:
    world.start(plan=PLAN)
    world.turn()
    world.turn_after(10 * MINUTE)
    world.turn_after(20 * MINUTE)
    world.clock.forward(20 * MINUTE)
    by_hand(world, RemindNow())
    world.turn()
    (second,), (third,) = subjects_of(world, 2), subjects_of(world, 3)
    assert "最後" in second
    assert "最後" not in third


def test_a_reminder_by_hand_of_a_check_without_reminders_is_not_the_last(world: World) -> None:
    world.start(plan=replace(PLAN, at_most=0))
    world.turn()
    by_hand(world, RemindNow())
    world.turn()
    assert not [speech for speech, _ in world.slack.rendered if "最後" in speech.subject]


def test_the_last_one_by_itself_says_so_after_one_by_hand_too(world: World) -> None:
    world.start(plan=PLAN)
    world.turn()
    by_hand(world, RemindNow())
    world.turn()
    for _ in range(2):
        world.turn_after(20 * MINUTE)
    (third,) = subjects_of(world, 3)
    assert "最後" in third


@pytest.mark.parametrize("seconds", [0, 59])
def test_two_managers_who_remind_within_a_minute_remind_once(world: World, seconds: int) -> None:
    check_id = world.start(plan=PLAN)
    world.turn()
    assert not by_hand(world, RemindNow()).already
    world.turn()
    world.clock.forward(timedelta(seconds=seconds))
    second = by_hand(world, RemindNow(check_id))
    assert (second.already, second.just_before, second.round) == (True, True, 1)
    assert {row.round for row in outbox(world.begin)} == {0, 1}
    world.clock.forward(timedelta(seconds=60 - seconds))
    assert by_hand(world, RemindNow()).round == 2


def test_a_clock_set_back_keeps_nobody_from_reminding(world: World) -> None:
    world.start(plan=PLAN)
    world.turn()
    by_hand(world, RemindNow())
    world.turn()
    world.clock.forward(-timedelta(hours=1))
    assert by_hand(world, RemindNow()).round == 2


def test_a_check_in_quiet_hours_waits_for_their_end(world: World, company: Company) -> None:
    # 14:00 in Tokyo.
    quiet = replace(PLAN, quiet_from=time(14, 5), quiet_until=time(15))
    check_id = world.start(plan=quiet)
    assert the_check(world.begin, check_id).next_reminder_at == datetime(2026, 11, 20, 6, tzinfo=UTC)
    world.clock.forward(59 * MINUTE)
    assert due(world) == ()
    world.clock.forward(MINUTE)
    assert len(due(world)) == 1


def test_a_cycle_that_wakes_up_in_quiet_hours_puts_the_reminder_off(world: World) -> None:
    check_id = world.start(plan=replace(PLAN, quiet_from=time(14, 30), quiet_until=time(16)))
    world.clock.forward(45 * MINUTE)
    assert due(world) == ()
    assert the_check(world.begin, check_id).next_reminder_at == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert decisions(world, "reminder_put_off") == [{"reason": "quiet_hours", "until": "2026-11-20T07:00:00+00:00"}]


def test_that_no_reminder_follows_is_stored_with_its_reason(world: World, company: Company) -> None:
    spent = world.start(plan=PLAN)
    for wait in (10, 20):
        world.turn_after(wait * MINUTE)
    assert decisions(world, "reminders_ended", check_id=spent) == [{"reason": "budget"}]
    answered = world.start(plan=PLAN)
    for person_id in company.ids.values():
        world.answer(answered, person_id)
    world.turn_after(10 * MINUTE)
    assert decisions(world, "reminders_ended", check_id=answered) == [{"reason": "nobody_silent"}]
    world.turn_after(timedelta(hours=3))
    assert len(decisions(world, "reminders_ended")) == 2


def test_whom_a_reminder_does_not_ask_is_stored_with_the_reason(world: World, company: Company) -> None:
    check_id = world.start(plan=PLAN)
    world.turn()
    world.spoil("taro@example.jp")
    with world.begin(System("test"), Lane.FANOUT) as work:
        left = people.c.id == company.ids["jiro"]
        work.connection.execute(people.update().where(left).values(active=False))
    world.clock.forward(10 * MINUTE)
    due(world)
    skipped = {row.address: row.reason for row in outbox(world.begin, check_id=check_id, round=1, state="skipped")}
    assert skipped["taro@example.jp"] == "suppressed"
    assert skipped["U0JIRO"] == "inactive"
    assert set(skipped.values()) == {"suppressed", "inactive"}


def test_a_stepwise_question_behind_a_stopped_channel_still_moves_on_past_what_was_not_sent(
    world: World, company: Company
) -> None:
    world.spoil("taro@example.jp")
    world.slack.refuses = lambda _: TemporaryFailure("token_revoked", MINUTE, whole_channel=True)
    world.start(plan=PLAN, reach=Reach.STEPWISE)
    for _ in range(2):
        world.turn_after(timedelta(seconds=20))
    assert TARO_LINE in {call.members[0].address for call in world.line.calls}


def test_when_all_have_answered_no_round_is_begun(world: World, company: Company) -> None:
    check_id = world.start(plan=PLAN)
    for person_id in company.ids.values():
        world.answer(check_id, person_id)
    world.clock.forward(10 * MINUTE)
    assert due(world) == ()
    check = the_check(world.begin, check_id)
    assert (check.round, check.next_reminder_at) == (0, None)


def test_stepwise_goes_from_contact_to_contact_and_round_again(world: World, company: Company) -> None:
    world.start(plan=replace(PLAN, at_most=3), reach=Reach.STEPWISE)
    for wait in (0, 10, 20, 20):
        world.turn_after(wait * MINUTE)
    of_taro = [row.address for row in outbox(world.begin, person_id=company.ids["taro"])]
    assert of_taro == ["U0TARO", TARO_LINE, "taro@example.jp", "U0TARO"]


def test_what_is_still_queued_of_an_earlier_round_is_replaced_and_keeps_its_place(
    world: World, company: Company
) -> None:
    check_id = world.start(plan=PLAN, reach=Reach.STEPWISE)
    world.clock.forward(10 * MINUTE)
    due(world)
    emma = outbox(world.begin, person_id=company.ids["emma"])
    assert [(row.kind, row.state, row.reason, row.priority) for row in emma] == [
        ("prompt", "skipped", "superseded", 10),
        ("reminder", "queued", "", 10),
    ]
    assert states(world.begin, check_id=check_id, round=0) == {("skipped", "superseded"): 4}


def test_by_hand_a_round_is_begun_that_does_not_use_the_budget(world: World) -> None:
    check_id = world.start(plan=PLAN)
    world.turn()
    world.clock.forward(5 * MINUTE)
    assert by_hand(world, RemindNow()) == Reminded(check_id, "地震", 1, 4)
    check = the_check(world.begin, check_id)
    assert (check.round, check.reminders_sent) == (1, 0)
    assert check.next_reminder_at == world.clock.now() + 10 * MINUTE


def test_the_same_command_delivered_twice_reminds_once(world: World) -> None:
    check_id = world.start(plan=PLAN)
    world.turn()
    assert not by_hand(world, RemindNow(event_key="e1")).already
    again = by_hand(world, RemindNow(event_key="e1"))
    assert again.already
    assert the_check(world.begin, check_id).round == 1


def test_by_hand_with_nobody_silent_is_told(world: World, company: Company) -> None:
    check_id = world.start()
    for person_id in company.ids.values():
        world.answer(check_id, person_id)
    with pytest.raises(InvalidError, match="nobody_silent"):
        by_hand(world, RemindNow(check_id))


def test_without_an_active_check_by_hand_is_told(world: World) -> None:
    with pytest.raises(NotFoundError, match="no_active_check"):
        by_hand(world, RemindNow())
    with pytest.raises(NotFoundError, match="no_check"):
        by_hand(world, RemindNow(4711))


def test_others_may_not_remind(world: World) -> None:
    check_id = world.start()
    with pytest.raises(RefusedError, match="not_a_manager"):
        by_hand(world, RemindNow(), TARO)
    with pytest.raises(RefusedError, match="outside_units"):
        by_hand(world, RemindNow(check_id), JIRO)


def test_a_unit_manager_reminds_a_check_of_their_own_units(world: World, company: Company) -> None:
    world.start(unit_ids=(company.unit("大阪支社"),))
    own = world.start(unit_ids=(company.unit("本社/開発部/基盤課"),))
    world.start(kind=CheckKind.DRILL)
    assert by_hand(world, RemindNow(), JIRO).check_id == own
