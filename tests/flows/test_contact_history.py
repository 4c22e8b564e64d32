"""Whatever becomes of a contact, its history says so: what, why, by whom, through which door."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, ContactState, Status, Via
from flows.edit_contacts import AddContact, SaveContact, add_contact, order_contacts, remove_contact, save_contact
from flows.line_linking import FriendChanged, friend_followed, friend_left, issue_link_code, redeem_code
from flows.mark_prompts import SETTLE, mark_prompts
from flows.prove_contact import mark_of
from flows.record_answer import RecordAnswer, record_answer
from flows.resume_contacts import ResumeContacts, resume_contacts
from flows.show_contacts import HISTORY_AT_MOST, show_contacts
from flows.unsubscribe import resume, unsubscribe
from flows.work import Actor, Begin, Lane, Operator, Sender, SignedIn, System
from storage.models import contact_changes, contacts
from storage.queries import roll
from tests.support.checks import given_check, row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.people_file import load

MAIL, LINE, SLACK = ChannelKind.MAIL, ChannelKind.LINE, ChannelKind.SLACK
TARO = Sender(SLACK, "U0TARO")
PHONE = Sender(LINE, TARO_LINE)


def history(begin: Begin) -> list[tuple[int, str, str, str, int | None, str]]:
    return [
        (row.person_id, row.address, row.what, row.reason, row.by_person_id, row.actor)
        for row in rows_of(begin, contact_changes)
    ]


def contact(begin: Begin, person_id: int, channel: ChannelKind) -> int:
    contact_id: int = row_of(begin, contacts, person_id=person_id, channel=channel).id
    return contact_id


def test_the_people_file_adds_and_removes(begin: Begin) -> None:
    head = "employee_no,name,emergency_emails,phones"
    load(begin, f"{head}\n1,花子,a@x.example;b@x.example,\n2,次郎,,\n")
    load(begin, f"{head}\n1,花子,b@x.example,090-1\n2,次郎,,\n")
    load(begin, f"{head}\n1,花子,b@x.example,090-1\n2,次郎,,\n")
    hana = rows_of(begin, contacts)[0].person_id
    assert history(begin) == [
        (hana, "a@x.example", "added", "", None, "cli"),
        (hana, "b@x.example", "added", "", None, "cli"),
        (hana, "090-1", "added", "", None, "cli"),
        (hana, "a@x.example", "removed", "", None, "cli"),
    ]


def test_a_dry_run_leaves_no_history(begin: Begin) -> None:
    load(begin, "employee_no,name,emergency_emails\n1,花子,a@x.example\n", dry_run=True)
    assert history(begin) == []


def test_linking_moving_blocking_and_following_line(begin: Begin, company: Company) -> None:
    taro, emma = company.ids["taro"], company.ids["emma"]
    with begin(SignedIn(emma)) as work:
        code = issue_link_code(work).code
    with begin(PHONE) as work:
        redeem_code(work, code)
    with begin(PHONE) as work:
        friend_left(work, FriendChanged("1", work.now))
    with begin(PHONE) as work:
        friend_followed(work, FriendChanged("2", work.now + timedelta(minutes=1)))
    assert history(begin) == [
        # The earlier owner is not told whose it is now.
        (taro, TARO_LINE, "gone", "moved", None, "line"),
        (emma, TARO_LINE, "added", "", emma, "line"),
        (emma, TARO_LINE, "confirmed", "", emma, "line"),
        (emma, TARO_LINE, "blocked", "unfollowed", emma, "line"),
        (emma, TARO_LINE, "confirmed", "", emma, "line"),
    ]


def test_linking_again_is_no_new_contact(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    with begin(TARO) as work:
        code = issue_link_code(work).code
    with begin(PHONE) as work:
        redeem_code(work, code)
    assert history(begin) == [(taro, TARO_LINE, "confirmed", "", taro, "line")]
    assert row_of(begin, contacts, address=TARO_LINE).confirmed_at is not None


def test_stopping_and_resuming_by_the_mailed_link(begin: Begin, company: Company) -> None:
    taro, mail = company.ids["taro"], contact(begin, company.ids["taro"], MAIL)
    for deed in (unsubscribe, unsubscribe, resume, resume):
        with begin(System("unsubscribe page")) as work:
            deed(work, mail, mark_of("taro@example.jp"))
    assert history(begin) == [
        (taro, "taro@example.jp", "suppressed", "unsubscribed", None, "unsubscribe page"),
        (taro, "taro@example.jp", "confirmed", "", None, "unsubscribe page"),
    ]
    # What was pressed had come by this very address.
    assert row_of(begin, contacts, id=mail).confirmed_at is not None


def test_what_a_platform_answers(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    spoilt = [contact(begin, taro, SLACK)]
    for _ in range(2):
        with begin(System()) as work:
            roll.spoil_contacts(work.connection, spoilt, ContactState.GONE, "user_not_found", work.now)
    assert history(begin) == [(taro, "U0TARO", "gone", "user_not_found", None, "platform")]


def test_an_account_that_works_after_all(begin: Begin, company: Company, clock: MovableClock) -> None:
    taro = company.ids["taro"]
    check, slack = given_check(begin, [taro]), contact(begin, taro, SLACK)
    with begin(System()) as work:
        roll.spoil_contacts(work.connection, [slack], ContactState.GONE, "x", work.now)
    clock.forward(timedelta(minutes=1))
    with begin(TARO) as work:
        record_answer(work, RecordAnswer(Status.SAFE, work.now, Via.SLACK, check_id=check))
    clock.forward(SETTLE * 2)
    with begin(System(), Lane.FANOUT) as work:
        mark_prompts(work, None)
    assert history(begin)[1:] == [(taro, "U0TARO", "confirmed", "", taro, "slack")]


def test_edits_by_hand(begin: Begin, company: Company) -> None:
    hanako, taro = company.ids["hanako"], company.ids["taro"]
    mail = contact(begin, taro, MAIL)
    with begin(SignedIn(hanako)) as work:
        phone = add_contact(work, AddContact(taro, ChannelKind.PHONE, "090-1")).contact_id
        save_contact(work, SaveContact(taro, mail, "new@example.jp", "自宅", True))
        order_contacts(work, taro, [phone, mail])
        remove_contact(work, taro, phone)
    said = history(begin)
    assert {(row[0], *row[4:]) for row in said} == {(taro, hanako, "console")}
    assert [row[1:4] for row in said] == [
        ("090-1", "added", ""),
        ("taro@example.jp", "changed", "label plain"),
        ("taro@example.jp", "changed", "address"),
        ("new@example.jp", "unverified", ""),
        ("U0TARO", "changed", "order"),
        (TARO_LINE, "changed", "order"),
        ("new@example.jp", "changed", "order"),
        ("090-1", "changed", "order"),
        ("090-1", "removed", ""),
    ]


@pytest.mark.parametrize("actor", [Operator(), System("console")])
def test_resuming_many_writes_one_row_each(actor: Actor, begin: Begin, company: Company) -> None:
    ids = [contact(begin, company.ids[name], MAIL) for name in ("taro", "emma")]
    for contact_id in ids:
        with begin(System("unsubscribe page")) as work:
            unsubscribe(work, contact_id)
    with begin(actor) as work:
        resume_contacts(work, ResumeContacts(all_suppressed=True))
    assert [row[1:4] for row in history(begin)[2:]] == [
        ("taro@example.jp", "unverified", ""),
        ("emma@example.com", "unverified", ""),
    ]


def test_what_is_rolled_back_leaves_no_history(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]

    def add_and_break_off() -> None:
        with begin(Operator()) as work:
            add_contact(work, AddContact(taro, MAIL, "new@example.jp"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_break_off()
    assert history(begin) == []


def test_the_newest_of_a_long_history_are_shown_newest_first(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    taro = company.ids["taro"]
    mail = contact(begin, taro, MAIL)
    for number in range(HISTORY_AT_MOST + 5):
        clock.forward(timedelta(minutes=1))
        with begin(SignedIn(taro)) as work:
            save_contact(work, SaveContact(taro, mail, label=f"{number}"))
    with begin(SignedIn(taro)) as work:
        shown = show_contacts(work, taro).history
    assert len(shown) == HISTORY_AT_MOST
    assert [one.at for one in shown] == sorted((one.at for one in shown), reverse=True)
    assert (shown[0].at, shown[0].by_name, shown[0].door) == (clock.now(), "太郎", "console")
