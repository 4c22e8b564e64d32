"""The console's audit log."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from adapters.web.tokens import Tokens
from flows.audit import note
from flows.work import Begin, SignedIn
from storage.models import audit
from tests.adapters.web.console import signed_in
from tests.support.checks import rows_of
from tests.support.company import Company

PAGE = "/console/settings/audit"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin) -> FlaskClient:
    """A safety admin's browser, and a log of 61 rows."""
    evil = company.person("=cmd|' /C calc'!A0<b>")
    with begin(SignedIn(company.ids["hanako"])) as work:
        note(work, "role_granted", subject_person_id=evil, role="unit_manager")
        for _ in range(60):
            note(work, "contacts_viewed", subject_person_id=company.ids["emma"], people=[company.ids["taro"]])
    return signed_in(browser, tokens, company.ids["hanako"])


def seen(browser: FlaskClient, path: str, status: int = 200) -> str:
    response = browser.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def rows_in(page: str) -> int:
    return page.count('<li><p class="meta">')


def test_an_admin_is_led_there_and_reads_page_by_page_and_the_visit_is_noted_once(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    assert PAGE in seen(hanako, "/console/settings")
    page = seen(hanako, PAGE)
    assert rows_in(page) == 50
    for words in (
        "連絡先を見た",
        "花子",
        "Emma さんについて",
        "太郎",
        "管理画面",
        f"/console/people/{company.ids['emma']}",
    ):
        assert words in page
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", page), "the year is told"
    assert '{"' not in html.unescape(page)
    after = page.rpartition("?after=")[2].partition('"')[0]
    page = seen(hanako, f"{PAGE}?after={after}")
    assert rows_in(page) == 11
    assert "権限：防災管理者" in page
    assert "<b>さんについて" not in page
    seen(hanako, PAGE)
    assert len(rows_of(begin, audit, action="audit_viewed")) == 1


def test_it_is_narrowed_and_what_was_typed_stays(hanako: FlaskClient, company: Company) -> None:
    page = seen(hanako, f"{PAGE}?group=people&first=2020-01-01")
    assert rows_in(page) == 1
    assert '<option value="people" selected>' in page
    assert 'value="2020-01-01"' in page
    assert "group=people&amp;first=2020-01-01" in page, "the files and the other language keep it"
    page = seen(hanako, f"{PAGE}?q=Emma&group=contacts")
    assert (rows_in(page), "Emma さんがしたこと" in page, 'value="Emma"' in page) == (0, True, True)
    assert rows_in(seen(hanako, f"{PAGE}?person={company.ids['emma']}")) == 50
    assert rows_in(seen(hanako, f"{PAGE}?check=12345")) == 0


def test_a_name_that_fits_several_is_asked_about(hanako: FlaskClient, company: Company) -> None:
    other = company.person("花子", active=False)
    page = seen(hanako, f"{PAGE}?q={quote('花子')}&group=people")
    assert f"person={other}&amp;group=people" in page
    assert "退職" in page
    assert rows_in(page) == 0
    assert "「&lt;i&gt;」に当たる人はいません" in seen(hanako, f"{PAGE}?q=%3Ci%3E")


@pytest.mark.parametrize("query", ["first=x", "last=0001-01-01", "last=9999-12-31", "first=2026-02-30"])
def test_what_is_no_day_is_told_and_kept(hanako: FlaskClient, query: str) -> None:
    page = seen(hanako, f"{PAGE}?{query}", 400)
    assert 'role="alert"' in page
    assert query.partition("=")[2] in page


@pytest.mark.parametrize(
    "query", ["person=x", "person=" + "9" * 30, "check=%C2%B2", "group=none", "after=9.9", "q=%00", "lang=en"]
)
def test_odd_addresses_are_answered(hanako: FlaskClient, query: str) -> None:
    seen(hanako, f"{PAGE}?{query}")


def test_the_file_holds_what_is_shown_runs_nothing_and_is_noted(hanako: FlaskClient, begin: Begin) -> None:
    response = hanako.get(f"{PAGE}.csv?group=people")
    header, row = csv.reader(io.StringIO(response.get_data().decode("utf-8-sig")))
    assert header == ["日時", "した人", "入口", "操作", "対象の人", "安否確認", "内容"]
    assert row[1:4] == ["花子", "管理画面", "権限を変えた"]
    assert row[4].startswith("'=cmd")
    assert row[6] == "権限：防災管理者"
    [noted] = rows_of(begin, audit, action="audit_exported")
    assert noted.details == {"group": "people"}
    assert len(hanako.get(f"{PAGE}.csv").get_data().splitlines()) == 1 + 61 + 2
    assert hanako.get(f"{PAGE}.xlsx").get_data().startswith(b"PK")


@pytest.mark.parametrize("who", ["jiro", "emma"])
def test_nobody_but_a_safety_admin_reads_it(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin, who: str
) -> None:
    reader = signed_in(browser, tokens, company.ids[who])
    for path in (PAGE, f"{PAGE}?q=Emma", f"{PAGE}.csv", f"{PAGE}.xlsx"):
        seen(reader, path, 403)
    assert {row.action for row in rows_of(begin, audit)} == {"refused"}
