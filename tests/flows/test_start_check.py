from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import update

from bot.refusals import refusal
from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind, ContactState, Locale, Reach, Role
from flows.errors import InvalidError, RefusedError
from flows.start_check import CheckStarted, SimilarActive, StartCheck, start_check
from flows.work import Begin, Lane, Operator, Policy, Sender, System
from storage.models import audit, boards, check_units, contacts, roll
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows, states, the_check

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER")
REAL = StartCheck(CheckKind.REAL, "地震")


def started(begin: Begin, request: StartCheck = REAL, actor: Sender | Operator = HANAKO) -> CheckStarted:
    with begin(actor, Lane.FANOUT) as work:
        result = start_check(work, request)
    assert isinstance(result, CheckStarted)
    return result


def asked(begin: Begin, check_id: int) -> set[int]:
    return {row.person_id for row in rows(begin, roll, check_id=check_id)}


def test_everybody_active_is_on_the_roll_and_every_working_contact_gets_a_message(
    begin: Begin, company: Company, wakes: list[None]
) -> None:
    company.person("退職者", slack="U0GONE", active=False)
    wakes.clear()
    check = started(begin)
    assert asked(begin, check.check_id) == set(company.ids.values())
    assert check.roll == 4
    assert check.unreachable == 0
    assert check.messages == {ChannelKind.SLACK: 3, ChannelKind.LINE: 1, ChannelKind.MAIL: 2}
    assert {(row.address, row.locale, row.lane) for row in outbox(begin) if row.channel == "mail"} == {
        ("taro@example.jp", "ja", "example.jp"),
        ("emma@example.com", "en", "example.com"),
    }
    assert wakes


def test_stepwise_asks_only_the_first_contact(begin: Begin, company: Company) -> None:
    check = started(begin, replace(REAL, reach=Reach.STEPWISE))
    assert check.messages == {ChannelKind.SLACK: 3, ChannelKind.MAIL: 1}


def test_a_start_before_quiet_hours_stores_that_the_first_reminder_waits_for_their_end(
    begin: Begin, company: Company
) -> None:
    plan = ReminderPlan(timedelta(minutes=10), (timedelta(minutes=10),), 2, quiet_from=time(14), quiet_until=time(15))
    check = started(begin, replace(REAL, plan=plan))
    (put_off,) = rows(begin, audit, action="reminder_put_off")
    assert (put_off.check_id, put_off.details["reason"]) == (check.check_id, "quiet_hours")
    assert put_off.details["until"] == the_check(begin, check.check_id).next_reminder_at.isoformat()


def test_a_contact_that_does_not_work_gets_nothing_and_somebody_without_any_is_counted(
    begin: Begin, company: Company
) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(
            update(contacts).where(contacts.c.address == "emma@example.com").values(state=ContactState.BOUNCED)
        )
    check = started(begin)
    assert check.unreachable == 1
    assert states(begin, person_id=company.ids["emma"]) == {("skipped", "bounced"): 1}
    assert ChannelKind.MAIL in check.messages, "of others"
    assert sum(check.messages.values()) == len(outbox(begin, state="queued"))


def test_a_channel_that_is_off_gets_nothing(make_begin_with: Callable[[Policy], Begin], company: Company) -> None:
    begin = make_begin_with(replace(DEFAULT_POLICY, channels=frozenset({ChannelKind.SLACK})))
    check = started(begin)
    assert check.messages == {ChannelKind.SLACK: 3}
    assert check.unreachable == 1


def test_a_unit_means_it_and_all_below_and_a_person_in_two_units_is_asked_once(begin: Begin, company: Company) -> None:
    unit = company.unit("本社/開発部")
    twice = company.person("兼務", units=["本社/開発部", "本社/開発部/基盤課"], slack="U0TWICE")
    check = started(begin, replace(REAL, unit_ids=(unit,)))
    assert asked(begin, check.check_id) == {company.ids["jiro"], company.ids["taro"], twice}
    assert [row.unit_id for row in rows(begin, check_units, check_id=check.check_id)] == [unit]
    assert not the_check(begin, check.check_id).whole_company


