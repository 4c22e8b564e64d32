"""Managers look through the contacts of their people, find the suppressed, and see whom nothing reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, ContactState, Role
from flows.errors import RefusedError
from flows.list_contacts import (
    ContactFilter,
    ContactPage,
    all_contacts,
    count_contacts,
    list_contacts,
    note_contacts_exported,
    note_contacts_seen,
)
from flows.missing_contacts import (
    KnownState,
    MissingFilter,
    MissingPage,
    all_missing_people,
    count_missing,
    missing_contacts,
    note_missing_exported,
    note_missing_seen,
)
from flows.work import Actor, Begin, Lane, Operator, Policy, SignedIn
from storage.models import audit, contacts, people
from tests.support.checks import row_of, rows_of
from tests.support.company import TARO_LINE, Company

MAIL, LINE, SLACK, PHONE = ChannelKind.MAIL, ChannelKind.LINE, ChannelKind.SLACK, ChannelKind.PHONE
SUPPRESSED, BOUNCED = ContactState.SUPPRESSED, ContactState.BOUNCED


def listed(begin: Begin, wanted: ContactFilter, by: Actor | None = None) -> ContactPage:
    with begin(by or Operator(), Lane.READ) as work:
        page = list_contacts(work, wanted)
        assert count_contacts(work, wanted) == page.total
    with begin(by or Operator()) as work:
        note_contacts_seen(work, page)
    return page


def addresses(begin: Begin, **wanted: object) -> list[str]:
    return [line.address for line in listed(begin, ContactFilter(**wanted)).lines]  # type: ignore[arg-type]


def missing(begin: Begin, wanted: MissingFilter | None = None, by: Actor | None = None) -> MissingPage:
    with begin(by or Operator(), Lane.READ) as work:
        page = missing_contacts(work, wanted or MissingFilter())
        assert count_missing(work) == replace(page, people=(), next="")
    with begin(by or Operator()) as work:
        note_missing_seen(work, page)
    return page


def given_name(begin: Begin, person_id: int, **facts: str) -> None:
    with begin(Operator()) as work:
        work.connection.execute(update(people).where(people.c.id == person_id).values(**facts))


def test_everybodys_contacts_by_employee_number_in_each_ones_own_order(begin: Begin, company: Company) -> None:
    page = listed(begin, ContactFilter())
    assert [(line.employee_no, line.name, line.channel, line.address) for line in page.lines] == [
        ("E0001", "花子", SLACK, "U0HANAKO"),
        ("E0002", "次郎", SLACK, "U0JIRO"),
        ("E0003", "太郎", SLACK, "U0TARO"),
        ("E0003", "太郎", LINE, TARO_LINE),
        ("E0003", "太郎", MAIL, "taro@example.jp"),
        ("E0004", "Emma", MAIL, "emma@example.com"),
    ]
    assert (page.total, page.next) == (6, "")


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 7])
def test_pages_follow_each_other_without_gap_or_repetition(limit: int, begin: Begin, company: Company) -> None:
    seen, after = [], ""
    while True:
        page = listed(begin, ContactFilter(after=after, limit=limit))
        assert page.total == 6
        seen += [line.contact_id for line in page.lines]
        after = page.next
        if not after:
            break
    assert seen == [line.contact_id for line in listed(begin, ContactFilter()).lines]


@pytest.mark.parametrize("after", ["x", "1", "1.2", "1.2.", "..", "9" * 30 + ".1.E", "²." * 3])
def test_a_key_that_cannot_be_read_means_the_first_page(after: str, begin: Begin, company: Company) -> None:
    assert len(listed(begin, ContactFilter(after=after)).lines) == 6


def test_everyone_suppressed_is_one_list(begin: Begin, company: Company) -> None:
    company.person("停止", mails=["stop@example.jp"], state=SUPPRESSED)
    company.person("不達", mails=["gone@example.jp"], state=BOUNCED)
    company.person("退職", mails=["left@example.jp"], state=SUPPRESSED, active=False)
    assert addresses(begin, states=(SUPPRESSED,)) == ["stop@example.jp"]
    assert addresses(begin, states=(SUPPRESSED, BOUNCED)) == ["stop@example.jp", "gone@example.jp"]
    assert addresses(begin, channels=(LINE,)) == [TARO_LINE]
    assert addresses(begin, states=(SUPPRESSED,), channels=(LINE,)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("青木花子", True),
        ("青木 花子", True),
        ("青木　花子", True),
        ("花子", True),
        ("アオキハナコ", True),
        ("ｱｵｷ", True),
        ("k-0100", True),
        ("HANA.A@", True),
        (" example.org ", True),
        ("090-1234", True),
        ("", True),
        ("大塚", False),
        ("子花", False),
        ("花木", False),
        ("%", False),
        ("_", False),
        ("hana_a", False),
        ("'", False),
        ("x" * 10_000, False),
    ],
)
def test_people_are_found_by_name_reading_number_and_address(
    text: str, found: bool, begin: Begin, company: Company
) -> None:
    aoki = company.person("青木　花子", mails=["Hana.A@example.org"], phones=["090-1234-5678"])
    given_name(begin, aoki, kana="アオキ ハナコ", employee_no="K-0100")
    names = {line.name for line in listed(begin, ContactFilter(text=text)).lines}
    assert ("青木　花子" in names) is found


def test_contacts_of_those_nothing_reaches(begin: Begin, company: Company) -> None:
    company.person("不達", mails=["gone@example.jp"], phones=["090-1"], state=BOUNCED)
    assert addresses(begin, only_missing=True) == ["gone@example.jp", "090-1"]


def test_whose_contacts_were_seen_is_in_the_audit_log_without_ones_own(begin: Begin, company: Company) -> None:
    jiro, taro = company.ids["jiro"], company.ids["taro"]
    listed(begin, ContactFilter(text="taro@example.jp"), SignedIn(jiro))
    listed(begin, ContactFilter(text="U0JIRO"), SignedIn(jiro))
    listed(begin, ContactFilter(text="nobody"), SignedIn(jiro))
    noted = row_of(begin, audit)
    assert (noted.action, noted.person_id, noted.details) == ("contacts_viewed", jiro, {"people": [taro]})


def test_an_export_is_in_the_audit_log(begin: Begin, company: Company) -> None:
    jiro = SignedIn(company.ids["jiro"])
    with begin(jiro, Lane.READ) as work:
        assert len(list(all_contacts(work, ContactFilter(limit=1)))) == 4
        assert list(all_missing_people(work)) == []
    with begin(jiro) as work:
        note_contacts_exported(work, 4)
        note_missing_exported(work, 0)
    noted = [(row.action, row.details) for row in rows_of(begin, audit)]
    assert noted == [("contacts_exported", {"contacts": 4}), ("missing_contacts_exported", {"people": 0})]
    for handing_out in (note_contacts_exported, note_missing_exported):
        with pytest.raises(RefusedError, match="not_a_manager"), begin(SignedIn(company.ids["taro"])) as work:
            handing_out(work, 1)


def test_who_is_missing_and_why(begin: Begin, company: Company) -> None:
    company.person("無口", units=["大阪支社"])
    company.person("電話", phones=["090-1"])
    company.person("不達", mails=["gone@example.jp"], state=BOUNCED)
    company.person("退職", active=False)
    page = missing(begin)
    assert [(one.name, one.units, one.contacts) for one in page.people] == [
        ("無口", ("大阪支社",), ()),
        ("電話", (), (KnownState(PHONE, ContactState.UNVERIFIED, ""),)),
        ("不達", (), (KnownState(MAIL, BOUNCED, ""),)),
    ]
    assert page.people[2].email == "gone@example.jp"
    assert (page.everybody, page.missing, page.unregistered, page.next) == (7, 3, 2, "")


def test_a_channel_that_is_off_reaches_nobody(make_begin_with: Callable[[Policy], Begin], company: Company) -> None:
    page = missing(make_begin_with(Policy(channels=frozenset({MAIL}))))
    assert [(one.name, len(one.contacts)) for one in page.people] == [("花子", 1), ("次郎", 1)]
    assert (page.missing, page.unregistered) == (2, 0)


def test_the_missing_come_in_pages(begin: Begin, company: Company) -> None:
    for number in range(5):
        company.person(f"無口{number}")
    seen, after = [], ""
    while True:
        page = missing(begin, MissingFilter(after, limit=2))
        assert page.missing == 5
        seen += [one.name for one in page.people]
        after = page.next
        if not after:
            break
    assert seen == [f"無口{number}" for number in range(5)]
    with begin(Operator(), Lane.READ) as work:
        assert [one.name for one in all_missing_people(work)] == seen


def test_a_unit_manager_sees_the_missing_of_their_units_only(begin: Begin, company: Company) -> None:
    below = company.person("内", units=["本社/開発部/基盤課"])
    company.person("外", units=["大阪支社"])
    jiro = company.ids["jiro"]
    page = missing(begin, by=SignedIn(jiro))
    assert ([one.name for one in page.people], page.everybody, page.missing) == (["内"], 3, 1)
    noted = row_of(begin, audit)
    assert (noted.action, noted.details) == ("missing_contacts_viewed", {"people": [below]})
    empty = company.person("空", role=Role.UNIT_MANAGER)
    page = missing(begin, by=SignedIn(empty))
    assert (page.people, page.everybody, page.missing) == ((), 0, 0)
    assert len(rows_of(begin, contacts)) == 6
