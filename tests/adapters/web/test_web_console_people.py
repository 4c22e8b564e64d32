"""The console's pages about people and their contacts."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from adapters.web.links import WebLinks
from adapters.web.tokens import Purpose, Tokens
from bot.vocabulary import ChannelKind, ContactState
from flows.hear_bounce import MAYBE_FILTERED
from flows.work import Begin, Lane, System
from storage.models import contacts, people
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import form_token, signed_in
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.outbox import rows


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def press(browser: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = form_token(browser.get(path).get_data(as_text=True))
    return browser.post(path, data={"csrf": token, **fields})


def seen(browser: FlaskClient, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return html.unescape(response.get_data(as_text=True))


def the_contact(begin: Begin, address: str) -> Mapping[str, object]:
    [row] = rows(begin, contacts, address=address)
    return dict(row._mapping)


def spoil(begin: Begin, address: str, state: ContactState = ContactState.SUPPRESSED) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(update(contacts).where(contacts.c.address == address).values(state=state))


def test_a_manager_finds_people_and_sees_how_each_is_reached(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    company.person("連絡 なし子", units=["本社"])
    spoil(begin, "taro@example.jp")
    everybody = seen(hanako, "/console/people")
    assert "⚠ 届く連絡先なし" in everybody
    assert "配信停止中 1" in everybody
    assert "taro@example.jp" not in everybody
    found = seen(hanako, "/console/people?q=なし子")
    assert "連絡 なし子" in found
    assert "太郎" not in found.split("<main")[1]
    assert "該当する社員はいません" in seen(hanako, "/console/people?q=誰でもない")


def test_people_come_page_by_page(hanako: FlaskClient, company: Company) -> None:
    for number in range(60):
        company.person(f"社員{number:02}番")
    first = seen(hanako, "/console/people")
    assert "社員10番" in first
    assert "社員59番" not in first
    following = html.unescape(first.split('button quiet" href="')[1].split('"')[0])
    assert "社員59番" in seen(hanako, f"/console/people{following}")


def test_somebody_stopped_is_resumed_with_one_press(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    spoil(begin, "taro@example.jp")
    path = f"/console/people/{company.ids['taro']}"
    assert "配信停止中" in seen(hanako, path)
    done = press(hanako, path, action="save", contact=str(the_contact(begin, "taro@example.jp")["id"]))
    assert done.status_code == 303
    assert "✓ 配信を再開しました" in seen(hanako, done.location)
    assert the_contact(begin, "taro@example.jp")["state"] == ContactState.UNVERIFIED, "a manager proves nothing"


def test_employees_keep_their_own_contacts(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin
) -> None:
    taro = signed_in(browser, tokens, company.ids["taro"])
    page = seen(taro, "/console/me")
    assert "taro@example.jp" in page
    assert "休暇・休職" not in page
    assert (
        press(taro, "/console/me", action="add", kind="mail", address="new@example.jp", label="私用").status_code == 303
    )
    added = the_contact(begin, "new@example.jp")
    assert (added["person_id"], added["state"], added["label"]) == (company.ids["taro"], "unverified", "私用")
    press(taro, "/console/me", action="first", contact=str(added["id"]))
    assert seen(taro, "/console/me").index("new@example.jp") < seen(taro, "/console/me").index(TARO_LINE)
    press(taro, "/console/me", action="save", contact=str(added["id"]), address="newer@example.jp", label="")
    assert the_contact(begin, "newer@example.jp")["label"] == ""
    press(taro, "/console/me", action="save", contact=str(added["id"]), label="", plain="yes")
    assert the_contact(begin, "newer@example.jp")["plain"] is True
    press(taro, "/console/me", action="save", contact=str(added["id"]))
    assert the_contact(begin, "newer@example.jp")["plain"] is True, "only the form with the box speaks of it"
    press(taro, "/console/me", action="remove", contact=str(added["id"]))
    assert rows(begin, contacts, address="newer@example.jp") == []


def test_what_was_typed_wrongly_is_kept_and_said(hanako: FlaskClient, company: Company) -> None:
    response = press(hanako, "/console/me", action="add", kind="mail", address="<b>nonsense", label="x")
    assert response.status_code == 400
    page = response.get_data(as_text=True)
    assert "メールアドレスとして読めません" in page
    assert 'value="&lt;b&gt;nonsense"' in page
    assert "<b>nonsense" not in page


def test_whether_somebody_is_linked_to_line_is_shown_to_them_and_their_managers(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    assert "未連携" in seen(hanako, "/console/me")
    assert "連携済み" in seen(hanako, f"/console/people/{company.ids['taro']}")
    spoil(begin, TARO_LINE, ContactState.BLOCKED)
    assert "ブロック中" in seen(hanako, f"/console/people/{company.ids['taro']}")


def test_a_leave_is_set_by_a_manager(hanako: FlaskClient, company: Company, begin: Begin) -> None:
    path = f"/console/people/{company.ids['taro']}"
    assert press(hanako, path, action="leave", first="2026-05-01", last="", asked="yes").status_code == 303
    [taro] = rows(begin, people, id=company.ids["taro"])
    assert (str(taro.leave_from), taro.leave_until, taro.asked_on_leave) == ("2026-05-01", None, True)
    assert 'value="2026-05-01"' in seen(hanako, path)
    refused = press(hanako, path, action="leave", first="tomorrow", last="")
    assert (refused.status_code, "日付が読めません" in refused.get_data(as_text=True)) == (400, True)


def test_nobody_sees_or_changes_the_contacts_of_others_without_being_their_manager(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin
) -> None:
    taro = signed_in(browser, tokens, company.ids["taro"])
    other = f"/console/people/{company.ids['emma']}"
    for path in ("/console/people", other):
        refused = taro.get(path)
        assert refused.status_code == 403
        assert "emma@example.com" not in refused.get_data(as_text=True)
    token = form_token(seen(taro, "/console/me"))
    assert taro.post(other, data={"csrf": token, "action": "add", "address": "x@y.example"}).status_code == 403
    assert rows(begin, contacts, address="x@y.example") == []


def test_a_form_without_its_token_or_without_a_button_changes_nothing(hanako: FlaskClient, begin: Begin) -> None:
    assert hanako.post("/console/me", data={"action": "add", "address": "x@y.example"}).status_code == 400
    assert press(hanako, "/console/me", address="x@y.example").status_code == 400
    assert press(hanako, "/console/me", action="save", contact="x").status_code == 400
    assert press(hanako, "/console/me", action="save", contact="999").status_code == 404
    assert rows(begin, contacts, address="x@y.example") == []


def test_what_a_page_says_was_done_are_our_own_words(hanako: FlaskClient) -> None:
    assert "hacked" not in seen(hanako, "/console/me?done=hacked")


def test_a_contact_is_proven_on_the_page_its_letter_leads_to(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    contact_id = int(str(the_contact(begin, "taro@example.jp")["id"]))
    path = path_of(links.contact(contact_id, "Taro@Example.JP"))
    page = seen(browser, path)
    assert "届きました" in page
    assert "taro@example.jp" not in page
    assert the_contact(begin, "taro@example.jp")["confirmed_at"] is None, "looking proves nothing"
    assert browser.head(path).status_code == 200
    assert browser.post(path, data={}).status_code == 400
    assert the_contact(begin, "taro@example.jp")["confirmed_at"] is None
    answer = browser.post(path, data={"action": "prove"}).get_data(as_text=True)
    assert "確認できました" in answer
    proven = the_contact(begin, "taro@example.jp")
    assert proven["state"] == ContactState.CONFIRMED
    assert proven["confirmed_at"] is not None


def test_a_stopped_contact_is_not_resumed_by_proving_it_but_by_its_own_button(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    spoil(begin, "taro@example.jp")
    path = path_of(links.contact(int(str(the_contact(begin, "taro@example.jp")["id"])), "taro@example.jp"))
    browser.post(path, data={"action": "prove"})
    assert the_contact(begin, "taro@example.jp")["state"] == ContactState.SUPPRESSED
    browser.post(path, data={"action": "resume"})
    assert the_contact(begin, "taro@example.jp")["state"] == ContactState.CONFIRMED


def test_a_letter_to_the_old_address_does_not_prove_the_new_one(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    contact_id = int(str(the_contact(begin, "taro@example.jp")["id"]))
    path = path_of(links.contact(contact_id, "taro@example.jp"))
    taro = company.ids["taro"]
    moved = browser.post(
        path_of(links.register(taro)), data={"action": "save", "contact": str(contact_id), "address": "typo@example.jp"}
    )
    assert moved.status_code == 303
    assert browser.post(path, data={"action": "prove"}).status_code == 410
    assert the_contact(begin, "typo@example.jp")["state"] == ContactState.UNVERIFIED


def test_a_letter_to_the_old_address_neither_stops_nor_resumes_the_new_one(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    contact_id = int(str(the_contact(begin, "taro@example.jp")["id"]))
    stop, question = (path_of(link(contact_id, "taro@example.jp")) for link in (links.unsubscribe, links.contact))
    form = {"action": "save", "contact": str(contact_id), "address": "new@example.jp"}
    browser.post(path_of(links.register(company.ids["taro"])), data=form)
    assert browser.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 410
    assert the_contact(begin, "new@example.jp")["state"] == ContactState.UNVERIFIED
    spoil(begin, "new@example.jp")
    for path in (stop, question):
        assert "new" not in browser.get(path).text
        assert browser.post(path, data={"action": "resume"}).status_code == 410
    assert the_contact(begin, "new@example.jp")["state"] == ContactState.SUPPRESSED


def test_the_link_of_a_letter_from_before_they_named_an_address_still_stops(
    browser: FlaskClient, company: Company, begin: Begin, tokens: Tokens
) -> None:
    contact_id = int(str(the_contact(begin, "taro@example.jp")["id"]))
    path = f"/u/{tokens.make(Purpose.UNSUBSCRIBE, contact_id)}"
    assert browser.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert the_contact(begin, "taro@example.jp")["state"] == ContactState.SUPPRESSED


def test_a_contact_link_of_another_purpose_opens_nothing(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    contact_id = int(str(the_contact(begin, "taro@example.jp")["id"]))
    token = path_of(links.unsubscribe(contact_id, "taro@example.jp")).removeprefix("/u/")
    assert browser.get(f"/c/{token}").status_code == 404
    assert browser.get("/c/nonsense").status_code == 404


def test_kinds_that_cannot_be_typed_are_mail_addresses_to_us(hanako: FlaskClient, begin: Begin) -> None:
    press(hanako, "/console/me", action="add", kind="line", address="U" + "0" * 32)
    assert [row.channel for row in rows(begin, contacts, address="U" + "0" * 32)] == []
    assert ChannelKind.LINE not in {row.channel for row in rows(begin, contacts, address="U" + "0" * 32)}


def test_behind_a_mailed_link_a_person_registers_without_signing_in(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks
) -> None:
    someone = company.person("未登録", mails=[])
    path = path_of(links.register(someone))
    page = seen(browser, path)
    assert "未登録 さん" in page
    assert "届く連絡先がありません" in page
    done = browser.post(path, data={"action": "add", "kind": "mail", "address": "me@example.jp"})
    assert done.status_code == 303
    assert "✓ 追加しました" in seen(browser, done.location)
    assert the_contact(begin, "me@example.jp")["person_id"] == someone
    wrong = browser.post(path, data={"action": "add", "kind": "mail", "address": "nonsense"})
    assert (wrong.status_code, "nonsense" in wrong.get_data(as_text=True)) == (400, True)
    assert browser.post(path, data={}).status_code == 400
    refused = browser.post(path, data={"action": "add", "kind": "slack", "address": "U0ME"})
    assert refused.status_code == 403
    assert rows(begin, contacts, address="U0ME") == []


def test_a_mailed_link_opens_nobody_elses_contacts_and_expires(
    browser: FlaskClient, company: Company, begin: Begin, links: WebLinks, clock: MovableClock
) -> None:
    path = path_of(links.register(company.person("未登録")))
    other = the_contact(begin, "taro@example.jp")["id"]
    assert browser.post(path, data={"action": "remove", "contact": str(other)}).status_code == 303
    assert the_contact(begin, "taro@example.jp")["id"] == other
    assert browser.post(path, data={"action": "save", "contact": str(other), "address": "x@y.jp"}).status_code == 410
    clock.forward(timedelta(days=15))
    assert browser.get(path).status_code == 410


def test_a_carriers_filter_is_told_where_the_contact_is_shown(
    hanako: FlaskClient, company: Company, begin: Begin
) -> None:
    with begin(System("test"), Lane.FANOUT) as work:
        doubted = update(contacts).where(contacts.c.address == "taro@example.jp")
        work.connection.execute(doubted.values(state_reason=MAYBE_FILTERED))
    for path in (f"/console/people/{company.ids['taro']}", "/console/contacts"):
        assert seen(hanako, path).count("受信拒否の設定かもしれません") == 1
