"""The status list of a check: who stands where, from there to the contacts and back, and sending again."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from adapters.web.console_frame import LANGUAGE_COOKIE
from adapters.web.tokens import Tokens
from bot.vocabulary import By, ChannelKind, CheckKind, MessageKind, Standing, Status, Via
from flows.answer_page import Opened, pages_opened
from flows.find_person import PersonRef
from flows.mark_person import MarkPerson, mark_person
from flows.start_check import StartCheck, start_check
from flows.work import Begin, Lane, Operator, SignedIn, TokenHolder
from storage.models import audit
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen, spoil
from tests.support.checks import given_standing
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows

LIST = "/console/checks/1/people"


@pytest.fixture
def check(company: Company, begin: Begin, clock: MovableClock) -> None:
    spoil(begin, "emma@example.com")
    with begin(Operator(), Lane.FANOUT) as work:
        start_check(work, StartCheck(CheckKind.REAL, "地震 <b>"))
    clock.forward(timedelta(minutes=2))


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company, check: None) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


@pytest.fixture
def jiro(browser: FlaskClient, tokens: Tokens, company: Company, check: None) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["jiro"])


def lines(page: str) -> list[str]:
    """The people of a page, their texts without tags."""
    rows = re.findall(r'<li class="(?:help|injured|silent|away|safe)">(.*?)</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]


def test_each_person_stands_there_worst_first_with_how_they_can_be_reached(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    with begin(SignedIn(company.ids["jiro"])) as work:
        mark_person(work, MarkPerson(PersonRef(employee_no="E0003"), Status.HELP, work.now, Via.WEB, 1, "足を<b>けが"))
    with begin(TokenHolder(company.ids["hanako"])) as work:
        pages_opened(work, [Opened(1, company.ids["hanako"], work.now)])
    given_standing(begin, 1, company.ids["jiro"], Standing.SAFE, said="safe", said_by=By.SELF, said_via="line")
    page = seen(hanako, LIST)
    taro, hanakos, emma, jiros = lines(page)
    assert taro.startswith("太郎 E0003 ・ 本社/開発部/基盤課 🆘 助けが必要")
    assert "代理：次郎" in taro
    assert "足を<b>けが" in page
    assert "もう一度送る" not in taro
    assert "開封のみ" in hanakos
    assert "回答ページは未開封" in emma
    assert "⚠ 届く連絡先なし 配信停止中 1" in emma
    assert "🟢 無事" in jiros
    assert "LINE" in jiros
    raw = hanako.get(LIST).get_data(as_text=True)
    assert "<b>けが" not in raw
    assert "地震 &lt;b&gt;" in raw
    assert [line.split()[0] for line in lines(seen(hanako, f"{LIST}?only=opened"))] == ["花子"]
    assert [line.split()[0] for line in lines(seen(hanako, f"{LIST}?only=unreachable"))] == ["Emma"]
    assert [line.split()[0] for line in lines(seen(hanako, f"{LIST}?q=E0002&only=?&after=silent.x&unit=x"))] == ["次郎"]
    assert "there is" not in seen(hanako, f"{LIST}?lang=en&only=safe")


def test_the_list_leads_to_the_contacts_and_back_and_a_corrected_one_is_sent_to(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    assert LIST in seen(hanako, "/console/")
    assert LIST in seen(hanako, "/console/checks/1")
    listed = seen(hanako, f"{LIST}?only=unreachable")
    [in_check] = re.findall(rf'href="({LIST}/{company.ids["emma"]}\?[^"]+)"', listed)
    of_person = seen(hanako, html.unescape(in_check))
    assert f"{LIST}?only=unreachable" in of_person
    [there] = re.findall(rf'href="(/console/people/{company.ids["emma"]}\?[^"]+)"', of_person)
    there = html.unescape(there)
    person = seen(hanako, there)
    assert f"{LIST}?only=unreachable" in person
    assert "⚠ 届く連絡先なし" in person
    [in_english] = re.findall(r'href="(\?lang=en&[^"]+)"', person)
    assert f"{LIST}?only=unreachable" in seen(hanako, there.partition("?")[0] + html.unescape(in_english))
    hanako.delete_cookie(LANGUAGE_COOKIE, path="/console")
    new = {"csrf": form_token(person), "action": "add", "kind": "mail", "address": "new@example.jp", "label": ""}
    added = hanako.post(there, data=new)
    assert "check=1" in added.location
    assert f"{LIST}?only=unreachable" in seen(hanako, added.location)
    token = form_token(person)
    sent = hanako.post(f"{LIST}/{company.ids['emma']}?list=only%3Dunreachable", data={"csrf": token})
    assert "✓ Emma さんにもう一度送りました" in seen(hanako, sent.location)
    again = hanako.post(f"{LIST}/{company.ids['emma']}", data={"csrf": token})
    assert "Emma さんには、たった今送ったばかりです" in seen(hanako, again.location)
    [message] = outbox(begin, kind=MessageKind.REMINDER)
    assert (message.address, message.channel) == ("new@example.jp", ChannelKind.MAIL)


def test_one_press_on_the_list_sends_to_one_another_to_all_silent(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    token = form_token(seen(hanako, LIST))
    sent = hanako.post(LIST, data={"csrf": token, "person": str(company.ids["taro"])})
    assert "✓ 太郎 さんにもう一度送りました" in seen(hanako, sent.location)
    assert {row.person_id for row in outbox(begin, kind=MessageKind.REMINDER)} == {company.ids["taro"]}
    everybody = hanako.post(f"{LIST}?only=silent", data={"csrf": token, "action": "silent"})
    assert "✓ 3人にもう一度送りました" in seen(hanako, everybody.location)
    assert {row.round for row in outbox(begin, person_id=company.ids["hanako"])} == {0, 1}
    once_more = hanako.post(LIST, data={"csrf": token, "action": "silent"})
    assert "送る人がいません" in seen(hanako, once_more.location)
    assert hanako.post(LIST, data={"csrf": token}).status_code == 400
    assert hanako.post(LIST, data={"csrf": token, "person": "99999"}).status_code == 400


def test_a_unit_manager_sees_and_asks_their_own_people_alone(jiro: FlaskClient, company: Company, begin: Begin) -> None:
    page = seen(jiro, LIST)
    assert {line.split()[0] for line in lines(page)} == {"次郎", "太郎"}
    token = form_token(page)
    sent = jiro.post(LIST, data={"csrf": token, "action": "silent"})
    assert "✓ 2人にもう一度送りました" in seen(jiro, sent.location)
    assert {row.person_id for row in outbox(begin, kind=MessageKind.REMINDER)} == {
        company.ids["jiro"],
        company.ids["taro"],
    }
    refused = jiro.post(LIST, data={"csrf": token, "person": str(company.ids["emma"])})
    assert refused.status_code == 403
    assert jiro.post(f"{LIST}/{company.ids['emma']}", data={"csrf": token}).status_code == 403
    listed = list(csv.reader(io.StringIO(jiro.get(f"{LIST}.csv").get_data().decode("utf-8-sig"))))
    [noted] = rows(begin, audit, action="status_exported")
    assert (noted.check_id, noted.person_id) == (1, company.ids["jiro"])
    assert [row[:4] for row in listed[1:]] == [
        ["E0002", "次郎", "本社/開発部", "未回答"],
        ["E0003", "太郎", "本社/開発部/基盤課", "未回答"],
    ]


def test_it_is_for_managers_and_their_forms_alone(
    browser: FlaskClient, tokens: Tokens, company: Company, check: None, begin: Begin
) -> None:
    for path in (LIST, f"{LIST}.xlsx"):
        assert browser.get(path).status_code == 303
    hanako = signed_in(browser, tokens, company.ids["hanako"])
    assert hanako.post(LIST, data={"action": "silent"}).status_code == 400
    assert hanako.get("/console/checks/9/people").status_code == 404
    token = form_token(seen(hanako, LIST))
    assert hanako.post("/console/checks/9/people", data={"csrf": token, "action": "silent"}).status_code == 404
    taro = signed_in(browser, tokens, company.ids["taro"])
    for path in (LIST, f"{LIST}.csv"):
        assert taro.get(path).status_code == 403
    own = seen(taro, "/console/me?check=1")
    assert "もう一度送る" not in own
    assert taro.post(LIST, data={"csrf": form_token(own), "action": "silent"}).status_code == 403
    assert outbox(begin, kind=MessageKind.REMINDER) == []
