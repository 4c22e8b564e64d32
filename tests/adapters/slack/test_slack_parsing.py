"""Parsers of what Slack posts: mutated, but validly signed payloads leave no traceback and change nothing wrongly."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.doorway import parsed
from adapters.slack.payloads import OddPayloadError, command_in, line_in, moment, press_in, spoken, submission_in
from bot.buttons import (
    AnswerPress,
    CanWorkPress,
    ChangePress,
    CloseHelpPress,
    CommentPress,
    InfoPress,
    NamesPress,
    Press,
    StartAnywayPress,
    TakeHelpPress,
    encode,
)
from bot.vocabulary import CanWork, CheckKind, CheckState, Standing, Status
from flows.begin import make_begin
from flows.show_check import list_checks, show_check, show_names
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Begin, Lane, Operator
from storage.database import open_database
from tests.adapters.slack.slack_door import SlackDoor, slack_door
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import START, MovableClock
from tests.support.company import usual_company

SHAPES = Path(__file__).parents[4] / "shared" / "data" / "slack-payloads"
FORM = "application/x-www-form-urlencoded"


def ours(team: str) -> bool:
    """Everybody is."""
    return True


def shape(name: str) -> dict[str, Any]:
    file = SHAPES / name
    if not file.exists():
        pytest.skip(f"{name} of Slack's own payload shapes is not beside the checkout")
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


def test_a_press_is_read_from_slacks_own_shape() -> None:
    body = shape("BlockActionPayload.json")
    body["actions"] = [{"type": "button", "action_id": "ans:0", "block_id": "b", "value": "v", "action_ts": "1.2"}]
    body["user"] |= {"id": "U0TARO", "name": "taro"}
    body["team"]["id"], body["channel"]["id"] = "T0AOBA", "D0TARO"
    press = press_in(parsed(urlencode({"payload": json.dumps(body)}).encode(), FORM), START, ours)
    assert (press.sender.address, press.sender.name) == ("U0TARO", "taro")
    assert (press.event_key, press.is_private) == ("slack:T0AOBA:U0TARO:1.2", True)


def test_a_command_is_read_from_slacks_own_shape() -> None:
    body = shape("SlashCommandPayload.json") | {"command": "/safety", "user_id": "U0TARO", "trigger_id": "1.2.3"}
    body["text"] = "me"
    typed = command_in(parsed(urlencode(body).encode(), FORM), START, ours)
    assert (typed.sender.address, typed.text, typed.event_key) == ("U0TARO", "me", "slack:cmd:1.2.3")


def test_a_form_is_read_from_slacks_own_shape() -> None:
    body = shape("ViewSubmissionPayload.json")
    body["user"]["id"] = "U0TARO"
    body["view"] |= {"id": "V1", "hash": "1.a", "callback_id": "details", "type": "modal"}
    body["view"]["state"] = {"values": {"comment": {"comment": {"type": "plain_text_input", "value": "x"}}}}
    form = submission_in(parsed(urlencode({"payload": json.dumps(body)}).encode(), FORM), ours)
    assert form.event_key == "slack:view:V1:1.a"
    assert form.values["comment"]["value"] == "x"


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text(max_size=10), st.text() | st.integers() | st.lists(st.text())))
def test_an_escaped_payload_reads_as_urllib_reads_it(facts: dict[str, Any]) -> None:
    for escape_all in (True, False):
        payload = {"type": "url_verification", "facts": facts}
        body = urlencode({"payload": json.dumps(payload, ensure_ascii=escape_all)}, errors="replace").encode()
        by_urllib = json.loads(dict(parse_qsl(body.decode()))["payload"])
        assert parsed(body, FORM) == by_urllib


@pytest.mark.parametrize("ts", ["", "1", "1.", "1.2.3", "-1.0", "1e9.0", "１.0", "1.0000001", "999999999999.0"])
def test_a_moment_that_is_none_is_refused(ts: str) -> None:
    with pytest.raises(OddPayloadError):
        moment(ts, START)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("助けて &lt;5階&gt;", "助けて <5階>"),
        ("&amp;lt;", "&lt;"),
        ("<https://example.jp|ここ> <@U0TARO> <mailto:a@example.jp|a@example.jp>", "ここ @U0TARO a@example.jp"),
        ("a < b <", "a < b <"),
    ],
)
def test_words_read_as_they_were_typed(typed: str, read: str) -> None:
    assert spoken(typed) == read


def test_texts_hold_nothing_a_database_refuses(clock: MovableClock) -> None:
    event = {"type": "message", "channel_type": "im", "user": "U0TARO", "channel": "D0TARO", "ts": "1.2"}
    line = line_in({"event_id": "Ev1", "event": {**event, "text": "a\0b\ud800"}}, clock.now(), ours)
    assert line is not None
    assert line.text == "ab?"


@dataclass(frozen=True)
class Installation:
    door: SlackDoor
    begin: Begin
    check: CheckStarted
    payloads: list[dict[str, Any]]


@pytest.fixture(scope="module")
def installation(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for all examples: for each of them a new one would take most of the time."""
    file = tmp_path_factory.mktemp("mutated") / "anpi.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    database, clock = open_database(f"sqlite:///{file}"), MovableClock()
    begin = make_begin(database, clock, DEFAULT_POLICY, lambda: None)
    usual_company(begin)
    with begin(Operator(), Lane.FANOUT) as work:
        check = start_check(work, StartCheck(CheckKind.REAL, "地震"))
    assert isinstance(check, CheckStarted)
    with slack_door(begin, clock) as door:
        yield Installation(door, begin, check, payloads_of_an_employee(door, check.check_id))
    database.close()


