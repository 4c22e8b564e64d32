"""The page of one's own answers, and the language of one's own messages."""

from __future__ import annotations

from flask.testing import FlaskClient

from adapters.web.links import WebLinks
from adapters.web.tokens import Tokens
from bot.vocabulary import CheckState, Locale
from bot.wording import say
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import form_token, signed_in
from tests.support.clock import START
from tests.support.company import Company


def test_what_i_said_stands_there_and_leads_to_changing_it(
    browser: FlaskClient, tokens: Tokens, links: WebLinks, company: Company
) -> None:
    check_id, closed = company.check(title="大雨 <b>"), company.check(state=CheckState.CLOSED, closed_at=START)
    taro = company.ids["taro"]
    page = path_of(links.answer(check_id, taro, 0))
    signed_in(browser, tokens, taro)
    assert "回答する" in browser.get("/console/me/answers").text
    browser.post(page, data={"status": "away"})
    browser.post(f"{page}/details", data={"comment": "<i>駅</i>", "can_work": "no"})
    html = browser.get("/console/me/answers").text
    assert "影響なし（地域外）" in html
    assert "回答ページ" in html
    assert "大雨 &lt;b&gt;" in html
    assert "&lt;i&gt;駅&lt;/i&gt;" in html
    assert html.count("回答を変える") == 1, f"check {closed} is over"
    change = html.split('class="button quiet" href="')[1].split('"')[0].replace("&amp;", "&")
    assert 'name="status" value="safe"' in browser.get(change).text


def test_the_answer_page_leads_there_and_whoever_has_not_signed_in_signs_in_first(
    browser: FlaskClient, links: WebLinks, company: Company
) -> None:
    html = browser.get(path_of(links.answer(company.check(), company.ids["emma"], 0))).text
    assert 'href="/console/me/answers?lang=en"' in html
    assert browser.get("/console/me/answers").headers["Location"] == "/console/sign-in"


def test_who_reads_the_page_in_another_language_may_be_written_to_in_it(
    browser: FlaskClient, tokens: Tokens, links: WebLinks, company: Company
) -> None:
    page = path_of(links.answer(company.check(), company.ids["taro"], 0))
    browser.post(page, data={"status": "safe"})
    assert "/language" not in browser.get(page).text, "it is their language already"
    offered = browser.get(f"{page}?lang=ja-easy").text
    assert say("own_language.offer", Locale.JA_EASY) in offered
    assert browser.get(f"{page}/language?lang=ja-easy").status_code == 405, "a press is needed"
    done = browser.post(f"{page}/language", data={"lang": "ja-easy"}, follow_redirects=True).text
    assert say("own_language.done", Locale.JA_EASY) in done
    assert 'class="easy"' in browser.get(page).text, "it is remembered"

    signed_in(browser, tokens, company.ids["taro"])
    mine = browser.get("/console/me?lang=en").text
    form = {"csrf": form_token(mine), "lang": "en"}
    assert browser.post("/console/me/language", data={"lang": "en"}).status_code == 400, "the form's token is missing"
    assert (
        say("own_language.done", Locale.EN)
        in browser.post("/console/me/language", data=form, follow_redirects=True).text
    )
