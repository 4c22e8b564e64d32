"""LINE's account link: the code is entered on our page, and LINE says whose account it is."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, ContactState, Locale, MessageKind
from flows.line_account_link import (
    LinkEnded,
    LinkFailed,
    NonceIssued,
    ask_for_code,
    end_account_link,
    issue_nonce,
)
from flows.line_linking import TRIES, CodeRedeemed, CodeRefused, issue_link_code, redeem_code
from flows.who import who_is
from flows.work import Begin, Sender, TokenHolder
from storage.models import audit, contacts, line_friends, line_nonces, messages
from tests.support.checks import row_of, rows_of
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
NEW_PHONE = Sender(ChannelKind.LINE, "U" + "0b" * 16)
OTHER_PHONE = Sender(ChannelKind.LINE, "U" + "0c" * 16)
TARO_PHONE = Sender(ChannelKind.LINE, TARO_LINE)
MINUTE = timedelta(minutes=1)
EMMA = "emma@example.com"


def code_for(begin: Begin, actor: Sender = HANAKO) -> str:
    with begin(actor) as work:
        return issue_link_code(work).code


def enter(begin: Begin, code: str, phone: Sender = NEW_PHONE) -> NonceIssued | CodeRefused:
    with begin(phone) as work:
        return issue_nonce(work, code)


def nonce_for(begin: Begin, phone: Sender = NEW_PHONE) -> str:
    issued = enter(begin, code_for(begin), phone)
    assert isinstance(issued, NonceIssued)
    return issued.nonce


def end(
    begin: Begin, nonce: str, phone: Sender = NEW_PHONE, *, minutes: float = 0, key: str = "line:e1", is_ok: bool = True
) -> CodeRedeemed | LinkFailed | None:
    with begin(phone) as work:
        return end_account_link(work, LinkEnded(key, START + minutes * MINUTE, nonce, is_ok))


def ask(begin: Begin, address: str, phone: Sender = NEW_PHONE) -> CodeRefused | None:
    with begin(phone) as work:
        return ask_for_code(work, address)


def letters(begin: Begin) -> list[str]:
    return sorted(row.address for row in rows_of(begin, messages) if row.kind == MessageKind.LINK_CODE)


def test_code_and_lines_word_link_the_account(begin: Begin, company: Company) -> None:
    nonce = nonce_for(begin)
    assert rows_of(begin, contacts, address=NEW_PHONE.address) == [], "not before LINE has said whose account it is"
    assert end(begin, nonce) == CodeRedeemed("花子", Locale.JA)
    linked = row_of(begin, contacts, address=NEW_PHONE.address)
    assert (linked.person_id, linked.state) == (company.ids["hanako"], ContactState.CONFIRMED)
    with begin(NEW_PHONE) as work:
        who = who_is(work)
    assert who is not None
    assert who.name == "花子"
    assert row_of(begin, audit, action="line_linked").subject_person_id == company.ids["hanako"]


def test_only_a_hash_of_the_nonce_is_kept_and_it_is_as_long_as_line_wants(begin: Begin, company: Company) -> None:
    nonce = nonce_for(begin)
    kept = row_of(begin, line_nonces)
    assert kept.nonce_hash == hashlib.sha256(nonce.encode()).hexdigest()
    assert (kept.user_id, kept.expires_at) == (NEW_PHONE.address, START + 10 * MINUTE)
    assert 10 <= len(nonce) <= 255
    assert nonce not in str(rows_of(begin, audit))


def test_an_event_delivered_again_is_done_once(begin: Begin, company: Company) -> None:
    nonce = nonce_for(begin)
    end(begin, nonce)
    assert end(begin, nonce) is None
    assert len(rows_of(begin, audit, action="line_linked")) == 1


def test_a_nonce_works_once(begin: Begin, company: Company) -> None:
    nonce = nonce_for(begin)
    end(begin, nonce)
    assert end(begin, nonce, key="line:e2") == LinkFailed(Locale.JA)


def test_a_nonce_that_somebody_else_has_seen_is_worth_nothing_to_them(begin: Begin, company: Company) -> None:
    nonce = nonce_for(begin)
    assert end(begin, nonce, OTHER_PHONE) == LinkFailed(Locale.JA)
    assert rows_of(begin, contacts, address=OTHER_PHONE.address) == []
    assert isinstance(end(begin, nonce, key="line:e2"), CodeRedeemed), "and is still good for its owner"


def test_a_nonce_expires_after_ten_minutes_of_lines_time(begin: Begin, company: Company) -> None:
    assert end(begin, nonce_for(begin), minutes=10) == LinkFailed(Locale.JA)
    assert isinstance(end(begin, nonce_for(begin), minutes=9.9, key="line:e2"), CodeRedeemed)


def test_an_event_in_time_links_however_late_it_is_delivered(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    nonce = nonce_for(begin)
    clock.forward(60 * MINUTE)
    assert isinstance(end(begin, nonce, minutes=1), CodeRedeemed)


@pytest.mark.parametrize("nonce", ["", "x", "unknown-nonce", "\ud800", "あ" * 300])
def test_an_unknown_nonce_links_nobody(begin: Begin, company: Company, nonce: str) -> None:
    nonce_for(begin)
    assert end(begin, nonce) == LinkFailed(Locale.JA)
    assert rows_of(begin, contacts, address=NEW_PHONE.address) == []


def test_what_line_refused_links_nobody_and_uses_the_nonce_up(begin: Begin, company: Company) -> None:
    nonce = nonce_for(begin)
    assert end(begin, nonce, is_ok=False) == LinkFailed(Locale.JA)
    assert end(begin, nonce, key="line:e2") == LinkFailed(Locale.JA)
    assert rows_of(begin, contacts, address=NEW_PHONE.address) == []
    assert row_of(begin, audit, action="line_link_failed", subject_person_id=company.ids["hanako"]).details


def test_an_account_of_somebody_else_moves_as_with_a_typed_code(begin: Begin, company: Company) -> None:
    end(begin, nonce_for(begin, TARO_PHONE), TARO_PHONE)
    taros = row_of(begin, contacts, person_id=company.ids["taro"], channel="line")
    assert (taros.state, taros.state_reason) == (ContactState.GONE, "moved")


def test_codes_entered_on_the_page_are_used_up_and_their_tries_counted_with_the_typed_ones(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    code = code_for(begin)
    assert isinstance(enter(begin, code), NonceIssued)
    assert enter(begin, code) == CodeRefused("bad_code")
    code = code_for(begin)
    for _ in range(TRIES - 1):
        assert enter(begin, "AB2CD3EF") == CodeRefused("bad_code")
    assert enter(begin, code) == CodeRefused("too_many_tries")
    with begin(NEW_PHONE) as work:
        assert redeem_code(work, code) == CodeRefused("too_many_tries")
    clock.forward(15 * MINUTE)
    assert isinstance(enter(begin, code), NonceIssued)


def test_only_a_line_account_links(begin: Begin, company: Company) -> None:
    with begin(TokenHolder(company.ids["hanako"])) as work, pytest.raises(TypeError):
        issue_nonce(work, "AB2CD3EF")


@pytest.mark.parametrize("typed", [EMMA, " EMMA@Example.COM "])
def test_a_code_comes_by_mail_to_a_registered_address(begin: Begin, company: Company, typed: str) -> None:
    assert ask(begin, typed) is None
    assert letters(begin) == [EMMA]
    code = row_of(begin, messages).params["code"]
    assert isinstance(enter(begin, code), NonceIssued)


@pytest.mark.parametrize("state", [ContactState.SUPPRESSED, ContactState.BOUNCED, ContactState.GONE])
def test_a_contact_that_does_not_work_gets_no_letter(begin: Begin, company: Company, state: ContactState) -> None:
    company.person("停止", mails=["stopped@example.com"], state=state)
    assert ask(begin, "stopped@example.com") is None
    assert letters(begin) == []


@pytest.mark.parametrize("address", ["", "nobody@example.com", "%", "left@example.com", "\x00", "\ud800", "あ" * 999])
def test_an_address_nobody_has_looks_the_same(begin: Begin, company: Company, address: str) -> None:
    company.person("退職", mails=["left@example.com"], active=False)
    assert ask(begin, address) is None
    assert letters(begin) == []


def test_asking_for_letters_is_limited_per_account_and_per_person(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    ask(begin, EMMA)
    ask(begin, EMMA, OTHER_PHONE)
    assert len(letters(begin)) == 1, "the first code is on its way; a second would make it void"
    clock.forward(5 * MINUTE)
    ask(begin, EMMA, OTHER_PHONE)
    assert len(letters(begin)) == 2
    assert row_of(begin, line_friends, user_id=OTHER_PHONE.address).failed_tries == 2
    for _ in range(TRIES - 2):
        assert ask(begin, "guess@example.com", OTHER_PHONE) is None
    assert ask(begin, EMMA, OTHER_PHONE) == CodeRefused("too_many_tries")
