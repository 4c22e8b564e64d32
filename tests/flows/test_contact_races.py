"""Two at the same instant: one account is one person's, and a contact that is just being removed harms nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, CheckKind, ContactState, Status, Via
from flows.carry_out import carry_out
from flows.edit_contacts import AddContact, SaveContact, add_contact, remove_contact, save_contact
from flows.errors import InvalidError
from flows.line_linking import link_account
from flows.record_answer import RecordAnswer, record_answer
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Begin, Lane, Operator, Sender, SignedIn, System, TokenHolder, Work
from storage.models import contacts, messages
from storage.queries.who import person_by_id
from tests.support.checks import given_check, row_of, rows_of
from tests.support.company import Company

SLACK = ChannelKind.SLACK
ACCOUNT = "U0SHARED"


@pytest.mark.parametrize("how", ["add", "save"])
def test_two_managers_give_one_account_to_two_people_and_the_second_is_refused(
    begin: Begin, company: Company, how: str
) -> None:
    first, second = company.person("一", slack="U0FIRST"), company.person("二", slack="U0SECOND")
    own = {person: row_of(begin, contacts, person_id=person, channel=SLACK).id for person in (first, second)}

    def give(work: Work, person: int) -> None:
        if how == "add":
            add_contact(work, AddContact(person, SLACK, ACCOUNT))
        else:
            save_contact(work, SaveContact(person, own[person], ACCOUNT))

    def give_second() -> str:
        try:
            with begin(Operator()) as work:
                give(work, second)
        except InvalidError as error:
            return error.code
        return "given"

    with ThreadPoolExecutor(1) as pool:
        with begin(SignedIn(company.ids["hanako"])) as work:
            give(work, first)
            other = pool.submit(give_second)
            wait([other], timeout=0.3)
        assert other.result(timeout=30) == "account_taken"
    assert [row.person_id for row in rows_of(begin, contacts, address=ACCOUNT)] == [first]


@pytest.mark.parametrize("state", [ContactState.UNVERIFIED, ContactState.SUPPRESSED])
def test_a_check_is_started_while_a_contact_is_being_removed(
    begin: Begin, company: Company, state: ContactState
) -> None:
    emma = company.ids["emma"]
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(contacts).where(contacts.c.person_id == emma).values(state=state))
    removed = row_of(begin, contacts, person_id=emma, channel=ChannelKind.MAIL)

    def start() -> CheckStarted:
        with begin(Operator(), Lane.FANOUT) as work:
            started = start_check(work, StartCheck(CheckKind.REAL, "地震"))
        assert isinstance(started, CheckStarted)
        return started

    with ThreadPoolExecutor(1) as pool:
        with begin(Operator()) as work:
            remove_contact(work, emma, removed.id)
            starting = pool.submit(start)
            wait([starting], timeout=0.3)
        check_id = starting.result(timeout=30).check_id
    assert not rows_of(begin, messages, check_id=check_id, address=removed.address)
    assert rows_of(begin, messages, check_id=check_id)


def test_a_cry_for_help_is_kept_while_a_managers_contact_is_being_removed(begin: Begin, company: Company) -> None:
    hanako, emma = company.ids["hanako"], company.ids["emma"]
    check_id = given_check(begin, [emma])
    removed = rows_of(begin, contacts, person_id=hanako)[0]

    def cry() -> bool:
        with begin(System("test"), Lane.READ) as work:
            said = RecordAnswer(Status.HELP, work.now, Via.WEB, check_id=check_id)
        return carry_out(begin, TokenHolder(emma), lambda work: record_answer(work, said)).help_opened

    with ThreadPoolExecutor(1) as pool:
        with begin(Operator()) as work:
            remove_contact(work, hanako, removed.id)
            crying = pool.submit(cry)
            wait([crying], timeout=0.3)
        assert crying.result(timeout=30)
    assert removed.id not in {row.contact_id for row in rows_of(begin, messages)}


def test_of_two_people_who_link_one_line_account_at_once_one_has_it(begin: Begin, company: Company) -> None:
    first, second = company.person("一"), company.person("二")
    account = Sender(ChannelKind.LINE, "U" + "5e" * 16)

    def link(work: Work, person_id: int) -> None:
        person = person_by_id(work.connection, person_id)
        assert person is not None
        link_account(work, account.address, person)

    def link_second() -> None:
        with begin(account) as work:
            link(work, second)

    with ThreadPoolExecutor(1) as pool:
        with begin(account) as work:
            link(work, first)
            other = pool.submit(link_second)
            wait([other], timeout=0.3)
        other.result(timeout=30)
    owners = rows_of(begin, contacts, address=account.address)
    assert [row.person_id for row in owners if row.state != ContactState.GONE] == [second]
