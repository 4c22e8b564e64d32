"""Words are counted and judged in the forms of a check and a bulletin; nothing is stopped, nothing lost."""

from __future__ import annotations

import html

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.links import WebLinks
from adapters.web.tokens import Tokens
from flows.work import Begin
from storage.models import audit, bulletins, checks
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen
from tests.adapters.web.test_web_start_check import fields, press
from tests.support.company import Company
from tests.support.outbox import rows

NEW, INFO, BULLETIN = "/console/checks/new", "/console/info", "/console/info/bulletins/1"
HOSTILE = "<x-evil onfocus=alert(1)>避難勧告"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def judged(browser: FlaskClient, path: str = NEW, **typed: str) -> str:
    page = seen(browser, path)
    answered = browser.post(f"{path}/words", data={"csrf": form_token(page), "kind": "real", **typed})
    assert answered.status_code == 200
    return answered.text


def words(response: TestResponse) -> str:
    return html.unescape(response.text)


def test_lengths_findings_and_the_line_of_a_phone_are_told_while_somebody_types(
    hanako: FlaskClient, begin: Begin
) -> None:
    fire = {"title": "火災が発生しました", "to_do": "外へ出てください", "message": "落ち着いて。\n以上"}
    told = judged(hanako, **fire, warning_level="4")
    assert "9/15字" in told
    assert "【安否確認】火災が発生しました｜警戒レベル4 危険な場所から全員避難｜外へ出てください" in told
    assert "どこのことか分かりません" in told
    assert "手引き 8章" in told
    assert "⚠ 注意" in told
    assert "何をすればよいか" not in told
    assert "<html" not in told
    drill = judged(hanako, title="本社で火災", message="外へ出てください", kind="drill")
    assert "【訓練】【安否確認】本社で火災｜外へ出てください" in drill
    assert "指摘はありません" in drill
    english = judged(hanako, title="Fire at head office", message="Get out")
    assert "16/30字" in english
    assert "6/400字" in english
    assert rows(begin, audit) == []


def test_nothing_is_said_of_an_empty_form(hanako: FlaskClient) -> None:
    page = seen(hanako, NEW)
    assert "0/15字" in page
    assert 'class="found"' not in page
    assert "指摘はありません" not in page


def test_what_is_quoted_does_not_run(hanako: FlaskClient) -> None:
    for path, field in ((NEW, "title"), (NEW, "message"), (NEW, "to_do"), (INFO, "words"), (INFO, "words_en")):
        told = judged(hanako, path, **{"title": "大雨", "title_en": "Rain", field: HOSTILE})
        assert "<x-evil" not in told, field
        assert ("&lt;x-evil" in told) is (field in ("title", "to_do")), "in the line of a phone"
        assert "避難勧告" in told, field


def test_level_and_call_to_action_start_with_the_check_and_findings_stop_nothing(
    hanako: FlaskClient, begin: Begin
) -> None:
    page = seen(hanako, NEW)
    started = press(hanako, page, title="避難勧告", to_do="高台へ\u202e避難", warning_level="4", message="川が危険です")
    assert started.status_code == 303
    [check] = rows(begin, checks)
    assert (check.title, check.level, check.action) == ("避難勧告", 4, "高台へ避難")
    assert "findings_overruled" in [row.action for row in rows(begin, audit)]


def test_level_and_action_are_kept_through_errors_confirmation_and_plans(hanako: FlaskClient, begin: Begin) -> None:
    own = {"to_do": "屋上へ", "warning_level": "5"}
    refused = press(hanako, title=" ", **own)
    assert refused.status_code == 400
    assert 'value="屋上へ"' in words(refused)
    assert '<option value="5" selected>' in words(refused)
    confirmed = words(press(hanako, kind="real", title="大雨", **own))
    assert "大雨｜警戒レベル5 命の危険 直ちに安全確保｜屋上へ" in confirmed
    assert 'name="to_do" value="屋上へ"' in confirmed
    press(hanako, title="大雨訓練", when="later", starts_at="2026-11-21T09:30", **own)
    [planned] = rows(begin, checks)
    page = seen(hanako, f"{NEW}?planned={planned.id}")
    assert 'value="屋上へ"' in page
    assert '<option value="5" selected>' in page


def test_ready_wording_brings_its_call_to_action(hanako: FlaskClient) -> None:
    page = seen(hanako, NEW)
    fire = words(hanako.post(NEW, data={**fields(page), "kind": "real", "ready": "fire"}))
    assert "【安否確認】社内で火災が発生しました｜低い姿勢で外へ避難してください" in fire
    assert "指摘はありません" in fire
    assert '<details class="short">' in fire, "an earthquake start stays as short as it was"


