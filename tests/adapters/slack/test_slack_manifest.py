"""The manifests to paste ask for exactly what the product uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.slack.doctor import SCOPES

DOCS = Path(__file__).parents[3] / "docs"
HTTP = "slack-app-manifest.yaml"
SOCKET_MODE = "slack-app-manifest-socket-mode.yaml"


def manifest(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DOCS / name).read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("name", [HTTP, SOCKET_MODE])
def test_a_manifest_asks_for_what_is_used_and_within_slacks_limits(name: str) -> None:
    asked = manifest(name)
    assert set(asked["oauth_config"]["scopes"]["bot"]) == SCOPES | {"chat:write.public"}
    assert asked["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "message.im"]
    (command,) = asked["features"]["slash_commands"]
    assert command["should_escape"] is True
    shown = asked["display_information"]
    # docs.slack.dev/reference/app-manifest: name 35, description 140, long description 174 to 4,000 characters.
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000


def test_the_two_manifests_differ_only_in_the_way_in() -> None:
    over_http, over_socket = manifest(HTTP), manifest(SOCKET_MODE)
    urls = {
        over_http["features"]["slash_commands"][0].pop("url"),
        over_http["settings"]["event_subscriptions"].pop("request_url"),
        over_http["settings"]["interactivity"].pop("request_url"),
        over_http["settings"]["interactivity"].pop("message_menu_options_url"),
    }
    assert urls == {"https://anpi.example.com/slack/events"}
    assert over_http["settings"].pop("socket_mode_enabled") is False
    assert over_socket["settings"].pop("socket_mode_enabled") is True
    assert over_http == over_socket
