"""What the HR system writes through the API is written as the people file writes it, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from bot.api_words import Scope
from bot.people_cells import Given
from bot.people_columns import Column
from bot.vocabulary import ContactState, Locale, Role
from flows.errors import InvalidError, RefusedError
from flows.roster import Outcome, keep_people, keep_person, roster_entry, take_off
from flows.set_leave import SetLeave, set_leave
from flows.work import ApiToken, Begin, Lane, Operator
from storage.models import managed_units, people
from tests.support.people_file import FILE, everything, load, person, reached, rows, set_state, state_of

HR = ApiToken(0, "人事", frozenset((Scope.PEOPLE_READ, Scope.PEOPLE_WRITE)))
READER = ApiToken(0, "掲示板", frozenset((Scope.PEOPLE_READ,)))

SABURO: Mapping[Column, str | tuple[str, ...]] = {Column.EMPLOYEE_NO: "3", Column.NAME: "三郎"}


def keep(begin: Begin, *entries: Given) -> list[Outcome]:
    with begin(HR, Lane.FANOUT) as work:
        return [row.outcome for row in keep_people(work, entries, Locale.EN).rows]


def version(begin: Begin, employee_no: str) -> str:
    with begin(HR, Lane.READ) as work:
        return roster_entry(work, employee_no).version


def test_the_same_people_as_in_the_file_change_nothing(begin: Begin) -> None:
    load(begin, FILE)
    before = everything(begin)
    hanako = {
        Column.EMPLOYEE_NO: "1",
        Column.NAME: "花子",
        Column.UNITS: ("本社",),
        Column.SITE: "本社ビル",
        Column.EMAIL: "hana@aoba.example",
        Column.PHONES: ("０９０-1",),
        Column.ACTIVE: "1",
    }
    left = {Column.EMPLOYEE_NO: "4", Column.NAME: "四郎", Column.UNITS: ("工場/第一",), Column.ACTIVE: "0"}
    assert keep(begin, hanako, SABURO, left) == [Outcome.UNCHANGED] * 3
    assert everything(begin) == before


def test_an_address_that_stays_keeps_its_state_and_accounts_are_nobodys_business_here(begin: Begin) -> None:
    load(begin, FILE)
    keep(begin, {**SABURO, Column.EMERGENCY_EMAILS: ("s@home.example",)})
    set_state(begin, "s@home.example", ContactState.CONFIRMED)
    line = reached(begin, "3")[0]
    more = {**SABURO, Column.EMERGENCY_EMAILS: ("S@home.example", "s@new.example"), Column.PHONES: ("090-3",)}
    assert keep(begin, more) == [Outcome.UPDATED]
    assert (state_of(begin, "s@home.example"), state_of(begin, "s@new.example")) == ("confirmed", "unverified")
    assert reached(begin, "3") == [line, ("mail", "s@home.example"), ("mail", "s@new.example"), ("phone", "090-3")]


def test_who_comes_back_is_what_they_were_and_no_role_is_given_or_taken(begin: Begin) -> None:
    load(begin, FILE)
    managed = rows(begin, managed_units)
    with begin(HR, Lane.FANOUT) as work:
        assert take_off(work, "2", lambda version: True)
    assert keep(begin, {Column.EMPLOYEE_NO: "2", Column.NAME: "次郎", Column.ACTIVE: "1"}) == [Outcome.UPDATED]
    assert (person(begin, "2").role, rows(begin, managed_units)) == (Role.UNIT_MANAGER, managed)


def test_all_safety_admins_at_once_cannot_leave(begin: Begin) -> None:
    load(begin, FILE)
    with begin(Operator()) as work:
        work.connection.execute(update(people).where(people.c.employee_no == "3").values(role=Role.SAFETY_ADMIN))
    going = [{Column.EMPLOYEE_NO: number, Column.NAME: "x", Column.ACTIVE: "0"} for number in ("1", "2", "3")]
    assert keep(begin, *going) == [Outcome.REFUSED, Outcome.UPDATED, Outcome.REFUSED]
    assert keep(begin, going[0]) == [Outcome.UPDATED], "another one is there"
    with pytest.raises(InvalidError, match="last_safety_admin"), begin(HR, Lane.FANOUT) as work:
        take_off(work, "3", lambda version: True)


def _leave(begin: Begin) -> None:
    number = person(begin, "3").id
    with begin(Operator()) as work:
        set_leave(work, SetLeave(number, work.now.date()))


@pytest.mark.parametrize(
    "change",
    [
        _leave,
        lambda begin: load(begin, "employee_no,name,units\n3,三郎,本社\n"),
        lambda begin: load(begin, "employee_no,name,email\n3,三郎,s@aoba.example\n"),
        lambda begin: load(begin, "employee_no,name,role\n3,三郎,safety_admin\n"),
        lambda begin: keep(begin, {**SABURO, Column.PHONES: ("090-3",)}),
        lambda begin: keep(begin, {**SABURO, Column.SITE: "工場"}),
    ],
)
def test_whatever_changes_the_version_is_another_one(begin: Begin, change: Callable[[Begin], object]) -> None:
    load(begin, FILE)
    before, others = version(begin, "3"), version(begin, "1")
    assert version(begin, "3") == before
    change(begin)
    assert version(begin, "3") != before
    assert version(begin, "1") == others


def test_of_two_who_expect_the_same_version_one_writes(begin: Begin) -> None:
    load(begin, FILE)
    seen = version(begin, "3")

    def write(name: str) -> str:
        try:
            with begin(HR, Lane.FANOUT) as work:
                keep_person(work, {**SABURO, Column.NAME: name}, Locale.EN, lambda version: version == seen)
        except InvalidError as error:
            return error.code
        return ""

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(write, "甲乙丙丁")) == ["", *["api_changed_meanwhile"] * 3]


def test_a_token_without_the_scope_writes_nothing(begin: Begin) -> None:
    load(begin, FILE)
    for who in (READER, Operator()):
        with pytest.raises(RefusedError, match="api_scope"), begin(who, Lane.FANOUT) as work:
            keep_people(work, [SABURO], Locale.EN)
        with pytest.raises(RefusedError, match="api_scope"), begin(who, Lane.FANOUT) as work:
            take_off(work, "3", lambda version: True)
