"""The answer page: no log-in, no script needed, GET never answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from adapters.web.links import WebLinks
from bot.vocabulary import CheckKind, CheckState, Standing, Status
from flows.close_check import CloseCheck, close_check
from flows.retention import delete_page
from flows.show_check import CheckView, show_check
from flows.work import Begin, Lane, Operator, System
from storage.models import answers, people, roll
from tests.adapters.web.conftest import path_of
from tests.support.clock import MovableClock
from tests.support.company import Company

#: What the first page may weigh on a slow line, with everything it needs, as it is before any compression.
PAGE_BYTES = 30_000


@pytest.fixture
def check_id(company: Company) -> int:
    return company.check(title="震度6弱 <b>本社</b>")


@pytest.fixture
def page(company: Company, check_id: int, links: WebLinks) -> str:
    return path_of(links.answer(check_id, company.ids["taro"], 0))


def view_of(begin: Begin, check_id: int) -> CheckView:
    with begin(Operator("test"), Lane.READ) as work:
        return show_check(work, check_id)


def written(begin: Begin) -> int:
    with begin(System("test"), Lane.READ) as work:
        return len(work.connection.execute(answers.select()).all())


def test_the_four_answers_stand_there_and_none_is_preselected(browser: FlaskClient, page: str) -> None:
    html = browser.get(page).text
    assert re.findall(r'name="status" value="(\w+)"', html) == ["safe", "away", "injured", "help"]
    assert "checked" not in html
    assert "太郎" in html


def test_everything_a_person_typed_is_escaped(browser: FlaskClient, page: str) -> None:
    html = browser.get(page).text
    assert "<b>本社" not in html
    assert "&lt;b&gt;本社" in html


def test_a_link_with_markup_in_it_is_no_link(browser: FlaskClient, page: str) -> None:
    shown = browser.get(f"{page}%3D%22%3E%3Cx-evil%3E")
    assert shown.status_code == 404
    assert "<x-evil>" not in shown.text


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_never_answers(browser: FlaskClient, begin: Begin, check_id: int, page: str, method: str) -> None:
    for path in (page, f"{page}?status=safe", f"{page}/details", f"{page}/opened"):
        getattr(browser, method)(path)
    assert written(begin) == 0
    assert view_of(begin, check_id).counts[Standing.SILENT] == 4


@pytest.mark.parametrize("status", list(Status))
def test_one_press_answers_and_the_page_says_so(
    browser: FlaskClient, begin: Begin, check_id: int, page: str, status: Status
) -> None:
    shown = browser.post(page, data={"status": status.value}, follow_redirects=True)
    assert shown.status_code == 200
    assert f'class="answered {status}"' in shown.text
    assert view_of(begin, check_id).counts[Standing(status)] == 1


def test_a_second_press_corrects_the_first(
    browser: FlaskClient, begin: Begin, check_id: int, page: str, clock: MovableClock
) -> None:
    browser.post(page, data={"status": "injured"})
    clock.forward(timedelta(seconds=5))
    browser.post(page, data={"status": "safe"})
    counts = view_of(begin, check_id).counts
    assert (counts[Standing.SAFE], counts[Standing.INJURED]) == (1, 0)
    assert written(begin) == 2


def test_whoever_needs_help_sees_the_numbers(browser: FlaskClient, page: str) -> None:
    html = browser.post(page, data={"status": "help"}, follow_redirects=True).text
    assert [number for number in ("tel:119", "tel:110", "tel:118") if number in html] == [
        "tel:119",
        "tel:110",
        "tel:118",
    ]


@pytest.mark.parametrize("form", [{}, {"status": ""}, {"status": "fine"}, {"status": "silent"}, {"other": "safe"}])
def test_a_press_that_names_no_answer_records_nothing(
    browser: FlaskClient, begin: Begin, page: str, form: dict[str, str]
) -> None:
    assert browser.post(page, data=form).status_code == 400
    assert written(begin) == 0


def test_details_are_kept_and_shown_again(browser: FlaskClient, page: str) -> None:
    browser.post(page, data={"status": "safe"})
    form = {"comment": "停電 <script>", "can_work": "partly", "place": "自宅"}
    html = browser.post(f"{page}/details", data=form, follow_redirects=True).text
    assert "停電 &lt;script&gt;" in html
    assert 'value="自宅"' in html
    assert re.search(r'value="partly" checked', html)


def test_an_answer_after_the_close_is_kept(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    with begin(System("test"), Lane.READ) as work:
        closed_at = work.now
    check_id = company.check(state=CheckState.CLOSED, closed_at=closed_at)
    page = path_of(links.answer(check_id, company.ids["taro"], 0))
    assert "受け付けています" in browser.get(page).text
    assert "終了後" in browser.post(page, data={"status": "safe"}, follow_redirects=True).text
    assert view_of(begin, check_id).counts[Standing.SAFE] == 1


def test_a_drill_says_so(browser: FlaskClient, company: Company, links: WebLinks) -> None:
    page = path_of(links.answer(company.check(kind=CheckKind.DRILL), company.ids["taro"], 0))
    assert "【訓練】" in browser.get(page).text
    assert "【訓練】" in browser.post(page, data={"status": "safe"}, follow_redirects=True).text


def test_everybody_reads_their_own_language_and_may_switch(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int
) -> None:
    page = path_of(links.answer(check_id, company.ids["emma"], 0))
    assert "Are you safe?" in browser.get(page).text
    assert "あなたは無事ですか" in browser.get(f"{page}?lang=ja").text
    assert 'lang="ja"' in browser.post(page, data={"status": "safe", "lang": "ja"}, follow_redirects=True).text


def test_of_a_page_that_is_the_same_for_everybody_each_sees_their_own_name_and_link(
    browser: FlaskClient, begin: Begin, company: Company, links: WebLinks, check_id: int
) -> None:
    ours, theirs = company.ids["taro"], company.ids["jiro"]
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(people.update().where(people.c.id == theirs).values(name="<b>{token}</b>"))
    for person, name in ((ours, "太郎 さん"), (theirs, "&lt;b&gt;{token}&lt;/b&gt; さん"), (ours, "太郎 さん")):
        page = path_of(links.answer(check_id, person, 0))
        shown = browser.get(page, query_string={"lang": "ja"}).text
        assert name in shown
        assert re.findall(r'action="([^"]+)"', shown) == [page]


def test_opened_is_noted_once_and_answers_nothing(
    browser: FlaskClient, begin: Begin, company: Company, page: str, clock: MovableClock
) -> None:
    first = clock.now()
    assert browser.post(f"{page}/opened").status_code == 204
    clock.forward(timedelta(minutes=1))
    browser.post(f"{page}/opened")
    with begin(System("test"), Lane.READ) as work:
        row = work.connection.execute(roll.select().where(roll.c.person_id == company.ids["taro"])).one()
    assert row.opened_at == first
    assert row.standing == Standing.SILENT


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "あ" * 50, "x" * 5000])
def test_a_wrong_link_says_so_kindly(browser: FlaskClient, token: str) -> None:
    shown = browser.get(f"/a/{token}")
    assert shown.status_code == 404
    assert "このリンクは正しくありません" in shown.text


def test_a_page_whose_data_has_been_deleted_says_so_kindly(
    browser: FlaskClient, company: Company, links: WebLinks
) -> None:
    shown = browser.get(path_of(links.answer(999, company.ids["taro"], 0)))
    assert shown.status_code == 410
    assert "削除されました" in shown.text
    assert browser.post(path_of(links.answer(999, company.ids["taro"], 0)), data={"status": "safe"}).status_code == 410


def test_a_page_of_a_check_whose_answers_retention_deleted_says_so_and_has_no_buttons(
    browser: FlaskClient, begin: Begin, clock: MovableClock, check_id: int, page: str
) -> None:
    assert browser.post(page, data={"status": "safe"}).status_code == 303
    with begin(Operator()) as work:
        close_check(work, CloseCheck(check_id))
    clock.forward(timedelta(days=366))
    with begin(Operator(), Lane.FANOUT) as work:
        delete_page(work)
    for lang in ("ja", "en"):
        shown = browser.get(f"{page}?lang={lang}")
        assert shown.status_code == 410
        assert ("削除されました" if lang == "ja" else "have been deleted") in shown.text
        assert "<button" not in shown.text


def weight_of(browser: FlaskClient, page: str) -> dict[str, int]:
    """Bytes of the page and of all that a browser fetches for it: styles, scripts, pictures, and what styles name."""
    shown = browser.get(page)
    named = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"', shown.text)
    assert "@import" not in shown.text
    weight = {page: len(shown.data)}
    for address in {one for one in named if not one.startswith("data:")}:
        with browser.get(address) as part:
            assert part.status_code == 200
            assert not re.search(rb"url\((?!.data:)|@import", part.data), "no fonts, nothing more to fetch"
            weight[address] = len(part.data)
    return weight


def test_the_page_is_light_and_runs_no_inline_script(browser: FlaskClient, page: str) -> None:
    shown = browser.get(page)
    for language in ("ja", "en", "ja-easy"):
        weight = weight_of(browser, f"{page}?lang={language}")
        assert len(weight) >= 3, "the page, its style, its script"
        assert sum(weight.values()) < PAGE_BYTES, weight
    assert "script-src 'self'" in shown.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)", shown.text)
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_body_that_is_too_large_is_refused(browser: FlaskClient, begin: Begin, page: str) -> None:
    assert browser.post(page, data={"status": "safe", "comment": "x" * 2_000_000}).status_code == 413
    assert written(begin) == 0
