"""What each endpoint answers, from the start of a check to its end."""

from __future__ import annotations

import json
from collections.abc import Callable

from bot.api_words import Scope
from bot.vocabulary import MessageState, Standing
from flows.work import Begin
from storage.models import answers, audit, checks
from tests.adapters.api.conftest import System
from tests.support.checks import given_check, given_message, given_standing, row_of, rows_of
from tests.support.company import Company

Made = Callable[..., System]
COUNTS = {"help": 0, "injured": 0, "silent": 0, "away": 0, "safe": 0}


def actions(begin: Begin) -> list[str]:
    return [row.action for row in rows_of(begin, audit) if not row.action.startswith("api_token")]


def test_a_check_is_started_once_however_often_it_is_asked_for(system: Made, begin: Begin, company: Company) -> None:
    who = system()
    wanted = {"kind": "real", "title": "地震", "units": ["本社/開発部"], "closes_after_minutes": 60}
    first = who.post("/checks", wanted, 201, key="disaster-1")
    assert who.post("/checks", wanted, 201, key="disaster-1") == first
    assert (first["roll"], first["unreachable"], first["on_leave"]) == (2, 0, 0)
    sent = {**who.headers({}), "Idempotency-Key": "disaster-1", "Content-Type": "application/json"}
    again = who.door.post("/api/v1/checks", data=json.dumps(wanted), headers=sent)
    assert again.headers["Location"] == f"/api/v1/checks/{first['id']}"
    assert who.post("/checks", {**wanted, "title": "別"}, 422, key="disaster-1")["code"] == "api_key_reused"
    similar = who.post("/checks", wanted, 409, key="disaster-2")
    assert similar["code"] == "api_similar_active"
    assert str(first["id"]) in similar["detail"]
    second = who.post("/checks", {**wanted, "confirmed": True}, 201, key="disaster-2")
    assert [row.id for row in rows_of(begin, checks)] == [first["id"], second["id"]]
    noted = rows_of(begin, audit, action="check_started")
    assert [(row.actor, row.person_id) for row in noted] == [("api:人事", None)] * 2


def test_checks_come_in_pages_newest_first(system: Made, begin: Begin, company: Company) -> None:
    ids = [given_check(begin, [company.ids["taro"]], title=f"{number}") for number in range(5)]
    who = system(Scope.CHECKS_READ)
    found, cursor = [], ""
    while cursor is not None:
        page = who.get(f"/checks?limit=2&cursor={cursor}")
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert found == ids[::-1]
    assert who.get("/checks?state=closed") == {"items": [], "next": None}
    assert len(who.get("/checks?kind=real&state=active")["items"]) == 5


def test_one_check_and_its_board(system: Made, begin: Begin, company: Company) -> None:
    check_id = given_check(begin, list(company.ids.values()), unreachable=[company.ids["emma"]])
    given_standing(begin, check_id, company.ids["taro"], Standing.INJURED)
    given_message(begin, check_id, company.ids["taro"], MessageState.ACCEPTED)
    who = system(Scope.CHECKS_READ)
    check = who.get(f"/checks/{check_id}")
    assert check["counts"] == {**COUNTS, "injured": 1, "silent": 3}
    assert (check["roll"], check["state"], check["title"]) == (4, "active", "地震")
    assert check["deliveries"]["accepted"] == 1
    board = who.get(f"/checks/{check_id}/board")
    assert board["counts"] == check["counts"]
    assert {unit["path"]: unit["counts"]["injured"] for unit in board["units"]} == {
        "大阪支社": 0,
        "本社": 1,
        "本社/開発部": 1,
    }
    assert "太郎" not in str(board) + str(check), "names have a scope of their own"
    assert who.get("/checks/99", 404)["code"] == "no_check"
    assert who.get("/checks/99/board", 404)["code"] == "no_check"


def test_the_silent_are_asked_again_and_the_check_is_closed(system: Made, begin: Begin, company: Company) -> None:
    check_id = given_check(begin, list(company.ids.values()))
    who = system(Scope.CHECKS_WRITE)
    sent = who.post(f"/checks/{check_id}/remind", {})
    assert (sent["outcome"], sent["round"]) == ("sent", 1)
    assert who.post(f"/checks/{check_id}/remind", {}, key="")["outcome"] == "just_before"
    closed = who.post(f"/checks/{check_id}/close", {"tell": True})
    assert (closed["already"], closed["silent"]) == (False, 4)
    assert who.post(f"/checks/{check_id}/close", {})["already"] is True
    assert who.post(f"/checks/{check_id}/remind", {}, 409)["code"] == "already_closed"
    assert actions(begin) == ["check_reminded", "check_closed"]


