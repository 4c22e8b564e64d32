"""What the doctor says about LINE, and what to do."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from adapters.line.api import LineApi
from adapters.line.doctor import examine
from flows.ports import Finding
from tests.adapters.line.line_fake import HANA, TOKEN, Answer, Call, LineFake, line_fake
from tests.support.clock import MovableClock

OURS = "https://anpi.example.jp/line/webhook"
#: The movable clock's beginning.
NOW = "Fri, 20 Nov 2026 05:00:00 GMT"
INFO = {"userId": HANA, "basicId": "@anpi", "displayName": "安否確認", "chatMode": "bot", "markAsReadMode": "auto"}
HEALTHY: dict[str, Any] = {
    "/v2/bot/info": INFO,
    "/v2/bot/message/quota": {"type": "limited", "value": 5_000},
    "/v2/bot/message/quota/consumption": {"totalUsage": 1_200},
    "/v2/bot/channel/webhook/endpoint": {"endpoint": OURS, "active": True},
    "/v2/bot/channel/webhook/test": {
        "success": True,
        "timestamp": "2026-11-20T05:00:00.000Z",
        "statusCode": 200,
        "reason": "OK",
        "detail": "200",
    },
}


@pytest.fixture
def line() -> Iterator[LineFake]:
    with line_fake() as fake:
        fake.usual = told({})
        yield fake


def told(changes: dict[str, Any], date: str = NOW) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        found = {**HEALTHY, **changes}[call.path]
        return found if isinstance(found, Answer) else Answer(200, found, {"Date": date})

    return answer


def findings(line: LineFake) -> dict[str, Finding]:
    api = LineApi(line.url, TOKEN, pool_size=1)
    found = {finding.name: finding for finding in examine(api, OURS, MovableClock())}
    api.close()
    return found


def test_all_is_well(line: LineFake) -> None:
    found = findings(line)
    assert list(found) == ["LINE account", "LINE clock", "LINE quota", "LINE webhook"]
    assert all(finding.ok for finding in found.values())
    assert "3800 of 5000" in found["LINE quota"].detail


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"/v2/bot/info": Answer(401, {"message": "no"})}, "LINE account", "ANPI_LINE_CHANNEL_ACCESS_TOKEN"),
        ({"/v2/bot/info": Answer(200, "<html>")}, "LINE account", "ANPI_LINE_API_URL"),
        ({"/v2/bot/info": Answer(500, "ill")}, "LINE account", "500"),
        ({"/v2/bot/message/quota/consumption": {"totalUsage": 4_900}}, "LINE quota", "plan"),
        ({"/v2/bot/message/quota": Answer(429, {"message": "later"})}, "LINE quota", "minute"),
        (
            {"/v2/bot/channel/webhook/endpoint": {"endpoint": "https://old.example/x", "active": True}},
            "LINE webhook",
            OURS,
        ),
        ({"/v2/bot/channel/webhook/endpoint": {"endpoint": OURS, "active": False}}, "LINE webhook", "Use webhook"),
        ({"/v2/bot/channel/webhook/endpoint": Answer(404, {"message": "none"})}, "LINE webhook", "console"),
        (
            {
                "/v2/bot/channel/webhook/test": {
                    **HEALTHY["/v2/bot/channel/webhook/test"],
                    "success": False,
                    "statusCode": 401,
                    "reason": "ERROR_STATUS_CODE",
                    "detail": "401",
                }
            },
            "LINE webhook",
            "401",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(line: LineFake, changes: dict[str, Any], name: str, words: str) -> None:
    line.usual = told(changes)
    found = findings(line)
    assert not found[name].ok
    assert words in found[name].detail
    assert TOKEN not in found[name].detail


def test_an_unlimited_plan_is_fine(line: LineFake) -> None:
    line.usual = told({"/v2/bot/message/quota": {"type": "none"}})
    assert findings(line)["LINE quota"].ok


def test_a_wrong_clock_is_told(line: LineFake) -> None:
    line.usual = told({}, date="Fri, 20 Nov 2026 05:02:00 GMT")
    clock = findings(line)["LINE clock"]
    assert not clock.ok
    assert "NTP" in clock.detail


def test_a_line_that_cannot_be_reached_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    api = LineApi(f"http://127.0.0.1:{port}", TOKEN, pool_size=1)
    found = list(examine(api, OURS, MovableClock()))
    assert [finding.ok for finding in found] == [False, False, False]
    assert "firewall" in found[0].detail
