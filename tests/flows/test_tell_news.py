"""What somebody in need writes after the alarm reaches whoever takes care of them, and is not lost in a flood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, update

from bot.speech import Speech
from bot.vocabulary import CanWork, ChannelKind, ContactState, MessageKind, MessageState, Role, Status, Via
from flows.add_details import AddDetails, add_details
from flows.hear_text import HearText, hear_text
from flows.mark_person import MarkPerson, PersonRef, mark_person
from flows.work import Begin, Policy, Sender, System
from storage.models import messages, people
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import given_check, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.rescue import HANAKO, JIRO, STRANGER, TARO, close, cry, say, take
from tests.support.sending import World

SECOND = timedelta(seconds=1)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()])


def add(world: World, check: int, actor: Sender = TARO, age: timedelta = timedelta(0), **details: Any) -> None:
    with world.begin(actor) as work:
        add_details(work, AddDetails(check, work.now - age, Via.SLACK, **details))


def news(world: World) -> list[Row[*tuple[Any, ...]]]:
    return [row for row in rows_of(world.begin, messages, kind=MessageKind.HELP_ALERT) if row.round > 0]


def told(world: World) -> list[str]:
    return sorted(row.address for row in news(world))


def said(world: World) -> list[Speech]:
    return [speech for speech, _ in world.slack.rendered if speech.heading.startswith("追加情報")]


def alarmed(world: World, check: int, actor: Sender = TARO) -> int:
    """The cry has reached the managers."""
    case_id = cry(world.begin, actor, check)
    world.turn()
    return case_id


def test_words_after_the_alarm_are_told_to_all_who_are_responsible(world: World, check: int) -> None:
    case_id = alarmed(world, check)
    add(world, check, comment="3階の倉庫です")
    assert told(world) == ["U0HANAKO", "U0JIRO"]
    world.turn()
    speech = said(world)[0]
    assert speech.heading == "追加情報：太郎さん"
    assert ("本人の言葉", "3階の倉庫です") in speech.fields
    assert f":tak:{case_id}" in speech.buttons[0].value
    assert speech.urgent
    assert {row.state for row in news(world)} == {MessageState.ACCEPTED}


def test_a_place_is_told_as_well_and_whether_one_can_work_is_not(world: World, check: int) -> None:
    alarmed(world, check)
    add(world, check, can_work=CanWork.NO)
    assert told(world) == []
    add(world, check, place="新宿駅 (35.69000, 139.70000)")
    world.turn()
    assert ("居場所", "新宿駅 (35.69000, 139.70000)") in said(world)[0].fields


def test_whoever_took_it_is_told_alone(world: World, check: int) -> None:
    case_id = alarmed(world, check)
    take(world.begin, JIRO, case_id)
    add(world, check, comment="痛みが増しました")
    assert told(world) == ["U0JIRO"]
    world.turn()
    assert f":don:{case_id}" in said(world)[0].buttons[0].value


@pytest.mark.parametrize("how", ["left", "unreachable"])
def test_where_nothing_reaches_the_taker_all_are_told(world: World, company: Company, check: int, how: str) -> None:
    take(world.begin, JIRO, alarmed(world, check))
    if how == "left":
        with world.begin(System("test")) as work:
            work.connection.execute(update(people).where(people.c.id == company.ids["jiro"]).values(active=False))
    else:
        world.spoil("U0JIRO", ContactState.GONE)
    add(world, check, comment="まだ動けません")
    assert told(world) == ["U0HANAKO"]


def test_a_flood_is_told_every_thirty_seconds_with_the_newest_words(world: World, check: int) -> None:
    alarmed(world, check)
    for words in ("一", "二", "三"):
        add(world, check, comment=words)
        world.turn_after(SECOND)
    assert [dict(one.fields)["本人の言葉"] for one in said(world)] == ["一", "一"], "to two managers"
    world.turn_after(26 * SECOND)
    assert len(said(world)) == 2
    world.turn_after(2 * SECOND)
    assert [dict(one.fields)["本人の言葉"] for one in said(world)] == ["一", "一", "三", "三"]
    add(world, check, comment="四")
    world.turn_after(31 * SECOND)
    assert dict(said(world)[-1].fields)["本人の言葉"] == "四"
    assert len(news(world)) == 6


def test_an_alarm_that_still_waits_has_the_newest_words_itself(world: World, check: int) -> None:
    cry(world.begin, TARO, check)
    add(world, check, comment="3階の倉庫です")
    assert told(world) == []
    world.turn()
    assert all(("本人の言葉", "3階の倉庫です") in speech.fields for speech, _ in world.slack.rendered)


def test_words_that_come_with_another_answer_are_told_too(world: World, check: int) -> None:
    alarmed(world, check)
    say(world.begin, TARO, check, Status.HELP)
    assert told(world) == [], "the same cry again says nothing new"
    with world.begin(TARO) as work:
        hear_text(work, HearText("助けて！煙が出てきた", work.now, Via.SLACK))
    assert told(world) == ["U0HANAKO", "U0JIRO"]


def test_words_older_than_those_shown_are_not_told(world: World, check: int) -> None:
    world.clock.forward(60 * SECOND)
    alarmed(world, check)
    add(world, check, comment="新しい")
    world.turn_after(31 * SECOND)
    add(world, check, comment="古い", age=50 * SECOND)
    assert len(news(world)) == 2


def test_without_an_open_case_nobody_is_told(world: World, check: int) -> None:
    add(world, check, comment="駅にいます")
    close(world.begin, HANAKO, alarmed(world, check))
    add(world, check, comment="ありがとう")
    assert told(world) == []


def test_what_waits_when_the_case_is_closed_is_dropped(world: World, check: int) -> None:
    case_id = alarmed(world, check)
    add(world, check, comment="3階です")
    close(world.begin, HANAKO, case_id)
    world.turn()
    assert {(row.state, row.reason) for row in news(world)} == {("skipped", "closed")}


def test_what_a_manager_notes_about_the_person_is_no_news_from_them(world: World, company: Company, check: int) -> None:
    alarmed(world, check)
    with world.begin(HANAKO) as work:
        person = PersonRef(person_id=company.ids["taro"])
        mark_person(work, MarkPerson(person, Status.INJURED, work.now, Via.SLACK, check, comment="電話で話した"))
    assert told(world) == []


def test_a_guests_words_reach_the_safety_admins(world: World, check: int) -> None:
    alarmed(world, check, STRANGER)
    add(world, check, STRANGER, place="3階の会議室")
    assert told(world) == ["U0HANAKO"]
    world.turn()
    assert said(world)[0].heading == "追加情報：通りすがりさん"


def test_the_managers_channel_is_spared(
    make_begin_with: Callable[[Policy], Begin], company: Company, check: int, clock: MovableClock
) -> None:
    world = World(make_begin_with(replace(DEFAULT_POLICY, slack_manager_channel="C0MANAGERS")), clock)
    alarmed(world, check)
    add(world, check, comment="3階です")
    assert "C0MANAGERS" not in told(world)


def test_a_letter_has_the_page_of_the_case(world: World, company: Company, check: int) -> None:
    boss = company.person("Boss", mails=["boss@example.jp"], role=Role.SAFETY_ADMIN, locale="en")
    case_id = alarmed(world, check)
    add(world, check, comment="3階です")
    world.turn()
    speech = world.mail.rendered[-1][0]
    assert speech.heading == "New information from 太郎"
    assert speech.buttons == ()
    assert speech.links[0].url == f"https://anpi.example/console/help/{case_id}?t={boss}"
    assert row_channels(world) == {ChannelKind.SLACK, ChannelKind.MAIL}


def row_channels(world: World) -> set[str]:
    return {row.channel for row in news(world)}