def test_a_unit_manager_without_a_choice_asks_their_own_units(begin: Begin, company: Company) -> None:
    check = started(begin, actor=JIRO)
    assert asked(begin, check.check_id) == {company.ids["jiro"], company.ids["taro"]}


@pytest.mark.parametrize(("actor", "code"), [(TARO, "not_a_manager"), (STRANGER, "unknown_person")])
def test_others_may_not_start(actor: Sender, code: str, begin: Begin, company: Company) -> None:
    with pytest.raises(RefusedError, match=code), begin(actor, Lane.FANOUT) as work:
        start_check(work, REAL)
    assert not outbox(begin)


def test_a_unit_manager_may_not_ask_other_units(begin: Begin, company: Company) -> None:
    elsewhere = company.unit("大阪支社")
    with pytest.raises(RefusedError, match="outside_units"), begin(JIRO, Lane.FANOUT) as work:
        start_check(work, replace(REAL, unit_ids=(elsewhere,)))


def test_a_unit_below_the_managers_own_may_be_chosen(begin: Begin, company: Company) -> None:
    below = company.unit("本社/開発部/基盤課")
    check = started(begin, replace(REAL, unit_ids=(below,)), JIRO)
    assert asked(begin, check.check_id) == {company.ids["taro"]}


def test_a_unit_manager_without_units_is_told(begin: Begin, company: Company) -> None:
    company.person("無任所", slack="U0NOUNIT", role=Role.UNIT_MANAGER)
    with (
        pytest.raises(InvalidError, match="no_units"),
        begin(Sender(ChannelKind.SLACK, "U0NOUNIT"), Lane.FANOUT) as work,
    ):
        start_check(work, REAL)


def test_a_unit_that_does_not_exist_is_told(begin: Begin, company: Company) -> None:
    with pytest.raises(InvalidError, match="no_units"), begin(HANAKO, Lane.FANOUT) as work:
        start_check(work, replace(REAL, unit_ids=(999_999,)))


def test_an_empty_title_is_told(begin: Begin, company: Company) -> None:
    with pytest.raises(InvalidError, match="empty_title"), begin(HANAKO, Lane.FANOUT) as work:
        start_check(work, replace(REAL, title=" \n"))


def test_title_and_message_turn_nothing_round_and_hide_nothing(begin: Begin, company: Company) -> None:
    hostile = replace(REAL, title=" 地\u202e震\n\u2066東京 ", message=" 落ち着いて\u202e\r\n\x00回答を\u200b ")
    check = the_check(begin, started(begin, hostile).check_id)
    assert (check.title, check.message) == ("地震 東京", "落ち着いて\n回答を")


def test_a_check_that_asks_nobody_is_not_started(begin: Begin, company: Company) -> None:
    empty = company.unit("札幌支社")
    with pytest.raises(InvalidError, match="nobody_to_ask"), begin(HANAKO, Lane.FANOUT) as work:
        start_check(work, replace(REAL, unit_ids=(empty,)))
    assert not rows(begin, check_units)


def test_where_no_unit_was_chosen_the_staff_list_is_what_lacks(begin: Begin) -> None:
    with pytest.raises(InvalidError, match="nobody_registered"), begin(Operator(), Lane.FANOUT) as work:
        start_check(work, REAL)
    assert "anpi people import" in refusal("nobody_registered", Locale.EN)
    assert "units" not in refusal("nobody_registered", Locale.EN)


def test_a_second_start_for_the_same_people_asks_first(begin: Begin, company: Company) -> None:
    first = started(begin)
    with begin(JIRO, Lane.FANOUT) as work:
        second = start_check(work, replace(REAL, title="もう一度"))
    assert second == SimilarActive(first.check_id, "地震", first.started_at, silent=4)
    assert started(begin, replace(REAL, title="もう一度", confirmed=True)).check_id != first.check_id


