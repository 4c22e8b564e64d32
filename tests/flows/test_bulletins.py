"""Bulletins: who may write for whom, and what becomes of one that is pushed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import SENDING_CHANNELS, ChannelKind, CheckKind
from flows.bulletins import SaveBulletin, list_bulletins, own_units, save_bulletin, withdraw_bulletin
from flows.errors import FlowError, InvalidError, RefusedError
from flows.ports import PermanentFailure
from flows.push_bulletin import PushBulletin, forecast_push, push_bulletin, pushes_of, pushes_to_write, write_push
from flows.work import Begin, Lane, SignedIn, System
from storage.models import people
from storage.queries import bulletin_pushes
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox
from tests.support.sending import World


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


@pytest.fixture
def site(company: Company) -> int:
    """太郎's."""
    return company.site("本社ビル", "taro")


def write(begin: Begin, person_id: int, **values: object) -> int:
    request = {"title": "停電", "words": "復旧は18時ごろ", "title_en": "Power cut", **values}
    with begin(SignedIn(person_id)) as work:
        return save_bulletin(work, SaveBulletin(None, **request))  # type: ignore[arg-type]


def push(begin: Begin, person_id: int, bulletin_id: int, *unit_ids: int) -> int:
    with begin(SignedIn(person_id), Lane.FANOUT) as work:
        return push_bulletin(work, PushBulletin(bulletin_id, unit_ids, SENDING_CHANNELS))


def said(world: World) -> dict[str, str]:
    return {row.address: row.state for row in outbox(world.begin, kind="bulletin")}


def test_everybody_is_sent_it_once_through_their_first_contact_in_their_language(
    world: World, company: Company
) -> None:
    on_leave = company.person("休職者", units=["本社"], slack="U0AWAY")
    with world.begin(System("test"), Lane.FANOUT) as work:
        leave = {"leave_from": work.now.date()}
        work.connection.execute(update(people).where(people.c.id == on_leave).values(leave))
    bulletin_id = write(world.begin, company.ids["hanako"], kind=CheckKind.DRILL)
    with world.begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        forecast = forecast_push(work, PushBulletin(bulletin_id, (), SENDING_CHANNELS))
    assert (forecast.people, forecast.unreachable) == (4, 0)
    assert forecast.by_channel == {ChannelKind.SLACK: 3, ChannelKind.MAIL: 1}
    assert push(world.begin, company.ids["hanako"], bulletin_id) == 4
    world.turn()
    world.turn()
    expected = ("U0HANAKO", "U0JIRO", "U0TARO", "emma@example.com")
    assert said(world) == dict.fromkeys(expected, "accepted")
    [(speech, _)] = world.slack.rendered[-1:]
    assert speech.subject == "【訓練】【お知らせ】停電"
    assert speech.paragraphs == ("これは訓練です。", "復旧は18時ごろ")
    [(english, _)] = world.mail.rendered[-1:]
    assert english.heading == "【訓練】[Notice] Power cut"
    with world.begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        [line] = pushes_of(work, bulletin_id)
    assert (line.people, line.accepted, line.waiting, line.unreachable) == (4, 4, 0, 0)


def test_a_press_too_many_sends_nothing(world: World, company: Company) -> None:
    bulletin_id = write(world.begin, company.ids["hanako"])
    push(world.begin, company.ids["hanako"], bulletin_id)
    with pytest.raises(InvalidError, match="bulletin_just_pushed"):
        push(world.begin, company.ids["hanako"], bulletin_id)
    world.clock.forward(timedelta(minutes=3))
    assert push(world.begin, company.ids["hanako"], bulletin_id) == 4


def test_one_withdrawn_before_it_went_out_reaches_nobody(world: World, company: Company) -> None:
    bulletin_id = write(world.begin, company.ids["hanako"])
    push(world.begin, company.ids["hanako"], bulletin_id)
    with world.begin(System("test"), Lane.FANOUT) as work:
        [push_id] = pushes_to_write(work)
        assert write_push(work, push_id)
    with world.begin(SignedIn(company.ids["hanako"])) as work:
        withdraw_bulletin(work, bulletin_id)
    world.turn()
    assert set(said(world).values()) == {"skipped"}
    assert {row.reason for row in outbox(world.begin, kind="bulletin")} == {"withdrawn"}
    with pytest.raises(InvalidError, match="bulletin_withdrawn"):
        push(world.begin, company.ids["hanako"], bulletin_id)


def test_one_withdrawn_before_it_was_written_is_given_up(world: World, company: Company) -> None:
    hanako = SignedIn(company.ids["hanako"])
    bulletin_id = write(world.begin, company.ids["hanako"])
    push(world.begin, company.ids["hanako"], bulletin_id)
    with world.begin(hanako, Lane.READ) as work:
        [before] = pushes_of(work, bulletin_id)
    with world.begin(hanako) as work:
        withdraw_bulletin(work, bulletin_id)
    world.turn()
    assert said(world) == {}
    with world.begin(hanako, Lane.READ) as work:
        [after] = pushes_of(work, bulletin_id)
    assert (before.waiting, before.unreachable, after.waiting, after.skipped) == (4, 0, 0, 4)


