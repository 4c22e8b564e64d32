"""New people and leavers: proposed by a reading of the directory, decided by a safety admin."""

from __future__ import annotations

import pytest

from bot.vocabulary import ChannelKind
from flows.directory_proposals import (
    Leaver,
    NewPerson,
    accept_new_person,
    deactivate_leavers,
    ignore_proposal,
    list_proposals,
    name_leavers,
)
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.work import Begin, Operator, Sender, Work
from storage.models import audit, contacts, directory_entries, people
from tests.flows.test_read_directory import entry, gone, read
from tests.support.checks import row_of
from tests.support.company import Company
from tests.support.outbox import rows

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")


def leaver(company: Company, name: str, slack_id: str, employee_no: str, called: str) -> Leaver:
    return Leaver(slack_id, company.ids[name], employee_no, called)


def test_new_people_and_leavers_are_listed_and_the_look_is_noted(begin: Begin, company: Company) -> None:
    read(begin, entry("U0NEW", "new@example.jp", "新人"), gone("U0TARO"), gone("U0JIRO"))
    with begin(HANAKO) as work:
        listed = list_proposals(work)
    assert listed.new == (NewPerson("U0NEW", "新人", "new@example.jp"),)
    assert listed.leavers == (
        leaver(company, "jiro", "U0JIRO", "E0002", "次郎"),
        leaver(company, "taro", "U0TARO", "E0003", "太郎"),
    )
    last = rows(begin, audit)[-1]
    assert (last.action, last.details) == ("directory_proposals_shown", {"new": 1, "leavers": 2})


def test_an_accepted_proposal_becomes_a_person_with_that_account(begin: Begin, company: Company) -> None:
    read(begin, entry("U0NEW", "new@example.jp", "新人"))
    with begin(HANAKO) as work:
        person_id = accept_new_person(work, "U0NEW", " Ｅ９９９ ")
    made = row_of(begin, people, id=person_id)
    assert (made.employee_no, made.name, made.email, made.active) == ("E999", "新人", "new@example.jp", True)
    (contact,) = rows(begin, contacts, person_id=person_id)
    assert (contact.channel, contact.address, contact.state, contact.state_reason) == (
        "slack",
        "U0NEW",
        "unverified",
        "directory",
    )
    assert row_of(begin, directory_entries, slack_id="U0NEW").person_id == person_id
    assert rows(begin, audit)[-1].subject_person_id == person_id
    assert read(begin, entry("U0NEW", "new@example.jp", "新人")).new == []


@pytest.mark.parametrize(
    ("number", "code"), [("", "bad_employee_no"), ("x" * 51, "bad_employee_no"), ("a\x00b", "bad_employee_no"),
                         ("E0001", "employee_no_taken")],
)  # fmt: skip
def test_an_employee_number_must_be_good_and_free(begin: Begin, company: Company, number: str, code: str) -> None:
    read(begin, entry("U0NEW"))
    with pytest.raises(InvalidError, match=code), begin(HANAKO) as work:
        accept_new_person(work, "U0NEW", number)


def test_whoever_was_added_meanwhile_is_not_made_twice(begin: Begin, company: Company) -> None:
    read(begin, entry("U0NEW", "new@example.jp"), entry("U0SECOND"))
    company.person("新人", mails=["NEW@example.jp"])
    with pytest.raises(InvalidError, match="address_taken"), begin(HANAKO) as work:
        accept_new_person(work, "U0NEW", "E999")
    company.person("二人目", slack="U0SECOND")
    with pytest.raises(NotFoundError, match="no_proposal"), begin(HANAKO) as work:
        accept_new_person(work, "U0SECOND", "E999")


@pytest.mark.parametrize("slack_id", ["U0EMMA", "U0NOBODY", "U0JIRO"])
def test_what_is_no_new_person_cannot_be_accepted(begin: Begin, company: Company, slack_id: str) -> None:
    read(begin, entry("U0EMMA", "emma@example.com"), gone("U0JIRO"))
    with pytest.raises(NotFoundError, match="no_proposal"), begin(HANAKO) as work:
        accept_new_person(work, slack_id, "E999")


