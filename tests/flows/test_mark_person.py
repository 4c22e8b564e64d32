"""A manager answers for somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.vocabulary import By, ChannelKind, CheckState, Locale, Role, Standing, Status, Via
from flows.errors import NotFoundError, RefusedError
from flows.mark_person import MarkPerson, PersonFound, PersonRef, find_for_marking, mark_person
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.work import Actor, Begin, Operator, Sender
from storage.models import answers, audit, guests, messages, roll
from tests.support.checks import given_check, row_of, rows_of
from tests.support.clock import START
from tests.support.company import Company

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
TARO_REF = PersonRef(channel=ChannelKind.SLACK, address="U0TARO")


def mark(
    begin: Begin, actor: Actor, ref: PersonRef = TARO_REF, status: Status = Status.SAFE, **more: Any
) -> AnswerRecorded:
    with begin(actor) as work:
        return mark_person(work, MarkPerson(ref, status, START, Via.SLACK, **more))


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()])


def test_a_manager_answers_for_their_person(begin: Begin, company: Company, check: int) -> None:
    marked = mark(begin, JIRO, comment="電話で確認")
    assert (marked.check_id, marked.person_name, marked.standing) == (check, "太郎", Standing.SAFE)
    on_roll = row_of(begin, roll, person_id=company.ids["taro"])
    assert (on_roll.standing, on_roll.said_by, on_roll.comment) == ("safe", By.PROXY, "電話で確認")
    answer = row_of(begin, answers)
    assert (answer.by, answer.by_person_id) == (By.PROXY, company.ids["jiro"])


def test_it_is_in_the_audit_log(begin: Begin, company: Company, check: int) -> None:
    mark(begin, JIRO)
    row = row_of(begin, audit)
    assert (row.action, row.person_id, row.check_id) == ("person_marked", company.ids["jiro"], check)
    assert (row.subject_person_id, row.details) == (company.ids["taro"], {"status": "safe"})


def test_at_the_same_moment_the_persons_own_word_counts(begin: Begin, company: Company, check: int) -> None:
    with begin(TARO) as work:
        record_answer(work, RecordAnswer(Status.INJURED, START, Via.SLACK, check))
    assert mark(begin, JIRO).standing is Standing.INJURED


def test_marking_help_opens_a_case_and_alerts_the_managers(begin: Begin, company: Company, check: int) -> None:
    marked = mark(begin, JIRO, status=Status.HELP)
    assert (marked.help_opened, marked.standing) == (True, Standing.HELP)
    assert {row.address for row in rows_of(begin, messages, kind="help_alert")} == {"U0HANAKO", "U0JIRO"}


def test_the_same_event_twice_marks_once(begin: Begin, company: Company, check: int) -> None:
    mark(begin, JIRO, event_key="slack:Ev1")
    again = mark(begin, JIRO, event_key="slack:Ev1")
    assert (again.is_repeat, again.standing) == (True, Standing.SAFE)
    assert len(rows_of(begin, answers)) == len(rows_of(begin, audit)) == 1


def test_somebody_who_was_not_asked_becomes_a_guest(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["emma"]])
    marked = mark(begin, JIRO, check_id=check)
    assert (marked.is_guest, marked.person_name) == (True, "太郎")
    guest = row_of(begin, guests)
    assert (guest.person_id, guest.standing) == (company.ids["taro"], Standing.SAFE)
    assert mark(begin, JIRO, status=Status.AWAY, check_id=check).standing is Standing.AWAY
    assert len(rows_of(begin, guests)) == 1


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (TARO, "not_a_manager"),
        (Sender(ChannelKind.SLACK, "U0STRANGER"), "unknown_person"),
        (Sender(ChannelKind.SLACK, "U0OSAKA"), "outside_units"),
    ],
)
def test_nobody_else_may(begin: Begin, company: Company, check: int, actor: Sender, code: str) -> None:
    company.person("大阪の長", slack="U0OSAKA", role=Role.UNIT_MANAGER, manages=["大阪支社"])
    with pytest.raises(RefusedError, match=code):
        mark(begin, actor)
    with pytest.raises(RefusedError, match=code), begin(actor) as work:
        find_for_marking(work, TARO_REF)
    assert not rows_of(begin, answers)


def test_people_without_a_role_do_not_learn_who_there_is(begin: Begin, company: Company, check: int) -> None:
    with pytest.raises(RefusedError, match="not_a_manager"):
        mark(begin, TARO, PersonRef(employee_no="E9999"))


@pytest.mark.parametrize(
    "ref", [PersonRef(), PersonRef(person_id=999), PersonRef(employee_no="E9999"), PersonRef(address="U0TARO")]
)
def test_who_is_not_found_is_said(begin: Begin, company: Company, check: int, ref: PersonRef) -> None:
    with pytest.raises(NotFoundError, match="no_person"):
        mark(begin, HANAKO, ref)


def test_a_person_may_be_named_by_number(begin: Begin, company: Company, check: int) -> None:
    assert mark(begin, HANAKO, PersonRef(employee_no="E0003")).person_name == "太郎"
    assert mark(begin, HANAKO, PersonRef(person_id=company.ids["emma"])).person_name == "Emma"


def test_a_closed_check_is_meant_only_by_its_number(begin: Begin, company: Company) -> None:
    check = given_check(begin, [company.ids["taro"]], state=CheckState.CLOSED, started_ago=timedelta(hours=2))
    with pytest.raises(NotFoundError, match="no_active_check"):
        mark(begin, JIRO)
    with pytest.raises(NotFoundError, match="no_check"):
        mark(begin, JIRO, check_id=999)
    assert mark(begin, JIRO, check_id=check).late is True


def test_the_form_names_the_person_and_the_check(begin: Begin, company: Company, check: int) -> None:
    with begin(JIRO) as work:
        assert find_for_marking(work, TARO_REF) == PersonFound(company.ids["taro"], "太郎", check, "地震")


def test_the_command_line_marks_in_its_own_name(begin: Begin, company: Company, check: int) -> None:
    marked = mark(begin, Operator("cli"))
    assert marked.locale is Locale.JA
    assert row_of(begin, audit).actor == "cli"
    assert row_of(begin, answers).by_person_id is None
