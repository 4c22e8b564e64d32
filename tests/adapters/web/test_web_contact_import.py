"""Contacts from a file in the console: looked at first, imported by a press, and only by who may."""

from __future__ import annotations

import base64
import html
import io
import re
import zlib
from random import Random

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.console_contact_import import FILE_AT_MOST
from adapters.web.tokens import Tokens
from flows.work import Begin
from storage.models import audit, contacts
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen
from tests.support.company import Company
from tests.support.outbox import rows

PATH = "/console/contacts/import"
HEAD = "employee_no,channel,address,label,order,plain\n"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def tried(browser: FlaskClient, text: str, **fields: str) -> TestResponse:
    form = {"csrf": form_token(seen(browser, PATH)), "action": "try", **fields}
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in form.items()]
    parts.append(f'Content-Disposition: form-data; name="file"; filename="contacts.csv"\r\n\r\n{text}')
    body = "".join(f"--edge\r\n{part}\r\n" for part in parts) + "--edge--\r\n"
    # As bytes: the test client would leave a temporary file of its own behind.
    return browser.post(PATH, data=body.encode(), content_type="multipart/form-data; boundary=edge")


def imported(browser: FlaskClient, looked_at: TestResponse) -> TestResponse:
    page = looked_at.get_data(as_text=True)
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.partition('enctype="')[0]))
    assert "kept" in form
    return browser.post(PATH, data={**form, "action": "import"})


def words(response: TestResponse) -> str:
    return html.unescape(response.get_data(as_text=True))


def test_a_file_is_looked_at_and_then_imported(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    before = rows(begin, contacts)
    looked_at = tried(hanako, HEAD + "E0004,mail,new@example.jp,私用,,\nE0003,mail,taro@example.jp,会社,,\n")
    assert "追加 1件 ・ 変更 1件 ・ 削除 0件 ・ そのまま 0件" in words(looked_at)
    assert rows(begin, contacts) == before
    done = imported(hanako, looked_at)
    assert done.status_code == 303
    assert "取り込みました：追加 1件 ・ 変更 1件 ・ 削除 0件" in seen(hanako, done.location)
    assert rows(begin, contacts, address="new@example.jp")[0].label == "私用"


def test_what_would_be_removed_is_named_before_it_is(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    looked_at = tried(hanako, HEAD + "E0003,slack,U0TARO,,,\n", replace="yes")
    assert "削除する連絡先：2件" in words(looked_at)
    assert "taro@example.jp" in words(looked_at)
    assert rows(begin, audit, action="contacts_import_tried")
    imported(hanako, looked_at)
    assert [row.address for row in rows(begin, contacts, person_id=company.ids["taro"])] == ["U0TARO"]


def test_every_fault_is_shown_in_the_readers_language_and_nothing_can_be_pressed(
    hanako: FlaskClient, begin: Begin, company: Company
) -> None:
    hanako.get(f"{PATH}?lang=en")
    looked_at = tried(hanako, HEAD + "E0003,fax,<b>,,,\nE9999,mail,a@example.jp,,,\n", replace="yes")
    assert looked_at.status_code == 400
    page = words(looked_at)
    assert "Nothing was changed; errors: 2." in page
    assert "Line 2 ・ channel" in page
    assert 'the employee number "E9999"' in page
    assert 'name="kept"' not in page
    assert 'value="yes" checked' in page


def test_what_has_become_wrong_since_the_look_is_not_imported(
    hanako: FlaskClient, begin: Begin, company: Company
) -> None:
    looked_at = tried(hanako, HEAD + "E0004,slack,U0NEW,,,\n")
    company.person("別人", slack="U0NEW")
    late = imported(hanako, looked_at)
    assert late.status_code == 400
    assert "2行目" in words(late)
    assert len(rows(begin, contacts, address="U0NEW")) == 1


def test_odd_files_and_forms_do_no_harm(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    before = rows(begin, contacts)
    token = form_token(seen(hanako, PATH))
    for fields in ({}, {"action": "import"}, {"action": "import", "kept": "eJw="}, {"action": "import", "kept": "é"}):
        assert hanako.post(PATH, data={"csrf": token, **fields}).status_code == 400
    assert tried(hanako, "").status_code == 400
    assert tried(hanako, "x" * (FILE_AT_MOST + 1)).status_code == 413
    assert hanako.post(PATH, data={"csrf": token, "kept": "x" * (2 * FILE_AT_MOST + 1)}).status_code == 413
    assert "変わるところはありません" in words(tried(hanako, HEAD + "E0004,mail,emma@example.com,,,\n"))
    assert tried(hanako, HEAD, csrf="x").status_code == 400
    assert hanako.get(f"{PATH}?added=1&changed=<b>&removed=1").status_code == 200
    assert rows(begin, contacts) == before


def test_a_file_of_a_whole_company_fits(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    lines = "".join(f"E9{number:05},mail,somebody.number.{number}@example.jp,会社,1,\n" for number in range(20_000))
    looked_at = tried(hanako, HEAD + lines)
    assert "誤りが20000件" in words(looked_at)


def test_a_large_file_comes_back_from_the_page(hanako: FlaskClient, company: Company) -> None:
    noise = base64.urlsafe_b64encode(zlib.compress(Random(1).randbytes(700_000))).decode()
    form = {"csrf": form_token(seen(hanako, PATH)), "action": "import", "kept": noise}
    assert "何も変えていません" in words(hanako.post(PATH, data=form))


def test_the_files_to_fill_in_are_read_as_they_are(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    example = hanako.get(f"{PATH}/example.csv").get_data(as_text=True)
    assert example.startswith("\ufeff社員番号,種別,宛先,名称,順番,テキストのみ")
    current = hanako.get(f"{PATH}/current.csv").get_data(as_text=True)
    assert "変わるところはありません" in words(tried(hanako, current, replace="yes"))
    assert rows(begin, audit, action="contacts_exported")


def test_a_unit_manager_sees_and_changes_their_own_people_only(
    browser: FlaskClient, tokens: Tokens, begin: Begin, company: Company
) -> None:
    jiro = signed_in(browser, tokens, company.ids["jiro"])
    assert "emma@example.com" not in jiro.get(f"{PATH}/current.csv").get_data(as_text=True)
    looked_at = tried(jiro, HEAD + "E0004,mail,new@example.jp,,,\n")
    assert "担当する社員の中にいません" in words(looked_at)


def test_nothing_of_it_is_for_employees_or_for_strangers(
    browser: FlaskClient, tokens: Tokens, begin: Begin, company: Company
) -> None:
    for path in (PATH, f"{PATH}/current.csv", f"{PATH}/example.csv"):
        assert browser.get(path).status_code == 303
    assert browser.post(PATH, data={"file": (io.BytesIO(b"x" * 10), "x.csv")}).status_code == 303
    taro = signed_in(browser, tokens, company.ids["taro"])
    for path in (PATH, f"{PATH}/current.csv", f"{PATH}/example.csv"):
        assert taro.get(path).status_code == 403
    token = form_token(seen(taro, "/console/me"))
    form = {"csrf": token, "action": "try", "file": (io.BytesIO(HEAD.encode()), "x.csv")}
    assert taro.post(PATH, data=form, content_type="multipart/form-data").status_code == 403
