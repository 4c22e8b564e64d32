"""Pages behind a manager's signed link: the board, a call for help."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from adapters.web.links import WebLinks
from bot.vocabulary import ChannelKind, CheckKind, MessageState, Role
from flows.errors import NotFoundError, RefusedError
from flows.help_cases import HelpCaseView, show_help
from flows.phones_to_call import PhonesToCall, phones_to_call
from flows.rate_limits import stop, unlimited
from flows.work import Begin, Lane, System, TokenHolder
from storage.models import audit, contacts, help_cases, people, roll
from tests.adapters.web.conftest import path_of
from tests.support.checks import given_message
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows


@pytest.fixture
def check_id(company: Company) -> int:
    return company.check(title="震度6弱")


@pytest.fixture
def case_id(browser: FlaskClient, company: Company, links: WebLinks, check_id: int, begin: Begin) -> int:
    """Taro has cried for help."""
    page = path_of(links.answer(check_id, company.ids["taro"], 0))
    browser.post(page, data={"status": "help"})
    browser.post(f"{page}/details", data={"comment": "足が <i>はさまれた</i>"})
    with begin(System("test"), Lane.READ) as work:
        return int(work.connection.execute(help_cases.select()).one().id)


def case(begin: Begin, company: Company, case_id: int) -> HelpCaseView:
    with begin(TokenHolder(company.ids["hanako"])) as work:
        return show_help(work, case_id)


def listed(board: str, query: str = "") -> str:
    """The list of people behind a link to the board."""
    return board.replace("?t=", "/people?t=") + query


def test_a_manager_sees_names_worst_first(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int, case_id: int
) -> None:
    board = path_of(links.board(check_id, company.ids["hanako"]))
    html = browser.get(board).text
    assert "太郎" in html
    assert "足が &lt;i&gt;はさまれた" in html
    html = browser.get(listed(board)).text
    assert html.index("太郎") < html.index("花子")
    assert "足が &lt;i&gt;はさまれた" in html


#: The other language, and the same list of another unit.
_ALIKE = re.compile("lang=|only=.*unit=")


def test_whatever_a_link_leads_to_keeps_it_or_asks_to_sign_in(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int, case_id: int
) -> None:
    board = path_of(links.board(check_id, company.ids["hanako"]))
    token, walked = board.partition("?t=")[2], set()
    to_walk = {board, listed(board, "&only=silent")}
    while to_walk:
        address = to_walk.pop()
        walked.add(address)
        shown = browser.get(address)
        if shown.location:
            assert (shown.location, token in address) == ("/console/sign-in", False), address
            continue
        assert shown.status_code == 200, address
        if address.startswith("/console"):
            assert not re.search(r'<form[^>]*method="post"', shown.text), address
            found = {unescape(one) for one in re.findall(r'href="([^"]+)"', shown.text)}
            ours = (one for one in found if one.startswith(("/console", "?")) and not _ALIKE.search(one))
            to_walk |= {urljoin(address.partition("?")[0], one) for one in ours}
            to_walk -= walked
    looked_at = {address.partition("?")[0].rpartition("/")[2] for address in walked if token in address}
    assert {str(check_id), "people", "curve"} <= looked_at <= {str(check_id), "people", "curve", "units", "guests"}


def test_what_a_link_does_not_open(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int, begin: Begin
) -> None:
    board = path_of(links.board(check_id, company.ids["hanako"]))
    before = rows(begin, audit)
    for page in ("/deliveries", f"/people/{company.ids['taro']}", "/people.csv", "/people/print", "/close", "/write"):
        assert browser.get(board.replace("?t=", f"{page}?t=")).location == "/console/sign-in", page
    for page in ("/close", "/write", "/change", "/people", f"/people/{company.ids['taro']}"):
        shown = browser.post(board.replace("?t=", f"{page}?t="), data={"action": "close", "person": "3"})
        assert shown.location == "/console/sign-in" or shown.status_code == 401, page
    assert rows(begin, audit) == before


def test_who_has_left_sees_nothing_through_their_link(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int, begin: Begin
) -> None:
    board = path_of(links.board(check_id, company.ids["hanako"]))
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(people.update().where(people.c.id == company.ids["hanako"]).values(active=False))
    assert browser.get(board).status_code == 403
    assert browser.get(listed(board)).status_code == 403


def test_a_channel_that_has_stopped_is_told(
    browser: FlaskClient, company: Company, links: WebLinks, begin: Begin, check_id: int
) -> None:
    page = path_of(links.board(check_id, company.ids["hanako"]))
    given_message(begin, check_id, company.ids["taro"], MessageState.QUEUED)
    with begin(System("test"), Lane.FANOUT) as work:
        stop(work, unlimited("mail"), work.now + timedelta(minutes=1), "mail_login")
    japanese, english = (browser.get(f"{page}&lang={lang}").text for lang in ("ja", "en"))
    assert "メール：止まっています（メールサーバーへのログインか暗号化に失敗しました：mail_login）" in japanese
    assert "Mail is stopped (Sign-in or TLS at the mail server fails: mail_login)" in english


def test_a_unit_manager_sees_their_own_people_only(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int
) -> None:
    html = browser.get(listed(path_of(links.board(check_id, company.ids["jiro"])))).text
    assert "太郎" in html
    assert "Emma" not in html


def test_an_employee_sees_counts_only(browser: FlaskClient, company: Company, links: WebLinks, check_id: int) -> None:
    html = browser.get(path_of(links.board(check_id, company.ids["emma"])) + "&lang=ja").text
    assert "名前は管理者だけに表示されます" in html
    assert "太郎" not in html
    assert browser.get(listed(path_of(links.board(check_id, company.ids["emma"])))).status_code == 403


def test_a_board_link_opens_its_own_check_only_and_expires(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int, clock: MovableClock
) -> None:
    url = path_of(links.board(check_id, company.ids["hanako"]))
    other = company.check(title="別の地震")
    assert browser.get(url.replace(f"/checks/{check_id}", f"/checks/{other}")).status_code == 404
    assert browser.get(f"/console/checks/{check_id}").location == "/console/sign-in"
    clock.forward(timedelta(hours=13))
    assert browser.get(url).status_code == 410


@pytest.mark.parametrize("reader", ["hanako", "emma"])
def test_an_unchanged_board_is_not_counted_again(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int, begin: Begin, reader: str
) -> None:
    """The mark alone is read: the board's own tables need not even be there."""
    url = path_of(links.board(check_id, company.ids[reader]))
    known = {"If-None-Match": browser.get(url).headers["ETag"]}
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.exec_driver_sql("ALTER TABLE memberships RENAME TO elsewhere")
    assert browser.get(url, headers=known).status_code == 304
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO memberships")
    browser.post(path_of(links.answer(check_id, company.ids["taro"], 0)), data={"status": "safe"})
    assert browser.get(url, headers=known).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_a_call_for_help_takes_nothing(
    browser: FlaskClient, company: Company, links: WebLinks, begin: Begin, case_id: int, method: str
) -> None:
    getattr(browser, method)(path_of(links.help_case(case_id, company.ids["hanako"])) + "&action=take")
    assert not case(begin, company, case_id).taken_by


