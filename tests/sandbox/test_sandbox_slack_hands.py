"""People in the Slack stand-in: what they do reaches the app as Slack would send it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from sandbox.slack import FormIncompleteError, SlackStandIn, View
from sandbox.wire import Request, Response
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.slack_workspace import HANAKO, TARO, actions, button, modal, options, plain, section, text_input
from tests.support.clock import MovableClock

SHAPES = Path(__file__).parents[3] / "shared/data/slack-payloads"


class StoppedClock(SlackClock):
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def now(self) -> float:
        return self._seconds


def require_shape(name: str, payload: dict[str, Any]) -> None:
    """Every top-level field we send is one that Slack sends."""
    file = SHAPES / name
    if not file.exists():
        pytest.skip("Slack's payload shapes are not beside the checkout (../shared/data/slack-payloads)")
    known = json.loads(file.read_text(encoding="utf-8"))
    assert not set(payload) - set(known)


def ask(client: WebClient, channel: str = TARO) -> None:
    client.chat_postMessage(channel=channel, text="無事ですか", blocks=[section(), actions(button())])


def open_form(slack: SlackStandIn, client: WebClient, app: ListeningApp, *blocks: dict[str, Any], **more: Any) -> View:
    slack.slash_command(TARO, "C0SAFETY", "start")
    client.views_open(trigger_id=app.form()["trigger_id"], view=modal(*blocks, **more))
    return slack.wait_for_view(TARO, timeout=1)


def test_everything_is_signed_over_its_raw_bytes(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp, clock: MovableClock
) -> None:
    ask(client)
    slack.slash_command(TARO, "C0SAFETY", "開始 地震 & 火事")
    slack.press(TARO, slack.messages(TARO)[-1], "無事")
    slack.type_in_dm(TARO, "無事です")
    verifier = SignatureVerifier(slack.signing_secret, StoppedClock(clock.now().timestamp()))
    assert len(listening_app.requests) == 3
    for request in listening_app.requests:
        assert verifier.is_valid_request(request.body, dict(request.headers))
        assert not verifier.is_valid_request(request.body + b" ", dict(request.headers))


def test_a_slash_command_arrives_as_a_form(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    delivery = slack.slash_command(TARO, "#safety", "start 訓練")
    form = listening_app.form()
    assert (delivery.status, listening_app.last.path) == (200, "/slack/events")
    assert (form["command"], form["text"], form["user_id"], form["channel_id"]) == (
        "/safety", "start 訓練", TARO, "C0SAFETY",
    )  # fmt: skip
    require_shape("SlashCommandPayload.json", form)


def test_a_commands_own_answer_is_shown_to_the_person(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    listening_app.answer_json({"text": "only for you"})
    slack.slash_command(TARO, "C0SAFETY", "status")
    listening_app.answer_json({"text": "for all", "response_type": "in_channel"})
    slack.slash_command(TARO, "C0SAFETY", "status")
    assert [one.text for one in slack.messages("#safety", seen_by=TARO)] == ["only for you", "for all"]
    assert [one.text for one in slack.messages("#safety", seen_by=HANAKO)] == ["for all"]


@pytest.mark.parametrize("status", [401, 500])
def test_a_failed_command_is_told_to_the_person(slack: SlackStandIn, listening_app: ListeningApp, status: int) -> None:
    listening_app.answer = lambda _: Response(status)
    assert slack.slash_command(TARO, "C0SAFETY", "x").status == status
    assert "dispatch_failed" in slack.messages("#safety", seen_by=TARO)[-1].text


def test_an_app_that_is_too_slow_or_away_gets_no_second_chance(
    slack: SlackStandIn, listening_app: ListeningApp
) -> None:
    slack.ack_timeout = 0.1

    def never(_: Request) -> Response:
        slack.failures.wait(0.4)
        return Response(200)

    listening_app.answer = never
    late = slack.slash_command(TARO, "C0SAFETY", "x")
    assert (late.status, late.error, len(listening_app.requests)) == (0, "timeout", 1)
    slack.events_url = "http://127.0.0.1:9/"
    assert slack.slash_command(TARO, "C0SAFETY", "x").error == "connection_failed"


def test_a_press_carries_the_message_the_container_and_a_response_url(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    ask(client)
    message = slack.messages(TARO)[-1]
    slack.press(TARO, message, "無事")
    payload = listening_app.payload()
    assert payload["type"] == "block_actions"
    assert payload["actions"][0]["value"] == "a1:ans:1:0:safe"
    assert payload["container"] == {
        "type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": False,
    }  # fmt: skip
    assert payload["message"]["ts"] == message.ts
    assert payload["response_url"].startswith(slack.base_url)
    assert payload["team"]["id"] == slack.world.team_id
    require_shape("BlockActionPayload.json", {key: value for key, value in payload.items() if key != "state"})


def test_two_presses_have_different_action_times(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    ask(client)
    for _ in range(2):
        slack.press(TARO, slack.messages(TARO)[-1], "answer:safe")
    first, second = (listening_app.payload(number)["actions"][0]["action_ts"] for number in (0, 1))
    assert first != second


def test_a_press_on_an_ephemeral_message_shows_no_message(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    client.chat_postEphemeral(channel="C0SAFETY", user=TARO, text="x", blocks=[actions(button())])
    slack.press(TARO, slack.messages("#safety", seen_by=TARO)[-1], "無事")
    payload = listening_app.payload()
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


def test_a_button_that_is_not_there_cannot_be_pressed(slack: SlackStandIn, client: WebClient) -> None:
    ask(client)
    with pytest.raises(LookupError, match="けが"):
        slack.press(TARO, slack.messages(TARO)[-1], "けが")


def test_a_menu_in_a_message_sends_the_chosen_option_and_the_state(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    menu = {"type": "static_select", "action_id": "unit", "options": options("a", "b")}
    picker = {"type": "datepicker", "action_id": "day"}
    client.chat_postMessage(channel=TARO, text="x", blocks=[actions(menu, picker)])
    message = slack.messages(TARO)[-1]
    slack.press(TARO, message, "unit", "B")
    slack.press(TARO, message, "day", "2026-11-20")
    payload = listening_app.payload()
    assert payload["actions"][0]["selected_date"] == "2026-11-20"
    block = message.blocks[0]["block_id"]
    assert payload["state"]["values"][block]["unit"]["selected_option"]["value"] == "b"


def test_an_overflow_menu_sends_its_option(slack: SlackStandIn, client: WebClient, listening_app: ListeningApp) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": options("close", "remind")}
    client.chat_postMessage(channel=TARO, text="x", blocks=[section() | {"accessory": menu}])
    slack.press(TARO, slack.messages(TARO)[-1], "REMIND")
    assert listening_app.payload()["actions"][0]["selected_option"]["value"] == "remind"


def test_a_typed_line_arrives_as_an_event(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    slack.type_in_dm(TARO, "無事です")
    body = listening_app.json()
    assert (body["type"], body["event"]["channel_type"], body["event"]["text"]) == ("event_callback", "im", "無事です")
    assert body["event_id"].startswith("Ev")
    assert slack.messages(TARO)[-1].user == TARO


def test_an_event_is_repeated_three_times_with_the_same_id(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    listening_app.answer_statuses(500, 503, 500, 500)
    delivery = slack.type_in_dm(TARO, "x")
    assert (delivery.status, delivery.attempts, len(listening_app.requests)) == (500, 4, 4)
    assert len({listening_app.json(number)["event_id"] for number in range(4)}) == 1
    assert [one.headers.get("x-slack-retry-num") for one in listening_app.requests] == [None, "1", "2", "3"]
    assert listening_app.last.headers["x-slack-retry-reason"] == "http_error"


def test_an_event_is_repeated_only_until_it_is_taken(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    listening_app.answer_statuses(500)
    assert slack.type_in_dm(TARO, "x").attempts == 2


def test_a_delivery_can_be_repeated_freshly_signed(
    slack: SlackStandIn, listening_app: ListeningApp, clock: MovableClock
) -> None:
    delivery = slack.type_in_dm(TARO, "x")
    clock.forward(timedelta(minutes=6))
    slack.repeat(delivery)
    verifier = SignatureVerifier(slack.signing_secret, StoppedClock(clock.now().timestamp()))
    assert listening_app.json(0) == listening_app.json(1)
    assert verifier.is_valid_request(listening_app.last.body, dict(listening_app.last.headers))
    assert listening_app.last.headers["x-slack-retry-num"] == "1"


def test_the_request_url_is_verified_by_its_challenge(slack: SlackStandIn, listening_app: ListeningApp) -> None:
    listening_app.answer = lambda request: Response(
        200, json.dumps({"challenge": json.loads(request.body)["challenge"]}).encode()
    )
    assert slack.verify_url()
    listening_app.answer_json({"challenge": "wrong"})
    assert not slack.verify_url()


def test_a_form_is_sent_with_everything_filled_in(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    kind = {"type": "radio_buttons", "action_id": "kind", "options": options("real", "drill")}
    units = {"type": "multi_static_select", "action_id": "units", "options": options("1", "2", "3")}
    reach: dict[str, Any] = {"type": "static_select", "action_id": "reach", "options": options("all", "step")}
    reach["initial_option"] = options("all")[0]
    view = open_form(
        slack, client, listening_app,
        text_input("title", "件名"),
        {"type": "input", "block_id": "k", "label": plain("種別"), "element": kind},
        {"type": "input", "block_id": "u", "label": plain("組織"), "element": units, "optional": True},
        {"type": "input", "block_id": "r", "label": plain("届け方"), "element": reach},
        private_metadata="draft-1", callback_id="start",
    )  # fmt: skip
    slack.submit(TARO, view, {"件名": "地震", "kind": "DRILL", "u": ["1", "3"]})
    payload = listening_app.payload()
    values = payload["view"]["state"]["values"]
    assert (payload["type"], payload["view"]["callback_id"], payload["view"]["private_metadata"]) == (
        "view_submission", "start", "draft-1",
    )  # fmt: skip
    assert values["title"]["title"]["value"] == "地震"
    assert values["k"]["kind"]["selected_option"]["value"] == "drill"
    assert [one["value"] for one in values["u"]["units"]["selected_options"]] == ["1", "3"]
    assert values["r"]["reach"]["selected_option"]["value"] == "all"
    assert slack.open_view(TARO) is None, "an empty answer closes the form"
    require_shape(
        "ViewSubmissionPayload.json", {key: value for key, value in payload.items() if key != "response_urls"}
    )


def test_slacks_client_holds_an_incomplete_form_back(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    view = open_form(slack, client, listening_app, text_input("title", "Title", max_length=5, min_length=2))
    before = len(listening_app.requests)
    for values in ({}, {"title": "x"}, {"title": "abcdef"}):
        with pytest.raises(FormIncompleteError):
            slack.submit(TARO, view, values)
    with pytest.raises(LookupError, match="nothing"):
        slack.submit(TARO, view, {"nothing": "x"})
    assert len(listening_app.requests) == before


def test_errors_keep_the_form_open_beside_their_fields(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    view = open_form(slack, client, listening_app, text_input("title", "Title"))
    listening_app.answer_json({"response_action": "errors", "errors": {"title": "taken"}})
    slack.submit(TARO, view, {"title": "x"})
    assert (view.errors, view.is_open) == ({"title": "taken"}, True)
    listening_app.answer_json({"response_action": "errors", "errors": {"nowhere": "x"}})
    slack.submit(TARO, view)
    assert "invalid_errors" in view.errors[""]


def test_a_submission_may_update_push_or_clear(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    view = open_form(slack, client, listening_app, section("one"))
    listening_app.answer_json({"response_action": "update", "view": modal(section("two"))})
    slack.submit(TARO, view)
    assert view.definition["blocks"][0]["text"]["text"] == "two"
    listening_app.answer_json({"response_action": "push", "view": modal(section("three"))})
    slack.submit(TARO, view)
    top = slack.open_view(TARO)
    assert top is not None
    assert (top.previous_id, top.root_id) == (view.id, view.id)
    listening_app.answer_json({"response_action": "clear"})
    slack.submit(TARO, top)
    assert slack.open_view(TARO) is None


def test_a_form_beyond_its_limits_is_refused_as_an_answer_too(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    view = open_form(slack, client, listening_app, section("one"))
    listening_app.answer_json({"response_action": "update", "view": modal(section("x" * 3001))})
    slack.submit(TARO, view)
    assert "invalid_arguments" in view.errors[""]


def test_a_button_in_a_form_opens_a_form_above_it(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    view = open_form(slack, client, listening_app, text_input("title", "Title"), actions(button("More", "more")))
    slack.press(TARO, view, "More", values={"title": "kept"})
    payload = listening_app.payload()
    assert payload["container"] == {"type": "view", "view_id": view.id}
    assert payload["view"]["state"]["values"]["title"]["title"]["value"] == "kept"
    client.views_push(trigger_id=payload["trigger_id"], view=modal(section()))
    top = slack.open_view(TARO)
    assert top is not None
    assert top.previous_id == view.id


def test_a_closed_form_tells_the_app_only_if_asked(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    view = open_form(slack, client, listening_app, section())
    assert slack.close_view(TARO, view) is None
    told = open_form(slack, client, listening_app, section(), notify_on_close=True)
    slack.close_view(TARO, told)
    assert listening_app.payload()["type"] == "view_closed"


def test_an_external_menu_asks_the_app_for_its_options(
    slack: SlackStandIn, client: WebClient, listening_app: ListeningApp
) -> None:
    element = {"type": "multi_external_select", "action_id": "people", "min_query_length": 0}
    field = {"type": "input", "block_id": "p", "label": plain("Who"), "element": element}
    view = open_form(slack, client, listening_app, field)

    def answer(request: Request) -> Response:
        suggesting = b"block_suggestion" in request.body
        return Response(200, json.dumps({"options": options("7")}).encode() if suggesting else b"")

    listening_app.answer = answer
    slack.submit(TARO, view, {"people": ["7"]})
    assert listening_app.payload(-2)["value"] == "7"
    chosen = listening_app.payload()["view"]["state"]["values"]["p"]["people"]["selected_options"]
    assert [one["value"] for one in chosen] == ["7"]


def test_waiting_for_a_message_gives_up_in_time(slack: SlackStandIn) -> None:
    with pytest.raises(TimeoutError):
        slack.wait_for_message(TARO, timeout=0.01)
