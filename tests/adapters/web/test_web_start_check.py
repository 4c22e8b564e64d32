"""Starting a check in the console: what is told before, what is confirmed, what is kept, and that it starts once."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from threading import Event

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind, CheckState
from flows.paces import Paces
from flows.plan_check import PlanCheck, plan_check, planned_due, start_planned
from flows.ports import RateLimit
from flows.preflight import Pace
from flows.start_check import StartCheck
from flows.work import Begin, Lane, Operator, System
from storage.models import check_units, checks, roll
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

NEW = "/console/checks/new"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


@pytest.fixture
def jiro(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["jiro"])


def fields(page: str) -> dict[str, str]:
    """What a press would send besides what is chosen: the form's own marks."""
    wanted = ("csrf", "number", "planned", "anyway", "sure")
    return {name: value for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page) if name in wanted}


def press(browser: FlaskClient, page: str = "", **given: object) -> TestResponse:
    page = page or seen(browser, NEW)
    return browser.post(NEW, data={**fields(page), "kind": "drill", "title": "秋の訓練", "action": "start", **given})


def words(response: TestResponse) -> str:
    return html.unescape(response.get_data(as_text=True))


def test_a_drill_starts_with_one_press_and_leads_to_its_board(hanako: FlaskClient, begin: Begin) -> None:
    page = seen(hanako, NEW)
    assert "4人にたずねます" in page
    started = press(hanako, page, message="訓練です\r\n二行目", reminders="once", closing="24")
    [check] = rows(begin, checks)
    assert (started.status_code, started.location) == (303, f"/console/checks/{check.id}")
    assert (check.kind, check.title, check.message) == ("drill", "秋の訓練", "訓練です\n二行目")
    assert check.closes_at - check.started_at == timedelta(days=1)
    assert check.reminder_plan["at_most"] == 1
    # A double press, or the page from the browser's history.
    again = {"message": "訓練です\r\n二行目", "reminders": "once", "closing": "24"}
    assert press(hanako, page, **again).location == started.location
    assert len(rows(begin, checks)) == 1


def test_whoever_goes_back_and_changes_it_means_another_check(
    hanako: FlaskClient, begin: Begin, clock: MovableClock
) -> None:
    page = seen(hanako, NEW)
    assert press(hanako, page, when="later", starts_at="2026-11-21T09:30").status_code == 303
    clock.forward(timedelta(minutes=1))
    assert press(hanako, page).status_code == 303
    clock.forward(timedelta(minutes=1))
    similar = press(hanako, page, title="別の訓練")
    assert similar.status_code == 200
    assert "「秋の訓練」" in words(similar)
    assert [check.state for check in rows(begin, checks)] == ["scheduled", "active"]


def test_a_real_check_to_everybody_is_confirmed_with_how_many_it_asks(hanako: FlaskClient, begin: Begin) -> None:
    asked = press(hanako, kind="real", title="震度6弱", message="<b>机の下へ</b>")
    page = words(asked)
    assert asked.status_code == 200
    assert rows(begin, checks) == []
    assert "本番：4人に今すぐ送る" in page
    assert "&lt;b&gt;" in asked.get_data(as_text=True)
    back = hanako.post(NEW, data=dict(re.findall(r'name="(\w+)" value="([^"]*)"', page)) | {"action": "back"})
    assert 'value="震度6弱"' in words(back)
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert hanako.post(NEW, data=kept | {"action": "start"}).status_code == 303
    assert [(check.kind, check.title) for check in rows(begin, checks)] == [("real", "震度6弱")]


def test_it_is_confirmed_once_and_told_of_a_similar_check_once(
    hanako: FlaskClient, begin: Begin, company: Company, clock: MovableClock
) -> None:
    company.check(title="先に始めたもの")
    clock.forward(timedelta(minutes=1))
    page = words(press(hanako, kind="real", title="震度6弱"))
    similar = press(hanako, page, kind="real", title="震度6弱")
    page = words(similar)
    assert similar.status_code == 200
    assert "「先に始めたもの」" in page
    assert press(hanako, page, kind="real", title="震度6弱").status_code == 303
    assert len(rows(begin, checks)) == 2


def test_a_real_check_planned_for_everybody_is_confirmed_too(hanako: FlaskClient, begin: Begin) -> None:
    later = {"kind": "real", "when": "later", "starts_at": "2026-11-21T09:30"}
    page = words(press(hanako, **later))
    assert "本番：11/21 09:30 に4人へ送る予約をする" in page
    assert rows(begin, checks) == []
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert hanako.post(NEW, data=kept | {"action": "start"}).status_code == 303
    assert [check.state for check in rows(begin, checks)] == ["scheduled"]


