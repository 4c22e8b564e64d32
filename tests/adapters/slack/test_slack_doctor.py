"""`anpi doctor` for Slack: each line proved with a real call, each failure with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.doctor import examine
from adapters.slack.wire import KeepAliveClient
from flows.ports import Finding
from sandbox.slack.stand_in import SlackStandIn
from tests.adapters.slack.slack_fake import Answer, slack_fake
from tests.support.clock import MovableClock


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as stand_in:
        stand_in.add_channel("C0GENERAL", "general")
        stand_in.add_channel("C0OTHER", "other", with_app=False)
        yield stand_in


def findings(slack: SlackStandIn, token: str = "", channels: tuple[str, ...] = (), **how: str) -> dict[str, Finding]:
    client = KeepAliveClient(token or slack.bot_token, slack.api_url)
    try:
        found = list(examine(client, MovableClock(datetime.now(UTC)), channels, **how))
    finally:
        client.close()
    return {one.name: one for one in found}


def test_a_good_installation_is_well(slack: SlackStandIn) -> None:
    slack.world.open_socket = slack.socket.address
    found = findings(slack, channels=("C0GENERAL",), signing_secret="x", app_token=slack.app_token)
    assert all(one.ok for one in found.values()), found
    assert set(found) >= {
        "Slack account",
        "Slack scopes",
        "Slack channel C0GENERAL",
        "Slack events",
        "Slack Socket Mode",
    }


def test_a_wrong_token_is_told_and_not_shown(slack: SlackStandIn) -> None:
    found = findings(slack, token="xoxb-wrong")
    assert not found["Slack account"].ok
    assert "ANPI_SLACK_BOT_TOKEN" in found["Slack account"].detail
    assert "xoxb-wrong" not in str(found)


def test_a_missing_scope_is_named(slack: SlackStandIn) -> None:
    slack.world.scopes.discard("im:history")
    found = findings(slack)["Slack scopes"]
    assert not found.ok
    assert "im:history" in found.detail


def test_who_lacks_the_scope_for_addresses_reads_what_to_click(slack: SlackStandIn) -> None:
    slack.world.scopes.discard("users:read.email")
    found = findings(slack)["Slack scopes"].detail
    clicks = ("https://api.slack.com/apps", "App Manifest", "Save Changes", "Install App", "Reinstall to Workspace")
    places = [found.index(click) for click in ("users:read.email", *clicks)]
    assert places == sorted(places)


def test_channels_that_cannot_be_posted_into_are_told(slack: SlackStandIn) -> None:
    found = findings(slack, channels=("C0OTHER", "C0NOWHERE"))
    assert "/invite" in found["Slack channel C0OTHER"].detail
    assert not found["Slack channel C0NOWHERE"].ok
    slack.world.scopes.add("chat:write.public")
    assert findings(slack, channels=("C0OTHER",))["Slack channel C0OTHER"].ok


def test_nothing_can_come_in_without_a_secret_or_an_app_token(slack: SlackStandIn) -> None:
    assert not findings(slack)["Slack events"].ok
    assert findings(slack, signing_secret="x")["Slack events"].ok


def test_a_wrong_clock_is_told() -> None:
    with slack_fake() as slack:
        now = datetime.now(UTC)
        date = (now - timedelta(minutes=3)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        slack.usual = lambda call: Answer({"ok": True, "team": "T", "user": "anpi"}, headers={"Date": date})
        client = KeepAliveClient("xoxb", slack.api_url)
        found = {one.name: one for one in examine(client, MovableClock(now))}
        client.close()
    assert not found["Slack clock"].ok
    assert "NTP" in found["Slack clock"].detail


def test_a_network_that_does_not_reach_slack_is_told() -> None:
    found = next(iter(examine(KeepAliveClient("xoxb", "http://127.0.0.1:1/api/"), MovableClock())))
    assert not found.ok
    assert "network" in found.detail
