"""The contacts file: adds and changes, removes only when asked to; with one fault it tells all and changes nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, ContactState, Locale, Role
from flows.edit_contacts import CONTACTS_AT_MOST
from flows.errors import RefusedError
from flows.import_contacts import (
    ContactsImported,
    ContactsToImport,
    RemovedContact,
    export_contacts_file,
    import_contacts,
    note_contacts_tried,
    try_contacts,
)
from flows.work import Actor, Begin, Lane, Operator, Sender, System
from storage.models import audit, boards, contact_changes, contacts, roll
from tests.support.checks import given_board, given_check, row_of
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import rows

HEAD = "employee_no,channel,address,label,order,plain\n"
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
LINE_ID = "U" + "5e" * 16
ADDED = "E0003,phone,090-1111-2222,自宅,,\nE0004,mail,emma@home.example,private,1,1\n"


def load(begin: Begin, text: str, actor: Actor | None = None, replace: bool = False) -> ContactsImported:
    with begin(actor or Operator(), Lane.FANOUT) as work:
        return import_contacts(work, ContactsToImport(text.encode(), replace))


def exported(begin: Begin, actor: Actor | None = None, locale: Locale = Locale.EN) -> str:
    with begin(actor or Operator()) as work:
        return b"".join(export_contacts_file(work, locale)).decode("utf-8-sig")


def faults(done: ContactsImported) -> list[tuple[int, str, str]]:
    return [(error.line, error.column, re.sub(r"[「“].*?[」”]", "…", error.message)) for error in done.errors]


def of(begin: Begin, person_id: int) -> list[tuple[str, str, str, bool]]:
    found = sorted(rows(begin, contacts, person_id=person_id), key=lambda row: (row.position, row.id))
    return [(row.channel, row.address, row.label, row.plain) for row in found]


def everything(begin: Begin) -> list[Any]:
    return [rows(begin, contacts), rows(begin, contact_changes)]


def test_contacts_are_added_in_their_order_and_told_of(begin: Begin, company: Company) -> None:
    done = load(begin, HEAD + ADDED)
    assert (done.added, done.changed, done.removed, done.unchanged, done.people) == (2, 0, 0, 0, 2)
    assert of(begin, company.ids["emma"]) == [
        ("mail", "emma@home.example", "private", True),
        ("mail", "emma@example.com", "", False),
    ]
    assert of(begin, company.ids["taro"])[-1] == ("phone", "090-1111-2222", "自宅", False)
    [new] = rows(begin, contacts, address="emma@home.example")
    assert new.state == ContactState.UNVERIFIED
    [kept] = rows(begin, contact_changes, address="090-1111-2222")
    assert (kept.what, kept.person_id) == ("added", company.ids["taro"])
    [noted] = rows(begin, audit, action="contacts_imported")
    assert noted.details == {"people": 2, "contacts_added": 2, "contacts_changed": 0, "contacts_removed": 0}


def test_the_same_file_again_changes_nothing(begin: Begin, company: Company) -> None:
    load(begin, HEAD + ADDED)
    before = everything(begin)
    assert load(begin, HEAD + ADDED) == ContactsImported(unchanged=2)
    assert everything(begin) == before


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("replace", [False, True])
def test_what_is_exported_and_read_again_changes_nothing(
    begin: Begin, company: Company, locale: Locale, replace: bool
) -> None:
    load(begin, HEAD + ADDED)
    company.person("計算 式", phones=["+81-90-1234"], mails=["b@x.jp", "a@x.jp"], role=Role.UNIT_MANAGER)
    with begin(System("test"), Lane.FANOUT) as work:
        # Left over from contacts removed by hand: two at one place, none at the first.
        work.connection.execute(update(contacts).where(contacts.c.person_id == company.ids["taro"]).values(position=7))
    before = everything(begin)
    text = exported(begin, locale=locale)
    assert "'+81-90-1234" in text
    done = load(begin, text, replace=replace)
    assert (done.errors, done.people, done.unchanged) == ((), 0, len(before[0]))
    assert everything(begin) == before


def test_a_column_that_is_not_there_says_nothing(begin: Begin, company: Company) -> None:
    load(begin, HEAD + "E0004,mail,emma@example.com,work,,1\n")
    load(begin, "社員番号,種別,宛先\nE0004,メール,EMMA@example.com\n")
    assert of(begin, company.ids["emma"]) == [("mail", "emma@example.com", "work", True)]
    load(begin, "社員番号,種別,宛先,名称\nE0004,メール,emma@example.com,\n")
    assert of(begin, company.ids["emma"]) == [("mail", "emma@example.com", "", True)]
    what = [row.reason for row in rows(begin, contact_changes, address="emma@example.com", what="changed")]
    assert what == ["label plain", "label"]


def test_mail_addresses_that_differ_in_case_are_one(begin: Begin, company: Company) -> None:
    load(begin, HEAD + "E0004,mail,Emma@Home.example,,,\n")
    before = everything(begin)
    assert load(begin, HEAD + "E0004,mail,emma@home.EXAMPLE,,,\n") == ContactsImported(unchanged=1)
    assert everything(begin) == before


def test_nothing_is_removed_unless_it_is_asked_for(begin: Begin, company: Company) -> None:
    file = HEAD + "E0003,mail,new@example.jp,,,\n"
    load(begin, file)
    assert len(of(begin, company.ids["taro"])) == 4
    done = load(begin, file, replace=True)
    assert (done.removed, done.unchanged) == (3, 1)
    assert RemovedContact("E0003", ChannelKind.LINE, TARO_LINE) in done.gone
    assert of(begin, company.ids["taro"]) == [("mail", "new@example.jp", "", False)]
    assert len(of(begin, company.ids["emma"])) == 1
    assert {row.what for row in rows(begin, contact_changes, address=TARO_LINE)} == {"removed"}


def test_a_contact_keeps_its_state_and_what_its_owner_stopped_stays_so(begin: Begin, company: Company) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(contacts).values(state=ContactState.SUPPRESSED))
    load(begin, HEAD + "E0004,mail,Emma@Example.com,new label,,\n")
    [contact] = rows(begin, contacts, person_id=company.ids["emma"])
    assert (contact.state, contact.label, contact.address) == ("suppressed", "new label", "emma@example.com")


def test_a_dry_run_says_the_same_and_changes_nothing(begin: Begin, company: Company) -> None:
    before = everything(begin)
    file = HEAD + ADDED + "E0003,mail,new@example.jp,,1,\n"
    with begin(Operator(), Lane.READ) as work:
        tried = try_contacts(work, ContactsToImport(file.encode(), replace=True))
    assert everything(begin) == before
    with begin(Operator()) as work:
        note_contacts_tried(work, tried)
    assert [row.action for row in rows(begin, audit)] == ["contacts_import_tried"]
    assert load(begin, file, replace=True) == tried


def test_every_fault_of_the_file_and_of_the_data_is_told_at_once_and_nothing_changes(
    begin: Begin, company: Company
) -> None:
    before = everything(begin), rows(begin, audit)
    done = load(
        begin,
        HEAD
        + "E0003,mail,good@example.jp,,,\n"
        + "E0003,fax,1,,,\n"
        + "E0003,mail,bad@,,x,maybe\n"
        + "E9999,mail,who@example.jp,,,\n"
        + "E0004,slack,U0JIRO,,,1\n"
        + f"E0003,mail,GOOD@example.jp,{'長' * 31},,\n"
        + "E0001,phone,090-1,,1,\nE0001,phone,090-2,,1,\n,,,,,\n"
        + "E0001,slack,U0NEW,,,\nE0002,slack,U0NEW,,,\n",
    )
    assert [(line, column) for line, column, _ in faults(done)] == [
        *((3, "channel"), (4, "address"), (4, "order"), (4, "plain"), (5, "employee_no"), (6, "plain")),
        *((7, "label"), (7, "address"), (9, "order"), (12, "address")),
    ]
    assert (everything(begin), rows(begin, audit)) == before
    alone = load(begin, HEAD + "E0004,slack,U0JIRO,,,\n")
    assert [(line, column) for line, column, _ in faults(alone)] == [(2, "address")]


def test_an_account_may_move_within_one_file(begin: Begin, company: Company) -> None:
    file = HEAD + "E0003,mail,taro@example.jp,,,\nE0004,mail,emma@example.com,,,\nE0004,slack,U0TARO,,,\n"
    assert [error.line for error in load(begin, file).errors] == [4]
    assert load(begin, file, replace=True).errors == ()
    assert ("slack", "U0TARO", "", False) in of(begin, company.ids["emma"])


def test_nobody_gets_more_contacts_than_a_person_can_have(begin: Begin, company: Company) -> None:
    many = "".join(f"E0004,mail,m{number}@example.jp,,,\n" for number in range(CONTACTS_AT_MOST))
    done = load(begin, HEAD + many)
    assert [(error.line, error.column) for error in done.errors] == [(CONTACTS_AT_MOST + 1, "address")]
    assert load(begin, HEAD + many, replace=True).added == CONTACTS_AT_MOST


def test_a_unit_manager_imports_and_exports_their_own_people_and_learns_nothing_of_others(
    begin: Begin, company: Company
) -> None:
    assert {line.split(",")[0] for line in exported(begin, JIRO).splitlines()[1:]} == {"E0002", "E0003"}
    assert load(begin, HEAD + "E0003,mail,new@example.jp,,,\n", JIRO).added == 1
    company.person("退職", active=False)
    company.person("上司", units=["本社/開発部"], slack="U0BOSS", role=Role.UNIT_MANAGER)
    nobodys = ["E0004", "E9999", "E0005"]
    done = load(begin, HEAD + "".join(f"{number},mail,new@example.jp,,,\n" for number in nobodys), JIRO)
    assert [error.line for error in done.errors] == [2, 3, 4]
    assert len({error.message.replace(number, "…") for error, number in zip(done.errors, nobodys, strict=True)}) == 1
    assert "担当する社員の中にいません" in done.errors[0].message
    of_manager = load(begin, HEAD + "E0006,mail,mine@evil.example,,,\n", JIRO)
    assert "管理者の連絡先" in of_manager.errors[0].message
    assert load(begin, HEAD + "E0006,slack,U0BOSS,,,\n", JIRO) == ContactsImported(unchanged=1)
    own = company.person("本部長", units=["本社"], slack="U0CHIEF", role=Role.UNIT_MANAGER, manages=["大阪支社"])
    load(begin, HEAD + "E0007,mail,mine@example.jp,,,\n", Sender(ChannelKind.SLACK, "U0CHIEF"))
    assert ("mail", "mine@example.jp", "", False) in of(begin, own)
    by_owner = load(begin, HEAD + f"E0003,line,{LINE_ID},,,\n", JIRO)
    assert [error.column for error in by_owner.errors] == ["channel"]
    assert load(begin, HEAD + f"E0003,line,{LINE_ID},,,\n").added == 1


def test_it_is_for_managers(begin: Begin, company: Company) -> None:
    taro = Sender(ChannelKind.SLACK, "U0TARO")
    with pytest.raises(RefusedError, match="not_a_manager"):
        load(begin, HEAD + ADDED, taro)
    with pytest.raises(RefusedError, match="not_a_manager"):
        exported(begin, taro)


def test_boards_follow_who_is_out_of_reach_and_who_is_no_longer(begin: Begin, company: Company) -> None:
    board = given_board(begin, given_check(begin, [company.ids["emma"]]), is_shown=True)
    load(begin, HEAD + "E0004,phone,090-1,,,\n", replace=True)
    assert not row_of(begin, roll, person_id=company.ids["emma"]).reachable
    assert row_of(begin, boards, id=board).version > 1
    load(begin, HEAD + "E0004,mail,emma@example.com,,,\n")
    assert row_of(begin, roll, person_id=company.ids["emma"]).reachable
