"""Thousands of mutated, validly signed payloads at the doors of the whole product.

Ten thousand more meet the readers of each platform alone, which is where most of them end (test_slack_odd_payloads,
test_line_odd_events). All of these come from people without a role. Whatever they say:
- no answer of 500, no error in the log, no warning but those that name a payload as not understood;
- what is answered 400, and a webhook without a single event that can be read, changes no row of any table;
- never changed at all: checks, people, units, contacts and standings of others, who took or closed a help case, the
  company's numbers. Their own answers, what follows from those, and what was noted of the attempt may be written.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from adapters.line.events import NotJsonError, read_events
from flows.work import Lane, Operator
from sandbox.line.events import encode
from sandbox.line.signing import signature
from sandbox.slack.signing import signed_headers
from sandbox.town import SAFETY_CHANNEL
from storage import models
from tests.stories.conftest import ON_BOTH, MakeStory
from tests.stories.deeds import answer_in_line, board, button, press_in_line, press_in_slack, start
from tests.stories.harness import Story
from tests.stories.home_tab import from_home
from tests.stories.mutations import Json, Mutator
from tests.stories.people import HANAKO, JIRO, TARO, YUI_LINE

#: All four runs together, unless more are asked for; most of them on the faster database.
TOTAL = int(os.environ.get("ANPI_TEST_MUTATIONS", "4000"))
SEED = int(os.environ.get("ANPI_TEST_SEED", "20261120"))
NOBODY = "http://127.0.0.1:9"
#: A mutation may well name somebody else by chance; these are the rows of those who speak.
SPEAKERS = (TARO, YUI_LINE)
WARNINGS = ("not understood", "was not sent", "is lost")


@pytest.fixture
def attacked(make_story: MakeStory) -> Story:
    """A check with an open help case. What is said after a commit goes nowhere: it is not what this is about."""
    story = make_story()
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    story.forward(seconds=4)
    story.minds_messages = False
    for words in WARNINGS:
        story.log.allow(words)
    return story


def slack_pool(story: Story) -> list[Json]:
    """Every kind of payload as the stand-in really sends it; a manager's with an employee in his place."""
    said: list[Json] = []

    def keep(delivery: Any) -> None:
        assert delivery.ok
        said.append(delivery.details["payload"])

    for text in ("me", "info", "help", "link", "status", "start 偽", "close", "remind", "take", f"mark <@{TARO}>"):
        keep(story.slack.slash_command(TARO, SAFETY_CHANNEL, text))
    keep(story.slack.type_in_dm(TARO, "3階にいます"))
    keep(press_in_slack(story, TARO, "safe"))
    thanked = story.slack.wait_for_message(TARO, "無事との回答")
    presses = [button(thanked, verb) for verb in ("wrk", "com")]
    for value in presses:
        keep(story.slack.press(TARO, thanked, value))
    keep(story.slack.submit(TARO, story.slack.wait_for_view(TARO), {"comment": "x", "place": "y"}))
    keep(story.slack.press(TARO, thanked, button(thanked, "chg")))
    alert = story.slack.wait_for_message(JIRO, "山本 結衣")
    shown = board(story)
    keep(story.slack.press(TARO, shown, button(shown, "who")))
    keep(story.slack.press(TARO, alert, button(alert, "tak")))
    assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "start").ok
    form = story.slack.wait_for_view(HANAKO)
    form.user = TARO
    keep(story.slack.submit(TARO, form, {"title": "偽"}))
    form.user = HANAKO
    story.slack.close_view(HANAKO, form)
    for delivery in from_home(story):
        keep(delivery)
    assert not [place for place in (HANAKO, JIRO) if f'"id": "{place}"' in json.dumps(said)]
    return said


def line_pool(story: Story) -> list[Json]:
    with story.line.held() as events:
        for status in ("safe", "help", "injured"):
            press_in_line(story, YUI_LINE, status)
        for text in ("3階にいます", "無事です", "連絡先", "ABCD2345"):
            story.line.type(YUI_LINE, text)
        for data in ("a1:com:1", "a1:plc:1", "a1:wrk:1:no", "a1:chg:1:0", "a1:tak:1", "a1:don:1", "a1:inf"):
            story.line.postback(YUI_LINE, data)
        story.line.send_location(YUI_LINE, 35.1, 139.2, "公園")
        story.line.send_sticker(YUI_LINE)
        story.line.follow(YUI_LINE)
        story.line.block(YUI_LINE)
    return [{"destination": "U" + "0" * 32, "events": [event]} for event in events]


