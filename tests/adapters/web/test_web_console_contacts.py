"""The console's lists of contacts: by state, missing, resumed many at once; campaigns."""

from __future__ import annotations

import csv
import html
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from adapters.web.tokens import Tokens
from bot.vocabulary import CheckKind, ContactState
from flows.contact_change import remove_contacts
from flows.start_campaign import StartCampaign, start_campaign, write_campaign
from flows.start_check import StartCheck, start_check
from flows.work import Begin, Lane, Operator, System
from storage.models import contacts
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen, spoil
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows
from tests.support.workbook import Workbook, moment


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def states(begin: Begin) -> dict[str, str]:
    return {row.address: row.state for row in rows(begin, contacts)}


def table(browser: FlaskClient, path: str) -> list[list[str]]:
    response = browser.get(path)
    assert response.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))


def test_everybody_stopped_is_found_and_resumed_many_at_once(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    for address in ("taro@example.jp", "emma@example.com", "U0JIRO"):
        spoil(begin, address)
    stopped = seen(hanako, "/console/contacts?state=suppressed")
    assert "3件" in stopped
    assert "U0TARO" not in stopped
    [chosen] = [str(row.id) for row in rows(begin, contacts, address="emma@example.com")]
    token = form_token(stopped)
    done = hanako.post("/console/contacts", data={"csrf": token, "action": "resume", "contact": [chosen]})
    assert "✓ 1件の配信を再開しました" in seen(hanako, done.location)
    assert states(begin)["emma@example.com"] == ContactState.UNVERIFIED
    assert states(begin)["taro@example.jp"] == ContactState.SUPPRESSED
    done = hanako.post("/console/contacts", data={"csrf": token, "action": "resume_all"})
    assert "✓ 2件の配信を再開しました" in seen(hanako, done.location)
    assert ContactState.SUPPRESSED not in states(begin).values()


def test_a_press_with_nothing_chosen_resumes_nothing(hanako: FlaskClient, begin: Begin) -> None:
    token = form_token(seen(hanako, "/console/contacts"))
    for fields in ({"action": "resume"}, {"action": "resume", "contact": "x"}, {"action": "?"}, {}):
        assert hanako.post("/console/contacts", data={"csrf": token, **fields}).status_code == 400


def test_the_file_has_what_was_searched_for_and_no_formulas(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    company.person("=HYPERLINK(1)", mails=["cell@example.jp"])
    head, *lines = table(hanako, "/console/contacts.csv?q=cell@")
    assert head[:4] == ["社員番号", "氏名", "種類", "アドレス"]
    [line] = lines
    assert line[1].startswith("'=")
    assert line[3] == "cell@example.jp"


def test_whom_no_contact_reaches_is_warned_of_listed_and_downloaded(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    assert "全員に届く連絡先があります" in seen(hanako, "/console/contacts")
    company.person("連絡 なし子", phones=["090-0000-0000"])
    spoil(begin, "emma@example.com")
    assert "届く連絡先のない人：2人" in seen(hanako, "/console/contacts")
    listed = seen(hanako, "/console/missing")
    assert "連絡 なし子" in listed
    assert "配信停止中" in listed
    assert {line[1] for line in table(hanako, "/console/missing.csv")[1:]} == {"連絡 なし子", "Emma"}


def test_a_campaign_is_started_seen_and_downloaded(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    spoil(begin, "emma@example.com")
    assert "まだ行っていません" in seen(hanako, "/console/campaigns")
    token = form_token(seen(hanako, "/console/campaigns"))
    done = hanako.post("/console/campaigns", data={"csrf": token})
    assert "まだ送っている途中です" in seen(hanako, done.location)
    with begin(System(), Lane.FANOUT) as work:
        write_campaign(work, 1)
    page = seen(hanako, done.location)
    assert "emma@example.com" in page
    assert "taro@example.jp" in seen(hanako, f"{done.location}?proof=waiting")
    nobody = seen(hanako, f"{done.location}?proof=confirmed")
    assert "taro@example.jp" not in nobody
    assert "該当する連絡先はありません" in nobody
    assert ["emma@example.com", "届きません", "本人が配信を停止しています"] in [
        line[3:6] for line in table(hanako, "/console/campaigns/1.csv")
    ]
    again = hanako.post("/console/campaigns", data={"csrf": token})
    assert again.status_code == 400
    assert "たった今" in html.unescape(again.get_data(as_text=True))


def test_a_contact_that_is_there_no_longer_is_called_so(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    of_emma = select(contacts.c.person_id, contacts.c.id).where(contacts.c.address == "emma@example.com")
    with begin(Operator(), Lane.FANOUT) as work:
        start_campaign(work, StartCampaign())
        write_campaign(work, 1)
        remove_contacts(work, [(row.person_id, row.id) for row in work.connection.execute(of_emma)])
    assert "削除または変更済み" in seen(hanako, "/console/campaigns/1")
    assert "Removed or changed since" in seen(hanako, "/console/campaigns/1?lang=en")


def test_a_unit_manager_sees_and_resumes_their_own_people_only(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, clock: MovableClock
) -> None:
    company.person("遠方", units=["名古屋支社"], mails=["far@example.jp"])
    spoil(begin, "far@example.jp")
    jiro = signed_in(browser, tokens, company.ids["jiro"])
    clock.forward(timedelta(minutes=1))
    assert "far@example.jp" not in seen(jiro, "/console/contacts")
    [far] = [str(row.id) for row in rows(begin, contacts, address="far@example.jp")]
    token = form_token(seen(jiro, "/console/contacts"))
    refused = jiro.post("/console/contacts", data={"csrf": token, "action": "resume", "contact": far})
    assert refused.status_code == 403
    jiro.post("/console/contacts", data={"csrf": token, "action": "resume_all"})
    assert states(begin)["far@example.jp"] == ContactState.SUPPRESSED


@pytest.mark.parametrize(
    "path",
    [
        "contacts",
        "contacts.csv",
        "contacts.xlsx",
        "missing",
        "missing.csv",
        "missing.xlsx",
        "campaigns",
        "campaigns/1",
        "campaigns/1.csv",
        "campaigns/1.xlsx",
        "checks/1/deliveries",
        "checks/1/deliveries.csv",
        "checks/1/deliveries.xlsx",
        "people",
    ],
)
def test_nothing_of_it_is_for_employees_or_for_strangers(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, path: str
) -> None:
    assert browser.get(f"/console/{path}").status_code == 303
    taro = signed_in(browser, tokens, company.ids["taro"])
    refused = taro.get(f"/console/{path}")
    assert refused.status_code == 403
    assert "example" not in refused.get_data(as_text=True)


def test_odd_addresses_do_no_harm(hanako: FlaskClient, begin: Begin) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(contacts).values(label="x"))
    for odd in ("state=?", "after=1.2", "after=%00", "q=" + "x" * 5000, "resumed=<b>", "state=suppressed&after=9.9.x"):
        assert hanako.get(f"/console/contacts?{odd}").status_code == 200
    assert hanako.get("/console/campaigns/999").status_code == 404
    assert 'href="/console/"' in hanako.get("/console/nothing").get_data(as_text=True), "a way back"


def test_the_delivery_list_of_a_check_says_who_had_stopped_it(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    spoil(begin, "emma@example.com")
    with begin(Operator(), Lane.FANOUT) as work:
        start_check(work, StartCheck(CheckKind.REAL, "地震"))
    assert "/console/checks/1/deliveries" in seen(hanako, "/console/checks/1")
    stopped = seen(hanako, "/console/checks/1/deliveries?state=stopped")
    assert "Emma" in stopped
    assert "U0TARO" not in stopped
    assert "送信待ち" in seen(hanako, "/console/checks/1/deliveries?after=x&state=?")
    assert "配信停止中" in stopped
    narrow = "state=stopped&channel=mail&unit=99&round=0&q=emma&after=0"
    assert "該当する送信はありません" in seen(hanako, f"/console/checks/1/deliveries?{narrow}")
    [line] = table(hanako, "/console/checks/1/deliveries.csv?state=stopped")[1:]
    assert line[4:8] == ["メール", "emma@example.com", "配信停止中", "本人が配信を停止しています"]
    assert line[-1] == "suppressed"
    with hanako.get("/console/checks/1/deliveries.xlsx?state=stopped&lang=en") as excel:
        head, in_excel = Workbook(excel.get_data()).rows()
    assert head[:4] == ["employee_no", "name", "kind", "round"]
    assert in_excel[1:8] == [
        "Emma",
        "The question",
        0.0,
        "Mail",
        line[5],
        "Stopped by its owner",
        "Stopped by its owner",
    ]
    assert moment(in_excel[10]).isoformat(" ") == line[10]
    assert hanako.get("/console/checks/9/deliveries").status_code == 404
    assert hanako.get("/console/checks/9/deliveries.xlsx").status_code == 404