def test_blanks_left_in_are_warned_of_beside_every_button_and_stop_nothing(hanako: FlaskClient, begin: Begin) -> None:
    left = {"title": "〇〇ビルで火災", "message": "落ち着いて△△へ"}
    told = judged(hanako, **left)
    assert told.count("「〇〇ビル、△△」 空欄が残っています") == 2, "with the words, and beside the button"
    assert "指摘はありません" not in told
    confirm = words(press(hanako, kind="real", **left))
    assert "「〇〇ビル、△△」 空欄が残っています" in confirm
    assert "本番：4人に今すぐ送る" in confirm
    token = form_token(seen(hanako, INFO))
    english = {"title_en": "Fire at XX", "words_en": "Get out"}
    hanako.post(INFO, data={"csrf": token, "title": "本社で火災", "words": "外へ出てください", **english})
    for page in (seen(hanako, f"{BULLETIN}/push"), seen(hanako, BULLETIN)):
        assert "「XX」 空欄が残っています" in page
    assert len(rows(begin, bulletins)) == 1
    assert "空欄" not in judged(hanako, title="本社で火災", message="○3階です")


def test_a_bulletin_has_them_too_in_both_languages(hanako: FlaskClient, begin: Begin) -> None:
    token = form_token(seen(hanako, INFO))
    typed = {"title": "大雨", "words": "本社は閉めます", "to_do": "帰宅してください", "warning_level": "3"}
    english = {"title_en": "Rain", "words_en": "Head office is closed.", "to_do_en": "Go home"}
    looked = hanako.post(INFO, data={"csrf": token, "action": "count", **typed, "words": ""})
    assert looked.status_code == 200
    assert "【お知らせ】大雨｜警戒レベル3" in words(looked)
    assert rows(begin, bulletins) == []
    made = hanako.post(INFO, data={"csrf": token, **typed, **english}, follow_redirects=True)
    [kept] = rows(begin, bulletins)
    assert (kept.level, kept.action, kept.action_en) == (3, "帰宅してください", "Go home")
    shown = words(made)
    assert 'name="to_do"' in shown
    assert 'value="Go home"' in shown
    assert '<option value="3" selected>' in shown
    assert "[Notice] Rain | Level 3" in shown
    for path in (BULLETIN, f"{BULLETIN}/push"):
        # The line a phone will show, before it is sent.
        assert "<b>【お知らせ】大雨｜警戒レベル3" in seen(hanako, path)
    emptied = typed | {"words": " ", "to_do": "動かないで"}
    refused = hanako.post(BULLETIN, data={"csrf": token, "action": "save", **emptied})
    assert refused.status_code == 400
    assert 'value="動かないで"' in words(refused)


def test_that_the_english_of_a_bulletin_was_published_against_the_guide_is_written_down(
    hanako: FlaskClient, begin: Begin
) -> None:
    token = form_token(seen(hanako, INFO))
    ours = {"csrf": token, "title": "本社で停電", "words": "11月20日は本社に来ないでください"}
    hanako.post(INFO, data=ours)
    assert "findings_overruled" not in [row.action for row in rows(begin, audit)]
    hanako.post(INFO, data={**ours, "title_en": "Power cut at head office and everywhere else", "words_en": "Dark."})
    [noted] = [row for row in rows(begin, audit) if row.action == "findings_overruled"]
    assert "title_too_long" in str(noted.details)


def test_level_and_call_to_action_are_read_wherever_the_words_are(
    hanako: FlaskClient, links: WebLinks, company: Company
) -> None:
    page = seen(hanako, NEW)
    press(hanako, page, title="大雨", to_do="屋上へ", warning_level="4", message="川が危険です")
    asked = seen(hanako, path_of(links.answer(1, company.ids["taro"], 0)))
    assert "警戒レベル4 危険な場所から全員避難\n屋上へ\n川が危険です" in asked
    english = {"title_en": "Rain", "to_do_en": "Go home", "words_en": "Head office is closed."}
    ours = {
        "title": "大雨",
        "words": "本社は閉めます。帰宅してください",
        "to_do": "帰宅してください",
        "warning_level": "3",
    }
    hanako.post(INFO, data={"csrf": form_token(seen(hanako, INFO)), **ours, **english})
    read = seen(hanako, "/info?lang=ja")
    assert "警戒レベル3 危険な場所から高齢者等は避難\n本社は閉めます。帰宅してください" in read, "nothing twice"
    assert ": leave dangerous places\nGo home\nHead office is closed." in seen(hanako, "/info?lang=en")


@pytest.mark.parametrize("path", [f"{NEW}/words", f"{INFO}/words", "/console/messages", "/console/messages/composed"])
def test_employees_are_told_nothing(browser: FlaskClient, tokens: Tokens, company: Company, path: str) -> None:
    form = form_token(seen(signed_in(browser, tokens, company.ids["hanako"]), NEW))
    taro = signed_in(browser, tokens, company.ids["taro"])
    assert taro.post(path, data={"csrf": form, "kind": "real", "title": "大雨"}).status_code == 403
    assert taro.get("/console/messages").status_code == 403