def test_a_real_check_to_some_units_starts_at_once(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    osaka = company.unit("大阪支社")
    assert press(hanako, kind="real", unit=osaka).status_code == 303
    assert [row.person_id for row in rows(begin, roll)] == [company.ids["emma"]]


def test_a_similar_check_is_told_and_started_all_the_same_when_pressed_again(
    hanako: FlaskClient, begin: Begin, clock: MovableClock, company: Company
) -> None:
    osaka = company.unit("大阪支社")
    press(hanako, unit=osaka, title="一つ目")
    clock.forward(timedelta(minutes=1))
    told = press(hanako, unit=osaka, title="二つ目")
    page = words(told)
    assert told.status_code == 200
    assert "「一つ目」" in page
    assert 'value="二つ目"' in page
    assert len(rows(begin, checks)) == 1
    assert press(hanako, page, unit=osaka, title="二つ目").status_code == 303
    assert len(rows(begin, checks)) == 2


def test_what_was_typed_is_kept_where_something_is_wrong(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    empty = company.unit("名古屋支社")
    for given, problem in (
        ({"title": " "}, "件名を入れてください"),
        ({"unit": empty}, "確認する相手がいません"),
        ({"when": "later", "starts_at": "2020-01-01T10:00"}, "その日時は過ぎています"),
        ({"when": "later", "starts_at": "明日"}, "日時を読み取れません"),
        ({"when": "later", "starts_at": "0001-01-01T00:00"}, "日時を読み取れません"),
    ):
        refused = press(hanako, message="伝えたいこと\0", reminders="often", **given)
        page = words(refused)
        assert refused.status_code == 400
        assert problem in page
        assert "伝えたいこと</textarea>" in page
        assert '<option value="often" selected>' in page
        assert 'value="drill" checked' in page
    assert rows(begin, checks) == []


def test_units_are_chosen_and_counted_without_losing_what_was_typed(
    hanako: FlaskClient, begin: Begin, company: Company
) -> None:
    osaka, dev = company.unit("大阪支社"), company.unit("本社/開発部")
    page = seen(hanako, NEW)
    opened = words(hanako.post(NEW, data={**fields(page), "kind": "drill", "title": "訓練", "unit": osaka, "at": dev}))
    assert "基盤課" in opened
    assert f'name="unit" value="{osaka}" checked' in opened
    assert 'name="title" maxlength="80"' in opened
    assert 'value="訓練"' in opened
    assert f'name="level" value="{dev}"' in opened
    assert "1人にたずねます" in opened
    told = hanako.post(f"{NEW}/preflight", data={**fields(page), "kind": "drill", "unit": [osaka, dev]})
    assert "3人にたずねます" in words(told)
    assert "<html" not in words(told)
    assert rows(begin, checks) == []


def test_ready_wording_fills_what_is_empty_and_leaves_own_words(hanako: FlaskClient) -> None:
    page = seen(hanako, NEW)
    flood = words(hanako.post(NEW, data={**fields(page), "kind": "real", "ready": "flood"}))
    assert 'value="大雨・洪水の危険があります"' in flood
    own = {"kind": "real", "title": "自分の件名", "message": "", "ready": "fire"}
    page = words(hanako.post(NEW, data={**fields(page), **own}))
    assert 'value="自分の件名"' in page
    assert "煙を吸わないよう" in page


def test_a_check_is_planned_changed_and_started_at_its_moment(
    hanako: FlaskClient, begin: Begin, clock: MovableClock, company: Company
) -> None:
    later = {"when": "later", "starts_at": "2026-11-21T09:30", "closing": "3"}
    page = seen(hanako, NEW)
    assert press(hanako, page, **later).location == "/console/checks?done=planned"
    assert press(hanako, page, **later).status_code == 303
    [check] = rows(begin, checks)
    assert check.state == "scheduled"
    assert check.starts_at.isoformat() == "2026-11-21T00:30:00+00:00"
    for path in ("/console/", "/console/checks"):
        assert "11/21 09:30" in seen(hanako, path)
        assert f"{NEW}?planned={check.id}" in seen(hanako, path)
    page = seen(hanako, f"{NEW}?planned={check.id}")
    assert 'value="2026-11-21T09:30"' in page
    assert '<option value="3" selected>' in page
    changed = press(hanako, page, unit=company.unit("大阪支社"), **later | {"starts_at": "2026-11-20T23:00"})
    assert changed.status_code == 303
    [check] = rows(begin, checks)
    assert len(rows(begin, check_units)) == 1
    clock.forward(check.starts_at - clock.now())
    with begin(System("cycle"), Lane.READ) as work:
        assert planned_due(work) == (check.id,)
    with begin(System("cycle"), Lane.FANOUT) as work:
        assert start_planned(work, check.id)
    refused = hanako.get(f"{NEW}?planned={check.id}")
    assert refused.status_code == 400
    assert "すでに始まったか" in words(refused)


def test_a_plan_of_the_command_line_keeps_what_the_form_does_not_offer(hanako: FlaskClient, begin: Begin) -> None:
    plan = ReminderPlan(timedelta(minutes=7), (timedelta(minutes=9),), at_most=5)
    odd = StartCheck(CheckKind.DRILL, "訓練", plan=plan, closes_after=timedelta(hours=5))
    with begin(Operator(), Lane.FANOUT) as work:
        check_id = plan_check(work, PlanCheck(odd, work.now + timedelta(hours=1))).check_id
    page = seen(hanako, f"{NEW}?planned={check_id}")
    assert "今のまま（7分後、次から9分おき・最大5回）" in page
    kept = {"when": "later", "starts_at": "2026-11-21T09:30", "reminders": "as_planned", "closing": "as_planned"}
    assert press(hanako, page, **kept).status_code == 303
    [check] = rows(begin, checks)
    assert ReminderPlan.from_json(check.reminder_plan) == plan
    assert check.closes_at - check.starts_at == timedelta(hours=5)


def test_a_unit_manager_asks_their_own_and_others_do_not_start_checks(
    jiro: FlaskClient, begin: Begin, tokens: Tokens, company: Company
) -> None:
    assert "2人にたずねます" in seen(jiro, NEW)
    outside = company.unit("大阪支社")
    assert press(jiro, unit=outside).status_code == 403
    # To all of theirs, which is not the whole company: nothing is confirmed.
    assert press(jiro, kind="real").status_code == 303
    assert {row.person_id for row in rows(begin, roll)} == {company.ids["jiro"], company.ids["taro"]}
    taro = signed_in(jiro, tokens, company.ids["taro"])
    assert taro.get(NEW).status_code == 403
    assert taro.get("/console/checks").status_code == 403


def test_neither_real_nor_drill_is_never_guessed(hanako: FlaskClient, begin: Begin) -> None:
    assert press(hanako, kind="").status_code == 400
    assert press(hanako, kind="test").status_code == 400
    assert hanako.post(NEW, data={"kind": "drill", "title": "x", "action": "start"}).status_code == 400
    assert rows(begin, checks) == []


class Line:
    """A channel whose platform says what it still takes, when it is let to."""

    kind = ChannelKind.LINE
    batch_size = 500

    def __init__(self) -> None:
        self.may_answer, self.asked = Event(), 0

    def limit(self) -> RateLimit | None:
        return RateLimit("line", "multicast", 180.0)

    def left_this_month(self) -> int | None:
        self.asked += 1
        self.may_answer.wait(10)
        return 0


def test_what_line_still_takes_is_told_and_a_slow_line_holds_up_no_page(
    begin: Begin, tokens: Tokens, clock: MovableClock, company: Company
) -> None:
    line = Line()
    now = [0.0]
    slow = Paces([line], lambda: now[0], patience=0.01)  # type: ignore[list-item]
    assert slow.now() == slow.now() == {ChannelKind.LINE: Pace(90_000.0, None)}
    now[0] = 31.0
    # Still being asked: it is not asked again beside that.
    slow.now()
    assert line.asked == 1
    line.may_answer.set()
    paces = Paces([line], lambda: now[0], patience=10)  # type: ignore[list-item]
    line.asked = 0
    assert paces.now() == paces.now() == {ChannelKind.LINE: Pace(90_000.0, 0)}
    assert line.asked == 1
    now[0] = 62.0
    paces.now()
    assert line.asked == 2
    web = create_web(begin, tokens, clock, DEFAULT_POLICY, channels=[line])  # type: ignore[list-item]
    page = seen(signed_in(web.test_client(), tokens, company.ids["hanako"]), NEW)
    assert "LINEは今月もう送れないか、残りを答えていません。LINEだけの人が0人います。" in page


def test_checks_and_drills_are_listed_compared_and_cleared(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    for title, kind in (("<i>秋の訓練</i>", CheckKind.DRILL), ("地震", CheckKind.REAL)):
        company.check(title=title, kind=kind, state=CheckState.CLOSED)
    listed = hanako.get("/console/checks").get_data(as_text=True)
    assert "&lt;i&gt;秋の訓練" in listed
    assert "🔵 訓練" in listed
    assert "🚨 本番" in listed
    assert "回答 0%" in listed
    compared = seen(hanako, "/console/checks/compare?check=1&check=2&check=x")
    assert "10分後" in compared
    refused = hanako.get("/console/checks/compare?check=1")
    assert refused.status_code == 400
    assert 'name="check" value="1" aria-label="&lt;i&gt;秋の訓練&lt;/i&gt; を比べる" checked' in refused.get_data(
        as_text=True
    )
    token = form_token(listed)
    for cleared, shown in (("yes", False), ("no", True)):
        done = hanako.post("/console/checks/1/clear", data={"csrf": token, "cleared": cleared})
        assert "✓" in seen(hanako, done.location)
        assert ("秋の訓練" in seen(hanako, "/console/")) is shown


def test_a_plan_is_cancelled_on_the_list(hanako: FlaskClient, begin: Begin) -> None:
    press(hanako, when="later", starts_at="2026-11-21T09:30")
    [check] = rows(begin, checks)
    token = form_token(seen(hanako, "/console/checks"))
    assert hanako.post(f"/console/checks/{check.id}/cancel", data={"csrf": token}).status_code == 303
    assert rows(begin, checks)[0].state == "cancelled"
    assert hanako.post(f"/console/checks/{check.id}/cancel", data={"csrf": token}).status_code == 400