def test_one_changed_before_it_went_out_goes_out_changed(world: World, company: Company) -> None:
    bulletin_id = write(world.begin, company.ids["hanako"])
    push(world.begin, company.ids["hanako"], bulletin_id)
    world.turn()
    world.clock.forward(timedelta(minutes=3))
    with world.begin(SignedIn(company.ids["hanako"])) as work:
        save_bulletin(work, SaveBulletin(bulletin_id, "停電（続報）", "復旧しました"))
    push(world.begin, company.ids["hanako"], bulletin_id)
    world.turn()
    [(speech, _)] = world.slack.rendered[-1:]
    assert speech.paragraphs == ("復旧しました",)
    bodies = [attempt.body.decode() for attempt in world.slack.accepted]
    assert [("続報" in body) for body in bodies] == [False, False, False, True, True, True], "not the body of before"


def test_a_process_that_dies_between_two_pages_leaves_the_rest_to_another(world: World, company: Company) -> None:
    bulletin_id = write(world.begin, company.ids["hanako"])
    push(world.begin, company.ids["hanako"], bulletin_id)
    with world.begin(System("test"), Lane.FANOUT) as work:
        [push_id] = pushes_to_write(work)
        row = bulletin_pushes.find(work.connection, push_id)
        assert row is not None
        whom = bulletin_pushes.meant(None, None, work.now.date())
        page = bulletin_pushes.claim_page(work.connection, row, whom, 3)
        assert page is not None
        assert bulletin_pushes.write_page(work.connection, row, page, whom, work.policy.channels, work.now) == 3
        assert bulletin_pushes.claim_page(work.connection, row, whom, 3) is None, "of the same mark one is the first"
    world.turn()
    assert len(said(world)) == 4


def test_a_unit_manager_writes_for_their_units_and_sites_and_reaches_no_others(
    world: World, company: Company, site: int
) -> None:
    jiro, dev, osaka = company.ids["jiro"], company.unit("本社/開発部"), company.unit("大阪支社")
    with world.begin(SignedIn(jiro), Lane.READ) as work:
        assert [unit.path for unit in own_units(work)] == ["本社/開発部"]
    for values, code in (
        ({}, "not_a_safety_admin"),
        ({"unit_id": osaka}, "outside_units"),
        ({"site_id": 999}, "outside_sites"),
    ):
        with pytest.raises(RefusedError, match=code):
            write(world.begin, jiro, **values)
    for_site, for_unit = write(world.begin, jiro, site_id=site), write(world.begin, jiro, unit_id=dev)
    assert push(world.begin, jiro, for_site) == 1, "of their units who are at that site"
    assert push(world.begin, jiro, for_unit) == 2
    world.turn()
    assert set(said(world)) == {"U0TARO", "U0JIRO"}
    with pytest.raises(RefusedError, match="outside_units"):
        push(world.begin, jiro, for_site, osaka)
    of_company = write(world.begin, company.ids["hanako"])
    with world.begin(SignedIn(jiro), Lane.READ) as work:
        assert {line.bulletin_id for line in list_bulletins(work) if line.may_edit} == {for_site, for_unit}
    with pytest.raises(FlowError, match="not_a_safety_admin"), world.begin(SignedIn(jiro)) as work:
        withdraw_bulletin(work, of_company)


def test_only_contacts_that_work_are_used(world: World, company: Company) -> None:
    world.spoil("U0TARO")
    world.spoil("emma@example.com")
    bulletin_id = write(world.begin, company.ids["hanako"])
    push(world.begin, company.ids["hanako"], bulletin_id)
    world.turn()
    assert set(said(world)) == {"U0HANAKO", "U0JIRO", TARO_LINE}
    with world.begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        [line] = pushes_of(work, bulletin_id)
    assert (line.accepted, line.unreachable) == (3, 1)


def test_a_contact_that_refuses_it_for_good_leaves_nobody_out(world: World, company: Company) -> None:
    """The next one takes over, once; of the channels that were chosen."""
    world.slack.fails = [PermanentFailure("user_not_found")] * 3
    bulletin_id = write(world.begin, company.ids["hanako"])
    push(world.begin, company.ids["hanako"], bulletin_id)
    for _ in range(3):
        world.turn()
    assert said(world)[TARO_LINE] == "accepted"
    assert sorted(said(world).values()) == ["accepted"] * 2 + ["failed"] * 3
    assert "taro@example.jp" not in said(world), "through one that works it has gone out"
    with world.begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        [line] = pushes_of(work, bulletin_id)
    assert (line.people, line.accepted, line.failed, line.unreachable) == (4, 2, 2, 0)


def test_of_two_who_change_it_at_once_the_second_is_told_of_the_first(world: World, company: Company) -> None:
    hanako = SignedIn(company.ids["hanako"])
    bulletin_id = write(world.begin, company.ids["hanako"])
    changed = SaveBulletin(bulletin_id, "停電", "復旧は19時ごろ", version=1)
    with world.begin(hanako) as work:
        save_bulletin(work, changed)
    with pytest.raises(InvalidError, match="bulletin_changed_meanwhile"), world.begin(hanako) as work:
        save_bulletin(work, replace(changed, words="復旧は未定"))
    with world.begin(hanako) as work:
        assert [(line.words, line.version) for line in list_bulletins(work)] == [("復旧は19時ごろ", 2)]
        save_bulletin(work, replace(changed, words="復旧は未定", version=2))
