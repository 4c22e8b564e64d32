from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.vocabulary import ChannelKind, CheckKind, Role
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.set_leave import SetLeave, set_leave
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Begin, Lane, Operator, Sender
from storage.models import audit, roll
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")


def away(begin: Begin, request: SetLeave, actor: Sender | Operator = HANAKO) -> None:
    with begin(actor) as work:
        set_leave(work, request)


def start(begin: Begin) -> CheckStarted:
    with begin(HANAKO, Lane.FANOUT) as work:
        started = start_check(work, StartCheck(CheckKind.DRILL, "訓練", confirmed=True))
    assert isinstance(started, CheckStarted)
    return started


def is_asked(begin: Begin, person_id: int) -> bool:
    started = start(begin)
    return person_id in {row.person_id for row in rows(begin, roll, check_id=started.check_id)}


def test_nobody_is_asked_from_the_first_day_of_a_leave_to_the_last(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    """On the company's calendar, which is nine hours ahead."""
    taro, today = company.ids["taro"], (clock.now() + timedelta(hours=9)).date()
    day = timedelta(days=1)
    for first, last, asked in (
        (today, today, False),
        (today - day, today + day, False),
        (today - day, None, False),
        (today + day, None, True),
        (today - 2 * day, today - day, True),
        (None, None, True),
    ):
        away(begin, SetLeave(taro, first, last))
        assert is_asked(begin, taro) is asked, (first, last)


def test_somebody_on_leave_is_asked_where_it_is_wanted(begin: Begin, company: Company) -> None:
    away(begin, SetLeave(company.ids["taro"], date(2020, 1, 1), is_asked=True))
    assert is_asked(begin, company.ids["taro"])


def test_how_many_were_left_out_is_told_and_stands_in_the_audit_log(begin: Begin, company: Company) -> None:
    away(begin, SetLeave(company.ids["taro"], date(2020, 1, 1)))
    assert start(begin).on_leave == 1
    assert rows(begin, audit, action="check_started")[0].details["on_leave"] == 1
    [leave] = rows(begin, audit, action="leave_set")
    assert leave.subject_person_id == company.ids["taro"]
    assert leave.details == {"first": "2020-01-01", "last": None, "is_asked": False}


def test_only_a_manager_of_the_person_sends_them_on_leave(begin: Begin, company: Company) -> None:
    outsider = company.person("別会社", units=["名古屋支社"], slack="U0OUT")
    for actor, person in ((TARO, company.ids["taro"]), (JIRO, outsider)):
        with pytest.raises(RefusedError):
            away(begin, SetLeave(person, date(2020, 1, 1)), actor)
    assert is_asked(begin, outsider)


def test_a_unit_manager_sends_nobody_with_a_role_on_leave_but_themselves(begin: Begin, company: Company) -> None:
    other = company.person("班長", units=["本社/開発部"], slack="U0LEAD", role=Role.SAFETY_ADMIN)
    with pytest.raises(RefusedError, match="leave_of_a_manager"):
        away(begin, SetLeave(other, date(2020, 1, 1)), JIRO)
    away(begin, SetLeave(company.ids["jiro"], date(2020, 1, 1)), JIRO)
    away(begin, SetLeave(other, date(2020, 1, 1)), HANAKO)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 5, 2), date(2026, 5, 1)), (None, date(2026, 5, 1))])
def test_a_leave_that_ends_before_it_begins_is_refused(
    begin: Begin, company: Company, first: date | None, last: date
) -> None:
    with pytest.raises(InvalidError, match="leave_backwards"):
        away(begin, SetLeave(company.ids["taro"], first, last))


def test_nobody_of_that_number(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_person"):
        away(begin, SetLeave(999, date(2026, 5, 1)), Operator())
