"""Two campaigns that come to the same contact: it is asked once, its press counts for both, and both say so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest

from flows.edit_contacts import SaveContact, save_contact
from flows.show_campaign import Proof
from flows.start_campaign import ASKED_LATELY, write_campaign
from flows.work import Begin, Lane, Operator, System
from storage.models import contacts, messages
from tests.flows.test_campaigns import HANAKO, JIRO, TARO_IN_LINE, begun, pressed, proofs, the_contact
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def test_what_was_asked_a_little_earlier_is_not_asked_again_and_says_why(world: World) -> None:
    first = begun(world).campaign_id
    world.turn_after(timedelta(minutes=11))
    second = begun(world, JIRO).campaign_id
    world.turn()
    assert len(outbox(world.begin, kind="contact_proof", address=TARO_LINE, state="accepted")) == 1
    assert {row.reason for row in outbox(world.begin, campaign_id=second)} == {"asked_lately"}
    assert proofs(world, second)[TARO_LINE] == (Proof.WAITING, "asked_lately")
    pressed(world, TARO_IN_LINE)
    assert proofs(world, first)[TARO_LINE][0] == proofs(world, second)[TARO_LINE][0] == Proof.CONFIRMED


def test_a_press_before_the_second_began_is_the_answer_to_it_too(world: World) -> None:
    begun(world)
    world.turn_after(timedelta(hours=1))
    pressed(world, TARO_IN_LINE)
    world.clock.forward(timedelta(hours=1))
    second = begun(world, JIRO).campaign_id
    world.turn()
    assert proofs(world, second)[TARO_LINE] == (Proof.CONFIRMED, "")


def test_the_next_day_it_is_asked_again(world: World) -> None:
    begun(world)
    world.turn()
    world.clock.forward(ASKED_LATELY)
    second = begun(world).campaign_id
    world.turn()
    assert {row.state for row in outbox(world.begin, campaign_id=second)} == {"accepted"}
    assert {row.proof_asked_at for row in rows(world.begin, contacts)} == {world.clock.now()}


def test_an_address_that_was_changed_meanwhile_is_asked(world: World, company: Company) -> None:
    begun(world)
    world.turn()
    moved = SaveContact(company.ids["emma"], the_contact(world.begin, "emma@example.com"), "new@example.com")
    with world.begin(HANAKO) as work:
        save_contact(work, moved)
    second = begun(world, Operator()).campaign_id
    world.turn()
    [asked] = outbox(world.begin, campaign_id=second, state="accepted")
    assert asked.address == "new@example.com"


def test_of_two_that_are_written_at_the_same_instant_one_asks(world: World) -> None:
    campaigns = [begun(world).campaign_id, begun(world, Operator()).campaign_id]

    def write(campaign: int) -> bool:
        with world.begin(System("cycle"), Lane.FANOUT) as work:
            return write_campaign(work, campaign)

    with ThreadPoolExecutor(1) as pool:
        with world.begin(System("cycle"), Lane.FANOUT) as work:
            write_campaign(work, campaigns[0])
            other = pool.submit(write, campaigns[1])
            wait([other], timeout=0.3)
        assert other.result(timeout=30)
    queued = rows(world.begin, messages, state="queued")
    assert len({row.contact_id for row in queued}) == len(queued) == 6
