"""The standing check: a few contacts a day, the oldest first, at a quiet hour, once, and never at a check's expense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, CheckKind, ContactState
from flows.errors import RefusedError
from flows.list_contacts import ContactFilter, list_contacts
from flows.prove_contact import prove_account
from flows.set_leave import SetLeave, set_leave
from flows.standing_check import SAVED_FOR_CHECKS, AskedToday, ask_few, is_standing_check_due
from flows.work import Begin, Lane, Operator, Policy, Sender, System
from storage.models import audit, contacts, messages
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import rows

#: A Thursday, 10:30 in Tokyo.
MORNING = datetime(2027, 1, 14, 1, 30, tzinfo=UTC)
DAY = timedelta(days=1)
EVERY_CONTACT = 6


@pytest.fixture
def begin(make_begin_with: Callable[[Policy], Begin]) -> Begin:
    return make_begin_with(replace(DEFAULT_POLICY, proof_days=180))


@pytest.fixture
def morning(clock: MovableClock, company: Company) -> MovableClock:
    """The usual company, some weeks after its contacts were registered."""
    clock.forward(MORNING - clock.now())
    return clock


def asks(begin: Begin, left: Mapping[ChannelKind, int | None] | None = None) -> AskedToday | None:
    with begin(System("cycle"), Lane.FANOUT) as work:
        return ask_few(work, left or {})


def is_due(begin: Begin) -> bool:
    with begin(System("cycle"), Lane.READ) as work:
        return is_standing_check_due(work)


def asked(begin: Begin) -> list[str]:
    return [row.address for row in rows(begin, messages, kind="contact_proof", state="queued")]


def last_proven(begin: Begin, address: str, at: datetime) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        proven = update(contacts).where(contacts.c.address == address)
        work.connection.execute(proven.values(confirmed_at=at, state=ContactState.CONFIRMED))


def crowd(begin: Begin, company: Company, people: int) -> None:
    for number in range(people):
        company.person(f"{number}号", mails=[f"m{number:02}@example.jp"])


def test_a_few_of_each_channel_are_asked_and_no_campaign_knows_of_it(begin: Begin, morning: MovableClock) -> None:
    assert asks(begin) == AskedToday(EVERY_CONTACT)
    assert sorted(asked(begin)) == sorted(row.address for row in rows(begin, contacts))
    assert {row.campaign_id for row in rows(begin, messages)} == {None}
    assert {row.proof_asked_at for row in rows(begin, contacts)} == {morning.now()}
    [noted] = rows(begin, audit, action="standing_check")
    assert noted.details == {"asked": EVERY_CONTACT, "held_back": 0}


def test_those_proven_or_asked_longest_ago_come_first_and_all_come_round_in_time(
    make_begin_with: Callable[[Policy], Begin], clock: MovableClock, company: Company
) -> None:
    begin = make_begin_with(replace(DEFAULT_POLICY, proof_days=30))
    crowd(begin, company, 58)
    clock.forward(MORNING - clock.now())
    mails_before, days = 0, []
    while clock.now() < MORNING + 29 * DAY:
        if asks(begin):
            mails = [address for address in asked(begin) if "@" in address]
            days.append(sorted(mails[mails_before:]))
            mails_before = len(mails)
        clock.forward(DAY)
    # 60 mail addresses in 30 days, of which two in three are used.
    assert {len(of_day) for of_day in days[:20]} == {3}
    assert days[-1] == []
    assert len({address for of_day in days for address in of_day}) == 60


def test_the_oldest_come_first_and_a_press_counts_as_much_as_a_question(
    begin: Begin, morning: MovableClock, company: Company
) -> None:
    for address in ("taro@example.jp", "emma@example.com"):
        last_proven(begin, address, MORNING)
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(contacts).values(state_since=MORNING - 500 * DAY))
    for name, confirmed, asked_ago in (("b", 400, None), ("a", 190, 300), ("c", None, None), ("e", 300, 195)):
        company.person(name, mails=[f"{name}@example.jp"])
        with begin(System("test"), Lane.FANOUT) as work:
            days = {"confirmed_at": confirmed, "proof_asked_at": asked_ago, "state_since": 500}
            past = {column: None if ago is None else MORNING - ago * DAY for column, ago in days.items()}
            work.connection.execute(update(contacts).where(contacts.c.address == f"{name}@example.jp").values(past))
    asks(begin)
    assert [address for address in asked(begin) if "@" in address] == ["b@example.jp", "c@example.jp", "e@example.jp"]


def test_nobody_is_asked_again_before_the_time_has_passed(begin: Begin, morning: MovableClock) -> None:
    asks(begin)
    morning.forward(179 * DAY)
    while not is_due(begin):
        morning.forward(DAY)
    asks(begin)
    assert len(asked(begin)) in (EVERY_CONTACT, 2 * EVERY_CONTACT)
    morning.forward(7 * DAY)
    asks(begin)
    assert len(asked(begin)) == 2 * EVERY_CONTACT


def test_who_has_pressed_lately_or_has_just_registered_is_left_alone(
    begin: Begin, morning: MovableClock, company: Company
) -> None:
    with begin(Sender(ChannelKind.LINE, TARO_LINE)) as work:
        prove_account(work)
    company.person("新人", mails=["new@example.jp"])
    asks(begin)
    assert not {TARO_LINE, "new@example.jp"} & set(asked(begin))
    assert len(asked(begin)) == EVERY_CONTACT - 1


def test_what_does_not_work_and_who_is_on_leave_is_not_asked(
    begin: Begin, morning: MovableClock, company: Company
) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        spoilt = update(contacts).where(contacts.c.address == "emma@example.com")
        work.connection.execute(spoilt.values(state=ContactState.SUPPRESSED))
    with begin(Operator()) as work:
        set_leave(work, SetLeave(company.ids["taro"], date(2027, 1, 4), None))
    asks(begin)
    assert sorted(asked(begin)) == ["U0HANAKO", "U0JIRO"]


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (MORNING, True),
        (MORNING.replace(hour=0), False),  # 09:30
        (MORNING.replace(hour=6), True),  # 15:30
        (MORNING.replace(hour=7), False),  # 16:30
        (MORNING.replace(hour=15), False),  # past midnight
        (MORNING + 2 * DAY, False),  # Saturday
    ],
)
def test_only_in_the_middle_of_a_working_day(
    begin: Begin, company: Company, clock: MovableClock, moment: datetime, due: bool
) -> None:
    clock.forward(moment - clock.now())
    assert is_due(begin) is due
    assert (asks(begin) is not None) is due


def test_once_a_day_however_many_processes_come_to_it(begin: Begin, morning: MovableClock) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: asks(begin), range(4)))
    assert sum(one is not None for one in done) == 1
    assert len(asked(begin)) == EVERY_CONTACT
    assert not is_due(begin)
    morning.forward(DAY)
    assert is_due(begin)


def test_it_gives_way_to_a_real_check_but_not_to_a_drill(begin: Begin, morning: MovableClock, company: Company) -> None:
    company.check(kind=CheckKind.REAL)
    assert asks(begin) == AskedToday(0, gave_way=True)
    assert [row.details for row in rows(begin, audit, action="standing_check")] == [{"reason": "real_check"}]
    assert not is_due(begin)
    assert asked(begin) == []


def test_a_drill_is_no_reason_to_leave_the_day_out(begin: Begin, morning: MovableClock, company: Company) -> None:
    company.check(kind=CheckKind.DRILL)
    assert asks(begin) == AskedToday(EVERY_CONTACT)


def test_line_saves_what_a_check_would_need_and_says_whom_it_left_out(begin: Begin, morning: MovableClock) -> None:
    # Of the month 18 days are left, and three messages to the one account are kept for a check.
    assert asks(begin, {ChannelKind.LINE: 3 + 17}) == AskedToday(EVERY_CONTACT - 1, held_back=1)
    [left_out] = rows(begin, messages, state="skipped")
    assert (left_out.address, left_out.reason) == (TARO_LINE, SAVED_FOR_CHECKS)
    assert rows(begin, contacts, address=TARO_LINE)[0].proof_asked_at is None
    morning.forward(DAY)
    assert asks(begin, {ChannelKind.LINE: 3 + 17}) == AskedToday(1)
    assert TARO_LINE in asked(begin)


def test_a_plan_without_a_limit_holds_nobody_back(begin: Begin, morning: MovableClock) -> None:
    assert asks(begin, {ChannelKind.LINE: None}) == AskedToday(EVERY_CONTACT)


def test_switched_off_it_asks_nobody(
    make_begin_with: Callable[[Policy], Begin], morning: MovableClock, company: Company
) -> None:
    off = make_begin_with(replace(DEFAULT_POLICY, proof_days=0))
    assert not is_due(off)
    assert asks(off) is None


def test_it_is_the_cycles_work_and_nobody_elses(begin: Begin, morning: MovableClock) -> None:
    with pytest.raises(RefusedError, match="not_a_safety_admin"), begin(Sender(ChannelKind.SLACK, "U0JIRO")) as work:
        ask_few(work, {})


def test_who_was_asked_and_has_not_pressed_is_shown_after_two_weeks(begin: Begin, morning: MovableClock) -> None:
    def unanswered() -> dict[str, datetime | None]:
        with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
            page = list_contacts(work, ContactFilter(only_unanswered=True))
        assert page.total == len(page.lines)
        return {line.address: line.unanswered_since for line in page.lines}

    asks(begin)
    asked_at = morning.now()
    morning.forward(timedelta(days=14, seconds=-1))
    assert unanswered() == {}
    morning.forward(timedelta(seconds=1))
    with begin(Sender(ChannelKind.LINE, TARO_LINE)) as work:
        prove_account(work)
    shown = unanswered()
    assert sorted(shown) == ["U0HANAKO", "U0JIRO", "U0TARO", "emma@example.com", "taro@example.jp"]
    assert set(shown.values()) == {asked_at}
    with begin(Operator()) as work:
        lines = list_contacts(work, ContactFilter()).lines
    assert [line.unanswered_since for line in lines if line.address == TARO_LINE] == [None]
