"""Asking people to prove their contacts, and what their presses do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.buttons import ProvePress, decode
from bot.vocabulary import ChannelKind, ContactState, Locale
from flows.edit_contacts import SaveContact, remove_contact, save_contact
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.ports import PermanentFailure
from flows.prove_contact import Proven, mark_of, prove_account, prove_contact
from flows.show_campaign import CampaignView, Proof, note_campaign_seen, show_campaign
from flows.start_campaign import CampaignStarted, StartCampaign, start_campaign, write_campaign
from flows.work import Begin, Lane, Operator, Sender, System
from storage.models import audit, campaigns, contact_changes, contacts, people
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
TARO_IN_LINE = Sender(ChannelKind.LINE, TARO_LINE)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def begun(world: World, actor: Sender | Operator = HANAKO, *unit_ids: int) -> CampaignStarted:
    with world.begin(actor, Lane.FANOUT) as work:
        return start_campaign(work, StartCampaign(unit_ids))


def seen(world: World, campaign_id: int, actor: Sender | Operator = HANAKO) -> CampaignView:
    with world.begin(actor, Lane.READ) as work:
        return show_campaign(work, campaign_id)


def proofs(world: World, campaign_id: int, actor: Sender | Operator = HANAKO) -> dict[str, tuple[Proof, str]]:
    return {line.address: (line.proof, line.reason) for line in seen(world, campaign_id, actor).lines}


def the_contact(begin: Begin, address: str) -> int:
    return int(rows(begin, contacts, address=address)[0].id)


def pressed(world: World, actor: Sender) -> Proven:
    with world.begin(actor) as work:
        return prove_account(work)


def by_page(world: World, address: str) -> Proven:
    contact_id = the_contact(world.begin, address)
    with world.begin(System("contact page")) as work:
        return prove_contact(work, contact_id, mark_of(address))


def test_every_contact_that_can_be_sent_to_is_asked_once_through_itself(world: World, company: Company) -> None:
    company.person("電話だけ", phones=["090-0000-0000"])
    campaign = begun(world)
    assert campaign.people == 5
    world.turn()
    world.turn()
    asked = outbox(world.begin, kind="contact_proof")
    assert sorted(row.address for row in asked) == sorted(
        ["U0HANAKO", "U0JIRO", "U0TARO", TARO_LINE, "taro@example.jp", "emma@example.com"]
    )
    assert {row.state for row in asked} == {"accepted"}
    assert {row.campaign_id for row in asked} == {campaign.campaign_id}
    assert seen(world, campaign.campaign_id).is_written


def test_chats_are_asked_with_a_button_and_mail_with_a_page(world: World, company: Company) -> None:
    begun(world)
    world.turn()
    in_slack = world.slack.rendered[0][0]
    assert decode(in_slack.buttons[0].value) == ProvePress()
    assert "災害は起きていません" in in_slack.paragraphs[0]
    by_mail = next(speech for speech, _ in world.mail.rendered if speech.locale is Locale.JA)
    assert not by_mail.buttons
    assert by_mail.links[0].url == f"https://anpi.example/c/{the_contact(world.begin, 'taro@example.jp')}"


def test_only_a_press_of_its_owner_counts_and_it_counts_for_that_contact_alone(world: World, company: Company) -> None:
    campaign = begun(world).campaign_id
    world.turn()
    assert {proof for proof, _ in proofs(world, campaign).values()} == {Proof.WAITING}
    world.clock.forward(timedelta(minutes=1))
    assert pressed(world, TARO_IN_LINE).works
    assert proofs(world, campaign)[TARO_LINE] == (Proof.CONFIRMED, "")
    assert proofs(world, campaign)["U0TARO"] == (Proof.WAITING, "")
    by_page(world, "taro@example.jp")
    view = seen(world, campaign)
    assert view.counts == {Proof.CONFIRMED: 2, Proof.WAITING: 4, Proof.UNDELIVERABLE: 0}
    assert {line.confirmed_at for line in view.lines if line.proof is Proof.CONFIRMED} == {world.clock.now()}


def test_a_press_is_kept_in_the_history_and_a_second_one_changes_nothing(world: World, company: Company) -> None:
    begun(world)
    for _ in range(2):
        assert pressed(world, TARO_IN_LINE).works
    [contact] = rows(world.begin, contacts, address=TARO_LINE)
    assert (contact.state, contact.confirmed_at) == (ContactState.CONFIRMED, world.clock.now())
    [kept] = rows(world.begin, contact_changes, address=TARO_LINE, what="confirmed")
    assert (kept.by_person_id, kept.actor) == (company.ids["taro"], "line")


def test_a_campaign_of_today_does_not_count_a_press_of_yesterday(world: World, company: Company) -> None:
    pressed(world, TARO_IN_LINE)
    world.clock.forward(timedelta(days=1))
    campaign = begun(world).campaign_id
    world.turn()
    assert proofs(world, campaign)[TARO_LINE] == (Proof.WAITING, "")


def test_what_cannot_be_delivered_says_why(world: World, company: Company) -> None:
    world.spoil("emma@example.com")
    world.slack.fails_for = {"U0JIRO": PermanentFailure("slack_user_not_found", ContactState.GONE)}
    campaign = begun(world).campaign_id
    world.turn()
    shown = proofs(world, campaign)
    assert shown["emma@example.com"] == (Proof.UNDELIVERABLE, "suppressed")
    assert shown["U0JIRO"] == (Proof.UNDELIVERABLE, "gone")


def test_an_address_that_was_changed_is_proven_by_no_press_on_the_new_one(world: World, company: Company) -> None:
    campaign = begun(world).campaign_id
    world.turn()
    moved = SaveContact(company.ids["emma"], the_contact(world.begin, "emma@example.com"), "new@example.com")
    with world.begin(HANAKO) as work:
        save_contact(work, moved)
    by_page(world, "new@example.com")
    assert proofs(world, campaign)["emma@example.com"] == (Proof.UNDELIVERABLE, "removed")


def test_what_its_owner_has_stopped_a_press_does_not_resume(world: World, company: Company) -> None:
    world.spoil(TARO_LINE)
    assert not pressed(world, TARO_IN_LINE).works
    assert rows(world.begin, contacts, address=TARO_LINE)[0].state == ContactState.SUPPRESSED


def test_what_had_bounced_works_again_once_its_owner_has_pressed(world: World, company: Company) -> None:
    world.spoil("emma@example.com", ContactState.BOUNCED)
    assert by_page(world, "emma@example.com").works
    assert rows(world.begin, contacts, address="emma@example.com")[0].state == ContactState.CONFIRMED


def test_a_stranger_proves_nothing(world: World) -> None:
    with pytest.raises(NotFoundError, match="no_contact"):
        pressed(world, Sender(ChannelKind.SLACK, "U0STRANGER"))
    with pytest.raises(NotFoundError, match="no_contact"), world.begin(System()) as work:
        prove_contact(work, 999, mark_of("taro@example.jp"))


def test_a_unit_manager_asks_and_sees_the_people_of_their_units_alone(world: World, company: Company) -> None:
    everybody = begun(world).campaign_id
    theirs = begun(world, JIRO)
    world.turn()
    assert set(proofs(world, theirs.campaign_id, JIRO)) == set(proofs(world, everybody, JIRO))
    assert len(proofs(world, theirs.campaign_id)) < len(proofs(world, everybody))


def test_who_may_not(world: World, company: Company) -> None:
    elsewhere = company.unit("名古屋支社")
    for actor, units, code in (
        (TARO, (), "not_a_manager"),
        (Sender(ChannelKind.SLACK, "U0STRANGER"), (), "unknown_person"),
        (JIRO, (elsewhere,), "outside_units"),
    ):
        with pytest.raises(RefusedError, match=code):
            begun(world, actor, *units)
    campaign = begun(world).campaign_id
    with pytest.raises(RefusedError, match="not_a_manager"):
        seen(world, campaign, TARO)
    with pytest.raises(NotFoundError, match="no_campaign"):
        seen(world, 999)


def test_a_press_too_many_starts_nothing_and_nobody_to_ask_is_said(world: World, company: Company) -> None:
    begun(world)
    with pytest.raises(InvalidError, match="campaign_just_started"):
        begun(world)
    world.clock.forward(timedelta(minutes=11))
    with pytest.raises(InvalidError, match="nobody_to_ask"):
        begun(world, HANAKO, company.unit("名古屋支社"))
    begun(world)


def test_presses_at_the_same_instant_start_one(world: World, company: Company) -> None:
    def press(_: int) -> str:
        try:
            begun(world)
        except InvalidError as error:
            return error.code
        return "begun"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(press, range(4)))
    assert said == ["begun", *["campaign_just_started"] * 3]
    assert len(rows(world.begin, campaigns)) == 1


def test_who_has_left_meanwhile_is_not_asked(world: World, company: Company) -> None:
    campaign = begun(world).campaign_id
    with world.begin(System("cycle"), Lane.FANOUT) as work:
        assert write_campaign(work, campaign)
        work.connection.execute(update(people).where(people.c.id == company.ids["emma"]).values(active=False))
    world.turn()
    assert proofs(world, campaign)["emma@example.com"] == (Proof.UNDELIVERABLE, "inactive")


def test_a_contact_removed_while_it_is_being_asked_is_removed(world: World, company: Company) -> None:
    campaign = begun(world).campaign_id
    contact_id = the_contact(world.begin, "emma@example.com")

    def remove() -> bool:
        with world.begin(HANAKO) as work:
            return remove_contact(work, company.ids["emma"], contact_id)

    with ThreadPoolExecutor(1) as pool:
        with world.begin(System("cycle"), Lane.FANOUT) as work:
            write_campaign(work, campaign)
            removed = pool.submit(remove)
            wait([removed], timeout=0.3)
        assert removed.result(timeout=30)
    assert proofs(world, campaign)["emma@example.com"] == (Proof.UNDELIVERABLE, "removed")


def test_a_contact_that_is_just_being_removed_is_neither_asked_nor_proven(world: World, company: Company) -> None:
    campaign = begun(world).campaign_id
    contact_id = the_contact(world.begin, "emma@example.com")

    def write() -> bool:
        with world.begin(System("cycle"), Lane.FANOUT) as work:
            return write_campaign(work, campaign)

    def prove() -> str:
        try:
            with world.begin(System("contact page")) as work:
                prove_contact(work, contact_id, mark_of("emma@example.com"))
        except NotFoundError as error:
            return error.code
        return "proven"

    with ThreadPoolExecutor(2) as pool:
        with world.begin(HANAKO) as work:
            remove_contact(work, company.ids["emma"], contact_id)
            written, proven = pool.submit(write), pool.submit(prove)
            wait([written], timeout=0.2)
            wait([proven], timeout=0.2)
        assert (written.result(timeout=30), proven.result(timeout=30)) == (True, "no_contact")
    assert "emma@example.com" not in proofs(world, campaign)


def test_who_has_left_proves_nothing(world: World, company: Company) -> None:
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["emma"]).values(active=False))
    with pytest.raises(NotFoundError, match="no_contact"):
        by_page(world, "emma@example.com")
    assert rows(world.begin, contacts, address="emma@example.com")[0].confirmed_at is None


def test_start_and_each_look_at_the_addresses_stand_in_the_audit_log(world: World, company: Company) -> None:
    campaign = begun(world).campaign_id
    world.turn()
    with world.begin(HANAKO) as work:
        note_campaign_seen(work, campaign)
    assert rows(world.begin, audit, action="campaign_started")[0].details == {"campaign_id": campaign, "people": 4}
    [look] = rows(world.begin, audit, action="campaign_seen")
    assert (look.person_id, look.details) == (company.ids["hanako"], {"campaign_id": campaign})
