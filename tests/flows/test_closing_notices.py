"""Everybody who was asked is told that the check is over, where the manager wants it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.message_texts import TextKind
from bot.vocabulary import ChannelKind, CheckKind, Locale
from flows.close_check import CheckClosed, CloseCheck, close_check
from flows.fan_out import checks_to_write
from flows.message_texts import save_text
from flows.work import Begin, Lane, Sender, System
from storage.models import audit, people
from storage.queries import closing_notices
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows, the_check
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def close(world: World, check_id: int, tell: bool = True) -> CheckClosed:
    with world.begin(HANAKO, Lane.FANOUT) as work:
        return close_check(work, CloseCheck(check_id, tell=tell))


def told(world: World) -> list[tuple[str, str]]:
    return [(row.address, row.state) for row in outbox(world.begin, kind="check_closed")]


def test_each_who_was_asked_is_told_once_through_their_first_contact(world: World, company: Company) -> None:
    check_id = world.start(kind=CheckKind.DRILL)
    world.turn()
    world.turn_after(timedelta(hours=2))
    world.answer(check_id, company.ids["emma"])
    world.spoil("U0TARO")
    company.person("新人", units=["本社"], slack="U0NEW")
    close(world, check_id)
    assert told(world) == []
    world.turn()
    expected = {("U0HANAKO", "accepted"), ("U0JIRO", "accepted"), (TARO_LINE, "accepted")}
    assert sorted(told(world)) == sorted(expected | {("emma@example.com", "accepted")})
    [(speech, _)] = world.line.rendered[-1:]
    assert speech.subject == "【訓練】【安否確認】終了：地震"
    assert speech.paragraphs[0] == "これは訓練です。"
    assert any("これからでも回答できます" in paragraph for paragraph in speech.paragraphs)
    [(english, receiver)] = world.mail.rendered[-1:]
    assert english.subject == "【訓練】[DRILL: safety check] Closed: 地震"
    assert receiver is not None
    assert receiver.unsubscribe_url
    assert english.links[0].url.startswith("https://anpi.example/a/"), "the silent can still answer"
    assert close(world, check_id).already
    world.turn()
    assert len(told(world)) == len(expected) + 1
    [noted] = rows(world.begin, audit, action="check_closed")
    assert noted.details == {"told": True}


def test_it_goes_out_in_the_companys_words(world: World) -> None:
    with world.begin(HANAKO) as work:
        save_text(work, TextKind.CLOSED, Locale.JA, "おわり {title}", "{company}より。{started}からの確認でした")
    check_id = world.start()
    world.turn()
    close(world, check_id)
    world.turn()
    [(speech, _)] = world.slack.rendered[-1:]
    assert speech.subject == "【安否確認】おわり 地震"
    assert speech.paragraphs[0].startswith("青葉製作所より。")


def test_whom_no_question_has_reached_is_not_told_of_its_end(world: World, company: Company) -> None:
    check_id = world.start()
    close(world, check_id)
    world.turn()
    assert told(world) == []
    assert the_check(world.begin, check_id).outbox_after is None


def test_who_has_left_meanwhile_is_not_told(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    with world.begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["emma"]).values(active=False))
    close(world, check_id)
    world.turn()
    assert "emma@example.com" not in dict(told(world))


def test_nobody_is_told_unless_it_is_wanted(world: World) -> None:
    check_id = world.start()
    world.turn()
    close(world, check_id, tell=False)
    world.turn()
    assert told(world) == []
    [noted] = rows(world.begin, audit, action="check_closed")
    assert noted.details is None


def test_a_process_that_dies_between_two_pages_leaves_the_rest_to_another(world: World) -> None:
    check_id = world.start()
    world.turn()
    close(world, check_id)
    with world.begin(System("test"), Lane.FANOUT) as work:
        assert checks_to_write(work) == (check_id,)
        page = closing_notices.claim_page(work.connection, check_id, 2)
        assert page is not None
        assert closing_notices.write_page(work.connection, check_id, page, work.policy.channels, work.now) == 2
        assert checks_to_write(work) == (check_id,)
    world.turn()
    assert len(told(world)) == 4
    with world.begin(System("test"), Lane.FANOUT) as work:
        assert checks_to_write(work) == ()
        assert closing_notices.claim_page(work.connection, check_id, 2) is None
