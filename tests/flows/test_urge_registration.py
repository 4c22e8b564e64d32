from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, ContactState
from flows.errors import InvalidError, RefusedError
from flows.urge_registration import Urged, urge_registration
from flows.work import Begin, Lane, Policy, Sender, System
from storage.models import audit, people
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def urged(world: World, actor: Sender = HANAKO) -> Urged:
    with world.begin(actor, Lane.FANOUT) as work:
        return urge_registration(work)


def unreached(world: World, company: Company, name: str, email: str, unit: str = "本社") -> int:
    person_id = company.person(name, units=[unit])
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.id == person_id).values(email=email))
    return person_id


def letters(world: World) -> list[tuple[int, str]]:
    return [(row.person_id, row.address) for row in outbox(world.begin, kind="contact_urge")]


def test_whom_no_contact_reaches_is_asked_at_the_profile_address(world: World, company: Company) -> None:
    someone = unreached(world, company, "未登録", "profile@example.jp")
    unreached(world, company, "アドレスなし", "")
    assert urged(world) == Urged(mailed=1, missing=2)
    assert letters(world) == [(someone, "profile@example.jp")]
    world.turn()
    [(speech, _)] = world.mail.rendered
    assert speech.links[0].url == f"https://anpi.example/c/person-{someone}"
    assert {row.state for row in outbox(world.begin, kind="contact_urge")} == {"accepted"}


def test_nobody_is_asked_twice_in_a_day_however_often_it_is_pressed(world: World, company: Company) -> None:
    unreached(world, company, "未登録", "profile@example.jp")
    assert [urged(world).mailed, urged(world).mailed] == [1, 0]
    world.clock.forward(timedelta(hours=21))
    assert urged(world).mailed == 1


def test_presses_at_the_same_instant_write_to_nobody_twice(world: World, company: Company) -> None:
    unreached(world, company, "未登録", "profile@example.jp")
    with ThreadPoolExecutor(4) as pool:
        mailed = [done.mailed for done in pool.map(lambda _: urged(world), range(4))]
    assert sorted(mailed) == [0, 0, 0, 1]
    assert len(letters(world)) == 1


def test_who_is_reached_again_is_left_alone(world: World, company: Company) -> None:
    world.spoil("emma@example.com", ContactState.BOUNCED)
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(
            update(people).where(people.c.id == company.ids["emma"]).values(email="emma@example.com")
        )
    assert urged(world) == Urged(mailed=0, missing=1), "what bounced is not written to in vain, nor counted as mailed"
    assert letters(world) == []
    world.spoil("emma@example.com", ContactState.CONFIRMED)
    assert urged(world) == Urged(mailed=0, missing=0)


def test_a_unit_manager_asks_their_own_people(world: World, company: Company) -> None:
    unreached(world, company, "遠方", "far@example.jp", "名古屋支社")
    assert urged(world, JIRO) == Urged(mailed=0, missing=0)
    with pytest.raises(RefusedError, match="not_a_manager"):
        urged(world, TARO)


def test_without_mail_nothing_can_be_asked(make_begin_with: Callable[[Policy], Begin], company: Company) -> None:
    without_mail = make_begin_with(Policy(channels=frozenset({ChannelKind.SLACK})))
    with pytest.raises(InvalidError, match="mail_off"), without_mail(HANAKO, Lane.FANOUT) as work:
        urge_registration(work)


def test_it_stands_in_the_audit_log(world: World, company: Company) -> None:
    unreached(world, company, "未登録", "profile@example.jp")
    urged(world)
    [noted] = rows(world.begin, audit, action="registration_urged")
    assert (noted.person_id, noted.details) == (company.ids["hanako"], {"people": 1, "missing": 1})