def test_who_stands_where_is_told_with_their_words_and_noted(system: Made, begin: Begin, company: Company) -> None:
    check_id = given_check(begin, list(company.ids.values()))
    given_standing(begin, check_id, company.ids["taro"], Standing.INJURED, comment="<b>足</b>", place="屋上")
    who = system(Scope.ANSWERS_READ)
    first = who.get(f"/checks/{check_id}/people?limit=1")
    [taro] = first["items"]
    assert (taro["employee_no"], taro["name"], taro["units"]) == ("E0003", "太郎", ["本社/開発部/基盤課"])
    assert (taro["standing"], taro["said"], taro["said_by"], taro["comment"]) == (
        "injured",
        "injured",
        "self",
        "<b>足</b>",
    )
    rest = who.get(f"/checks/{check_id}/people?limit=100&cursor={first['next']}")
    assert [one["standing"] for one in rest["items"]] == ["silent"] * 3
    assert rest["next"] is None
    assert [one["name"] for one in who.get(f"/checks/{check_id}/people?only=unopened&text=emma")["items"]] == ["Emma"]
    assert actions(begin) == ["status_exported"] * 3, "each page: a cursor of one's own begins anywhere"
    assert who.get("/checks/99/people", 404)["code"] == "no_check"


def test_an_answer_for_somebody_is_a_proxys_and_names_the_system(system: Made, begin: Begin, company: Company) -> None:
    check_id = given_check(begin, [company.ids["taro"]])
    who = system(Scope.ANSWERS_WRITE)
    told = who.post(f"/checks/{check_id}/answers", {"employee_no": "E0003", "status": "help", "comment": "電話"}, 201)
    assert (told["standing"], told["is_guest"], told["late"]) == ("help", False, False)
    assert told["help_case_id"]
    row = row_of(begin, answers)
    assert (row.by, row.via, row.by_person_id, row.comment) == ("proxy", "api", None, "電話")
    assert row_of(begin, audit, action="person_marked").actor == "api:人事"
    guest = who.post(f"/checks/{check_id}/answers", {"employee_no": "E0004", "status": "safe"}, 201)
    assert guest["is_guest"]
    assert who.post(f"/checks/{check_id}/answers", {"employee_no": "x", "status": "safe"}, 404)["code"] == "no_person"
    assert who.post("/checks/99/answers", {"employee_no": "E0003", "status": "safe"}, 404)["code"] == "no_check"
    body = {"employee_no": "E0003", "status": "safe", "given_at": "2026-11-20T05:00:00"}
    assert who.post(f"/checks/{check_id}/answers", body, 422)["errors"][0]["where"] == "given_at"


def test_addresses_need_a_scope_of_their_own_and_are_noted(system: Made, begin: Begin, company: Company) -> None:
    check_id = given_check(begin, [company.ids["taro"]])
    message = given_message(begin, check_id, company.ids["taro"], MessageState.FAILED)
    without, with_ = system(Scope.DELIVERIES_READ, Scope.PEOPLE_READ), system(*Scope)
    told = without.get(f"/checks/{check_id}/deliveries")
    assert (told["total"], told["next"]) == (1, None)
    [line] = told["items"]
    assert (line["id"], line["outcome"], line["channel"], line["address"]) == (message, "failed", "mail", None)
    assert without.get("/people/E0003/contacts", 403)["code"] == "api_scope"
    assert actions(begin) == ["refused"]
    assert with_.get(f"/checks/{check_id}/deliveries")["items"][0]["address"] == "somebody@example.jp"
    contacts = with_.get("/people/E0003/contacts")
    assert [one["channel"] for one in contacts["items"]] == ["slack", "line", "mail"]
    assert contacts["items"][2]["address"] == "taro@example.jp"
    assert actions(begin) == ["refused", "deliveries_seen", "contacts_viewed"]
    assert row_of(begin, audit, action="contacts_viewed").subject_person_id == company.ids["taro"]
    assert with_.get(f"/checks/{check_id}/deliveries?cursor=MA")["items"][0]["address"] == "somebody@example.jp"
    assert actions(begin)[-1] == "deliveries_seen", "with a cursor of one's own it is noted too"
    assert without.get(f"/checks/{check_id}/deliveries?outcome=delivered&round=0&channel=mail")["items"] == []
    assert without.get("/checks/99/deliveries", 404)["code"] == "no_check"


def test_people_come_in_pages_without_their_addresses(system: Made, company: Company) -> None:
    who = system(Scope.PEOPLE_READ)
    first = who.get("/people?limit=3")
    assert [one["employee_no"] for one in first["items"]] == ["E0001", "E0002", "E0003"]
    assert who.get("/people?cursor=AA", 422)["code"] == "api_invalid", "NUL, which PostgreSQL compares with nothing"
    rest = who.get(f"/people?cursor={first['next']}")
    assert ([one["name"] for one in rest["items"]], rest["next"]) == (["Emma"], None)
    taro = who.get("/people/E0003")
    assert taro == {**first["items"][2], "kana": "", "site": "", "locale": "ja"}
    assert taro["reached_by"] == ["slack", "line", "mail"]
    assert "taro@" not in str(taro)
    assert [one["name"] for one in who.get("/people?text=E0003")["items"]] == ["太郎"]
    assert [who.get(f"/people/{number}", 404)["code"] for number in ("E", "E00", "%00")] == ["no_person"] * 3
