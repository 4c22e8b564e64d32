"""The LINE stand-in refuses what LINE refuses: one case for each limit, and the property is named."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.line import LineStandIn
from sandbox.line.message_rules import check_messages
from tests.sandbox.line_account import TARO, bubble, flex_button, postback, text

Json = dict[str, Any]
WORDS: Json = {"type": "text", "text": "x"}


def quick(*actions: Json) -> Json:
    return text(quickReply={"items": [{"type": "action", "action": action} for action in actions]})


def uri(address: str) -> Json:
    return {"type": "uri", "label": "open", "uri": address}


def buttons(count: int, **more: Any) -> Json:
    template = {"type": "buttons", "text": "x", "actions": [postback()] * count} | more
    return {"type": "template", "altText": "x", "template": template}


def carousel(count: int) -> Json:
    one = bubble(WORDS)["contents"]
    return {"type": "flex", "altText": "x", "contents": {"type": "carousel", "contents": [one] * count}}


JUST_RIGHT: dict[str, Json] = {
    "text 5000": text("x" * 5000),
    "2500 emoji": text("😀" * 2500),
    "data 300": bubble(flex_button(postback(data="x" * 300))),
    "flex label 40": bubble(flex_button(postback("x" * 40))),
    "13 quick replies": quick(*[postback()] * 13),
    "place in a quick reply": quick({"type": "location", "label": "here"}),
    "altText 400": bubble(WORDS) | {"altText": "x" * 400},
    "tel link": bubble(flex_button(uri("tel:0312345678"))),
    "4 actions": buttons(4),
    "12 bubbles": carousel(12),
    "coloured button": bubble(flex_button(postback()) | {"color": "#00703c", "height": "sm", "margin": "md"}),
}

TOO_MUCH: dict[str, tuple[Json, str]] = {
    "text 5001": (text("x" * 5001), "messages[0].text"),
    "2501 emoji": (text("😀" * 2501), "messages[0].text"),
    "empty text": (text(""), "messages[0].text"),
    "unknown message": ({"type": "fax"}, "messages[0].type"),
    "altText missing": ({"type": "flex", "contents": bubble(WORDS)["contents"]}, "messages[0].altText"),
    "altText 401": (bubble(WORDS) | {"altText": "x" * 401}, "messages[0].altText"),
    "flex label 41": (
        bubble(flex_button(postback("x" * 41))),
        "messages[0].contents.body.contents[0].action.label",
    ),
    "flex label missing": (bubble(flex_button({"type": "postback", "data": "x"})), "action.label"),
    "data 301": (bubble(flex_button(postback(data="x" * 301))), "action.data"),
    "displayText 301": (bubble(flex_button(postback(displayText="x" * 301))), "action.displayText"),
    "location in a bubble": (bubble(flex_button({"type": "location", "label": "x"})), "action.type"),
    "unknown action": (bubble(flex_button({"type": "explode", "label": "x"})), "action.type"),
    "script link": (bubble(flex_button(uri("javascript:alert(1)"))), "action.uri"),
    "link without a host": (bubble(flex_button(uri("https://"))), "action.uri"),
    "link 1001": (bubble(flex_button(uri("https://x.example/" + "x" * 1000))), "action.uri"),
    "empty flex text": (bubble({"type": "text", "text": ""}), "contents[0].text"),
    "unknown field": (bubble(WORDS | {"colour": "#000000"}), "contents[0].colour"),
    "unknown component": (bubble({"type": "select"}), "contents[0].type"),
    "colour by name": (bubble(WORDS | {"color": "red"}), "contents[0].color"),
    "layout missing": (
        {"type": "flex", "altText": "x", "contents": {"type": "bubble", "body": {"type": "box", "contents": []}}},
        "body.layout",
    ),
    "button in a baseline box": (
        bubble({"type": "box", "layout": "baseline", "contents": [flex_button(postback())]}),
        "contents[0].contents[0].type",
    ),
    "image over http": (bubble({"type": "image", "url": "http://x.example/a.png"}), "contents[0].url"),
    "bubble above 30 kB": (bubble(*[WORDS | {"text": "あ" * 2000}] * 6), "messages[0].contents"),
    "empty bubble": ({"type": "flex", "altText": "x", "contents": {"type": "bubble"}}, "messages[0].contents"),
    "13 bubbles": (carousel(13), "messages[0].contents.contents"),
    "14 quick replies": (quick(*[postback()] * 14), "messages[0].quickReply.items"),
    "quick reply label 21": (quick(postback("x" * 21)), "items[0].action.label"),
    "5 template actions": (buttons(5), "messages[0].template.actions"),
    "template label 21": (
        {
            "type": "template",
            "altText": "x",
            "template": {"type": "buttons", "text": "x", "actions": [postback("x" * 21)]},
        },
        "template.actions[0].label",
    ),
    "template text 161": (buttons(1, text="x" * 161), "messages[0].template.text"),
    "confirm with one action": (
        {"type": "template", "altText": "x", "template": {"type": "confirm", "text": "x", "actions": [postback()]}},
        "template.actions",
    ),
    "sender name 21": (text(sender={"name": "x" * 21}), "messages[0].sender.name"),
}


@pytest.mark.parametrize("case", JUST_RIGHT)
def test_what_just_fits_is_taken(case: str) -> None:
    assert check_messages([JUST_RIGHT[case]]) == []


@pytest.mark.parametrize("case", TOO_MUCH)
def test_what_is_too_much_is_refused_and_the_property_named(case: str) -> None:
    message, where = TOO_MUCH[case]
    found = check_messages([message])
    assert any(place.endswith(where) for _, place in found), found


@pytest.mark.parametrize("messages", [None, [], [text()] * 6, "x", ["x"]])
def test_a_call_carries_one_to_five_messages(messages: object) -> None:
    assert check_messages(messages)


def test_a_refusal_looks_like_lines_and_sends_nothing(line: LineStandIn) -> None:
    answer = requests.post(
        f"{line.api_url}/v2/bot/message/push",
        json={"to": TARO, "messages": [text(""), text("x" * 5001)]},
        headers={"Authorization": f"Bearer {line.access_token}"},
        timeout=5,
    )
    assert answer.status_code == 400
    assert answer.json() == {
        "message": "The request body has 2 error(s)",
        "details": [
            {"message": "May not be empty", "property": "messages[0].text"},
            {"message": "Length must be between 1 and 5000", "property": "messages[1].text"},
        ],
    }
    assert line.received(TARO) == []


def test_validation_checks_and_sends_nothing(line: LineStandIn) -> None:
    for message, status in ((text(), 200), (text(""), 400)):
        answer = requests.post(
            f"{line.api_url}/v2/bot/message/validate/push",
            json={"messages": [message]},
            headers={"Authorization": f"Bearer {line.access_token}"},
            timeout=5,
        )
        assert answer.status_code == status
    assert line.world.accepted == []


def test_a_body_that_is_not_json_is_refused(line: LineStandIn) -> None:
    for body in (b"{", b"[]"):
        answer = requests.post(
            f"{line.api_url}/v2/bot/message/push",
            data=body,
            headers={"Authorization": f"Bearer {line.access_token}"},
            timeout=5,
        )
        assert answer.status_code == 400
