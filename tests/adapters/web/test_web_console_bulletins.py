"""Bulletins are written, pushed and withdrawn on a phone, and read on the page for the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.vocabulary import ChannelKind
from flows.work import Begin
from tests.adapters.web.console import form_token, signed_in
from tests.conftest import DEFAULT_POLICY
from tests.support.channels import FakeChannel
from tests.support.clock import MovableClock
from tests.support.company import Company

HOSTILE = "<script>alert(1)</script> & {{ 7 }}"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def press(browser: FlaskClient, path: str, **form: str | list[str]) -> tuple[int, str]:
    """The status and what is shown in the end."""
    token = form_token(browser.get(path).text)
    answered = browser.post(path, data={"csrf": token, **form}, follow_redirects=True)
    return answered.status_code, answered.text


def test_what_is_written_stands_on_the_page_for_everybody_and_is_withdrawn(
    hanako: FlaskClient, clock: MovableClock
) -> None:
    before = hanako.get("/info")
    status, shown = press(
        hanako, "/console/info", title="停電", words=f"復旧は18時\n{HOSTILE}", pinned="yes", drill="yes"
    )
    assert status == 200
    assert "載せました" in shown
    clock.forward(timedelta(seconds=3))
    page = hanako.get("/info")
    assert page.headers["ETag"] != before.headers["ETag"]
    assert "【訓練】" in page.text
    assert "&lt;script&gt;" in page.text
    assert HOSTILE not in page.text + shown
    assert hanako.get("/info", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    press(hanako, "/console/info/bulletins/1", action="withdraw")
    clock.forward(timedelta(seconds=3))
    withdrawn = hanako.get("/info").text
    assert "取り下げ" in withdrawn
    assert "復旧は18時" not in withdrawn


def test_the_number_of_people_is_shown_before_anything_is_sent(hanako: FlaskClient) -> None:
    press(hanako, "/console/info", title="停電", words="復旧は18時")
    path = "/console/info/bulletins/1/push"
    assert "4人に送る" in hanako.get(path).text
    _, mail_alone = press(hanako, path, action="look", channel="mail")
    assert "2人に送る" in mail_alone
    assert "届く連絡先がない人 2人" in mail_alone
    status, refused = press(hanako, path, action="send")
    assert status == 400
    assert "連絡手段をひとつ以上" in refused
    _, sent = press(hanako, path, action="send", channel=["slack", "line", "mail"])
    assert "対象 4人" in sent


def test_what_was_typed_is_kept_where_something_is_wrong(hanako: FlaskClient) -> None:
    status, shown = press(hanako, "/console/info", title="停電", words=" ", title_en="Power cut")
    assert status == 400
    assert "本文を書いてください" in shown
    assert 'value="停電"' in shown
    assert 'value="Power cut"' in shown


def test_employees_have_no_such_pages(browser: FlaskClient, tokens: Tokens, company: Company) -> None:
    taro = signed_in(browser, tokens, company.ids["taro"])
    assert taro.get("/console/info").status_code == 403
    assert "/console/info" not in taro.get("/console/me").text


class FullLine(FakeChannel):
    """LINE with one message left of the month."""

    def left_this_month(self) -> int | None:
        return 1


def test_what_line_still_takes_is_shown_before(
    begin: Begin, tokens: Tokens, clock: MovableClock, company: Company
) -> None:
    company.person("美咲", units=["大阪支社"], line="U" + "4" * 32)
    company.person("結衣", units=["大阪支社"], line="U" + "5" * 32)
    web = create_web(begin, tokens, clock, DEFAULT_POLICY, channels=[FullLine(ChannelKind.LINE)])
    hanako = signed_in(web.test_client(), tokens, company.ids["hanako"])
    press(hanako, "/console/info", title="停電", words="復旧は18時")
    shown = hanako.get("/console/info/bulletins/1/push").text
    assert "LINE 2人" in shown
    assert "LINEの今月の残り 1通" in shown
    assert "残りが足りません" in shown
    _, by_mail = press(hanako, "/console/info/bulletins/1/push", action="look", channel="mail")
    assert "今月の残り" not in by_mail


def test_two_tabs_overwrite_each_other_only_when_told(hanako: FlaskClient) -> None:
    press(hanako, "/console/info", title="停電", words="復旧は18時")
    path = "/console/info/bulletins/1"
    opened = hanako.get(path).text
    assert '"version" value="1"' in opened
    press(hanako, path, action="save", title="停電", words="復旧は19時", version="1")
    typed = {"csrf": form_token(opened), "action": "save", "title": "停電", "words": "復旧は未定", "version": "1"}
    told = hanako.post(path, data=typed)
    assert told.status_code == 400
    assert "ほかの人が書き直しました" in told.text
    assert "復旧は19時" in told.text
    assert ">復旧は未定</textarea>" in told.text
    assert '"version" value="2"' in told.text
    assert hanako.post(path, data={**typed, "version": "2"}).status_code == 303
