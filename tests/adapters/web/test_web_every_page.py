"""Every page there is, in a company whose every text is hostile: nothing runs, nothing is led astray.

A new page is walked by itself; where its address holds something new, `_OF` says which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Text, func, update

from adapters.web.console_mail import Setting
from adapters.web.links import WebLinks
from adapters.web.server import SECURITY_HEADERS, create_web
from adapters.web.tokens import Purpose, Tokens
from bot.places_file import PublicPlace
from bot.vocabulary import ChannelKind, CheckKind, Hazard, InfoPage, Status, Via
from flows.claim_person import ClaimPerson, claim_person
from flows.edit_information import Listing, SaveEntry, SaveRoute, TypedPlace, save_entry, save_page, save_route
from flows.help_cases import TakeHelp, take_help
from flows.places import import_places
from flows.push_bulletin import PushBulletin, push_bulletin
from flows.record_answer import RecordAnswer, record_answer
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.way_home import WayHomeWanted, keep_way_home
from flows.work import Begin, Lane, Operator, Sender, SignedIn, System
from storage.models import audit, metadata, units
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import signed_in
from tests.adapters.web.test_web_console_api import IN_FORCE, NoTrial
from tests.conftest import DEFAULT_POLICY
from tests.flows.role_matrix import House, build
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.hostile_names import what_runs
from tests.support.outbox import rows
from tests.support.workbook import Workbook

#: Without `/`, which stands between units.
HOSTILE = "\"'><x-evil onfocus=alert(1)>&lt;b>{{7*7}}javascript:alert(1) \u202e@everyone <!channel>\u200b\r\n=1+1"
#: Texts of people, in whatever table they stand.
_TEXTS = frozenset(
    [
        "name",
        "name_en",
        "kana",
        "title",
        "title_en",
        "message",
        "comment",
        "place",
        "closing_word",
        "note",
        "note_en",
        "words",
        "words_en",
        "number",
        "url",
        "start_name",
        "destination_name",
        "start_address",
        "destination_address",
        "address",
        "meeting_point",
        "label",
        "destination",
        "city",
        "body",
        "text",
        "hint",
        "email",
        "employee_no",
        "last_error",
        "platform_ref",
        "slack_channel",
        "actor",
        "about",
    ]
)
#: What pages read of their address.
_ASKED = ("q", "text", "unit_text", "list", "done", "problem", "sent", "after", "t", "opened", "unit", "lang")
_SCHEMES = frozenset(("", "https", "http", "tel", "mailto"))


class Seen(HTMLParser):
    """What a browser would make of a page that it must not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._in_script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("x-evil", "style", "iframe", "object", "embed", "base"):
            self.faults.append(f"<{tag}>")
        self.faults += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            is_picture = tag in ("img", "link") and given.get(name, "").startswith("data:image/svg+xml")
            if not is_picture and urlsplit(given.get(name, "")).scheme.lower() not in _SCHEMES:
                self.faults.append(f"{tag} {name}={given[name]}")
        self._in_script = tag == "script"
        if self._in_script and not given.get("src", "").startswith("/static/"):
            self.faults.append("a script of its own")

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.faults.append("words in a script")
        if "49javascript" in data:
            self.faults.append("a template in a text was run")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


@pytest.fixture
def house(begin: Begin, company: Company, clock: MovableClock) -> House:
    """One of everything. 太郎 has said something, in a check of everybody too."""
    at = build(begin, company, clock)
    hanako, taro = SignedIn(company.ids["hanako"]), SignedIn(at.taro)
    with begin(Operator(), Lane.FANOUT) as work:
        save_entry(work, SaveEntry(Listing.LINKS, None, "気象庁", "https://www.jma.go.jp/"))
        save_entry(work, SaveEntry(Listing.LINKS, None, "備え", "https://www.jma.go.jp/", page=InfoPage.PREPARE))
        save_route(work, SaveRoute(None, "公園へ", TypedPlace("公園", "35.5, 139.25"), hazards=(Hazard.FLOOD,)))
        save_page(work, InfoPage.DAY, "落ち着いて", "")
        import_places(work, [PublicPlace("高台", "東京都港区1", "東京都港区", 35.5, 139.2, (Hazard.FLOOD,))])
    with begin(hanako, Lane.FANOUT) as work:
        push_bulletin(work, PushBulletin(at.bulletin, channels=tuple(ChannelKind)))
        claim_person(work, ClaimPerson(at.check, company.ids["jiro"]))
        take_help(work, TakeHelp(at.case))
        everybody = start_check(work, StartCheck(CheckKind.DRILL, "訓練"))
        assert isinstance(everybody, CheckStarted)
    with begin(taro, Lane.FANOUT) as work:
        keep_way_home(work, WayHomeWanted("調布駅"))
        for check_id in (at.check, everybody.check_id):
            said = RecordAnswer(Status.INJURED, work.now, Via.WEB, check_id, comment="秘密の言葉")
            record_answer(work, said)
    with begin(Sender(ChannelKind.SLACK, "U0STRANGER", "通りがかり")) as work:
        record_answer(work, RecordAnswer(Status.HELP, work.now, Via.SLACK, at.check, comment="ここにいます"))
    return replace(at, check=everybody.check_id)