class Attack:
    """Signed requests to the product's doors, without the network in between."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._client: FlaskClient = story.anpi.web.test_client()

    def slack(self, payload: Json, number: int) -> int:
        payload = _fresh_slack(payload, number)
        if "command" in payload:
            fields = {key: value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()}
            return self._post_slack(urlencode(fields, errors="replace").encode(), "application/x-www-form-urlencoded")
        if "event" in payload:
            return self._post_slack(json.dumps(payload).encode(), "application/json")
        form = urlencode({"payload": json.dumps(payload)}).encode()
        return self._post_slack(form, "application/x-www-form-urlencoded")

    def line(self, body: bytes) -> int:
        headers = {"X-Line-Signature": signature(self._story.line.channel_secret, body)}
        return self._client.post("/line/webhook", data=body, headers=headers).status_code

    def _post_slack(self, body: bytes, content_type: str) -> int:
        moment = int(self._story.clock.now().timestamp())
        headers = signed_headers(self._story.slack.signing_secret, moment, body)
        return self._client.post("/slack/events", data=body, headers=headers, content_type=content_type).status_code


def _fresh_slack(payload: Json, number: int) -> Json:
    """Ids of its own, where it still has any, so that it is not taken for a repetition."""
    if isinstance(payload.get("trigger_id"), str):
        payload["trigger_id"] = f"{payload['trigger_id'][:40]}.{number}"
    if isinstance(payload.get("event_id"), str):
        payload["event_id"] = f"Ev{number}"
    actions = payload.get("actions")
    if isinstance(actions, list) and actions and isinstance(actions[0], dict) and "action_ts" in actions[0]:
        actions[0]["action_ts"] = f"1795150800.{number % 1_000_000:06d}"
    if isinstance(payload.get("view"), dict) and isinstance(payload["view"].get("hash"), str):
        payload["view"]["hash"] = f"h{number}"
    return payload


def _fresh_line(payload: Json, number: int) -> Json:
    events = payload.get("events")
    for event in events if isinstance(events, list) else ():
        if isinstance(event, dict) and isinstance(event.get("webhookEventId"), str):
            event["webhookEventId"] = f"{number:026d}"
    return payload


def everything(story: Story) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with story.anpi.begin(Operator("test"), Lane.READ) as work:
        return {
            table.name: sorted((tuple(row) for row in work.connection.execute(table.select())), key=repr)
            for table in models.metadata.sorted_tables
        }


def protected(story: Story) -> dict[str, list[Any]]:
    """What nobody without a role can change."""
    own = {row["person_id"] for address in SPEAKERS for row in story.rows(models.contacts, address=address)}
    whole = (models.checks, models.check_units, models.people, models.units, models.memberships, models.managed_units)
    kept: dict[str, list[Any]] = {table.name: story.rows(table) for table in whole}
    kept["numbers"] = story.rows(models.emergency_contacts) + story.rows(models.routes)
    kept["contacts"] = [row for row in story.rows(models.contacts) if row["address"] not in SPEAKERS]
    kept["roll"] = [row for row in story.rows(models.roll) if row["person_id"] not in own]
    cases = [row for row in story.rows(models.help_cases) if row["person_id"] not in own and row["person_id"]]
    kept["cases of others"] = cases
    decided = ("taken_at", "taken_by", "closed_at", "closed_by", "closing_word")
    kept["decided"] = [row[name] for row in story.rows(models.help_cases) for name in decided if row[name]]
    kept["by others"] = [row for row in story.rows(models.answers) if row["by"] != "self" or row["by_person_id"]]
    return kept


def numbered(story: Story, mutator: Mutator) -> Iterator[tuple[int, Json]]:
    share = 0.4 if story.anpi.database.is_sqlite else 0.1
    for number in range(1, int(TOTAL * share) + 1):
        yield number, mutator.next()


def require_no_trace(story: Story, post: Callable[[Attack], None]) -> None:
    """Once more by itself, when all that was said after earlier commits is over: no row of any table changes."""
    story.crash()
    before = everything(story)
    post(Attack(story))
    assert everything(story) == before


@ON_BOTH
def test_mutated_payloads_of_slack_do_no_harm(attacked: Story) -> None:
    mutator, attack = Mutator(slack_pool(attacked), random.Random(SEED)), Attack(attacked)
    before = protected(attacked)
    refused: list[tuple[int, Json]] = []
    accepted = 0
    for number, payload in numbered(attacked, mutator):
        status = attack.slack(payload, number)
        assert status in (200, 400), payload
        accepted += status == 200
        if status == 400:
            refused.append((number, payload))
    assert protected(attacked) == before
    assert min(accepted, len(refused)) > 50, "one-sided"

    def post(again: Attack) -> None:
        assert {again.slack(payload, number) for number, payload in refused} == {400}

    require_no_trace(attacked, post)


@ON_BOTH
def test_mutated_webhooks_of_line_do_no_harm(attacked: Story) -> None:
    mutator, attack = Mutator(line_pool(attacked), random.Random(SEED)), Attack(attacked)
    before = protected(attacked)
    meaningless: list[bytes] = []
    understood = 0
    for number, payload in numbered(attacked, mutator):
        body = json.dumps(_fresh_line(payload, number)).encode()
        assert attack.line(body) == 200, payload
        if _meaning(body):
            understood += 1
        else:
            meaningless.append(body)
    assert protected(attacked) == before
    assert min(understood, len(meaningless)) > 50, "one-sided"

    def post(again: Attack) -> None:
        assert {again.line(body) for body in meaningless} == {200}

    require_no_trace(attacked, post)


def _meaning(body: bytes) -> int:
    try:
        return len(read_events(body)[0])
    except NotJsonError:
        return 0


def test_what_is_not_signed_changes_nothing_at_all(attacked: Story) -> None:
    slack, line = slack_pool(attacked), line_pool(attacked)
    attacked.log.allow("without a valid signature")
    attacked.crash()  # what was said after earlier commits is over
    before, attack = everything(attacked), Attack(attacked)
    attacked.slack.signing_secret = "guessed"
    attacked.line.channel_secret = "guessed"
    for number, payload in enumerate(slack):
        assert attack.slack(payload, number) == 401
    for payload in line:
        assert attack.line(encode("U" + "0" * 32, payload["events"])) == 401
    assert everything(attacked) == before


def test_a_stranger_repeating_what_managers_press_changes_nothing_of_theirs(attacked: Story) -> None:
    attack, before = Attack(attacked), protected(attacked)
    for number, payload in enumerate(slack_pool(attacked)):
        swapped = json.loads(json.dumps(payload).replace(TARO, "U0NOBODY"))
        assert attack.slack(swapped, 90_000 + number) in (200, 400)
    assert protected(attacked)["decided"] == before["decided"]
    assert protected(attacked)["checks"] == before["checks"]
