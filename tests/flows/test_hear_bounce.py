"""Reports about letters that were accepted: whose fault it was, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from bot.vocabulary import PRIORITY, ContactState, MessageKind, MessageState, Reach
from flows.alarms import MAIL_POLICY, examine_alarms
from flows.hear_bounce import MAYBE_FILTERED, HearBounce, Report, hear_bounce
from flows.housekeeping import tidy_up
from flows.ports import Finding
from flows.work import Begin, Lane, System
from storage.models import alarms, audit, boards, contact_changes, contacts, messages, roll
from tests.support.checks import given_board, given_check, row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company

REASONS = {Report.GONE: "mail_address_gone", Report.POLICY: "mail_policy_5.7.26"}


@pytest.fixture
def misaki(company: Company) -> int:
    """Two mail addresses and nothing else."""
    return company.person("美咲", mails=["misaki@example.jp", "misaki@example.net"])


def letter(begin: Begin, person_id: int, check_id: int | None, state: MessageState = MessageState.ACCEPTED) -> int:
    """To the first mail address of that person."""
    contact = rows_of(begin, contacts, person_id=person_id, channel="mail")[0]
    row = {"kind": MessageKind.PROMPT, "check_id": check_id, "person_id": person_id, "contact_id": contact.id}
    row |= {"channel": "mail", "address": contact.address, "locale": "ja", "state": state}
    row |= {"priority": PRIORITY[MessageKind.PROMPT]}
    with begin(System("test"), Lane.FANOUT) as work:
        made = work.connection.execute(insert(messages).values(**row, due_at=work.now, created_at=work.now))
        assert made.inserted_primary_key is not None
        return int(made.inserted_primary_key[0])


def hear(begin: Begin, message_id: int, report: Report, named: str = "", status: str = "", key: str = "mail:1") -> bool:
    reason = REASONS.get(report, f"mail_{report}")
    with begin(System("mail")) as work:
        heard = HearBounce(message_id, report, reason, frozenset({named} if named else ()), status, key)
        return hear_bounce(work, heard)


def first_contact(begin: Begin, person_id: int) -> tuple[str, str]:
    row = rows_of(begin, contacts, person_id=person_id, channel="mail")[0]
    return row.state, row.state_reason


def test_an_address_that_is_gone_bounces_and_the_next_contact_takes_over(
    begin: Begin, misaki: int, wakes: list[None]
) -> None:
    check = given_check(begin, [misaki], reach=Reach.STEPWISE)
    board = given_board(begin, check, is_shown=True)
    sent = letter(begin, misaki, check)
    assert hear(begin, sent, Report.GONE, named="misaki@example.jp")
    assert first_contact(begin, misaki) == (ContactState.BOUNCED, "mail_address_gone")
    failed, taken_over = rows_of(begin, messages)
    assert (failed.state, failed.reason) == (MessageState.FAILED, "mail_address_gone")
    assert (taken_over.state, taken_over.address) == (MessageState.QUEUED, "misaki@example.net")
    assert row_of(begin, roll).reachable is True
    assert row_of(begin, boards, id=board).version > 1
    assert wakes
    note = row_of(begin, audit)
    assert (note.action, note.subject_person_id, set(note.details)) == ("contact_bounced", misaki, {"contact_id"})


def test_what_waits_for_the_address_is_skipped(begin: Begin, misaki: int) -> None:
    check = given_check(begin, [misaki])
    sent, waiting = letter(begin, misaki, check), letter(begin, misaki, check, MessageState.QUEUED)
    hear(begin, sent, Report.GONE)
    row = row_of(begin, messages, id=waiting)
    assert (row.state, row.reason) == (MessageState.SKIPPED, "bounced")


def test_who_has_no_other_contact_is_shown_as_unreachable(begin: Begin, company: Company) -> None:
    emma = company.ids["emma"]
    check = given_check(begin, [emma])
    hear(begin, letter(begin, emma, check), Report.GONE)
    assert row_of(begin, roll).reachable is False


def test_a_report_has_its_effect_once(begin: Begin, misaki: int) -> None:
    sent = letter(begin, misaki, given_check(begin, [misaki], reach=Reach.STEPWISE))
    assert hear(begin, sent, Report.GONE)
    assert not hear(begin, sent, Report.GONE)
    assert len(rows_of(begin, messages)) == 2
    assert len(rows_of(begin, audit)) == 1


@pytest.mark.parametrize("report", [Report.MAILBOX_FULL, Report.ROUTING, Report.CONTENT, Report.REFUSED])
def test_any_other_refusal_blames_no_contact(begin: Begin, misaki: int, report: Report) -> None:
    check = given_check(begin, [misaki], reach=Reach.STEPWISE)
    assert hear(begin, letter(begin, misaki, check), report)
    assert first_contact(begin, misaki) == (ContactState.UNVERIFIED, "")
    failed, taken_over = rows_of(begin, messages)
    assert (failed.state, failed.reason, taken_over.state) == (MessageState.FAILED, f"mail_{report}", "queued")
    assert rows_of(begin, alarms) == []


def test_a_carriers_filter_leaves_the_contact_and_says_ask_otherwise(begin: Begin, misaki: int) -> None:
    check = given_check(begin, [misaki], reach=Reach.STEPWISE)
    assert hear(begin, letter(begin, misaki, check), Report.FILTERED)
    assert first_contact(begin, misaki) == (ContactState.UNVERIFIED, MAYBE_FILTERED)
    assert [row.state for row in rows_of(begin, messages)] == [MessageState.FAILED, MessageState.QUEUED]


def test_a_doubt_stands_once_in_the_contacts_history(begin: Begin, misaki: int) -> None:
    check = given_check(begin, [misaki])
    for number in (1, 2):
        hear(begin, letter(begin, misaki, check), Report.FILTERED, key=f"mail:{number}")
    kept = rows_of(begin, contact_changes, person_id=misaki, reason=MAYBE_FILTERED)
    assert [(row.what, row.address, row.actor) for row in kept] == [("unverified", "misaki@example.jp", "platform")]


def test_our_own_fault_raises_one_alarm_and_suppresses_nobody(
    begin: Begin, misaki: int, company: Company, clock: MovableClock
) -> None:
    check = given_check(begin, [misaki, company.ids["emma"]])
    hear(begin, letter(begin, misaki, check), Report.POLICY, status="5.7.26", key="mail:1")
    clock.forward(timedelta(hours=1))
    hear(begin, letter(begin, company.ids["emma"], check), Report.POLICY, status="5.7.26", key="mail:2")
    assert first_contact(begin, misaki)[0] == ContactState.UNVERIFIED
    alarm = row_of(begin, alarms)
    assert (alarm.code, alarm.about, alarm.closed_at) == (MAIL_POLICY, "5.7.26", None)
    assert alarm.last_at - alarm.raised_at == timedelta(hours=1)
    assert alarm.details == {"domain": "example.com"}, "never the address"
    [finding] = examine_alarms(begin)
    assert (finding.name, finding.ok) == ("mail_policy", False)
    assert "5.7.26" in finding.detail
    assert "example.com" in finding.detail


def test_an_alarm_that_has_not_come_up_for_a_week_is_closed(begin: Begin, misaki: int, clock: MovableClock) -> None:
    hear(begin, letter(begin, misaki, None), Report.POLICY, status="5.7.1")
    for days, is_open in ((6, True), (2, False)):
        clock.forward(timedelta(days=days))
        with begin(System("housekeeping")) as work:
            tidy_up(work)
        assert (list[Finding](examine_alarms(begin)) != []) is is_open


def test_late_is_not_failed_but_the_next_contact_takes_over(begin: Begin, misaki: int) -> None:
    check = given_check(begin, [misaki], reach=Reach.STEPWISE)
    assert hear(begin, letter(begin, misaki, check), Report.DELAYED)
    late, next_one = rows_of(begin, messages)
    assert (late.state, late.reason, next_one.state) == (MessageState.ACCEPTED, "mail_delayed", MessageState.QUEUED)


def test_a_proof_makes_it_delivered_and_never_undoes_a_failure(begin: Begin, misaki: int) -> None:
    one, two = letter(begin, misaki, None), letter(begin, misaki, None, MessageState.FAILED)
    hear(begin, one, Report.DELIVERED, key="mail:1")
    hear(begin, two, Report.DELIVERED, key="mail:2")
    assert row_of(begin, messages, id=one).state == MessageState.DELIVERED
    assert row_of(begin, messages, id=two).state == MessageState.FAILED


def test_a_report_about_somebody_the_owner_forwards_to_blames_no_contact(begin: Begin, misaki: int) -> None:
    sent = letter(begin, misaki, given_check(begin, [misaki]))
    hear(begin, sent, Report.GONE, named="old@example.com")
    assert first_contact(begin, misaki)[0] == ContactState.UNVERIFIED
    assert row_of(begin, messages, id=sent).state == MessageState.FAILED


def test_a_contact_changed_or_proven_since_is_not_blamed(begin: Begin, misaki: int, clock: MovableClock) -> None:
    sent = letter(begin, misaki, given_check(begin, [misaki]))
    clock.forward(timedelta(minutes=1))
    contact_id = rows_of(begin, contacts, person_id=misaki)[0].id
    with begin(System("test"), Lane.FANOUT) as work:
        changed = update(contacts).where(contacts.c.id == contact_id)
        work.connection.execute(changed.values(state=ContactState.CONFIRMED, state_since=work.now))
    hear(begin, sent, Report.GONE, named="misaki@example.jp")
    assert first_contact(begin, misaki)[0] == ContactState.CONFIRMED


def test_no_letter_of_ours_does_nothing(begin: Begin, company: Company) -> None:
    assert not hear(begin, 999_999, Report.GONE)
    assert rows_of(begin, audit) == []


def test_a_contact_its_owner_has_stopped_stays_stopped_by_them(begin: Begin, company: Company) -> None:
    person = company.person("停止", mails=["x@example.jp"], state=ContactState.SUPPRESSED)
    hear(begin, letter(begin, person, None), Report.GONE)
    assert first_contact(begin, person)[0] == ContactState.SUPPRESSED
