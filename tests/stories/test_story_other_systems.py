"""Another system starts a check by itself, and a third one is told of all that follows."""

from __future__ import annotations

import json
from typing import Any

import requests

from bot.api_words import CHOSEN_EVENTS, Scope
from flows.api_tokens import NewToken, make_token
from flows.webhooks.settings import make_webhook
from flows.work import Operator
from tests.adapters.api.receiver import receiver
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import press_in_slack
from tests.stories.harness import Story
from tests.stories.people import HANAKO, TARO

pytestmark = ON_SQLITE


def asked(story: Story, secret: str, method: str, path: str, body: object = None, key: str = "k") -> Any:
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
    response = requests.request(method, f"{story.url}/api/v1{path}", json=body, headers=headers, timeout=20)
    assert response.ok, response.text
    return response.json()


def test_an_alarm_in_the_cellar_starts_a_check_and_the_dashboard_is_told(story: Story) -> None:
    with receiver() as dashboard:
        with story.anpi.begin(Operator()) as work:
            secret = make_token(work, NewToken("地震計", [Scope.CHECKS_READ, Scope.CHECKS_WRITE])).secret
            make_webhook(work, story.anpi.in_force, dashboard.url, CHOSEN_EVENTS)
        wanted = {"kind": "real", "title": "震度5強"}
        check_id = asked(story, secret, "POST", "/checks", wanted)["id"]
        assert asked(story, secret, "POST", "/checks", wanted)["id"] == check_id
        story.turn()
        story.slack.wait_for_message(TARO, "震度5強")
        press_in_slack(story, TARO, "help")
        story.slack.wait_for_message(HANAKO, "助け")
        story.forward(seconds=4)
        board = asked(story, secret, "GET", f"/checks/{check_id}/board")
        assert (board["counts"]["help"], board["unclaimed_help"]) == (1, 1)
        asked(story, secret, "POST", f"/checks/{check_id}/close", {}, key="end")
        story.turn()
        told = [json.loads(body) for _, _, body in dashboard.got]
    assert [one["type"] for one in told] == ["check.started", "help", "answer", "check.closed"]
    assert {one["data"]["check"]["id"] for one in told} == {check_id}
    assert "太郎" not in json.dumps(told, ensure_ascii=False)
    story.expect_everything_so_far()
