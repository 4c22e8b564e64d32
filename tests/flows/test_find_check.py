"""Which check is meant where none is named: a wrong guess ends a real emergency, or hides a cry in a drill."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, CheckKind, CheckState, Role, Status, Via
from flows.close_check import CloseCheck, close_check
from flows.errors import InvalidError, NotFoundError, RefusedError
from flows.hear_text import HearText, hear_text
from flows.mark_person import PersonRef, find_for_marking
from flows.my_answer import my_answer
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.remind import RemindNow, remind_now
from flows.show_check import show_check
from flows.work import Actor, Begin, Lane, Sender
from storage.models import checks, help_cases
from tests.support.checks import given_check, row_of
from tests.support.clock import START, MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.rescue import HANAKO, JIRO, STRANGER, TARO, close, cry, take
from tests.support.sending import World

MINUTE = timedelta(minutes=1)
TARO_PHONE = Sender(ChannelKind.LINE, TARO_LINE)


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def shown(begin: Begin, actor: Actor) -> int:
    with begin(actor, Lane.READ) as work:
        return show_check(work, None).check_id


def own(begin: Begin, actor: Actor) -> int:
    with begin(actor, Lane.READ) as work:
        return my_answer(work).check_id


def typed(begin: Begin, actor: Sender, text: str) -> int:
    with begin(actor) as work:
        heard = hear_text(work, HearText(text, START, Via(actor.channel)))
    assert isinstance(heard, AnswerRecorded)
    return heard.check_id


def test_a_typed_cry_goes_to_the_real_check_and_not_to_a_newer_drill(begin: Begin, company: Company) -> None:
    real = given_check(begin, [*company.ids.values()], started_ago=5 * MINUTE)
    given_check(begin, [*company.ids.values()], kind=CheckKind.DRILL)
    assert typed(begin, TARO, "助けて") == real
    assert row_of(begin, help_cases).check_id == real
    assert typed(begin, TARO_PHONE, "無事です") == real
    assert typed(begin, STRANGER, "助けて") == real
    assert own(begin, TARO) == own(begin, STRANGER) == real
    with begin(TARO) as work:
        assert record_answer(work, RecordAnswer(Status.SAFE, START, Via.SLACK)).check_id == real
    with begin(HANAKO, Lane.READ) as work:
        assert find_for_marking(work, PersonRef(person_id=company.ids["taro"])).check_id == real


def test_a_check_that_asks_the_person_comes_before_others(begin: Begin, company: Company) -> None:
    drill = given_check(begin, [company.ids["taro"]], kind=CheckKind.DRILL, started_ago=5 * MINUTE)
    given_check(begin, [company.ids["emma"]])
    assert typed(begin, TARO, "無事です") == own(begin, TARO) == drill


def test_of_several_real_ones_the_newest_counts(begin: Begin, company: Company) -> None:
    given_check(begin, [company.ids["taro"]], started_ago=5 * MINUTE)
    newest = given_check(begin, [company.ids["taro"]])
    assert typed(begin, TARO, "無事です") == own(begin, TARO) == newest


def test_an_active_drill_comes_before_a_real_check_closed_lately(begin: Begin, company: Company) -> None:
    given_check(begin, [company.ids["taro"]], state=CheckState.CLOSED)
    drill = given_check(begin, [company.ids["taro"]], kind=CheckKind.DRILL, started_ago=5 * MINUTE)
    assert typed(begin, TARO, "無事です") == own(begin, TARO) == drill


def test_status_shows_the_real_check_then_the_one_that_asks_everybody(world: World, company: Company) -> None:
    osaka = world.start(title="大阪", unit_ids=(company.unit("大阪支社"),))
    world.clock.forward(MINUTE)
    world.start(title="訓練", kind=CheckKind.DRILL)
    assert shown(world.begin, HANAKO) == shown(world.begin, TARO) == osaka
    everybody = world.start(title="全社")
    world.clock.forward(MINUTE)
    world.start(title="開発", unit_ids=(company.unit("本社/開発部"),))
    assert shown(world.begin, HANAKO) == shown(world.begin, TARO) == shown(world.begin, STRANGER) == everybody


def test_status_shows_a_unit_manager_their_own_check_first_but_no_drill_before_a_real_one(
    world: World, company: Company
) -> None:
    unit = company.unit("本社/開発部/基盤課")
    world.start(title="自分の訓練", kind=CheckKind.DRILL, unit_ids=(unit,))
    everybody = world.start(title="全社")
    assert shown(world.begin, JIRO) == everybody
    theirs = world.start(title="自分の部", unit_ids=(unit,))
    world.clock.forward(MINUTE)
    world.start(title="大阪", unit_ids=(company.unit("大阪支社"),))
    assert shown(world.begin, JIRO) == theirs
    assert shown(world.begin, HANAKO) == everybody


def test_close_and_remind_guess_nothing_while_several_run(world: World) -> None:
    drill = world.start(title="秋の訓練", kind=CheckKind.DRILL)
    real = world.start(title="地震")
    for event_key in (None, "e1"):
        with world.begin(HANAKO, Lane.FANOUT) as work, pytest.raises(InvalidError, match="several_checks") as refused:
            close_check(work, CloseCheck(event_key=event_key))
        with world.begin(HANAKO, Lane.FANOUT) as work, pytest.raises(InvalidError, match="several_checks"):
            remind_now(work, RemindNow(event_key=event_key))
    params = refused.value.params
    assert [(one.number, one.kind, one.title) for one in params["checks"]] == [
        (real, CheckKind.REAL, "地震"),
        (drill, CheckKind.DRILL, "秋の訓練"),
    ]
    assert (params["verb"], params["example"]) == ("close", drill)
    assert {row_of(world.begin, checks, id=one).state for one in (drill, real)} == {"active"}


def test_a_number_or_a_kind_names_the_check(world: World) -> None:
    drill = world.start(title="訓練", kind=CheckKind.DRILL)
    real = world.start()
    with world.begin(HANAKO, Lane.FANOUT) as work:
        assert remind_now(work, RemindNow(kind=CheckKind.DRILL)).check_id == drill
        assert remind_now(work, RemindNow(real)).check_id == real
        assert close_check(work, CloseCheck(drill)).check_id == drill
        assert close_check(work, CloseCheck(kind=CheckKind.REAL)).check_id == real


def test_two_of_the_same_kind_still_need_a_number(world: World) -> None:
    for title in ("一", "二"):
        world.start(title=title, kind=CheckKind.DRILL)
    with world.begin(HANAKO, Lane.FANOUT) as work, pytest.raises(InvalidError, match="several_checks"):
        close_check(work, CloseCheck(kind=CheckKind.DRILL))


def test_only_checks_one_is_responsible_for_can_be_meant(world: World, company: Company) -> None:
    everybody = world.start(title="全社")
    with world.begin(JIRO, Lane.FANOUT) as work, pytest.raises(RefusedError, match="outside_units"):
        close_check(work, CloseCheck())
    theirs = world.start(title="自分の部", unit_ids=(company.unit("本社/開発部"),))
    with world.begin(JIRO, Lane.FANOUT) as work, pytest.raises(RefusedError, match="outside_units"):
        close_check(work, CloseCheck(everybody))
    with world.begin(JIRO, Lane.FANOUT) as work:
        assert close_check(work, CloseCheck()).check_id == theirs
    with world.begin(HANAKO, Lane.FANOUT) as work:
        assert close_check(work, CloseCheck()).check_id == everybody
    with world.begin(HANAKO, Lane.FANOUT) as work, pytest.raises(NotFoundError, match="no_active_check"):
        close_check(work, CloseCheck())


def test_take_and_done_without_a_name_mean_a_real_case_before_a_drills(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    company.person("三郎", slack="U0SABURO", role=Role.NONE, units=["本社"])
    drill = given_check(begin, [*company.ids.values()], kind=CheckKind.DRILL)
    real = given_check(begin, [*company.ids.values()])
    practised = cry(begin, TARO, drill)
    clock.forward(MINUTE)
    meant = cry(begin, JIRO, real)
    assert take(begin, HANAKO).help_case_id == meant
    clock.forward(MINUTE)
    assert take(begin, HANAKO).help_case_id == practised
    assert close(begin, HANAKO, event_key="slack:1").help_case_id == meant
    again = close(begin, HANAKO, event_key="slack:1")
    assert (again.help_case_id, again.already) == (meant, True)
    assert close(begin, HANAKO).help_case_id == practised
