"""The Slack stand-in refuses what Slack refuses: one case for each limit of Block Kit, messages and forms."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import SlackStandIn
from sandbox.slack.errors import ApiError
from sandbox.slack.view_rules import require_view
from tests.sandbox.slack_workspace import TARO, actions, button, modal, options, plain, section, text_input

Blocks = list[dict[str, Any]]


def refused_with(client: WebClient, **message: Any) -> tuple[str, str]:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=TARO, **message)
    answer = refused.value.response
    return answer["error"], "".join(answer.get("response_metadata", {}).get("messages", []))


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "placeholder": plain("?"), "options": options("a")} | more


JUST_RIGHT: dict[str, Blocks] = {
    "50 blocks": [section()] * 50,
    "section 3000": [section("x" * 3000)],
    "header 150": [{"type": "header", "text": plain("x" * 150)}],
    "button text 75": [actions(button("x" * 75))],
    "button value 2000": [actions(button(value="v" * 2000))],
    "25 elements": [actions(*(button(action_id=str(number)) for number in range(25)))],
    "100 options": [actions(select(options=options(*map(str, range(100)))))],
    "10 fields": [{"type": "section", "fields": [plain("x" * 2000)] * 5 + [plain("y")] * 5}],
    "same action_id in two blocks": [actions(button()), actions(button())],
    "mailto and slack links": [actions(button(url="mailto:a@b.example"), button(action_id="2", url="slack://open"))],
}

TOO_MUCH: dict[str, tuple[Blocks, str]] = {
    "51 blocks": ([section()] * 51, "/blocks]"),
    "section 3001": ([section("x" * 3001)], "/blocks/0/text/text"),
    "empty section": ([section("")], "/blocks/0/text/text"),
    "section without anything": ([{"type": "section"}], "text or fields"),
    "header 151": ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    "header in mrkdwn": ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "plain_text"),
    "button text 76": ([actions(button("x" * 76))], "/blocks/0/elements/0/text/text"),
    "button value 2001": ([actions(button(value="v" * 2001))], "/value"),
    "button style": ([actions(button(style="warning"))], "/style"),
    "action_id 256": ([actions(button(action_id="x" * 256))], "/action_id"),
    "26 elements": ([actions(*(button(action_id=str(number)) for number in range(26)))], "/elements]"),
    "no elements": ([actions()], "/elements]"),
    "101 options": ([actions(select(options=options(*map(str, range(101)))))], "/options]"),
    "no options": ([actions(select(options=[]))], "/options]"),
    "option text 76": ([actions(select(options=[{"value": "a", "text": plain("x" * 76)}]))], "/options/0/text/text"),
    "option value 151": ([actions(select(options=[{"value": "v" * 151, "text": plain("x")}]))], "/options/0/value"),
    "foreign initial option": ([actions(select(initial_option=options("b")[0]))], "initial option"),
    "11 radio buttons": (
        [actions({"type": "radio_buttons", "action_id": "r", "options": options(*map(str, range(11)))})],
        "/options]",
    ),
    "11 fields": ([{"type": "section", "fields": [plain("x")] * 11}], "/fields]"),
    "11 context elements": ([{"type": "context", "elements": [plain("x")] * 11}], "/elements]"),
    "same action_id twice": ([actions(button(), button())], "`action_id` already exists"),
    "same block_id twice": ([section() | {"block_id": "b"}] * 2, "`block_id` already exists"),
    "block_id 256": ([section() | {"block_id": "b" * 256}], "/block_id"),
    "tel link": ([actions(button(url="tel:0312345678"))], "Invalid URL"),
    "script link": ([actions(button(url="javascript:alert(1)"))], "Invalid URL"),
    "relative link": ([actions(button(url="/a/token"))], "Invalid URL"),
    "url 3001": ([actions(button(url="https://x.example/" + "x" * 3000))], "/url"),
    "image without words": ([{"type": "image", "image_url": "https://x.example/a.png"}], "/alt_text"),
    "unknown block": ([{"type": "carousel"}], "unsupported type"),
    "unknown element": ([actions({"type": "plain_text_input", "action_id": "t"})], "unsupported type"),
    "text of no kind": ([{"type": "section", "text": {"type": "html", "text": "x"}}], "unsupported type"),
    "emoji in mrkdwn": ([{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}], "emoji"),
    "confirm without words": ([actions(button(confirm={"title": plain("x")}))], "/confirm"),
    "block that is no object": (["x"], "must be an object"),  # type: ignore[list-item]
}


@pytest.mark.parametrize("case", JUST_RIGHT)
def test_what_just_fits_is_taken(client: WebClient, case: str) -> None:
    assert client.chat_postMessage(channel=TARO, text="x", blocks=JUST_RIGHT[case])["ok"]


@pytest.mark.parametrize("case", TOO_MUCH)
def test_what_is_too_much_is_refused_and_the_place_named(client: WebClient, case: str) -> None:
    blocks, hint = TOO_MUCH[case]
    code, messages = refused_with(client, text="x", blocks=blocks)
    assert code == "invalid_blocks"
    assert hint in messages


def test_a_message_needs_words(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", json={"channel": TARO, "text": ""})
    assert refused.value.response["error"] == "no_text"


def test_text_above_4000_characters_is_too_long(client: WebClient) -> None:
    assert client.chat_postMessage(channel=TARO, text="あ" * 4000)["ok"]
    assert refused_with(client, text="あ" * 4001)[0] == "msg_too_long"


def test_all_blocks_together_are_too_long_above_13000_characters(client: WebClient) -> None:
    assert refused_with(client, text="x", blocks=[section("x" * 2700)] * 5)[0] == "msg_blocks_too_long"


def test_an_update_is_checked_like_a_post(slack: SlackStandIn, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=TARO, text="x")
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=posted["channel"], ts=posted["ts"], text="x", blocks=[section("x" * 3001)])
    assert refused.value.response["error"] == "invalid_blocks"
    assert slack.messages(TARO)[-1].edits == []


FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "title 25": (modal(section(), title=plain("x" * 25)), "/view/title"),
    "submit 25": (modal(section(), submit=plain("x" * 25)), "/view/submit"),
    "101 blocks": (modal(*[section()] * 101), "/view/blocks]"),
    "metadata 3001": (modal(section(), private_metadata="x" * 3001), "/view/private_metadata"),
    "callback 256": (modal(section(), callback_id="x" * 256), "/view/callback_id"),
    "input without submit": (
        {"type": "modal", "title": plain("x"), "blocks": [text_input("t", "T")]},
        "required property: submit",
    ),
    "input label missing": (modal({"type": "input", "element": {"type": "plain_text_input"}}), "/label"),
    "input max_length 3001": (modal(text_input("t", "T", max_length=3001)), "/max_length"),
    "initial value too long": (modal(text_input("t", "T", max_length=2, initial_value="abc")), "/initial_value"),
    "wrong type": (modal(section(), type="home"), "/view/type"),
    "date": (
        modal({"type": "input", "label": plain("D"), "element": {"type": "datepicker", "initial_date": "1/2"}}),
        "format",
    ),
    "button in an input": (modal({"type": "input", "label": plain("B"), "element": button()}), "unsupported type"),
}


@pytest.mark.parametrize("case", FORMS)
def test_a_form_beyond_its_limits_is_refused(case: str) -> None:
    view, hint = FORMS[case]
    with pytest.raises(ApiError) as refused:
        require_view(view, "modal")
    assert refused.value.code == "invalid_arguments"
    assert hint in "".join(refused.value.messages)


def test_a_form_above_250_kb_is_too_large() -> None:
    with pytest.raises(ApiError) as refused:
        require_view(modal(*[section("あ" * 3000)] * 30), "modal")
    assert refused.value.code == "view_too_large"


def test_a_hundred_blocks_fit_into_a_form() -> None:
    assert require_view(modal(*[section()] * 100), "modal")["type"] == "modal"
