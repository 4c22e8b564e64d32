"""Signing in by a mailed link: for every registered address, once, and nobody learns whether an address is one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ContactState, Locale, MessageKind, MessageState
from flows.edit_contacts import SaveContact, remove_contact, save_contact
from flows.errors import RefusedError
from flows.housekeeping import tidy_up
from flows.session import open_session, session_holder, sign_out_everywhere
from flows.sign_in import GOOD_FOR, LETTERS, AskForLink, LinkHolder, ask_for_link, link_holder, use_link
from flows.tries import Allowance, take_try
from flows.work import Actor, Begin, Lane, SignedIn, System, TokenHolder
from storage.models import audit, contacts, people, rate_limits, sign_in_links
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows, the_message
from tests.support.sending import World

EMMA = "emma@example.com"
SECOND = timedelta(seconds=1)


def ask(begin: Begin, address: str = EMMA, client: str = "192.0.2.1") -> bool:
    return ask_for_link(begin, AskForLink(address, client))


def mailed_token(begin: Begin) -> str:
    return str(outbox(begin, kind=MessageKind.SIGN_IN)[-1].params["token"])


def use(begin: Begin, token: str, visit: int = 1) -> LinkHolder | None:
    with begin(System("test")) as work:
        return use_link(work, token, visit)


def look(begin: Begin, token: str) -> LinkHolder | None:
    with begin(System("test"), Lane.READ) as work:
        return link_holder(work, token)


def set_person(begin: Begin, person_id: int, **values: object) -> None:
    with begin(System("test")) as work:
        work.connection.execute(update(people).where(people.c.id == person_id).values(**values))


def test_a_link_is_mailed_to_the_address_as_it_is_registered(begin: Begin, company: Company, wakes: list[None]) -> None:
    assert ask(begin, "　ＥＭＭＡ@Example.com ")
    letter = the_message(begin)
    emma = company.ids["emma"]
    assert (letter.kind, letter.address, letter.lane, letter.locale) == (MessageKind.SIGN_IN, EMMA, "example.com", "en")
    assert letter.contact_id == rows(begin, contacts, person_id=emma)[0].id
    assert look(begin, letter.params["token"]) == LinkHolder(emma, "Emma", Locale.EN)
    [noted] = rows(begin, audit)
    assert (noted.action, noted.subject_person_id, noted.details) == ("sign_in_link_mailed", emma, None)
    assert wakes


@pytest.mark.parametrize("state", list(ContactState))
def test_any_registered_address_will_do_and_gets_its_letter(
    begin: Begin, company: Company, clock: MovableClock, state: ContactState
) -> None:
    world = World(begin, clock)
    world.spoil(EMMA, state)
    ask(begin)
    world.turn()
    letter = the_message(begin)
    assert (letter.state, letter.reason) == (MessageState.ACCEPTED, "")
    assert [attempt.kind for attempt in world.mail.accepted] == [MessageKind.SIGN_IN]
    assert rows(begin, contacts, address=EMMA)[0].state == state


def test_the_profile_address_will_do_where_it_is_no_contact(begin: Begin, company: Company) -> None:
    set_person(begin, company.ids["hanako"], email="Hanako@Example.jp")
    ask(begin, "hanako@example.jp")
    letter = the_message(begin)
    assert (letter.address, letter.contact_id, letter.person_id) == ("Hanako@Example.jp", None, company.ids["hanako"])


def test_a_shared_address_gets_one_letter_for_each_person(begin: Begin, company: Company) -> None:
    ids = [company.person(name, mails=["family@example.jp"]) for name in ("父", "娘")]
    ask(begin, "family@example.jp")
    assert [letter.person_id for letter in outbox(begin)] == ids
    for name in "三四五六":
        company.person(name, mails=["family@example.jp"])
    ask(begin, "family@example.jp")
    assert len(outbox(begin)) == 2


def test_after_sending_the_token_stands_nowhere(begin: Begin, company: Company, clock: MovableClock) -> None:
    world = World(begin, clock)
    ask(begin)
    token = mailed_token(begin)
    world.turn()
    assert the_message(begin).params is None
    assert token not in str([row for table in (sign_in_links, audit) for row in rows(begin, table)])
    assert use(begin, token) is not None


@pytest.mark.parametrize("address", ["nobody@example.jp", "", "@", "x" * 300 + "@example.jp", "emma@example.com%"])
def test_an_unknown_address_is_answered_alike_and_gets_nothing(
    begin: Begin, company: Company, wakes: list[None], address: str
) -> None:
    assert ask(begin, address)
    assert not outbox(begin)
    assert not rows(begin, sign_in_links)
    assert wakes


def test_whoever_has_left_gets_nothing(begin: Begin, company: Company) -> None:
    set_person(begin, company.ids["emma"], active=False)
    assert ask(begin)
    assert not outbox(begin)


def test_a_mailbox_is_not_flooded_and_the_answer_stays_the_same(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    for number in range(LETTERS.at_once + 3):
        assert ask(begin, client=f"192.0.2.{number}")
    assert len(outbox(begin)) == LETTERS.at_once
    clock.forward(LETTERS.one_every - SECOND)
    ask(begin)
    assert len(outbox(begin)) == LETTERS.at_once
    clock.forward(SECOND)
    ask(begin)
    assert len(outbox(begin)) == LETTERS.at_once + 1


def test_a_client_that_asks_without_end_is_told_so_for_known_and_unknown_addresses(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    answers = [ask(begin, f"a{number}@example.jp") for number in range(105)]
    assert [answers.count(True), answers[-5:]] == [100, [False] * 5]
    assert not ask(begin)
    assert ask(begin, client="192.0.2.2")
    assert len(outbox(begin)) == 1
    clock.forward(3 * SECOND)
    assert ask(begin, "b@example.jp")


def test_tries_hold_no_address(begin: Begin, company: Company) -> None:
    ask(begin)
    kept = str(rows(begin, rate_limits))
    assert EMMA not in kept
    assert "192.0.2.1" not in kept


def test_a_clock_that_was_set_back_takes_nothing_away(begin: Begin, clock: MovableClock) -> None:
    allowance = Allowance("test", at_once=2, one_every=timedelta(minutes=1))

    def tried() -> bool:
        with begin(System("test")) as work:
            return take_try(work, allowance, "x")

    assert [tried(), tried(), tried()] == [True, True, False]
    clock.forward(timedelta(hours=-1))
    assert not tried()
    clock.forward(timedelta(hours=1, minutes=1))
    assert [tried(), tried()] == [True, False]


def test_a_link_signs_in_once(begin: Begin, company: Company) -> None:
    ask(begin)
    token = mailed_token(begin)
    for _ in range(2):
        assert look(begin, token) is not None
    assert use(begin, token) == LinkHolder(company.ids["emma"], "Emma", Locale.EN)
    assert use(begin, token, visit=2) is None
    assert look(begin, token) is None


def test_who_presses_twice_on_a_slow_line_is_signed_in_by_the_second_press(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    ask(begin)
    token = mailed_token(begin)
    assert use(begin, token) is not None
    clock.forward(timedelta(seconds=5))
    assert use(begin, token) == LinkHolder(company.ids["emma"], "Emma", Locale.EN)
    assert use(begin, token, visit=2) is None
    clock.forward(timedelta(minutes=1))
    assert use(begin, token) is None


@pytest.mark.parametrize("moved_to", [None, "new@example.com"])
def test_a_link_that_lies_at_an_address_signs_nobody_in_once_that_is_removed_or_changed(
    begin: Begin, company: Company, moved_to: str | None
) -> None:
    ask(begin)
    emma, contact_id = company.ids["emma"], outbox(begin, kind=MessageKind.SIGN_IN)[0].contact_id
    token = mailed_token(begin)
    with begin(SignedIn(emma)) as work:
        if moved_to is None:
            remove_contact(work, emma, contact_id)
        else:
            save_contact(work, SaveContact(emma, contact_id, moved_to))
    assert look(begin, token) is None
    assert use(begin, token) is None


def test_using_one_link_voids_the_others_of_that_person_only(begin: Begin, company: Company) -> None:
    ask(begin)
    first = mailed_token(begin)
    ask(begin)
    second = mailed_token(begin)
    ask(begin, "taro@example.jp")
    others = mailed_token(begin)
    assert use(begin, second) is not None
    assert look(begin, first) is None
    assert use(begin, others) is not None


def test_a_link_is_good_for_fifteen_minutes(begin: Begin, company: Company, clock: MovableClock) -> None:
    ask(begin)
    token = mailed_token(begin)
    clock.forward(GOOD_FOR - SECOND)
    assert look(begin, token) is not None
    clock.forward(SECOND)
    assert look(begin, token) is None
    assert use(begin, token) is None


@pytest.mark.parametrize("token", ["", "x", "あ", "x" * 5000])
def test_a_token_made_up_opens_nothing(begin: Begin, company: Company, token: str) -> None:
    ask(begin)
    assert look(begin, token) is None
    assert use(begin, token) is None


def test_what_stands_in_the_database_is_no_token(begin: Begin, company: Company) -> None:
    ask(begin)
    assert use(begin, rows(begin, sign_in_links)[0].token_hash) is None


def test_a_link_of_somebody_who_has_left_since_opens_nothing(begin: Begin, company: Company) -> None:
    ask(begin)
    token = mailed_token(begin)
    set_person(begin, company.ids["emma"], active=False)
    assert look(begin, token) is None
    assert use(begin, token) is None


def test_old_links_and_tries_are_forgotten(begin: Begin, company: Company, clock: MovableClock) -> None:
    ask(begin)
    for wait, left in ((timedelta(hours=23), 1), (timedelta(hours=2), 0)):
        clock.forward(wait)
        with begin(System(), Lane.FANOUT) as work:
            tidy_up(work)
        assert len(rows(begin, sign_in_links)) == left
        assert len(rows(begin, rate_limits)) == 2 * left


def epoch(begin: Begin, actor: Actor) -> int:
    with begin(actor) as work:
        return open_session(work, "mail")


def holds(begin: Begin, actor: Actor, of_epoch: int) -> bool:
    with begin(actor, Lane.READ) as work:
        return session_holder(work, of_epoch) is not None


def test_a_session_lasts_until_its_person_signs_out_everywhere(begin: Begin, company: Company) -> None:
    emma, taro = SignedIn(company.ids["emma"]), SignedIn(company.ids["taro"])
    first = epoch(begin, emma)
    assert holds(begin, emma, first)
    with begin(emma) as work:
        sign_out_everywhere(work)
    assert not holds(begin, emma, first)
    assert holds(begin, emma, epoch(begin, emma))
    assert holds(begin, taro, 0)
    assert [(row.actor, row.person_id, row.action) for row in rows(begin, audit)][:2] == [
        ("console", company.ids["emma"], "signed_in"),
        ("console", company.ids["emma"], "signed_out_everywhere"),
    ]


def test_whoever_has_left_has_no_session(begin: Begin, company: Company) -> None:
    emma = SignedIn(company.ids["emma"])
    first = epoch(begin, emma)
    set_person(begin, emma.person_id, active=False)
    assert not holds(begin, emma, first)
    with pytest.raises(RefusedError, match="unknown_person"):
        epoch(begin, emma)


def test_only_a_person_has_a_session(begin: Begin, company: Company) -> None:
    for actor in (System("test"), TokenHolder(company.ids["emma"])):
        with pytest.raises(TypeError):
            epoch(begin, actor)
