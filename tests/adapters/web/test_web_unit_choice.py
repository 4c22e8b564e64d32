"""Choosing units on the console's pages: what is chosen is kept from level to level, and alone is asked."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from adapters.web.tokens import Tokens
from flows.work import Begin
from storage.models import campaign_units, units
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen
from tests.support.company import Company
from tests.support.outbox import outbox, rows


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def unit_id(begin: Begin, path: str) -> str:
    return str(rows(begin, units, path=path)[0].id)


def checked(page: str) -> list[str]:
    return re.findall(r'name="unit" value="(\d+)" checked', page)


def test_units_are_chosen_on_several_levels_and_asked(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    page = seen(hanako, "/console/campaigns")
    assert "本社" in page
    assert "3人" in page
    token, osaka, section = form_token(page), unit_id(begin, "大阪支社"), unit_id(begin, "本社/開発部/基盤課")
    opened = hanako.post("/console/campaigns", data={"csrf": token, "unit": osaka, "at": unit_id(begin, "本社/開発部")})
    assert opened.status_code == 303
    page = seen(hanako, opened.location)
    assert checked(page) == [osaka]
    assert "基盤課" in page
    found = hanako.post(
        "/console/campaigns", data={"csrf": token, "unit": osaka, "unit_text": "開発", "action": "search"}
    )
    page = seen(hanako, found.location)
    assert "本社/開発部/基盤課" in page
    assert checked(page) == [osaka]
    assert rows(begin, campaign_units) == []
    begun = hanako.post("/console/campaigns", data={"csrf": token, "unit": [osaka, section]})
    assert sorted(str(row.unit_id) for row in rows(begin, campaign_units)) == sorted([osaka, section])
    assert "大阪支社、本社/開発部/基盤課" in seen(hanako, begun.location)
    assert "大阪支社、本社/開発部/基盤課" in seen(hanako, "/console/campaigns")


def test_what_was_chosen_is_kept_where_nobody_can_be_asked(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    empty = str(company.unit("名古屋支社"))
    token = form_token(seen(hanako, "/console/campaigns"))
    refused = hanako.post("/console/campaigns", data={"csrf": token, "unit": empty})
    assert refused.status_code == 400
    page = html.unescape(refused.get_data(as_text=True))
    assert "確認する相手がいません" in page
    assert checked(page) == [empty]


def test_a_unit_manager_cannot_choose_others(
    browser: FlaskClient, tokens: Tokens, begin: Begin, company: Company
) -> None:
    jiro = signed_in(browser, tokens, company.ids["jiro"])
    osaka = unit_id(begin, "大阪支社")
    page = seen(jiro, f"/console/campaigns?unit={osaka}&at={osaka}&unit_text=")
    assert "大阪支社" not in page
    for path in ("campaigns", "missing/urge"):
        refused = jiro.post(f"/console/{path}", data={"csrf": form_token(page), "unit": osaka})
        assert refused.status_code == 403


def test_those_missing_in_some_units_are_urged(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    company.person("未登録", units=["大阪支社"])
    page = seen(hanako, "/console/missing/urge")
    assert "1人" in page
    assert "/console/missing/urge" in seen(hanako, "/console/missing")
    chosen = {"csrf": form_token(page), "unit": unit_id(begin, "大阪支社")}
    nobody = hanako.post("/console/missing/urge", data=chosen).location
    assert nobody == "/console/missing?mailed=0"
    assert "送れる人はいませんでした" in seen(hanako, nobody)
    assert outbox(begin, kind="contact_urge") == []


@pytest.mark.parametrize("odd", ["unit=x&unit=9&unit=" + "9" * 30, "at=%00", "at=-1", "unit_text=%00" + "x" * 3000])
def test_odd_addresses_do_no_harm(hanako: FlaskClient, company: Company, odd: str) -> None:
    for path in ("campaigns", "missing/urge"):
        assert hanako.get(f"/console/{path}?{odd}").status_code == 200
