"""The console's pages for a safety admin: a person's entry and role, managers, units, sites."""

from __future__ import annotations

import html
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.tokens import Tokens
from bot.vocabulary import Role
from flows.work import Begin
from storage.models import audit, managed_units, memberships, people, sites, units
from tests.adapters.web.console import form_token, signed_in
from tests.support.checks import row_of, rows_of
from tests.support.company import Company

UNITS = "/console/settings/units"
SITES = "/console/settings/sites"
ADMINS = "/console/settings/admins"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def seen(browser: FlaskClient, path: str) -> str:
    response = browser.get(path, follow_redirects=True)
    assert response.status_code == 200
    return html.unescape(response.text)


def press(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return browser.post(path, data={"csrf": form_token(browser.get(path).text), **fields})


def done(browser: FlaskClient, response: TestResponse) -> str:
    """What the page says that the button led to."""
    assert response.status_code == 303, html.unescape(response.text)
    return seen(browser, response.location)


def refused(response: TestResponse) -> str:
    assert response.status_code == 400
    return html.unescape(response.text)


ENTRY = {"employee_no": "E0003", "name": "太郎", "email": "taro@example.jp", "locale": "ja", "active": "yes"}


def test_an_entry_is_changed_on_the_persons_page(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    path = f"/console/people/{company.ids['taro']}"
    assert 'value="本社/開発部/基盤課"' in seen(hanako, path)
    changed = press(hanako, path, action="profile", **ENTRY | {"name": "太郎丸"}, unit=["本社", "大阪支社", ""])
    assert "✓ 保存しました" in done(hanako, changed)
    assert row_of(begin, people, id=company.ids["taro"]).name == "太郎丸"
    assert len(rows_of(begin, memberships, person_id=company.ids["taro"])) == 2
    wrong = refused(press(hanako, path, action="profile", **ENTRY | {"name": "x", "unit": "無い部"}))
    assert "「無い部」という組織はありません" in wrong
    assert all(kept in wrong for kept in ('value="x"', 'value="無い部"', "<details open>"))


def test_who_has_left_is_found_again_and_taken_back(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    path = f"/console/people/{company.ids['taro']}"
    left = done(hanako, press(hanako, path, action="profile", **ENTRY | {"active": "no"}))
    assert "退職しているため、安否確認は送られません" in left
    # It names their mail address (invariant 10).
    noted = rows_of(begin, audit, subject_person_id=company.ids["taro"])[-1]
    assert (noted.action, noted.person_id) == ("contacts_viewed", company.ids["hanako"])
    assert "taro@example.jp" not in seen(hanako, "/console/contacts")
    assert "太郎" not in seen(hanako, "/console/people")
    assert path in seen(hanako, "/console/people?left=1")
    assert "連絡先を追加" in done(hanako, press(hanako, path, action="profile", **ENTRY))


def test_somebody_new_is_added(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    path = "/console/people/new"
    page = done(hanako, press(hanako, path, **ENTRY | {"employee_no": "N1", "name": "新人", "email": "n@example.jp"}))
    assert "✓ 社員を追加しました" in page
    assert "n@example.jp" in page
    taken = refused(press(hanako, path, **ENTRY | {"name": "もう一人", "unit": ["本社", "", ""]}))
    assert "社員番号 E0003 はすでに使われています" in taken
    assert 'value="もう一人"' in taken
    assert taken.count('name="unit"') == 3, "empty fields do not grow with each try"


def test_a_role_is_given_and_kept_on_the_persons_page(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    path = f"/console/people/{company.ids['taro']}"
    given = press(hanako, path, action="role", role="unit_manager", managed=["大阪支社", "本社", ""])
    assert "✓ 権限を保存しました" in done(hanako, given)
    assert len(rows_of(begin, managed_units, person_id=company.ids["taro"])) == 2
    none = refused(press(hanako, path, action="role", role="unit_manager", managed=""))
    assert "担当する組織の指定が必要です" in none
    assert press(hanako, path, action="role").status_code == 400
    assert row_of(begin, people, id=company.ids["taro"]).role == Role.UNIT_MANAGER
    own = f"/console/people/{company.ids['hanako']}"
    assert "最後の機能管理者" in refused(press(hanako, own, action="role", role=""))
    assert row_of(begin, people, id=company.ids["hanako"]).role == Role.SAFETY_ADMIN


def test_managers_are_listed_given_a_role_by_searching_and_lose_it(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    taro = company.ids["taro"]
    assert "本社/開発部" in seen(hanako, ADMINS)
    assert f"?person={taro}" in seen(hanako, f"{ADMINS}?q=太郎")
    assert 'value="safety_admin"' in seen(hanako, f"{ADMINS}?person={taro}")
    given = press(hanako, ADMINS, action="role", person=taro, role="safety_admin")
    assert "太郎" in done(hanako, given)
    wrong = refused(press(hanako, ADMINS, action="role", person=taro, role="unit_manager", managed="月"))
    assert all(kept in wrong for kept in ('value="月"', "「月」という組織はありません"))
    assert "✓ 権限を外しました" in done(hanako, press(hanako, ADMINS, action="revoke", person=taro))
    assert row_of(begin, people, id=taro).role == ""
    assert "最後の機能管理者" in refused(press(hanako, ADMINS, action="revoke", person=company.ids["hanako"]))
    for fields in ({"action": "revoke"}, {"action": "?", "person": taro}, {"action": "role", "person": taro}):
        assert press(hanako, ADMINS, **fields).status_code == 400


def test_the_tree_is_walked_and_changed_level_by_level(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    dev = f"{UNITS}/{company.unit('本社/開発部')}"
    assert dev not in seen(hanako, UNITS)
    assert "3人" in seen(hanako, f"{UNITS}/{company.unit('本社')}")
    assert "次郎" in seen(hanako, f"{UNITS}?find=本社 / 開発部")
    assert "「月」という組織はありません" in refused(hanako.get(f"{UNITS}?find=月"))
    assert "新課" in done(hanako, press(hanako, dev, action="add", name="新課"))
    assert 'value="a/b"' in refused(press(hanako, dev, action="add", name="a/b"))
    assert "✓ 名前を変えました" in done(hanako, press(hanako, dev, action="rename", new_name="技術部"))
    assert 'value="a;b"' in refused(press(hanako, dev, action="rename", new_name="a;b"))
    assert "✓ 移しました" in done(hanako, press(hanako, dev, action="move", under="大阪支社"))
    assert {row.path for row in rows_of(begin, units)} == {
        *("本社", "大阪支社", "大阪支社/技術部", "大阪支社/技術部/基盤課", "大阪支社/技術部/新課")
    }
    assert "下に組織が2つある" in refused(press(hanako, dev, action="delete"))
    new = f"{UNITS}/{company.unit('大阪支社/技術部/新課')}"
    gone = press(hanako, new, action="delete")
    assert gone.location.startswith(dev)
    assert "✓ 削除しました" in done(hanako, gone)
    assert hanako.get(new).status_code == 404
    assert press(hanako, UNITS, action="delete").status_code == 400


def test_the_people_of_a_unit_are_found(hanako: FlaskClient, company: Company) -> None:
    page = seen(hanako, f"/console/people?unit={company.unit('本社/開発部')}")
    assert ("組織：本社/開発部" in page, "太郎" in page, "Emma" in page) == (True, True, False)


def test_sites_are_kept(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    assert "本社ビル" in done(hanako, press(hanako, SITES, action="add", name="本社ビル", address="東京都"))
    [site] = rows_of(begin, sites)
    saved = press(hanako, SITES, action="save", site=site.id, name="新社屋", address="")
    assert "✓ 保存しました" in done(hanako, saved)
    path = f"/console/people/{company.ids['taro']}"
    done(hanako, press(hanako, path, action="profile", **ENTRY | {"site": site.id}))
    assert "新社屋には1人がいる" in refused(press(hanako, SITES, action="delete", site=site.id))
    assert "すでにあります" in refused(press(hanako, SITES, action="add", name="新社屋"))
    done(hanako, press(hanako, path, action="profile", **ENTRY))
    assert "✓ 削除しました" in done(hanako, press(hanako, SITES, action="delete", site=site.id))
    assert press(hanako, SITES, action="delete", site="x").status_code == 400


def test_names_of_users_are_shown_as_they_are(hanako: FlaskClient, company: Company) -> None:
    odd = '"><b>x</b>'
    press(hanako, UNITS, action="add", name="<b>x<b>")
    press(hanako, SITES, action="add", name=odd, address=odd)
    for path in (UNITS, SITES, f"/console/people/{company.ids['taro']}"):
        assert "<b>x" not in hanako.get(path).text


@pytest.mark.parametrize("who", ["jiro", "taro"])
def test_only_a_safety_admin_gets_there(
    who: str, browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin
) -> None:
    one = signed_in(browser, tokens, company.ids[who])
    token = form_token(one.get("/console/me").text)
    taro = f"/console/people/{company.ids['taro']}"
    for path in (UNITS, f"{UNITS}/{company.unit('本社')}", SITES, ADMINS, "/console/people/new"):
        assert one.get(path).status_code == 403, path
        posted = one.post(path, data={"csrf": token, "action": "add", "name": "x", **ENTRY, "employee_no": "x"})
        assert posted.status_code in (400, 403), path
    for fields in ({"action": "profile", **ENTRY, "name": "x"}, {"action": "role", "role": "safety_admin"}):
        for path in (taro, "/console/me"):
            assert one.post(path, data={"csrf": token, **fields}).status_code == 403
    assert one.get("/console/people?left=1").status_code == 403
    assert rows_of(begin, people, name="x") == rows_of(begin, units, name="x") == []
    if who == "jiro":
        assert "名簿と権限" not in seen(one, taro)