@pytest.mark.parametrize(("kind", "path"), [(CheckKind.DRILL, "本社/開発部"), (CheckKind.REAL, "大阪支社")])
def test_another_kind_or_other_people_are_not_similar(
    kind: CheckKind, path: str, begin: Begin, company: Company
) -> None:
    started(begin, replace(REAL, unit_ids=(company.unit("本社/開発部"),)))
    assert started(begin, replace(REAL, kind=kind, unit_ids=(company.unit(path),))).roll


def test_a_repeated_event_starts_nothing_and_tells_the_same(begin: Begin, company: Company) -> None:
    request = replace(REAL, event_key="slack:cmd:1")
    first = started(begin, request)
    again = started(begin, request)
    assert again.is_repeat
    assert replace(again, is_repeat=False) == first
    assert len({row.check_id for row in outbox(begin)}) == 1


def test_channels_get_the_question_once_each_and_boards_their_audience(
    make_begin_with: Callable[[Policy], Begin], company: Company
) -> None:
    policy = replace(DEFAULT_POLICY, slack_channels=("C0ALL", "C0HERE"), slack_manager_channel="C0BOSS")
    begin = make_begin_with(policy)
    check = started(begin, replace(REAL, slack_channel="C0HERE"))
    assert [row.address for row in outbox(begin, kind="channel_prompt")] == ["C0HERE", "C0ALL"]
    found = {row.slack_channel: row.audience for row in rows(begin, boards, check_id=check.check_id)}
    assert found == {"C0HERE": "public", "C0BOSS": "managers"}


def test_a_check_started_in_the_managers_channel_has_one_board_there(
    make_begin_with: Callable[[Policy], Begin], company: Company
) -> None:
    begin = make_begin_with(replace(DEFAULT_POLICY, slack_manager_channel="C0BOSS"))
    started(begin, replace(REAL, slack_channel="C0BOSS"))
    assert [row.audience for row in rows(begin, boards)] == ["managers"]


def test_reminders_and_closing_are_set_by_the_checks_own_settings(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    plan = ReminderPlan(timedelta(minutes=3), (timedelta(minutes=5),), at_most=1)
    check = started(begin, replace(REAL, plan=plan, closes_after=timedelta(hours=2)))
    row = the_check(begin, check.check_id)
    assert row.next_reminder_at == clock.now() + timedelta(minutes=3)
    assert row.closes_at == clock.now() + timedelta(hours=2)
    assert ReminderPlan.from_json(row.reminder_plan) == plan


def test_in_slack_those_who_can_be_asked_nowhere_else_come_first(begin: Begin, company: Company) -> None:
    started(begin)
    priorities = {row.address: row.priority for row in outbox(begin, channel="slack")}
    assert priorities == {"U0HANAKO": 10, "U0JIRO": 10, "U0TARO": 11}


def test_mail_goes_out_domain_by_turns(begin: Begin, company: Company) -> None:
    for number in range(3):
        company.person(f"A{number}", mails=[f"a{number}@Big.example"])
    company.person("B", mails=["b@small.example"])
    started(begin)
    letters = sorted(outbox(begin, channel="mail"), key=lambda row: (row.priority, row.due_at, row.id))
    assert [row.lane for row in letters] == [
        *("example.jp", "example.com", "big.example", "small.example"),
        *("big.example", "big.example"),
    ]


def test_the_start_is_in_the_audit_log(begin: Begin, company: Company) -> None:
    check = started(begin)
    (noted,) = rows(begin, audit, action="check_started")
    assert (noted.person_id, noted.check_id) == (company.ids["hanako"], check.check_id)
    assert noted.details == {"kind": "real", "roll": 4, "on_leave": 0}


def test_of_two_managers_who_start_at_the_same_instant_the_second_is_asked_first(
    begin: Begin, company: Company
) -> None:
    both_ready, results = threading.Barrier(2), list[CheckStarted | SimilarActive]()

    def start() -> None:
        both_ready.wait()
        with begin(HANAKO, Lane.FANOUT) as work:
            results.append(start_check(work, REAL))

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(result).__name__ for result in results) == ["CheckStarted", "SimilarActive"]
