"""What somebody who sees a page for the first time must not misread."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from adapters.web.tokens import Tokens
from bot.vocabulary import CheckKind, Status, Via
from flows.close_check import CloseCheck, close_check
from flows.find_person import PersonRef
from flows.help_cases import CloseHelp, close_help
from flows.mark_person import MarkPerson, mark_person
from flows.record_answer import RecordAnswer, record_answer
from flows.work import Begin, Lane, SignedIn, TokenHolder
from storage.models import checks
from tests.adapters.web.console import signed_in
from tests.adapters.web.test_web_start_check import press, words
from tests.support.checks import rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def said(begin: Begin, company: Company, who: str, status: Status, check_id: int) -> None:
    with begin(TokenHolder(company.ids[who])) as work:
        record_answer(work, RecordAnswer(status, work.now, Via.WEB, check_id))


def test_an_employee_is_led_to_the_check_that_waits_for_them_a_real_one_first(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, clock: MovableClock
) -> None:
    real = company.check(title="震度6弱")
    clock.forward(timedelta(minutes=1))
    drill = company.check(title="秋の訓練", kind=CheckKind.DRILL)
    taro = signed_in(browser, tokens, company.ids["taro"])

    def waiting() -> str:
        html = taro.get("/console/").text
        assert 'href="/info/' in html
        found = re.search(r'href="(/a/[^"]+)">⏳ あなたの回答を待っています：([^<]+)', html)
        assert found is None or taro.get(found[1].replace("&amp;", "&")).status_code == 200
        return found[2] if found else ""

    assert waiting() == "震度6弱"
    said(begin, company, "taro", Status.SAFE, real)
    assert waiting() == "【訓練】 秋の訓練"
    said(begin, company, "taro", Status.SAFE, drill)
    assert waiting() == ""


def test_active_checks_stand_before_those_that_are_over_and_real_ones_before_drills(
    hanako: FlaskClient, company: Company, begin: Begin, clock: MovableClock
) -> None:
    company.check(title="地震")
    clock.forward(timedelta(minutes=1))
    company.check(title="訓練", kind=CheckKind.DRILL)
    clock.forward(timedelta(minutes=1))
    over = company.check(title="台風")
    with begin(SignedIn(company.ids["hanako"]), Lane.FANOUT) as work:
        close_check(work, CloseCheck(over))
    assert re.findall(r"<b>(?:【訓練】 )?([^<]+)</b>", hanako.get("/console/").text)[-3:] == ["地震", "訓練", "台風"]


def test_nothing_was_said_after_a_call_that_is_closed_and_a_proxy_in_the_console_used_no_answer_page(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    check_id, taro = company.check(), company.ids["taro"]
    with begin(SignedIn(company.ids["hanako"])) as work:
        mark_person(work, MarkPerson(PersonRef(taro), Status.HELP, work.now, Via.WEB, check_id))
        close_help(work, CloseHelp("病院へ", 1))
    shown = hanako.get(f"/console/checks/{check_id}/people/{taro}").text
    assert "その後の回答" not in shown
    assert "最後の回答：助けが必要（救助要請は完了）" in shown
    assert "回答ページ" not in shown
    assert "管理画面" in hanako.get(f"/console/checks/{check_id}/people.csv").text


def test_nobody_in_need_opens_no_form_to_write_to_them(hanako: FlaskClient, company: Company) -> None:
    shown = hanako.get(f"/console/checks/{company.check()}/write").text
    assert "<textarea" not in shown
    assert "助けを求めている人は、" in shown


def test_what_is_missing_is_said_before_it_is_confirmed_and_in_words_of_this_page(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    untitled = press(hanako, kind="real", title=" ")
    assert untitled.status_code == 400
    assert "件名" in words(untitled)
    assert "今すぐ送る" not in words(untitled)
    undated = press(hanako, when="later", starts_at="")
    assert "始める日時を入れてください" in words(undated)
    assert rows_of(begin, checks) == []
    first = press(hanako)
    again = words(press(hanako, title="もう一度"))
    assert f'href="{first.location}"' in again
    assert "/safety" not in again


def test_people_of_the_unit_itself_have_a_line_whose_numbers_open_them_alone(
    hanako: FlaskClient, company: Company
) -> None:
    check_id, unit_id = company.check(), company.unit("本社/開発部")
    board = hanako.get(f"/console/checks/{check_id}?unit={unit_id}").text
    assert "開発部（直属）" in board
    [address] = re.findall(r'href="([^"]+only=silent[^"]+directly=1[^"]*)"', board)
    listed = hanako.get(address.replace("&amp;", "&")).text
    assert "次郎" in listed
    assert "太郎" not in listed
    assert "directly=1" in listed


@pytest.mark.parametrize("lang", ["ja", "ja-easy", "en"])
def test_whoever_comes_by_the_printed_code_and_has_no_mail_is_told_how_to_answer(
    browser: FlaskClient, company: Company, lang: str
) -> None:
    led = browser.get("/console/me/answers")
    shown = browser.get(f"{led.location}?lang={lang}").text
    assert "LINE" in shown
    assert 'href="/info/' in shown