def test_a_manager_takes_it_and_closes_it_with_a_word(
    browser: FlaskClient, company: Company, links: WebLinks, begin: Begin, case_id: int
) -> None:
    url = path_of(links.help_case(case_id, company.ids["hanako"]))
    assert "花子" in browser.post(url, data={"action": "take"}).text
    assert case(begin, company, case_id).taken_by == "花子"
    assert browser.post(url, data={"action": "close", "word": " "}).status_code == 400
    assert "救出した" in browser.post(url, data={"action": "close", "word": "救出した"}).text
    assert case(begin, company, case_id).closing_word == "救出した"


def test_the_board_shows_how_it_ended_until_they_cry_again(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int, case_id: int
) -> None:
    board = listed(path_of(links.board(check_id, company.ids["hanako"])))
    browser.post(path_of(links.help_case(case_id, company.ids["hanako"])), data={"action": "close", "word": "<b>救出"})
    assert "花子 さんが終えました：&lt;b&gt;救出" in browser.get(board).text
    browser.post(path_of(links.answer(check_id, company.ids["taro"], 0)), data={"status": "help"})
    assert "救出" not in browser.get(board).text


@pytest.mark.parametrize("form", [{}, {"word": "x"}, {"action": "TAKE"}])
def test_a_form_submitted_without_its_button_takes_and_closes_nothing(
    browser: FlaskClient, company: Company, links: WebLinks, begin: Begin, case_id: int, form: dict[str, str]
) -> None:
    url = path_of(links.help_case(case_id, company.ids["hanako"]))
    assert browser.post(url, data=form).status_code == 400
    assert not case(begin, company, case_id).taken_by
    assert not case(begin, company, case_id).closed_by