def test_what_is_ignored_is_not_proposed_again(begin: Begin, company: Company) -> None:
    page = (entry("U0NEW"), gone("U0JIRO"))
    read(begin, *page)
    with begin(HANAKO) as work:
        ignore_proposal(work, "U0NEW")
        ignore_proposal(work, "U0JIRO")
    again = read(begin, *page)
    assert (again.new, again.leavers) == ([], {})
    with begin(HANAKO) as work:
        assert (list_proposals(work).new, list_proposals(work).leavers) == ((), ())
        assert deactivate_leavers(work) == ()


def test_what_was_ignored_as_new_is_proposed_as_a_leaver_all_the_same(begin: Begin, company: Company) -> None:
    read(begin, entry("U0NEW"))
    with begin(HANAKO) as work:
        ignore_proposal(work, "U0NEW")
    person = company.person("新人", slack="U0NEW")
    assert read(begin, gone("U0NEW")).leavers == {person: "U0NEW"}


def test_what_was_ignored_as_a_leaver_is_proposed_as_new_all_the_same(begin: Begin, company: Company) -> None:
    read(begin, gone("U0EMMA", "emma@example.com"))
    with begin(HANAKO) as work:
        ignore_proposal(work, "U0EMMA")
    assert [one.slack_id for one in read(begin, entry("U0EMMA", "other@example.com")).new] == ["U0EMMA"]


def test_what_is_no_proposal_cannot_be_ignored(begin: Begin, company: Company) -> None:
    read(begin, entry("U0TARO"))
    for slack_id in ("U0TARO", "U0NOBODY"):
        with pytest.raises(NotFoundError, match="no_proposal"), begin(HANAKO) as work:
            ignore_proposal(work, slack_id)


def test_leavers_are_deactivated_only_by_saying_so(begin: Begin, company: Company) -> None:
    read(begin, gone("U0JIRO"), gone("U0TARO"))
    with begin(HANAKO) as work:
        (left,) = deactivate_leavers(work, ["U0JIRO", "U0HANAKO", "U0NOBODY"])
    assert left == leaver(company, "jiro", "U0JIRO", "E0002", "次郎")
    active = {row.name: row.active for row in rows(begin, people)}
    assert active == {"花子": True, "次郎": False, "太郎": True, "Emma": True}
    last = rows(begin, audit)[-1]
    assert (last.action, last.subject_person_id) == ("person_deactivated", left.person_id)
    with begin(HANAKO) as work:
        assert [one.name for one in deactivate_leavers(work)] == ["太郎"]


def test_whoever_has_another_account_since_is_no_leaver(begin: Begin, company: Company) -> None:
    read(begin, gone("U0TARO"))
    read(begin, entry("U0TARO2", "taro@example.jp"))
    with begin(HANAKO) as work:
        assert list_proposals(work).leavers == deactivate_leavers(work) == ()


def test_the_last_safety_admin_is_no_leaver(begin: Begin, company: Company) -> None:
    read(begin, gone("U0HANAKO"), gone("U0TARO"))
    with begin(Operator()) as work, pytest.raises(InvalidError, match="last_safety_admin"):
        deactivate_leavers(work)
    with begin(Operator()) as work:
        assert [one.name for one in deactivate_leavers(work, ["U0TARO"])] == ["太郎"]


def test_leavers_of_a_dry_run_can_be_named(begin: Begin, company: Company) -> None:
    found = read(begin, gone("U0JIRO"), dry_run=True)
    with begin(Operator()) as work:
        assert name_leavers(work, found.leavers) == (leaver(company, "jiro", "U0JIRO", "E0002", "次郎"),)


def test_a_unit_manager_decides_nothing(begin: Begin, company: Company) -> None:
    def accept(work: Work) -> None:
        accept_new_person(work, "U0NEW", "E999")

    def ignore(work: Work) -> None:
        ignore_proposal(work, "U0NEW")

    read(begin, entry("U0NEW"))
    for deed in (list_proposals, accept, ignore, deactivate_leavers):
        with pytest.raises(RefusedError, match="not_a_safety_admin"), begin(JIRO) as work:
            deed(work)
