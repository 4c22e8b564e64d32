"""LINE accounts find their people by a code, and come and go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, ContactState, Locale, MessageKind, MessageState, Role
from flows.edit_contacts import SaveContact, remove_contact, save_contact
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.line_linking import (
    ALPHABET,
    TRIES,
    CodeRedeemed,
    CodeRefused,
    FriendChanged,
    FriendGreeting,
    friend_followed,
    friend_left,
    issue_link_code,
    looks_like_code,
    mail_link_code,
    redeem_code,
)
from flows.who import who_is
from flows.work import Begin, Operator, Policy, Sender, TokenHolder
from storage.models import audit, boards, contacts, line_friends, link_codes, messages, roll
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import given_board, given_check, given_message, row_of, rows_of
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
NEW_PHONE = Sender(ChannelKind.LINE, "U" + "0b" * 16)
TARO_PHONE = Sender(ChannelKind.LINE, TARO_LINE)
MINUTE = timedelta(minutes=1)


def issue(begin: Begin, actor: Sender) -> str:
    with begin(actor) as work:
        return issue_link_code(work).code


def redeem(begin: Begin, text: str, phone: Sender = NEW_PHONE) -> CodeRedeemed | CodeRefused:
    with begin(phone) as work:
        return redeem_code(work, text)


def follow(begin: Begin, phone: Sender, key: str, minutes: int = 0) -> FriendGreeting:
    with begin(phone) as work:
        return friend_followed(work, FriendChanged(key, START + minutes * MINUTE))


def leave(begin: Begin, phone: Sender, key: str, minutes: int = 0) -> None:
    with begin(phone) as work:
        friend_left(work, FriendChanged(key, START + minutes * MINUTE))


def line_state(begin: Begin, person_id: int) -> str:
    state: str = row_of(begin, contacts, person_id=person_id, channel="line").state
    return state


def test_a_code_typed_into_the_chat_links_the_account(begin: Begin, company: Company) -> None:
    code = issue(begin, HANAKO)
    assert redeem(begin, code) == CodeRedeemed("花子", Locale.JA)
    contact = row_of(begin, contacts, channel="line", address=NEW_PHONE.address)
    assert (contact.person_id, contact.state, contact.position) == (company.ids["hanako"], "confirmed", 2)
    with begin(NEW_PHONE) as work:
        who = who_is(work)
    assert who is not None
    assert who.name == "花子"


def test_only_a_hash_of_the_code_is_kept(begin: Begin, company: Company) -> None:
    code = issue(begin, HANAKO)
    kept = row_of(begin, link_codes)
    assert kept.code_hash == hashlib.sha256(code.encode()).hexdigest()
    assert kept.expires_at == START + 30 * MINUTE


def test_codes_have_no_look_alikes_and_are_never_words(begin: Begin, company: Company) -> None:
    codes = {issue(begin, HANAKO) for _ in range(30)}
    assert len(codes) == 30
    assert not set("".join(codes)) & set("0O1IL")
    for code in codes:
        assert len(code) == 8
        assert set(code) <= set(ALPHABET)
        assert looks_like_code(code)


@pytest.mark.parametrize("typed", ["ab2c-d3ef", " AB2C D3EF\n", "ＡＢ２ＣＤ３ＥＦ", "AB2C‐D3EF"])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert looks_like_code(typed)


@pytest.mark.parametrize(
    "typed", ["FRACTURE", "headache", "22334455", "AB2CD3E", "AB2CD3EFG", "AB0CD1EF", "無事です", "", "2" * 100_000]
)
def test_words_and_numbers_are_no_codes(typed: str) -> None:
    assert not looks_like_code(typed)


def test_a_code_works_once(begin: Begin, company: Company) -> None:
    code = issue(begin, HANAKO)
    redeem(begin, code)
    assert redeem(begin, code, TARO_PHONE) == CodeRefused("bad_code")


def test_a_code_expires_after_half_an_hour(begin: Begin, company: Company, clock: MovableClock) -> None:
    code = issue(begin, HANAKO)
    clock.forward(30 * MINUTE)
    assert redeem(begin, code) == CodeRefused("bad_code")


def test_a_new_code_makes_the_older_one_void(begin: Begin, company: Company) -> None:
    old, new = issue(begin, HANAKO), issue(begin, HANAKO)
    assert redeem(begin, old) == CodeRefused("bad_code")
    assert isinstance(redeem(begin, new), CodeRedeemed)


def test_the_codes_of_others_stay_good(begin: Begin, company: Company) -> None:
    jiros = issue(begin, JIRO)
    issue(begin, HANAKO)
    assert redeem(begin, jiros) == CodeRedeemed("次郎", Locale.JA)


def test_after_five_wrong_codes_not_even_the_right_one_is_looked_at(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    code = issue(begin, HANAKO)
    for _ in range(TRIES):
        assert redeem(begin, "AB2CD3EF") == CodeRefused("bad_code")
    assert redeem(begin, code) == CodeRefused("too_many_tries")
    clock.forward(15 * MINUTE)
    assert redeem(begin, code) == CodeRedeemed("花子", Locale.JA)


def test_tries_are_counted_per_account(begin: Begin, company: Company) -> None:
    code = issue(begin, HANAKO)
    for _ in range(TRIES):
        redeem(begin, "AB2CD3EF", TARO_PHONE)
    assert isinstance(redeem(begin, code), CodeRedeemed)


def test_wrong_codes_long_ago_do_not_add_up(begin: Begin, company: Company, clock: MovableClock) -> None:
    for _ in range(TRIES - 1):
        redeem(begin, "AB2CD3EF")
    clock.forward(15 * MINUTE)
    assert redeem(begin, "AB2CD3EF") == CodeRefused("bad_code")
    assert row_of(begin, line_friends, user_id=NEW_PHONE.address).failed_tries == 1


def test_an_account_of_somebody_else_moves_to_whom_the_code_was_given(begin: Begin, company: Company) -> None:
    taro, hanako = company.ids["taro"], company.ids["hanako"]
    check = given_check(begin, [taro])
    taros_line = row_of(begin, contacts, person_id=taro, channel="line").id
    prompt = given_message(begin, check, taro, MessageState.QUEUED, contact_id=taros_line)
    redeem(begin, issue(begin, HANAKO), TARO_PHONE)
    assert (line_state(begin, taro), line_state(begin, hanako)) == ("gone", "confirmed")
    with begin(TARO_PHONE) as work:
        who = who_is(work)
    assert who is not None
    assert who.person_id == hanako
    waiting = row_of(begin, messages, id=prompt)
    assert (waiting.state, waiting.reason) == ("skipped", "moved")
    linked = row_of(begin, audit, action="line_linked")
    assert (linked.subject_person_id, linked.details) == (hanako, {"moved": True})


def test_a_follow_does_not_give_a_moved_account_back(begin: Begin, company: Company) -> None:
    redeem(begin, issue(begin, HANAKO), TARO_PHONE)
    follow(begin, TARO_PHONE, "line:f1", 5)
    assert line_state(begin, company.ids["taro"]) == "gone"


def test_strangers_get_no_code(begin: Begin, company: Company) -> None:
    for actor in (Sender(ChannelKind.SLACK, "U0STRANGER"), Operator()):
        with pytest.raises(RefusedError, match="unknown_person"), begin(actor) as work:
            issue_link_code(work)


def test_the_code_of_somebody_who_has_left_is_worth_nothing(begin: Begin, company: Company) -> None:
    gone = company.person("退職者", slack="U0GONE", active=False)
    with pytest.raises(RefusedError, match="unknown_person"):
        issue(begin, Sender(ChannelKind.SLACK, "U0GONE"))
    assert not rows_of(begin, link_codes, person_id=gone)


def test_a_code_by_mail_goes_to_every_working_address(begin: Begin, company: Company, wakes: list[None]) -> None:
    emma = company.ids["emma"]
    company.person("二つ", mails=["a@example.jp", "b@example.jp"])
    with begin(TokenHolder(emma)) as work:
        assert mail_link_code(work, emma) == START + 24 * 60 * MINUTE
    letter = row_of(begin, messages, kind=MessageKind.LINK_CODE)
    assert (letter.address, letter.lane, letter.locale) == ("emma@example.com", "example.com", "en")
    assert letter.contact_id == row_of(begin, contacts, person_id=emma).id
    assert redeem(begin, letter.params["code"]) == CodeRedeemed("Emma", Locale.EN)
    assert wakes


def test_only_the_person_and_their_managers_may_have_a_code_mailed(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    with pytest.raises(RefusedError, match="not_a_manager"), begin(TokenHolder(company.ids["emma"])) as work:
        mail_link_code(work, taro)
    with begin(JIRO) as work:
        mail_link_code(work, taro)
    assert row_of(begin, messages).address == "taro@example.jp"


def test_without_a_working_mail_address_no_code_is_made(
    make_begin_with: Callable[[Policy], Begin], begin: Begin, company: Company
) -> None:
    hanako = company.ids["hanako"]
    bounced = company.person("不達", mails=["x@example.jp"], state=ContactState.BOUNCED)
    for person_id in (hanako, bounced):
        with pytest.raises(InvalidError, match="no_mail_contact"), begin(TokenHolder(person_id)) as work:
            mail_link_code(work, person_id)
    without_mail = make_begin_with(replace(DEFAULT_POLICY, channels=frozenset({ChannelKind.SLACK})))
    emma = company.ids["emma"]
    with pytest.raises(InvalidError, match="mail_off"), without_mail(TokenHolder(emma)) as work:
        mail_link_code(work, emma)
    without_line = make_begin_with(replace(DEFAULT_POLICY, channels=frozenset({ChannelKind.MAIL})))
    with pytest.raises(InvalidError, match="line_off"), without_line(TokenHolder(emma)) as work:
        mail_link_code(work, emma)
    assert not rows_of(begin, link_codes)


@pytest.mark.parametrize("is_moved", [False, True], ids=["removed", "another address"])
def test_a_code_that_lies_where_a_person_is_reached_no_longer_is_worth_nothing(
    begin: Begin, company: Company, is_moved: bool
) -> None:
    emma, taro = company.ids["emma"], company.ids["taro"]
    with begin(JIRO) as work:
        mail_link_code(work, taro)
    with begin(TokenHolder(emma)) as work:
        mail_link_code(work, emma)
        letter = work.connection.execute(messages.select().where(messages.c.person_id == emma)).one()
        if is_moved:
            save_contact(work, SaveContact(emma, letter.contact_id, "emma@new.example"))
        else:
            remove_contact(work, emma, letter.contact_id)
    assert redeem(begin, letter.params["code"]) == CodeRefused("bad_code")
    others = row_of(begin, messages, person_id=taro).params["code"]
    assert redeem(begin, others, TARO_PHONE) == CodeRedeemed("太郎", Locale.JA)


def test_nobody_gets_mail_for_somebody_who_does_not_exist(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_person"), begin(HANAKO) as work:
        mail_link_code(work, 999)


def test_blocking_and_following_again_are_remembered(begin: Begin, company: Company, clock: MovableClock) -> None:
    taro = company.ids["taro"]
    clock.forward(10 * MINUTE)
    leave(begin, TARO_PHONE, "line:1", 1)
    assert line_state(begin, taro) == "blocked"
    assert row_of(begin, line_friends, user_id=TARO_LINE).state == "left"
    assert follow(begin, TARO_PHONE, "line:2", 2) == FriendGreeting(Locale.JA, is_linked=True)
    assert line_state(begin, taro) == "confirmed"
    assert row_of(begin, line_friends, user_id=TARO_LINE).state == "following"


def test_an_older_event_does_not_undo_a_newer_one(begin: Begin, company: Company, clock: MovableClock) -> None:
    clock.forward(10 * MINUTE)
    leave(begin, TARO_PHONE, "line:2", 2)
    follow(begin, TARO_PHONE, "line:1", 1)
    assert line_state(begin, company.ids["taro"]) == "blocked"
    assert row_of(begin, line_friends, user_id=TARO_LINE).since == START + 2 * MINUTE


def test_the_same_event_twice_has_one_effect(begin: Begin, company: Company, clock: MovableClock) -> None:
    clock.forward(10 * MINUTE)
    assert follow(begin, TARO_PHONE, "line:1", 1).is_repeat is False
    leave(begin, TARO_PHONE, "line:2", 2)
    leave(begin, TARO_PHONE, "line:2", 2)
    assert follow(begin, TARO_PHONE, "line:1", 1).is_repeat is True
    assert line_state(begin, company.ids["taro"]) == "blocked"


def test_a_follower_nobody_knows_is_greeted_with_how_to_link(begin: Begin, company: Company) -> None:
    assert follow(begin, NEW_PHONE, "line:1") == FriendGreeting(Locale.JA, is_linked=False)


def test_a_follow_older_than_the_first_typed_line_still_counts(begin: Begin, company: Company) -> None:
    redeem(begin, "AB2CD3EF", TARO_PHONE)
    leave(begin, TARO_PHONE, "line:1", 0)
    assert line_state(begin, company.ids["taro"]) == "blocked"


def test_losing_the_last_contact_shows_on_the_board_and_finding_it_again_too(begin: Begin, company: Company) -> None:
    mei = company.person("芽衣", line=NEW_PHONE.address)
    check = given_check(begin, [mei])
    board_id = given_board(begin, check, is_shown=True)
    leave(begin, NEW_PHONE, "line:1", 0)
    assert row_of(begin, roll, person_id=mei).reachable is False
    assert row_of(begin, boards, id=board_id).version == 2
    follow(begin, NEW_PHONE, "line:2", 1)
    assert row_of(begin, roll, person_id=mei).reachable is True


def test_a_manager_of_nobody_has_no_say_over_codes(begin: Begin, company: Company) -> None:
    company.person("空の長", slack="U0EMPTY", role=Role.UNIT_MANAGER)
    with pytest.raises(RefusedError, match="outside_units"), begin(Sender(ChannelKind.SLACK, "U0EMPTY")) as work:
        mail_link_code(work, company.ids["taro"])
