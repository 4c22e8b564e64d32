"""A check that was a mistake is called off: who was asked is told so; answers and cries for help are still heard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.vocabulary import ChannelKind, CheckKind, Standing, Status, Via
from flows.cancel_check import CancelCheck, CheckCancelled, cancel_check
from flows.errors import InvalidError
from flows.plan_check import PlanCheck, plan_check
from flows.ports import TemporaryFailure
from flows.record_answer import RecordAnswer, record_answer
from flows.reopen_check import reopen_check
from flows.show_check import show_check
from flows.start_check import StartCheck
from flows.work import Begin, Lane, Sender
from storage.models import audit, help_cases
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import outbox, rows, states, the_check, the_message
from tests.support.sending import World

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
SENT = ("accepted", "")


@pytest.fixture
def world(begin: Begin, clock: MovableClock, company: Company) -> World:
    return World(begin, clock)


def cancel(world: World, check_id: int, reason: str = "", event_key: str | None = None) -> CheckCancelled:
    with world.begin(HANAKO, Lane.FANOUT) as work:
        return cancel_check(work, CancelCheck(check_id, reason, event_key))


def told(world: World) -> dict[str, tuple[str, str]]:
    found = outbox(world.begin, kind="cancellation")
    assert len({row.address for row in found}) == len(found)
    return {row.address: (row.state, row.reason) for row in found}


def test_whoever_was_asked_is_told_with_the_reason_and_nobody_else(world: World, company: Company) -> None:
    world.slack.fails_for = {"U0JIRO": TemporaryFailure("busy", retry_after=timedelta(minutes=5))}
    check_id = world.start(kind=CheckKind.DRILL, slack_channel="C0ALL")
    world.turn()
    assert cancel(world, check_id, "誤報でした\n本当に", "web:1").had_started
    assert cancel(world, check_id, "誤報でした\n本当に", "web:1").already
    world.turn()
    expected = dict.fromkeys(("U0HANAKO", "U0TARO", "C0ALL", TARO_LINE, "taro@example.jp", "emma@example.com"), SENT)
    assert told(world) == expected | {"U0JIRO": ("queued", "")}
    [(speech, _)] = world.line.rendered[-1:]
    assert speech.subject == "【訓練】【安否確認】【取消】地震"
    said = "\n".join(speech.paragraphs)
    for words in (
        "これは訓練です",
        "取り消します",
        "理由：誤報でした 本当に",
        "回答は要りません",
        "助けを求められます",
    ):
        assert words in said
    assert speech.buttons == ()
    assert states(world.begin, kind="check_closed") == {}, "never both"
    world.slack.fails_for.clear()
    world.turn_after(timedelta(minutes=6))
    world.turn_after(timedelta(seconds=11))
    assert the_message(world.begin, kind="prompt", address="U0JIRO").state == "skipped", "not asked any more"
    assert told(world)["U0JIRO"] == ("skipped", "first_not_sent"), "so there is nothing to take back"
    world.turn_after(timedelta(days=2))
    assert states(world.begin, kind="reminder") == {}


def test_it_is_closed_as_a_mistake_and_cannot_be_opened_again(world: World) -> None:
    check_id = world.start()
    world.turn()
    cancel(world, check_id)
    check = the_check(world.begin, check_id)
    assert (check.state, check.cancel_reason, check.next_reminder_at) == ("closed", "called_off", None)
    with world.begin(HANAKO, Lane.READ) as work:
        assert show_check(work, check_id).called_off
    [noted] = rows(world.begin, audit, action="check_called_off")
    assert (noted.check_id, noted.details) == (check_id, None)
    with pytest.raises(InvalidError, match="already_closed"):
        cancel(world, check_id)
    with pytest.raises(InvalidError, match="was_called_off"), world.begin(HANAKO) as work:
        reopen_check(work, check_id)


def test_answers_are_heard_all_the_same_and_open_cases_stay_open(world: World, company: Company) -> None:
    check_id = world.start()
    world.turn()
    cancel(world, check_id)
    with world.begin(Sender(ChannelKind.SLACK, "U0TARO")) as work:
        heard = record_answer(work, RecordAnswer(Status.HELP, work.now, Via.SLACK, check_id))
    assert heard.standing is Standing.HELP
    [case] = rows(world.begin, help_cases, check_id=check_id)
    assert case.closed_at is None
    world.turn()
    assert "U0TARO" in told(world)


def test_nobody_is_told_where_nobody_was_asked_yet(world: World) -> None:
    check_id = world.start()
    cancel(world, check_id)
    world.turn()
    assert told(world) == {}
    assert states(world.begin, kind="prompt") == {("skipped", "closed"): 6}


def test_a_planned_one_just_does_not_start(world: World) -> None:
    with world.begin(HANAKO, Lane.FANOUT) as work:
        planned = plan_check(work, PlanCheck(StartCheck(CheckKind.DRILL, "秋の訓練"), work.now + timedelta(days=1)))
    assert not cancel(world, planned.check_id).had_started
    assert the_check(world.begin, planned.check_id).state == "cancelled"
    assert rows(world.begin, audit, action="check_called_off") == []
