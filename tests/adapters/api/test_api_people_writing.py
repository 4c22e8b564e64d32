"""The HR system keeps the staff list by itself: one person, many, who has left; nothing it may not write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.api_words import Scope
from flows.roster import PEOPLE_AT_MOST
from flows.work import Begin
from storage.models import audit, contacts, people
from tests.adapters.api.conftest import System
from tests.support.checks import row_of, rows_of
from tests.support.company import Company

Made = Callable[..., System]

SABURO = {
    "name": "三郎",
    "kana": "サブロウ",
    "units": ["本社/開発部"],
    "site": "本社ビル",
    "email": "saburo@aoba.example",
    "phones": ["090-1111-2222"],
}


@pytest.fixture
def hr(system: Made) -> System:
    return system(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE)


def deeds(begin: Begin) -> list[tuple[str, str, object]]:
    return [(row.actor, row.action, row.details) for row in rows_of(begin, audit) if row.action != "api_token_made"]


def reached(begin: Begin, person_id: int) -> list[tuple[str, str]]:
    return [(row.address, row.state) for row in rows_of(begin, contacts, person_id=person_id)]


def test_one_person_comes_changes_leaves_and_comes_back(hr: System, begin: Begin, company: Company) -> None:
    made = hr.put("/people/S-1", SABURO, 201)
    assert (made["outcome"], made["active"], made["new_units"]) == ("created", True, [])
    assert hr.put("/people/S-1", SABURO)["outcome"] == "unchanged"
    shown = hr.get("/people/S-1")
    assert {name: shown[name] for name in ("name", "kana", "units", "site", "locale")} == {
        **{name: SABURO[name] for name in ("name", "kana", "units", "site")},
        "locale": "ja",
    }
    assert reached(begin, made["id"]) == [("saburo@aoba.example", "unverified"), ("090-1111-2222", "unverified")]
    moved = hr.put("/people/S-1", {"name": "三郎", "units": ["本社/新しい課"], "phones": []})
    assert (moved["outcome"], moved["new_units"]) == ("updated", ["本社/新しい課"])
    assert reached(begin, made["id"]) == [("saburo@aoba.example", "unverified")], "what is left out stays"
    assert hr.delete("/people/S-1") == {"employee_no": "S-1", "already": False}
    assert hr.delete("/people/S-1")["already"] is True
    hr.get("/people/S-1", 404)
    assert reached(begin, made["id"]) == [("saburo@aoba.example", "unverified")], "nothing else is lost"
    back = hr.put("/people/S-1", {"name": "三郎"})
    assert (back["outcome"], back["id"]) == ("updated", made["id"])
    assert deeds(begin) == [
        ("api:人事", "person_added", {"source": "api"}),
        ("api:人事", "person_changed", {"what": ["units", "contacts"]}),
        ("api:人事", "person_deactivated", None),
        ("api:人事", "person_reactivated", None),
    ]


def test_who_came_is_asked_by_the_next_check_and_who_has_left_is_not(system: Made, company: Company) -> None:
    hr = system()
    hr.put("/people/S-1", SABURO, 201)
    hr.delete("/people/E0003")
    check = hr.post("/checks", {"kind": "drill", "title": "訓練", "units": ["本社/開発部"]}, 201)
    asked = [one["employee_no"] for one in hr.get(f"/checks/{check['id']}/people")["items"]]
    assert ("S-1" in asked, "E0003" in asked) == (True, False)
    assert [one["address"] for one in hr.get("/people/S-1/contacts")["items"]] == [
        "saburo@aoba.example",
        "090-1111-2222",
    ]


def test_many_are_written_row_by_row_and_a_dry_run_writes_nothing(hr: System, begin: Begin, company: Company) -> None:
    rows = [
        {"employee_no": "S-1", **SABURO},
        {"employee_no": "S-2", "name": "", "email": "x@y"},
        {"employee_no": "E0003", "name": "太郎", "kana": "タロウ"},
        {"employee_no": "S-1", "name": "別人"},
        {"employee_no": "E0004", "name": "Emma", "units": []},
    ]
    dry = hr.post("/people", {"people": rows, "dry_run": True})
    assert (dry["dry_run"], [row.employee_no for row in rows_of(begin, people)][-1]) == (True, "E0004")
    done = hr.post("/people", {"people": rows})
    assert {**done, "dry_run": True} == dry
    assert [row["outcome"] for row in done["rows"]] == ["created", "refused", "updated", "refused", "updated"]
    assert [done[count] for count in ("created", "updated", "unchanged", "refused")] == [1, 2, 0, 2]
    faults = [(one["where"], one["code"]) for one in done["rows"][1]["errors"]]
    assert faults == [("name", "missing"), ("email", "bad_email")]
    assert "in row 1 already" in done["rows"][3]["errors"][0]["message"]
    assert row_of(begin, people, employee_no="S-1").name == "三郎"
    assert not rows_of(begin, people, employee_no="S-2")
    again = hr.post("/people", {"people": rows})
    assert [row["outcome"] for row in again["rows"]] == ["unchanged", "refused", "unchanged", "refused", "unchanged"]


def test_a_request_that_comes_again_with_its_key_is_answered_as_before(hr: System, company: Company) -> None:
    body = {"people": [{"employee_no": "S-1", **SABURO}]}
    first = hr.post("/people", body, key="night-1")
    assert hr.post("/people", body, key="night-1") == first
    assert first["created"] == 1
    assert hr.post("/people", {**body, "dry_run": True}, 422, key="night-1")["code"] == "api_key_reused"


@pytest.mark.parametrize("field", ["role", "managed_units", "slack_id", "line_id", "id"])
def test_what_this_scope_cannot_write_is_refused(hr: System, company: Company, field: str) -> None:
    problem = hr.put("/people/E0003", {"name": "太郎", field: "x"}, 422)
    assert problem["errors"] == [{"where": field, "code": "unknown", "message": "There is no field of this name."}]


def test_how_a_manager_is_reached_is_not_the_systems_to_change(hr: System, begin: Begin, company: Company) -> None:
    before = reached(begin, company.ids["jiro"])
    for field, value in (("email", "thief@x.example"), ("emergency_emails", ["thief@x.example"]), ("phones", ["110"])):
        problem = hr.put("/people/E0002", {"name": "改名 次郎", field: value}, 422)
        assert [(one["where"], one["code"]) for one in problem["errors"]] == [(field, "contacts_of_a_manager")]
    assert (reached(begin, company.ids["jiro"]), row_of(begin, people, employee_no="E0002").name) == (before, "次郎")
    row = row_of(begin, people, employee_no="E0002")
    assert hr.put("/people/E0002", {"name": "改名 次郎", "email": row.email})["outcome"] == "updated"
    assert row_of(begin, people, employee_no="E0002").role == "unit_manager"


def test_the_last_safety_admin_does_not_leave(hr: System, begin: Begin, company: Company) -> None:
    assert hr.delete("/people/E0001", 409)["code"] == "last_safety_admin"
    leaving = [{"employee_no": number, "name": "x", "active": False} for number in ("E0001", "E0004")]
    done = hr.post("/people", {"people": leaving})
    assert [(row["outcome"], len(row["errors"])) for row in done["rows"]] == [("refused", 1), ("updated", 0)]
    assert [row.active for row in rows_of(begin, people)] == [True, True, True, False]
    hr.delete("/people/none", 404)


def test_nobody_writes_over_what_was_changed_meanwhile(hr: System, begin: Begin, company: Company) -> None:
    read = hr.version("/people/E0003")
    assert hr.door.get("/api/v1/people/E0003", headers=hr.headers({"If_None_Match": read})).status_code == 304
    hr.put("/people/E0003", {"name": "太郎", "phones": ["090-3"]}, If_Match=read)
    for header in ({"If_Match": read}, {"If_None_Match": "*"}, {"If_Match": f"W/{hr.version('/people/E0003')}"}):
        assert hr.put("/people/E0003", {"name": "誰か"}, 412, **header)["code"] == "api_changed_meanwhile"
    assert hr.delete("/people/E0003", 412, If_Match=read)["code"] == "api_changed_meanwhile"
    assert hr.put("/people/E0003", {"name": "誰か"}, 400, If_Match="abc")["code"] == "api_bad_etag"
    assert hr.put("/people/S-9", {"name": "誰か"}, 412, If_Match="*")["code"] == "api_changed_meanwhile"
    hr.put("/people/S-9", {"name": "誰か"}, 201, If_None_Match="*")
    hr.delete("/people/E0003", If_Match=hr.version("/people/E0003"))
    assert row_of(begin, people, employee_no="E0003").name == "太郎"


def test_one_number_however_it_is_written(hr: System, begin: Begin, company: Company) -> None:
    hr.put("/people/Ｓ１", {"name": "全角"}, 201)
    assert hr.get("/people/S1")["name"] == hr.get("/people/Ｓ１")["name"] == "全角"
    assert row_of(begin, people, name="全角").employee_no == "S1"


def test_too_many_and_too_much_are_said_clearly(hr: System, begin: Begin, company: Company) -> None:
    many = [{"employee_no": f"S-{number}", "name": "x"} for number in range(PEOPLE_AT_MOST + 1)]
    problem = hr.post("/people", {"people": many}, 422)
    assert problem["errors"] == [
        {"where": "people", "code": "too_many", "message": f"At most {PEOPLE_AT_MOST}; send it in parts."}
    ]
    fits = {"people": [{"employee_no": "S-1", "name": "x" * 300_000}]}
    assert hr.post("/people", fits)["refused"] == 1
    assert hr.post("/people", b"x" * 1_000_001, 413)["code"] == "api_too_large"
    assert hr.put("/people/S-1", {"name": "x" * 300_000}, 413)["code"] == "api_too_large"


def test_values_are_taken_as_they_are_meant(hr: System, begin: Begin, company: Company) -> None:
    """No spreadsheet stands between: an apostrophe is one. What the file could not hold is refused all the same."""
    made = hr.put("/people/S-1", {"name": "'=1", "email": "s@aoba.example", "emergency_emails": []}, 201)
    assert row_of(begin, people, employee_no="S-1").name == "'=1"
    assert reached(begin, made["id"]) == []
    problem = hr.put("/people/S-1", {"name": "一", "units": ["本社/営業;企画部", "本社/\u0007"]}, 422)
    assert [one["where"] for one in problem["errors"]] == ["units", "units"]


def test_who_comes_back_has_nobody_elses_account(hr: System, begin: Begin, company: Company) -> None:
    gone = company.person("退職者", slack="U0EMMA", active=False)
    company.person("今の人", slack="U0EMMA")
    number = row_of(begin, people, id=gone).employee_no
    assert hr.put(f"/people/{number}", {"name": "退職者"}, 422)["errors"][0]["where"] == "active"
    assert row_of(begin, people, id=gone).active is False