def payloads_of_an_employee(door: SlackDoor, check_id: int) -> list[dict[str, Any]]:
    """Every kind of payload, by somebody without a role: whatever becomes of it, only his own answer may change."""
    presses: list[Press] = [
        AnswerPress(check_id, 0, Status.SAFE),
        ChangePress(check_id, 0),
        CommentPress(check_id),
        CanWorkPress(check_id, CanWork.NO),
        TakeHelpPress(1),
        CloseHelpPress(1),
        NamesPress(check_id, None),
        InfoPress(),
        StartAnywayPress("ab12", CheckKind.REAL, "偽"),
    ]
    person = {"team": {"id": "T0AOBA"}, "user": {"id": "U0TARO", "name": "taro"}}
    turn = door.press_payload("U0TARO", "a1:pag")
    turn["actions"][0] |= {"action_id": "pag:20", "value": "20"}
    turn["view"] = _view("names", {"check_id": check_id, "standing": ""}, {})
    forms = [
        _view("details", {"check_id": check_id}, {"comment": {"value": "x"}, "can_work": _option("no")}),
        _view(
            "start", {"channel": "C0GENERAL", "confirmed": True}, {"kind": _option("real"), "title": {"value": "偽"}}
        ),
        _view("mark", {"person_id": 1, "check_id": check_id}, {"status": _option("safe")}),
        _view("close_help", {"help_case_id": 1}, {"word": {"value": "済"}}),
    ]
    line = {
        "type": "message",
        "channel_type": "im",
        "channel": "D0TARO",
        "user": "U0TARO",
        "text": "無事です",
        "ts": "1.2",
    }
    return [
        *(door.press_payload("U0TARO", encode(press)) for press in presses),
        turn,
        *({"type": "view_submission", **person, "view": view} for view in forms),
        {"type": "event_callback", "team_id": "T0AOBA", "event_id": "Ev1", "event": line},
        {"type": "block_suggestion", **person, "action_id": "units", "block_id": "units", "value": "本社"},
        {
            "command": "/safety",
            "text": "start 偽",
            "user_id": "U0TARO",
            "trigger_id": "1.2.3",
            "channel_id": "C0GENERAL",
        },
    ]


def _view(name: str, about: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    state = {"values": {block: {block: element} for block, element in values.items()}}
    frame = {"id": "V1", "hash": "1.a", "type": "modal", "callback_id": name}
    return {**frame, "private_metadata": json.dumps(about), "state": state}


def _option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(
            None,
            True,
            0,
            -1,
            2**70,
            1e308,
            "",
            " ",
            "\0",
            "\ud800",
            "x" * 5000,
            "<!channel>",
            [],
            {},
            [None],
            [[]],
            {"id": 5},
        ),
        *("a1:ans:999999999999999999:0:help", "a1:tak:1", "{}", "[]", "null", '{"check_id": true}', '{"check_id": -1}'),
        *("99999999999.999999", "U", "D0", "ans:", "^ans:", "message", "block_actions", "view_submission", "start 偽"),
    ]
) | st.text(max_size=20)


def places_in(part: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything inside."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [step for key, value in inside for step in [(*way, key), *places_in(value, (*way, key))]]


@st.composite
def mutations(draw: st.DrawFn) -> tuple[int, list[tuple[int, Any, bool]]]:
    """Which payload, and what is done to it: at some place something odd, or nothing any more."""
    changes = st.tuples(st.integers(0, 10_000), ODD, st.booleans())
    return draw(st.integers(0, 10_000)), draw(st.lists(changes, min_size=1, max_size=3))


def mutated(payload: dict[str, Any], changes: list[tuple[int, Any, bool]]) -> dict[str, Any]:
    odd = copy.deepcopy(payload)
    for number, value, is_taken_out in changes:
        places = places_in(odd)
        if not places:
            break
        *way, last = places[number % len(places)]
        holder: Any = odd
        for step in way:
            holder = holder[step]
        if is_taken_out and isinstance(holder, dict):
            del holder[last]
        else:
            holder[last] = copy.deepcopy(value)
    return odd


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutation=mutations())
def test_signed_and_odd_payloads_do_no_harm(
    installation: Installation, caplog: pytest.LogCaptureFixture, mutation: tuple[int, list[tuple[int, Any, bool]]]
) -> None:
    number, changes = mutation
    payload = mutated(installation.payloads[number % len(installation.payloads)], changes)
    with caplog.at_level(logging.ERROR):
        if "command" in payload:
            form = {key: value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()}
            body = urlencode(form, errors="replace").encode()
            response = installation.door.post(body, FORM)
        elif payload.get("type") == "event_callback":
            response = installation.door.post(json.dumps(payload).encode(), "application/json")
        else:
            response = installation.door.interact(payload)
    assert response.status_code in (200, 400, 404)
    assert not caplog.records
    with installation.begin(Operator(), Lane.READ) as work:
        assert [line.title for line in list_checks(work)] == ["地震"]
        view = show_check(work, installation.check.check_id)
        others = [one for one in show_names(work, view.check_id).people if not one.is_guest and one.name != "太郎"]
    assert view.state is CheckState.ACTIVE
    assert sum(view.counts.values()) == installation.check.roll
    assert {one.standing for one in others} == {Standing.SILENT}


def test_a_moment_is_never_later_than_now() -> None:
    assert moment("99999999999.5", START) == START
    seconds = int(START.timestamp()) - 3
    assert moment(f"{seconds}.25", START) == START - timedelta(seconds=2.75)