@pytest.fixture
def hostile_house(begin: Begin, house: House) -> House:
    """And every text of it hostile. Each stays as unique as it was; a unit's path is still that of its names."""
    with begin(System("test"), Lane.FANOUT) as work:
        for table in metadata.sorted_tables:
            texts = [column for column in table.c if isinstance(column.type, Text) and column.name in _TEXTS]
            if texts:
                work.connection.execute(update(table).values({column: column + HOSTILE for column in texts}))
        path = func.replace(units.c.path, "/", HOSTILE + "/") + HOSTILE
        work.connection.execute(update(units).values(path=path))
    return house


@pytest.fixture
def web(begin: Begin, tokens: Tokens, clock: MovableClock) -> Flask:
    """With every page of the console there may be."""
    setting = Setting(IN_FORCE, NoTrial(), lambda mail_to: ())
    return create_web(begin, tokens, clock, DEFAULT_POLICY, at=IN_FORCE, setting=setting)


def addresses(web: Flask, at: House, links: WebLinks, reader_id: int) -> Iterator[str]:
    """Of every page and file that can be looked at, with links made for this reader."""
    of = {
        "check_id": at.check,
        "person_id": at.taro,
        "case_id": at.case,
        "campaign_id": at.campaign,
        "bulletin_id": at.bulletin,
        "site_id": at.workplace,
        "unit_id": at.dev,
        "kind": "prompt",
        "locale": "ja",
    }
    behind = {
        "answer.show": links.answer(at.check, reader_id, 0),
        "contact.contact": links.register(reader_id),
        "unsubscribe.one_click": links.unsubscribe(at.contact, "taro@example.jp" + HOSTILE),
        "sign_in.show": links.sign_in("x"),
        "help.case": links.help_case(at.case, reader_id),
        "board.show": links.board(at.check, reader_id),
        "checks.compare": f"/console/checks/compare?check={at.check}&check={at.planned}",
    }
    for rule in web.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            if rule.endpoint in behind:
                yield path_of(behind[rule.endpoint])
            if "token" not in rule.arguments:
                endings = ("csv", "xlsx") if "ending" in rule.arguments else (None,)
                for ending in endings:
                    values = {name: of.get(name, ending) for name in rule.arguments}
                    made = rule.build(values)
                    assert made is not None, rule
                    yield made[1]


def test_no_text_of_anybody_runs_on_any_page(
    web: Flask, tokens: Tokens, links: WebLinks, hostile_house: House, company: Company
) -> None:
    hanako = signed_in(web.test_client(), tokens, company.ids["hanako"])
    asked = "&".join(f"{name}={quote(HOSTILE)}" for name in _ASKED)
    wanted = f"site={hostile_house.workplace}&hazard=flood&only=injured&check={hostile_house.check}&{asked}"
    walked = hostile = 0
    for address in addresses(web, hostile_house, links, company.ids["hanako"]):
        for query in ("", wanted) if "xlsx" not in address else ("",):
            path = f"{address}{'&' if '?' in address else '?'}{query}"
            shown = hanako.get(path)
            assert shown.status_code in (200, 302, 400, 404, 410), (path, shown.status_code)
            assert SECURITY_HEADERS.items() <= dict(shown.headers).items(), path
            if path.startswith("/console"):
                assert shown.headers["Cache-Control"] == "no-store", path
            if shown.mimetype == "text/html":
                assert Seen(shown.text).faults == [], path
                hostile += "x-evil" in shown.text
            if shown.mimetype == "text/csv":
                assert what_runs(shown.data) == [], path
            walked += 1
    assert walked > 150
    assert hostile > 100, "the company is not as hostile as it was"


@pytest.mark.parametrize("reader", ["manager outside", "somebody else", "who has left"])
def test_no_page_and_no_file_tells_who_is_not_their_people(
    web: Flask, tokens: Tokens, links: WebLinks, house: House, reader: str
) -> None:
    actor = house.actors[reader]
    assert isinstance(actor, SignedIn)
    browser = signed_in(web.test_client(), tokens, actor.person_id)
    shown = {path: browser.get(path) for path in addresses(web, house, links, actor.person_id) if path[:3] != "/u/"}
    for path, page in shown.items():
        assert page.status_code in (200, 302, 303, 400, 403, 404, 410), path
        told = "".join(Workbook(page.data).parts.values()) if page.data[:2] == b"PK" else page.text
        for secret in ("太郎", "秘密の言葉", "taro@example.jp", "U0TARO"):
            assert secret not in told, path
    assert len(shown) > 60


def test_no_form_of_the_console_is_taken_from_another_site_or_session(
    web: Flask, tokens: Tokens, house: House, company: Company, begin: Begin
) -> None:
    """Whatever there is to press: without the form's own token nothing is done."""
    hanako = signed_in(web.test_client(), tokens, company.ids["hanako"])
    another = tokens.make(Purpose.FORM, 4712)
    before = rows(begin, audit)
    posts = [rule for rule in web.url_map.iter_rules() if "POST" in (rule.methods or ()) and "/console/" in rule.rule]
    for rule in posts:
        made = rule.build(dict.fromkeys(rule.arguments, 1 if "int:" in rule.rule else "prompt"))
        assert made is not None, rule
        for token in ("", another):
            assert hanako.post(made[1], data={"csrf": token, "action": "delete"}).status_code in (400, 404), rule
    assert rows(begin, audit) == before
    assert len(posts) > 40
