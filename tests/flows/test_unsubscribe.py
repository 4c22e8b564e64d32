"""One address is stopped and resumed; the others go on."""

from __future__ import annotations

import pytest

from bot.vocabulary import ContactState, Locale, MessageState, Reach
from flows.errors import NotFoundError
from flows.prove_contact import mark_of
from flows.unsubscribe import ContactFacts, resume, show_contact, unsubscribe
from flows.work import Begin, Lane, System
from storage.models import audit, contacts, messages, roll
from tests.support.checks import given_check, given_message, row_of, rows_of
from tests.support.company import Company

PAGE = System("unsubscribe page")


def mail_of(begin: Begin, person_id: int) -> int:
    contact_id: int = row_of(begin, contacts, person_id=person_id, channel="mail").id
    return contact_id


def stop(begin: Begin, contact_id: int) -> ContactFacts:
    with begin(PAGE) as work:
        return unsubscribe(work, contact_id)


def go_on(begin: Begin, contact_id: int) -> ContactFacts:
    mark = mark_of(row_of(begin, contacts, id=contact_id).address)
    with begin(PAGE) as work:
        return resume(work, contact_id, mark)


def test_the_page_shows_a_masked_address_in_its_owners_language(begin: Begin, company: Company) -> None:
    contact_id = mail_of(begin, company.ids["emma"])
    with begin(PAGE, Lane.READ) as work:
        facts = show_contact(work, contact_id)
    assert facts == ContactFacts(contact_id, "e•••@example.com", ContactState.UNVERIFIED, Locale.EN, "青葉製作所")


def test_stopping_is_idempotent(begin: Begin, company: Company) -> None:
    contact_id = mail_of(begin, company.ids["emma"])
    assert stop(begin, contact_id).state is ContactState.SUPPRESSED
    assert stop(begin, contact_id).state is ContactState.SUPPRESSED
    assert row_of(begin, contacts, id=contact_id).state_reason == "unsubscribed"
    assert [row.action for row in rows_of(begin, audit)] == ["contact_suppressed"]


def test_what_waits_for_the_address_is_skipped_with_its_reason(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    check = given_check(begin, [taro])
    mail = mail_of(begin, taro)
    slack = row_of(begin, contacts, person_id=taro, channel="slack").id
    waiting = given_message(begin, check, taro, MessageState.QUEUED, contact_id=mail)
    elsewhere = given_message(begin, check, taro, MessageState.QUEUED, contact_id=slack)
    gone_out = given_message(begin, check, taro, MessageState.ACCEPTED, contact_id=mail)
    stop(begin, mail)
    skipped = row_of(begin, messages, id=waiting)
    assert (skipped.state, skipped.reason) == ("skipped", "suppressed")
    assert row_of(begin, messages, id=elsewhere).state == "queued"
    assert row_of(begin, messages, id=gone_out).state == "accepted"


def test_where_one_contact_at_a_time_is_asked_the_next_takes_over(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    check = given_check(begin, [taro], reach=Reach.STEPWISE)
    mail = mail_of(begin, taro)
    given_message(begin, check, taro, MessageState.QUEUED, contact_id=mail)
    stop(begin, mail)
    [taken_over] = rows_of(begin, messages, state="queued")
    assert (taken_over.channel, taken_over.address, taken_over.kind) == ("slack", "U0TARO", "prompt")


def test_stopping_the_last_contact_makes_the_person_unreachable_until_it_is_resumed(
    begin: Begin, company: Company
) -> None:
    emma = company.ids["emma"]
    given_check(begin, [emma])
    contact_id = mail_of(begin, emma)
    stop(begin, contact_id)
    assert row_of(begin, roll, person_id=emma).reachable is False
    assert go_on(begin, contact_id).state is ContactState.CONFIRMED
    assert row_of(begin, roll, person_id=emma).reachable is True


def test_resuming_is_idempotent(begin: Begin, company: Company) -> None:
    contact_id = mail_of(begin, company.ids["emma"])
    stop(begin, contact_id)
    go_on(begin, contact_id)
    assert go_on(begin, contact_id).state is ContactState.CONFIRMED
    assert [row.action for row in rows_of(begin, audit)] == ["contact_suppressed", "contact_resumed"]


def test_an_address_that_bounced_is_not_made_to_work_by_resuming(begin: Begin, company: Company) -> None:
    bounced = company.person("不達", mails=["x@example.jp"], state=ContactState.BOUNCED)
    assert stop(begin, mail_of(begin, bounced)).state is ContactState.BOUNCED
    assert go_on(begin, mail_of(begin, bounced)).state is ContactState.BOUNCED


def test_who_resumes_by_a_letter_that_may_have_gone_elsewhere_has_proven_nothing(
    begin: Begin, company: Company
) -> None:
    contact_id = mail_of(begin, company.ids["emma"])
    stop(begin, contact_id)
    with begin(PAGE) as work:
        assert resume(work, contact_id).state is ContactState.UNVERIFIED
    assert row_of(begin, contacts, id=contact_id).confirmed_at is None


def test_the_audit_log_holds_no_address(begin: Begin, company: Company) -> None:
    contact_id = mail_of(begin, company.ids["emma"])
    stop(begin, contact_id)
    row = row_of(begin, audit)
    assert (row.actor, row.person_id, row.subject_person_id) == ("unsubscribe page", None, company.ids["emma"])
    assert row.details == {"contact_id": contact_id}


def test_an_unknown_contact_is_not_found(begin: Begin, company: Company) -> None:
    for deed in (show_contact, unsubscribe, resume):
        with pytest.raises(NotFoundError, match="no_contact"), begin(PAGE) as work:
            deed(work, 999)
