"""Contacts are registered, changed, ordered and removed; what is wrong is refused, and active checks follow."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, ContactState, Locale, MessageState, Reach
from bot.wording import WORDS
from flows.edit_contacts import (
    CONTACTS_AT_MOST,
    LABEL_AT_MOST,
    AddContact,
    ContactSaved,
    SaveContact,
    add_contact,
    order_contacts,
    remove_contact,
    save_contact,
)
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.show_contacts import ContactView, show_contacts
from flows.unsubscribe import unsubscribe
from flows.work import Actor, Begin, Operator, Policy, SignedIn, System
from storage.models import audit, boards, contacts, messages, people, roll
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import given_board, given_check, given_message, row_of, rows_of
from tests.support.company import TARO_LINE, Company

MAIL, LINE, SLACK, PHONE = ChannelKind.MAIL, ChannelKind.LINE, ChannelKind.SLACK, ChannelKind.PHONE


@pytest.fixture
def taro(company: Company) -> int:
    return company.ids["taro"]


def add(begin: Begin, person_id: int, channel: ChannelKind, address: str, by: Actor | None = None) -> ContactSaved:
    with begin(by or SignedIn(person_id)) as work:
        return add_contact(work, AddContact(person_id, channel, address))


def save(begin: Begin, request: SaveContact) -> ContactSaved:
    with begin(SignedIn(request.person_id)) as work:
        return save_contact(work, request)


def seen(begin: Begin, person_id: int) -> tuple[ContactView, ...]:
    with begin(SignedIn(person_id)) as work:
        return show_contacts(work, person_id).contacts


def addresses(begin: Begin, person_id: int) -> list[str]:
    return [one.address for one in seen(begin, person_id)]


def id_of(begin: Begin, address: str) -> int:
    contact_id: int = row_of(begin, contacts, address=address).id
    return contact_id


def test_a_person_sees_their_own_contacts_in_order(begin: Begin, company: Company, taro: int) -> None:
    with begin(SignedIn(taro)) as work:
        shown = show_contacts(work, taro)
    assert (shown.employee_no, shown.name, shown.units, shown.is_own) == (
        "E0003",
        "太郎",
        ("本社/開発部/基盤課",),
        True,
    )
    assert (shown.email, shown.locale, shown.history) == ("taro@example.jp", Locale.JA, ())
    assert [(one.channel, one.address, one.state) for one in shown.contacts] == [
        (SLACK, "U0TARO", ContactState.UNVERIFIED),
        (LINE, TARO_LINE, ContactState.UNVERIFIED),
        (MAIL, "taro@example.jp", ContactState.UNVERIFIED),
    ]
    assert rows_of(begin, audit) == []


def test_a_managers_look_is_in_the_audit_log(begin: Begin, company: Company, taro: int) -> None:
    with begin(SignedIn(company.ids["jiro"])) as work:
        assert not show_contacts(work, taro).is_own
    row = row_of(begin, audit)
    assert (row.action, row.person_id, row.subject_person_id) == ("contacts_viewed", company.ids["jiro"], taro)
    assert row.details is None


@pytest.mark.parametrize(
    ("channel", "typed", "kept"),
    [
        (MAIL, " New@example.jp ", "New@example.jp"),
        (MAIL, "ｎｅｗ＠ｅｘａｍｐｌｅ．ｊｐ", "new@example.jp"),
        (MAIL, "a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"),
        (PHONE, "０９０ー１２３４ー５６７８", "090-1234-5678"),
    ],
)
def test_an_address_is_kept_as_the_people_file_would(
    channel: ChannelKind, typed: str, kept: str, begin: Begin, taro: int
) -> None:
    added = add(begin, taro, channel, typed)
    assert added == ContactSaved(added.contact_id, ContactState.UNVERIFIED, changed=True)
    assert addresses(begin, taro)[-1] == kept


@pytest.mark.parametrize(
    ("channel", "typed", "problem"),
    [
        (MAIL, "", "bad_mail"),
        (MAIL, "taro@", "bad_mail"),
        (MAIL, "taro@example.jp\nBcc: x@example.jp", "bad_mail"),
        (MAIL, "a@example.jp,b@example.jp", "bad_mail"),
        (PHONE, "one two three", "bad_phone"),
        (PHONE, "12", "bad_phone"),
        (SLACK, "@taro", "bad_slack_account"),
        (LINE, TARO_LINE, "line_by_code"),
    ],
)
def test_what_is_no_address_is_refused(
    channel: ChannelKind, typed: str, problem: str, begin: Begin, company: Company, taro: int
) -> None:
    hanako = SignedIn(company.ids["hanako"])
    with pytest.raises(InvalidError, match=problem):
        add(begin, taro, channel, typed, by=hanako)
    assert f"refusal.{problem}" in WORDS
    assert len(addresses(begin, taro)) == 3


def test_a_slack_account_is_added_and_removed_by_managers(begin: Begin, company: Company, taro: int) -> None:
    emma, hanako = company.ids["emma"], SignedIn(company.ids["hanako"])
    with pytest.raises(RefusedError, match="account_by_manager"):
        add(begin, emma, SLACK, "U0EMMA")
    add(begin, emma, SLACK, "U0EMMA", by=hanako)
    slack = id_of(begin, "U0EMMA")
    with begin(SignedIn(emma)) as work, pytest.raises(RefusedError, match="account_by_manager"):
        remove_contact(work, emma, slack)
    with begin(hanako) as work:
        assert remove_contact(work, emma, slack)


def test_an_account_belongs_to_one_active_person(begin: Begin, company: Company, taro: int) -> None:
    emma, hanako = company.ids["emma"], SignedIn(company.ids["hanako"])
    with pytest.raises(InvalidError, match="account_taken"):
        add(begin, emma, SLACK, "U0TARO", by=hanako)
    with begin(Operator()) as work:
        work.connection.execute(update(people).where(people.c.id == taro).values(active=False))
    add(begin, emma, SLACK, "U0TARO", by=hanako)


def test_a_contact_that_is_there_already_is_not_added_again(begin: Begin, taro: int) -> None:
    assert add(begin, taro, MAIL, "TARO@example.jp") == ContactSaved(
        id_of(begin, "taro@example.jp"), ContactState.UNVERIFIED, changed=False
    )
    assert len(addresses(begin, taro)) == 3


def test_a_person_has_so_many_contacts_and_no_more(begin: Begin, taro: int) -> None:
    for number in range(CONTACTS_AT_MOST - 3):
        add(begin, taro, MAIL, f"{number}@example.jp")
    with pytest.raises(InvalidError, match="too_many_contacts"):
        add(begin, taro, MAIL, "one-more@example.jp")
    assert not add(begin, taro, MAIL, "0@example.jp").changed


def test_two_tabs_that_add_at_once_stay_within_the_limit(begin: Begin, taro: int) -> None:
    for number in range(CONTACTS_AT_MOST - 4):
        add(begin, taro, MAIL, f"{number}@example.jp")

    def try_to_add(address: str) -> bool:
        try:
            return add(begin, taro, MAIL, address).changed
        except InvalidError:
            return False

    with ThreadPoolExecutor(4) as threads:
        added = list(threads.map(try_to_add, ["same@example.jp"] * 3 + ["other@example.jp"]))
    assert added.count(True) == 1
    assert [one.position for one in rows_of(begin, contacts, person_id=taro)] == list(range(1, CONTACTS_AT_MOST + 1))


def test_a_label_is_one_short_line(begin: Begin, taro: int) -> None:
    mail = id_of(begin, "taro@example.jp")
    assert save(begin, SaveContact(taro, mail, label=" 自宅\u202e\n" + "x" * 500, plain=True)).changed
    shown = seen(begin, taro)[-1]
    assert shown.label.startswith("自宅 xxx")
    assert len(shown.label) == LABEL_AT_MOST
    assert shown.plain
    assert not save(begin, SaveContact(taro, mail, label=shown.label, plain=True)).changed


def test_only_mail_can_be_plain(begin: Begin, taro: int) -> None:
    assert not save(begin, SaveContact(taro, id_of(begin, TARO_LINE), plain=True)).changed


def test_a_new_address_is_unverified_and_takes_what_waits(begin: Begin, company: Company) -> None:
    gone = company.person("転居", mails=["old@example.jp"], state=ContactState.BOUNCED)
    check = given_check(begin, [gone], unreachable=[gone])
    mail = id_of(begin, "old@example.jp")
    with begin(Operator()) as work:
        work.connection.execute(update(contacts).where(contacts.c.id == mail).values(confirmed_at=work.now))
    waiting = given_message(begin, check, gone, MessageState.QUEUED, contact_id=mail)
    failed = given_message(begin, check, gone, MessageState.FAILED, contact_id=mail)
    saved = save(begin, SaveContact(gone, mail, "new@Example.com"))
    assert saved == ContactSaved(mail, ContactState.UNVERIFIED, changed=True)
    row = row_of(begin, contacts, id=mail)
    assert (row.address, row.state_reason, row.confirmed_at) == ("new@Example.com", "", None)
    message = row_of(begin, messages, id=waiting)
    assert (message.address, message.lane) == ("new@Example.com", "example.com")
    assert row_of(begin, messages, id=failed).address == "somebody@example.jp"
    assert row_of(begin, roll, person_id=gone).reachable is True


def test_saving_the_same_address_changes_nothing(begin: Begin, taro: int) -> None:
    mail = id_of(begin, "taro@example.jp")
    for same in ("taro@example.jp", " TARO@example.jp", "ｔａｒｏ＠example.jp"):
        assert not save(begin, SaveContact(taro, mail, same)).changed
    # What cannot be typed can be saved all the same: the form gives back what it showed.
    assert not save(begin, SaveContact(taro, id_of(begin, TARO_LINE), TARO_LINE)).changed


def test_two_contacts_do_not_become_one(begin: Begin, taro: int) -> None:
    add(begin, taro, MAIL, "second@example.jp")
    with pytest.raises(InvalidError, match="contact_there_already"):
        save(begin, SaveContact(taro, id_of(begin, "second@example.jp"), "Taro@example.jp"))


@pytest.mark.parametrize(("address", "label"), [(None, None), (None, "自宅"), ("new@example.jp", None)])
def test_saving_resumes_what_the_person_had_stopped(
    address: str | None, label: str | None, begin: Begin, taro: int
) -> None:
    mail = id_of(begin, "taro@example.jp")
    with begin(System("unsubscribe page")) as work:
        unsubscribe(work, mail)
    request = SaveContact(taro, mail, address, label)
    changed = bool(address or label)
    assert save(begin, request) == ContactSaved(mail, ContactState.UNVERIFIED, changed, resumed=True)
    assert save(begin, request) == ContactSaved(mail, ContactState.UNVERIFIED, changed=False)


def test_adding_what_was_stopped_resumes_it(begin: Begin, taro: int) -> None:
    contact_id = id_of(begin, "taro@example.jp")
    with begin(System("unsubscribe page")) as work:
        unsubscribe(work, contact_id)
    assert add(begin, taro, MAIL, "taro@example.jp").resumed
    assert row_of(begin, contacts, id=contact_id).state == ContactState.UNVERIFIED


def test_saving_does_not_make_a_bounced_address_work(begin: Begin, company: Company) -> None:
    gone = company.person("不達", mails=["gone@example.jp"], state=ContactState.BOUNCED)
    saved = save(begin, SaveContact(gone, id_of(begin, "gone@example.jp"), label="自宅"))
    assert (saved.state, saved.resumed) == (ContactState.BOUNCED, False)


def test_removing_is_idempotent_and_shows_who_is_out_of_reach(begin: Begin, company: Company) -> None:
    emma = company.ids["emma"]
    check = given_check(begin, [emma])
    board = given_board(begin, check, is_shown=True)
    mail = id_of(begin, "emma@example.com")
    message = given_message(begin, check, emma, MessageState.QUEUED, contact_id=mail)
    with begin(Operator()) as work:
        work.connection.execute(update(messages).where(messages.c.id == message).values(params={"code": "ABCD2345"}))
    for expected in (True, False):
        with begin(SignedIn(emma)) as work:
            assert remove_contact(work, emma, mail) is expected
    skipped = row_of(begin, messages, id=message)
    assert (skipped.state, skipped.reason, skipped.contact_id) == ("skipped", "contact_removed", None)
    # A code in it stands there no longer.
    assert skipped.params is None
    assert row_of(begin, roll, person_id=emma).reachable is False
    shown = row_of(begin, boards, id=board)
    assert shown.version > shown.shown_version
    add(begin, emma, PHONE, "090-1")
    assert row_of(begin, roll, person_id=emma).reachable is False
    add(begin, emma, MAIL, "emma2@example.com")
    assert row_of(begin, roll, person_id=emma).reachable is True


def test_a_channel_that_is_off_reaches_nobody(
    make_begin_with: Callable[[Policy], Begin], begin: Begin, company: Company
) -> None:
    silent = company.person("無口")
    board = given_board(begin, given_check(begin, [silent], unreachable=[silent]), is_shown=True)
    without_mail = make_begin_with(Policy(channels=DEFAULT_POLICY.channels - {MAIL}))
    add(without_mail, silent, MAIL, "silent@example.jp")
    assert row_of(begin, roll, person_id=silent).reachable is False
    shown = row_of(begin, boards, id=board)
    assert shown.version == shown.shown_version


def test_where_one_contact_at_a_time_is_asked_the_next_takes_over_from_a_removed_one(begin: Begin, taro: int) -> None:
    check = given_check(begin, [taro], reach=Reach.STEPWISE)
    mail = id_of(begin, "taro@example.jp")
    given_message(begin, check, taro, MessageState.QUEUED, contact_id=mail)
    with begin(SignedIn(taro)) as work:
        remove_contact(work, taro, mail)
    [taken_over] = rows_of(begin, messages, state="queued")
    assert (taken_over.channel, taken_over.address) == ("slack", "U0TARO")


def test_the_order_is_the_persons_own(begin: Begin, taro: int) -> None:
    before = [one.contact_id for one in seen(begin, taro)]
    mail = before[-1]
    for expected in (True, False):
        with begin(SignedIn(taro)) as work:
            assert order_contacts(work, taro, [mail]) is expected
    assert [one.contact_id for one in seen(begin, taro)] == [mail, *before[:-1]]
    with begin(SignedIn(taro)) as work, pytest.raises(NotFoundError, match="no_contact"):
        order_contacts(work, taro, [mail, 999_999])


def test_another_persons_contact_is_not_found_through_oneself(begin: Begin, company: Company, taro: int) -> None:
    foreign = id_of(begin, "emma@example.com")
    deeds: list[Callable[..., object]] = [
        lambda work: save_contact(work, SaveContact(taro, foreign, "mine@example.jp")),
        lambda work: order_contacts(work, taro, [foreign]),
    ]
    for deed in deeds:
        with begin(SignedIn(taro)) as work, pytest.raises(NotFoundError, match="no_contact"):
            deed(work)
    with begin(SignedIn(taro)) as work:
        assert not remove_contact(work, taro, foreign)
    assert addresses(begin, company.ids["emma"]) == ["emma@example.com"]


@pytest.mark.parametrize("person_id", [999_999, -1])
def test_nobody_there_is_not_found(person_id: int, begin: Begin, company: Company) -> None:
    deeds: list[Callable[..., object]] = [
        lambda work: show_contacts(work, person_id),
        lambda work: add_contact(work, AddContact(person_id, MAIL, "x@example.jp")),
        lambda work: remove_contact(work, person_id, 1),
    ]
    for deed in deeds:
        with begin(Operator()) as work, pytest.raises(NotFoundError, match="no_person"):
            deed(work)


def test_the_audit_log_holds_no_address(begin: Begin, company: Company, taro: int) -> None:
    added = add(begin, taro, MAIL, "secret@example.jp", by=SignedIn(company.ids["hanako"]))
    save(begin, SaveContact(taro, added.contact_id, "secret2@example.jp", "秘密"))
    with begin(SignedIn(taro)) as work:
        remove_contact(work, taro, added.contact_id)
    noted = rows_of(begin, audit)
    assert [(row.action, row.person_id, row.subject_person_id) for row in noted] == [
        ("contact_added", company.ids["hanako"], taro),
        ("contact_changed", taro, taro),
        ("contact_removed", taro, taro),
    ]
    assert "secret" not in str([row.details for row in noted])
    assert "秘密" not in str([row.details for row in noted])
