"""A check is closed and a planned one cancelled from the home tab, after a second look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.manager_buttons import CheckDeed, CheckDeedPress
from bot.vocabulary import CheckKind, CheckState
from flows.plan_check import PlanCheck, plan_check
from flows.start_check import CheckStarted, StartCheck
from flows.work import Begin, Lane, Operator
from sandbox.slack.view_rules import require_view
from storage.models import checks
from tests.adapters.slack.slack_door import SlackDoor, texts_in
from tests.support.clock import MovableClock
from tests.support.outbox import rows


def asked_first(door: SlackDoor, deed: CheckDeed, check_id: int, user: str = "U0HANAKO") -> dict[str, Any]:
    before = len(door.slack.to("/api/views.open"))
    door.press_at_home(user, CheckDeedPress(deed, check_id))
    return require_view(door.slack.wait_for("/api/views.open", before + 1)[-1].body["view"], "modal")


def states(begin: Begin) -> list[str]:
    return [row.state for row in rows(begin, checks)]


def test_a_check_is_closed_after_a_second_look_and_by_those_responsible_alone(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    form = asked_first(door, CheckDeed.CLOSE, check.check_id)
    assert "まだ4人が未回答です" in texts_in(form)
    assert states(begin) == [CheckState.ACTIVE]
    assert "外" in texts_in(door.submit("U0JIRO", form, {}).get_json()["view"])
    assert states(begin) == [CheckState.ACTIVE]
    said = door.submit("U0HANAKO", form, {"tell": ["yes"]}).get_json()["view"]
    assert "安否確認を終了しました" in texts_in(said)
    assert states(begin) == [CheckState.CLOSED]


def test_a_planned_check_stands_at_home_and_is_cancelled_there(
    door: SlackDoor, begin: Begin, clock: MovableClock
) -> None:
    with begin(Operator(), Lane.FANOUT) as work:
        at = clock.now() + timedelta(days=2)
        check_id = plan_check(work, PlanCheck(StartCheck(CheckKind.DRILL, "秋の訓練 <b>"), at)).check_id
    door.open_home("U0HANAKO")
    assert "秋の訓練 <b>" in texts_in(door.home(1))
    form = asked_first(door, CheckDeed.CANCEL, check_id)
    assert "始まらなくなります" in texts_in(form)
    door.submit("U0TARO", form, {})
    assert states(begin) == [CheckState.SCHEDULED]
    assert "取り消しました" in texts_in(door.submit("U0HANAKO", form, {}).get_json()["view"])
    assert states(begin) == [CheckState.CANCELLED]
