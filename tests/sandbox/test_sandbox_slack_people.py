"""users.list of the stand-in, read by the official SDK as a directory is read."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import SlackStandIn
from tests.sandbox.slack_workspace import GONE, HANAKO, TARO


def members(client: WebClient, limit: int = 200) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for page in client.users_list(limit=limit) for one in page["members"]}


def test_cursors_lead_through_everybody_once(slack: SlackStandIn, client: WebClient) -> None:
    for number in range(7):
        slack.add_user(f"U0P{number}")
    pages = [[one["id"] for one in page["members"]] for page in client.users_list(limit=4)]
    listed = [one for page in pages for one in page]
    assert [len(page) for page in pages] == [4, 4, 3]
    assert len(set(listed)) == len(listed)
    assert {TARO, HANAKO, GONE} <= set(listed)


def test_bots_and_the_deactivated_are_marked_and_addresses_stand_in_the_profile(
    slack: SlackStandIn, client: WebClient
) -> None:
    listed = members(client)
    assert listed[slack.world.bot_user.id]["is_bot"] is True
    assert (listed[GONE]["deleted"], listed[TARO]["deleted"]) == (True, False)
    assert listed[HANAKO]["profile"]["email"] == "hana@example.jp"
    slack.world.scopes.discard("users:read.email")
    assert "email" not in members(client)[HANAKO]["profile"]
    answer = client.users_list()
    assert "users:read.email" not in answer.headers["x-oauth-scopes"]


def test_people_of_other_workspaces_say_so(slack: SlackStandIn, client: WebClient) -> None:
    slack.add_user("U0CONNECT", team_id="T0OTHER")
    slack.add_user("U0STRANGER", team_id="T0OTHER", stranger=True)
    listed = members(client)
    assert {one: listed[one]["team_id"] for one in (TARO, "U0CONNECT")} == {
        TARO: slack.world.team_id,
        "U0CONNECT": "T0OTHER",
    }
    assert (listed["U0CONNECT"]["is_stranger"], listed["U0STRANGER"]["is_stranger"]) == (False, True)
    assert "is_stranger" not in listed[TARO]


def test_above_the_limit_comes_429_with_a_moment(slack: SlackStandIn, client: WebClient) -> None:
    slack.limit("users.list", per_minute=20, burst=1)
    client.users_list(limit=2)
    with pytest.raises(SlackApiError) as refused:
        client.users_list(limit=2)
    assert refused.value.response.status_code == 429
    assert int(refused.value.response.headers["Retry-After"]) >= 3
