"""Who comes in at `/api/v1`, and what everybody else is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from adapters.api import events as told_models
from adapters.api.endpoint import BODY_MAX_BYTES, PREFIX, Endpoint
from adapters.api.endpoints import ENDPOINTS
from adapters.api.limits import AT_ONCE, PER_SECOND
from bot.api_words import Scope
from flows.api_tokens import revoke_token
from flows.work import Begin, Operator
from storage.models import api_tokens, audit, checks
from tests.adapters.api.conftest import System, told
from tests.support.checks import given_check, row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company

Made = Callable[..., System]
DRILL = {"kind": "drill", "title": "訓練"}


def asked(who: System, endpoint: Endpoint, status: int) -> str:
    path = endpoint.path.format(check_id=1, employee_no="E0003")
    ways = {"GET": who.get, "DELETE": who.delete}
    bodies = {"POST": who.post, "PUT": who.put}
    way = ways.get(endpoint.method)
    told_ = way(path, status) if way else bodies[endpoint.method](path, {}, status)
    return str(told_["code"])


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.operation)
def test_nothing_is_told_without_a_token_or_without_its_scope(system: Made, begin: Begin, endpoint: Endpoint) -> None:
    lacking = system(*set(Scope) - {endpoint.scope})
    assert asked(System(lacking.door, "anpi_x"), endpoint, 401) == "api_bad_token"
    assert asked(lacking, endpoint, 403) == "api_scope"
    path = PREFIX + endpoint.path.format(check_id=1, employee_no="E0003")
    response = lacking.door.open(path, method=endpoint.method, headers=lacking.headers({}))
    lacks = f'Bearer realm="Anpi", error="insufficient_scope", scope="{endpoint.scope}"'
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (403, lacks)
    refused = rows_of(begin, audit, action="refused")[0]
    assert (refused.actor, refused.details["code"]) == ("api:人事", "api_scope")


def test_how_a_token_is_to_be_shown(door: FlaskClient, system: Made, begin: Begin, clock: MovableClock) -> None:
    who = system()
    for header in ("", "Bearer", "Bearer ", "Basic YTpi", who.secret):
        response = door.get("/api/v1/people", headers={"Authorization": header} if header else {})
        assert told(response, 401)["code"] == "api_unauthorized"
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="Anpi"'
    assert told(door.get("/api/v1/people", headers={"Authorization": f"bearer {who.secret}"}), 200)
    assert row_of(begin, api_tokens).last_used_at == clock.now()
    number = row_of(begin, api_tokens).id
    with begin(Operator()) as work:
        revoke_token(work, number)
    who.get("/people", 401)


def test_a_browser_of_another_site_and_a_session_get_nothing(door: FlaskClient, system: Made) -> None:
    door.set_cookie("anpi_session", "x", path="/")
    response = door.get("/api/v1/people", headers={"Origin": "https://evil.example"})
    assert response.status_code == 401
    response = door.get("/api/v1/people", headers=system().headers({"Origin": "https://evil.example"}))
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    asked_before = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = door.options("/api/v1/checks", headers=asked_before)
    assert (response.status_code, response.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_one_token_may_not_ask_faster_than_it_may(system: Made, clock: MovableClock) -> None:
    fast, other = system(Scope.CHECKS_READ), system(Scope.CHECKS_READ)
    for _ in range(AT_ONCE):
        fast.get("/checks")
    response = fast.door.get("/api/v1/checks", headers=fast.headers({}))
    assert told(response, 429)["code"] == "api_too_fast"
    assert response.headers["Retry-After"] == "1"
    other.get("/checks")
    clock.forward(timedelta(seconds=1))
    for _ in range(int(PER_SECOND)):
        fast.get("/checks")
    fast.get("/checks", 429)


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/", 404, None),
        ("GET", "/nothing", 404, None),
        ("GET", "/checks/", 404, None),
        ("GET", "/nothing/x", 404, None),
        ("DELETE", "/checks", 405, "GET, HEAD, OPTIONS, POST"),
        ("PATCH", "/people/E0001", 405, "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("GET", "/checks/1/close", 405, "OPTIONS, POST"),
        ("POST", "/openapi.json", 405, "GET, HEAD, OPTIONS"),
    ],
)
def test_what_is_not_there(door: FlaskClient, method: str, path: str, status: int, allowed: str | None) -> None:
    response = door.open(f"/api/v1{path}", method=method)
    told(response, status)
    assert response.headers.get("Allow") == allowed


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", {}, 400, "api_bad_json"),
        (b"\xff", {}, 400, "api_bad_json"),
        (b"[" * 100_000, {}, 400, "api_bad_json"),
        (b"x" * (BODY_MAX_BYTES + 1), {}, 413, "api_too_large"),
        (b"x" * 1_100_000, {}, 413, "api_too_large"),
        (b"{}", {"Content_Type": "application/x-www-form-urlencoded"}, 415, "api_not_json"),
        (b"{}", {"Content_Encoding": "gzip"}, 415, "api_not_json"),
        ([], {}, 422, "api_invalid"),
        ({"kind": "drill"}, {}, 422, "api_invalid"),
        ({**DRILL, "confirmed": "yes"}, {}, 422, "api_invalid"),
        ({**DRILL, "everybody": True}, {}, 422, "api_invalid"),
        ({**DRILL, "title": "\0"}, {}, 422, "empty_title"),
        ({**DRILL, "units": ["本社/ない課"]}, {}, 422, "unknown_unit"),
        (DRILL, {"key": ""}, 400, "api_key_needed"),
        (DRILL, {"key": "x" * 201}, 400, "api_key_bad"),
    ],
)
def test_what_cannot_be_done_is_said_clearly(
    system: Made, begin: Begin, body: object, headers: dict[str, str], status: int, code: str
) -> None:
    problem = system().post("/checks", body, status, **headers)
    assert (problem["code"], problem["status"], problem["type"]) == (code, status, f"urn:anpi:problem:{code}")
    assert problem["detail"]
    assert bool(problem["errors"]) is (code == "api_invalid")
    assert rows_of(begin, checks) == []


def test_what_is_wrong_is_named(system: Made) -> None:
    problem = system().post("/checks", {"kind": "real", "title": "x", "closes_after_minutes": 0}, 422)
    assert [one["where"] for one in problem["errors"]] == ["closes_after_minutes"]
    for query in ("limit=0", "limit=501", "limit=x", "limt=5", "limit=1&limit=2", "cursor=!", "state=odd"):
        where = system().get(f"/checks?{query}", 422)["errors"][0]["where"]
        assert where == query.partition("=")[0]
    assert system().get("/checks/1?x=1", 422)["errors"][0]["where"] == "x"


def test_what_is_no_number_is_no_check(system: Made) -> None:
    for number in ("x", "-1", "9" * 30, "9" * 5000, "0" * 5000, "１", "2" + "0" * 18):
        assert system().get(f"/checks/{number}", 404)["code"] in ("api_not_found", "no_check")


def test_who_reads_no_json_is_told_so(system: Made) -> None:
    who = system()
    assert who.get("/people", 406, Accept="text/html")["code"] == "api_not_acceptable"
    for accept in ("application/json", "*/*", "text/html, application/*;q=0.1", "application/problem+json"):
        who.get("/people", Accept=accept)


def test_in_the_callers_language(system: Made, company: Company) -> None:
    fields = [
        one["message"]
        for language in ("ja", "en")
        for one in system().post("/checks", {"kind": "x", "more": 1}, 422, Accept_Language=language)["errors"]
    ]
    assert fields == [
        "使えるのは 'real' or 'drill' です。",
        "必要な項目です。",
        "この名前の項目はありません。",
        "It is one of 'real' or 'drill'.",
        "It is missing.",
        "There is no field of this name.",
    ]
    response = system().door.get("/api/v1/people", headers={"Accept-Language": "ja"})
    assert response.headers["Content-Language"] == "ja"
    assert "find" not in system().get("/checks/9", 404, Accept_Language="ja")["detail"]
    assert system().get("/checks/9", 404, Accept_Language="en")["detail"].startswith("There is no such safety check")


def test_a_fault_of_ours_is_told_as_one_and_tells_nothing_else(
    system: Made, begin: Begin, company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    who = system()
    check_id = given_check(begin, [company.ids["taro"]])
    with begin(Operator()) as work:
        work.connection.exec_driver_sql("DROP TABLE help_cases")
    with pytest.raises(ValidationError) as wrong:
        told_models.PersonNamed(id="秘密")  # type: ignore[arg-type, call-arg]
    assert "秘密" not in str(wrong.value)
    problem = who.get(f"/checks/{check_id}", 500)
    assert problem["code"] == "broken"
    assert "help_cases" not in problem["detail"]
    assert "showCheck" in caplog.text