def test_nobody_else_may_take_it(
    browser: FlaskClient, company: Company, links: WebLinks, begin: Begin, case_id: int
) -> None:
    emmas = path_of(links.help_case(case_id, company.ids["emma"]))
    assert browser.post(emmas, data={"action": "take"}).status_code == 403
    url = path_of(links.help_case(case_id, company.ids["hanako"]))
    assert browser.post(url.replace(f"/help/{case_id}", "/help/999"), data={"action": "take"}).status_code == 404
    assert not case(begin, company, case_id).taken_by


def test_a_board_speaks_the_managers_own_language(
    browser: FlaskClient, company: Company, links: WebLinks, check_id: int
) -> None:
    boss = company.person("Boss", slack="U0BOSS", role=Role.SAFETY_ADMIN, locale="en")
    assert 'lang="en"' in browser.get(path_of(links.board(check_id, boss))).text.partition("<head>")[0]


def test_a_drill_is_marked_on_the_board(browser: FlaskClient, company: Company, links: WebLinks) -> None:
    drill = company.check(kind=CheckKind.DRILL)
    assert "【訓練】" in browser.get(path_of(links.board(drill, company.ids["hanako"]))).text


def test_a_case_that_does_not_exist_is_not_found(begin: Begin, company: Company, check_id: int) -> None:
    with pytest.raises(NotFoundError):
        case(begin, company, 999)


NUMBER = "03-0000-0042"


def calls(html: str) -> list[str]:
    return re.findall(r'class="call" href="(tel:[^"]+)"', html)


@pytest.fixture
def out_of_reach(begin: Begin, company: Company) -> int:
    """Emma and Taro have a phone, and no contact of Emma's works; the check that asks them."""
    with begin(System("test"), Lane.FANOUT) as work:
        for who in ("emma", "taro"):
            row = {"person_id": company.ids[who], "channel": ChannelKind.PHONE, "address": NUMBER}
            work.connection.execute(contacts.insert().values(**row, state_since=work.now))
    check_id = company.check(title="震度6弱")
    with begin(System("test"), Lane.FANOUT) as work:
        of_emma = roll.c.person_id == company.ids["emma"]
        work.connection.execute(roll.update().where(of_emma).values(reachable=False))
    return check_id


def test_whom_nothing_reaches_a_manager_can_call_with_one_tap(
    browser: FlaskClient, company: Company, links: WebLinks, out_of_reach: int
) -> None:
    html = browser.get(listed(path_of(links.board(out_of_reach, company.ids["hanako"])))).text
    assert calls(html) == ["tel:0300000042"], "Taro can be reached otherwise"
    assert NUMBER in html


def test_the_number_of_somebody_elses_people_is_not_shown(
    browser: FlaskClient, company: Company, links: WebLinks, out_of_reach: int, begin: Begin
) -> None:
    for reader in ("jiro", "taro"):
        html = browser.get(listed(path_of(links.board(out_of_reach, company.ids[reader])))).text
        assert NUMBER not in html
    assert not rows(begin, audit, action="contacts_viewed")
    with pytest.raises(RefusedError), begin(TokenHolder(company.ids["taro"])) as work:
        phones_to_call(work, out_of_reach, [company.ids["emma"]])
    with begin(TokenHolder(company.ids["jiro"])) as work:
        assert phones_to_call(work, out_of_reach, [*company.ids.values()]) == PhonesToCall({}, is_news=False)


def test_that_numbers_were_seen_is_noted_but_not_every_ten_seconds(
    browser: FlaskClient, company: Company, links: WebLinks, out_of_reach: int, begin: Begin, clock: MovableClock
) -> None:
    page = listed(path_of(links.board(out_of_reach, company.ids["hanako"])))
    for _ in range(3):
        browser.get(page)
        clock.forward(timedelta(seconds=10))
    (noted,) = rows(begin, audit, action="contacts_viewed")
    assert (noted.person_id, noted.check_id) == (company.ids["hanako"], out_of_reach)
    assert noted.details == {"people": [company.ids["emma"]]}
    clock.forward(timedelta(minutes=10))
    browser.get(page)
    assert len(rows(begin, audit, action="contacts_viewed")) == 2


def test_who_has_answered_need_not_be_called(
    browser: FlaskClient, company: Company, links: WebLinks, out_of_reach: int
) -> None:
    browser.post(path_of(links.answer(out_of_reach, company.ids["emma"], 0)), data={"status": "safe"})
    assert calls(browser.get(listed(path_of(links.board(out_of_reach, company.ids["hanako"])))).text) == []
