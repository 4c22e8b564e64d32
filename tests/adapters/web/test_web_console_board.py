"""The console's board and what is done from there: for whom, once, in words that do no harm."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from adapters.web.tokens import Tokens
from bot.vocabulary import ChannelKind, CheckKind, CheckState, MessageKind, Status, Via
from flows.find_person import PersonRef
from flows.mark_person import MarkPerson, mark_person
from flows.record_answer import RecordAnswer, record_answer
from flows.start_check import StartCheck, start_check
from flows.work import Begin, Lane, Operator, Sender, SignedIn
from storage.models import answers, audit, checks, claims, help_cases
from tests.adapters.web.console import form_token, signed_in
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox

BOARD = "/console/checks/1"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def check(company: Company, begin: Begin, clock: MovableClock) -> int:
    company.person(EVIL, units=["本社/開発部"], phones=["090-0000-0005"])
    with begin(Operator(), Lane.FANOUT) as work:
        start_check(work, StartCheck(CheckKind.REAL, f"地震 {EVIL}"))
    clock.forward(timedelta(minutes=2))
    return 1


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company, check: int) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def seen(client: FlaskClient, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200, path
    assert "<script>alert" not in answered.text, path
    return answered.text


def marked(begin: Begin, company: Company, whom: int, status: Status, words: str = "") -> None:
    with begin(SignedIn(company.ids["hanako"])) as work:
        mark_person(work, MarkPerson(PersonRef(whom), status, work.now, Via.WEB, 1, words))


def press(client: FlaskClient, path: str, **form: str) -> str:
    """Presses a button of the page at `path`; the page it leads to."""
    done = client.post(path, data={"csrf": form_token(seen(client, path)), **form})
    assert done.status_code == 303, done.text
    return seen(client, done.location)


def test_every_number_opens_its_people_and_nothing_hostile_gets_through(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    marked(begin, company, 5, Status.HELP, f"{EVIL} &amp;")
    html = seen(hanako, BOARD)
    for only in ("help", "injured", "silent", "away", "safe", "unopened", "opened", "unreachable"):
        assert f'href="{BOARD}/people?only={only}"' in html
    dev = company.unit("本社/開発部")
    within = seen(hanako, f"{BOARD}?unit={dev}")
    assert f'href="{BOARD}/people?only=help&amp;unit={dev}"' in within
    for page in ("/people", "/people/5", "/people/print", "/units", "/curve", "/close", "?unit=x", "/people?unit=x"):
        seen(hanako, f"{BOARD}{page}")
        seen(hanako, f"{BOARD}{page}{'&' if '?' in page else '?'}lang=en")
    assert "tel:0900000" in seen(hanako, f"{BOARD}/people/5").replace("-", "")
    assert {row.action for row in rows_of(begin, audit)} >= {"contacts_viewed", "status_printed"}


def test_an_unchanged_page_is_not_made_twice_and_another_reader_has_another(
    hanako: FlaskClient, tokens: Tokens, company: Company, begin: Begin
) -> None:
    for page in ("", "/people", "/units", "/curve"):
        tag = hanako.get(f"{BOARD}{page}").headers["ETag"]
        again = hanako.get(f"{BOARD}{page}", headers={"If-None-Match": tag})
        assert (again.status_code, again.text, again.headers["Cache-Control"]) == (304, "", "no-store")
        assert f'data-tag="{tag.strip(chr(34))}"' in hanako.get(f"{BOARD}{page}").text
    tag = hanako.get(BOARD).headers["ETag"]
    marked(begin, company, company.ids["taro"], Status.SAFE)
    assert hanako.get(BOARD, headers={"If-None-Match": tag}).status_code == 200
    tag = hanako.get(BOARD).headers["ETag"]
    assert hanako.get(f"{BOARD}?lang=en", headers={"If-None-Match": tag}).status_code == 200
    of_unit = f"{BOARD}?unit={company.unit('本社')}"
    assert hanako.get(of_unit, headers={"If-None-Match": tag}).status_code == 200
    jiro = signed_in(hanako, tokens, company.ids["jiro"])
    assert jiro.get(BOARD, headers={"If-None-Match": tag}).status_code == 200


def test_a_manager_does_for_one_person_what_is_to_be_done(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    taro = f"{BOARD}/people/{company.ids['taro']}?list=only%3Dsilent"
    assert "あなたが太郎の担当になりました" in press(hanako, taro, action="claim")
    assert [row.person_id for row in rows_of(begin, claims)] == [company.ids["taro"]]
    assert "対応：花子" in seen(hanako, f"{BOARD}/people")
    assert "担当を外しました" in press(hanako, taro, action="release")
    assert "もう一度送りました" in press(hanako, taro, action="again")
    assert "送信します" in press(hanako, taro, action="write", words="すぐ行きます")
    assert outbox(begin, kind=MessageKind.MANAGER_NOTE)
    answered = press(hanako, taro, action="answer", status="help", comment="同僚から聞いた")
    assert "回答を記録しました" in answered
    assert "代理：花子" in answered
    assert "(たった今)" in answered
    assert "people?only=silent" in answered
    case = str(row_of(begin, help_cases).id)
    assert "救助要請の担当になりました" in press(hanako, taro, action="take", case=case)
    empty = {"csrf": form_token(answered), "action": "close", "case": case, "word": " "}
    assert hanako.post(taro, data=empty).status_code == 400
    assert "救助要請を終えました" in press(hanako, taro, action="close", case=case, word="救出した")
    assert "救出した" in seen(hanako, taro)


def test_all_who_call_for_help_are_written_to_at_once(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    path = f"{BOARD}/write"
    assert path not in seen(hanako, BOARD)
    token = form_token(seen(hanako, path))
    nobody = hanako.post(path, data={"csrf": token, "words": f"屋上へ {EVIL}"})
    assert nobody.status_code == 400
    assert "いま助けを求めている人は" in nobody.text
    assert "屋上へ &lt;script&gt;" in nobody.text
    marked(begin, company, company.ids["taro"], Status.HELP)
    assert path in seen(hanako, BOARD)
    assert "送信します" in press(hanako, path, words="屋上へ")
    assert {row.person_id for row in outbox(begin, kind=MessageKind.MANAGER_NOTE)} == {company.ids["taro"]}


def test_what_was_typed_is_kept_and_a_form_without_its_button_does_nothing(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    path = f"{BOARD}/people/{company.ids['taro']}"
    token = form_token(seen(hanako, path))
    refused = hanako.post(path, data={"csrf": token, "action": "write", "words": "　"})
    assert refused.status_code == 400
    assert "文章を書いてください" in refused.text
    for form in ({"action": "answer"}, {"action": "answer", "status": "fine"}, {"action": "take"}, {"action": "?"}):
        assert hanako.post(path, data={"csrf": token, **form}).status_code == 400, form
    for page, form in (("close", {}), ("change", {"action": "open"})):
        assert hanako.post(f"{BOARD}/{page}", data={"csrf": token, **form}).status_code == 400, page
    assert rows_of(begin, answers) == []
    assert row_of(begin, checks).state == CheckState.ACTIVE


def test_it_is_closed_after_a_second_look_taken_back_and_cleared(hanako: FlaskClient, begin: Begin) -> None:
    asked = seen(hanako, f"{BOARD}/close")
    assert "まだ5人が未回答です" in asked
    assert row_of(begin, checks).state == CheckState.ACTIVE
    closed = press(hanako, f"{BOARD}/close", action="close")
    assert "✓ 終了しました" in closed
    token = form_token(closed)
    for action, words in (("clear", "クリアしました"), ("show", "クリアを取り消しました"), ("reopen", "再開しました")):
        done = hanako.post(f"{BOARD}/change", data={"csrf": token, "action": action})
        assert words in seen(hanako, done.location)
    assert row_of(begin, checks).state == CheckState.ACTIVE


def test_a_unit_manager_has_their_own_people_and_no_say_over_the_whole_check(
    browser: FlaskClient, tokens: Tokens, company: Company, check: int
) -> None:
    jiro = signed_in(browser, tokens, company.ids["jiro"])
    html = seen(jiro, BOARD)
    assert re.search(r'class="count silent">.*?<b>3</b>', html, re.DOTALL)
    assert f"{BOARD}/close" not in html
    token = form_token(seen(jiro, f"{BOARD}/people"))
    assert jiro.post(f"{BOARD}/close", data={"csrf": token, "action": "close"}).status_code == 403
    assert jiro.post(f"{BOARD}/change", data={"csrf": token, "action": "reopen"}).status_code == 403
    emma = f"{BOARD}/people/{company.ids['emma']}"
    assert jiro.get(emma).status_code == 403
    assert jiro.post(emma, data={"csrf": token, "action": "answer", "status": "safe"}).status_code == 403
    assert jiro.get(f"{BOARD}?unit={company.unit('大阪支社')}").status_code == 403
    assert "Emma" not in seen(jiro, f"{BOARD}/people/print")
    taro = signed_in(browser, tokens, company.ids["taro"])
    for page in ("/units", "/curve", "/close", "/write", "/guests", "/people/print", "/people/3", "/cases/1"):
        assert taro.get(f"{BOARD}{page}").status_code in (403, 404), page
    assert hanging(browser) == 303


def hanging(browser: FlaskClient) -> int:
    """What somebody gets who has not signed in."""
    browser.delete_cookie("anpi_session", path="/console")
    return browser.get(BOARD).status_code


def test_the_call_for_help_of_a_guest_is_taken_and_closed(
    hanako: FlaskClient, tokens: Tokens, company: Company, begin: Begin, check: int
) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0STRANGER", EVIL)) as work:
        record_answer(work, RecordAnswer(Status.HELP, work.now, Via.SLACK, check))
    case = row_of(begin, help_cases).id
    assert f"{BOARD}/cases/{case}" in seen(hanako, BOARD)
    assert f"{BOARD}/guests" in seen(hanako, BOARD)
    assert f"{BOARD}/cases/{case}" in seen(hanako, f"{BOARD}/guests")
    assert "花子 さんが" in press(hanako, f"{BOARD}/cases/{case}", action="take")
    assert "無事に帰った" in press(hanako, f"{BOARD}/cases/{case}", action="close", word="無事に帰った")
    assert f"{BOARD}/cases/{case}" not in seen(hanako, f"{BOARD}/guests")
    jiro = signed_in(hanako, tokens, company.ids["jiro"])
    assert "まだありません" in seen(jiro, f"{BOARD}/guests")
    assert jiro.get(f"{BOARD}/cases/{case}").status_code == 403
