"""Somebody of another workspace, met in a shared channel, is a guest, even with the user id of an employee."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from adapters.slack.channel import SlackChannel
from adapters.slack.workspaces import Workspaces, user_of
from bot.vocabulary import MessageKind, Standing
from flows.ports import Attempt, Member
from flows.show_check import PersonLine, show_check, show_names
from flows.start_check import CheckStarted
from flows.work import Begin, Lane, Operator
from tests.adapters.slack.slack_door import TEAM, SlackDoor, texts_in
from tests.adapters.slack.slack_fake import Answer

OTHER = "T0OTHER"


def known(door: SlackDoor, **told: str) -> SlackDoor:
    """The door, once Slack has said who we are."""
    answer = {"ok": True, "team_id": TEAM, "channel": "D0", "ts": "1.1", **told}
    door.slack.usual = lambda call: Answer(answer)
    door.room.start()
    deadline = time.monotonic() + 5
    while door.room.are_ours(OTHER):
        assert time.monotonic() < deadline
    return door


def press_of(door: SlackDoor, team: str, user: str = "U0TARO", check_id: int = 1) -> dict[str, Any]:
    payload = door.press_payload(user, f"a1:ans:{check_id}:0:safe", channel="C0SHARED")
    payload["user"]["team_id"] = team
    return payload


def people(begin: Begin, check: CheckStarted) -> list[PersonLine]:
    with begin(Operator(), Lane.READ) as work:
        return [line for line in show_names(work, check.check_id).people if line.said]


def test_a_press_with_an_employees_id_from_another_workspace_is_a_guests(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    assert known(door).interact(press_of(door, OTHER, check_id=check.check_id)).status_code == 200
    (line,) = people(begin, check)
    assert (line.is_guest, line.person_id, line.name) == (True, None, "u0taro")
    door.interact(press_of(door, TEAM, check_id=check.check_id))
    assert [line.is_guest for line in people(begin, check)] == [True, False]


def test_words_with_an_employees_id_from_another_workspace_are_a_guests(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    known(door).say("U0TARO", "無事です", team=OTHER)
    known(door).say("U0TARO", "無事です", team=TEAM, user_team=OTHER)
    (line,) = people(begin, check)
    assert (line.is_guest, line.standing) == (True, Standing.SAFE)


def test_an_admins_id_from_another_workspace_commands_nothing(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    form = {"command": "/safety", "text": "close", "team_id": OTHER, "user_id": "U0HANAKO", "trigger_id": "1.2.3"}
    response = known(door).post(urlencode(form).encode(), "application/x-www-form-urlencoded")
    assert "社員名簿" in json.loads(response.data)["text"]
    with begin(Operator(), Lane.READ) as work:
        assert show_check(work, check.check_id).state == "active"


def test_an_admins_id_from_another_workspace_sees_no_names(door: SlackDoor, check: CheckStarted, begin: Begin) -> None:
    payload = door.press_payload("U0HANAKO", f"a1:who:{check.check_id}:silent", channel="C0SHARED")
    payload["user"]["team_id"] = OTHER
    known(door).interact(payload)
    assert "社員名簿" in texts_in(door.answered()[-1].body["blocks"])
    assert not door.slack.to("/api/views.open")


def test_until_slack_has_said_who_we_are_everybody_counts_as_ours(
    door: SlackDoor, check: CheckStarted, begin: Begin
) -> None:
    """An outage of Slack's API makes no guests of all employees."""
    door.slack.usual = lambda call: Answer("down", 503)
    door.room.start()
    door.slack.wait_for("/api/auth.test")
    door.interact(press_of(door, OTHER, check_id=check.check_id))
    assert [line.is_guest for line in people(begin, check)] == [False]


class Told(WebClient):
    """Slack says this."""

    def __init__(self, told: dict[str, str]) -> None:
        self._told = told

    def auth_test(self, **_: Any) -> SlackResponse:
        data = {"ok": True, **self._told}
        return SlackResponse(
            client=self, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200
        )


def test_workspaces_named_in_the_settings_and_those_of_one_organisation_are_ours() -> None:
    def workspaces(told: dict[str, str], also_ours: tuple[str, ...] = ()) -> Workspaces:
        asked = Workspaces(Told(told), lambda _, ask: ask(), also_ours)
        asked.learn()
        return asked

    alone, two = workspaces({"team_id": TEAM}), workspaces({"team_id": TEAM}, (OTHER,))
    grid = workspaces({"team_id": TEAM, "enterprise_id": "E0AOBA"})
    assert [alone.are_ours(team) for team in (TEAM, "", OTHER)] == [True, True, False]
    assert (two.are_ours(OTHER), two.are_ours("T0THIRD"), grid.are_ours(OTHER)) == (True, False, True)


def test_slack_is_asked_once_and_after_a_failure_once_a_minute() -> None:
    now, asked = [100.0], []
    workspaces = Workspaces(None, lambda what, ask: asked.append(what), clock=lambda: now[0])  # type: ignore[arg-type]
    workspaces.are_ours(TEAM)
    assert asked == [], "nobody has begun to work yet"
    workspaces.learn()
    for now[0] in (100.0, 130.0, 159.0, 161.0, 200.0):
        workspaces.are_ours(TEAM)
    assert len(asked) == 2


@pytest.mark.parametrize(("address", "user"), [("U0TARO", "U0TARO"), ("U0TARO@T0OTHER", "U0TARO"), ("C0ALL", "C0ALL")])
def test_slack_is_posted_to_by_the_user_id_alone(address: str, user: str) -> None:
    assert user_of(address) == user


def test_a_guest_of_another_workspace_is_written_to_by_the_user_id(door: SlackDoor) -> None:
    channel = SlackChannel(door.room.client)
    channel.send(Attempt(1, MessageKind.HELP_TAKEN, "", b'{"text":"x","blocks":[]}', (Member(5, "U0X@T0OTHER"),), 0))
    assert door.slack.calls[-1].body["channel"] == "U0X"
