"""The official SDK works against the LINE stand-in unchanged."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    FlexMessage,
    MessagingApi,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    SetWebhookEndpointRequest,
    TextMessage,
)
from linebot.v3.messaging import TestWebhookEndpointRequest as WebhookTrial
from linebot.v3.webhooks import AccountLinkEvent, MessageEvent, PostbackEvent, UserSource

from sandbox.line import LineStandIn
from sandbox.line.coverage import PLANNED_GAPS, ROUTES, WEBHOOK_TEST
from sandbox.line.message_rules import check_messages
from tests.sandbox.line_account import HANAKO, KEY, STRANGER, TARO, bubble, flex_button, postback, text
from tests.sandbox.listening_app import ListeningApp
from tests.support.clock import MovableClock
from tests.support.line_openapi import DOCUMENT, check

Json = dict[str, Any]


def push(client: MessagingApi, to: str = TARO, words: str = "hello", key: str | None = None) -> Any:
    request = PushMessageRequest(to=to, messages=[TextMessage(text=words)])
    return client.push_message_with_http_info(request, x_line_retry_key=key)


def multicast(client: MessagingApi, to: list[str], key: str | None = None) -> Any:
    request = MulticastRequest(to=to, messages=[TextMessage(text="hello")])
    return client.multicast_with_http_info(request, x_line_retry_key=key)


def texts(line: LineStandIn, user: str) -> list[str]:
    return [message.content["text"] for message in line.received(user)]


def test_a_push_reaches_a_friend(line: LineStandIn, line_client: MessagingApi) -> None:
    answer = push(line_client)
    assert answer.status_code == 200
    assert answer.headers["x-line-request-id"]
    assert answer.data.sent_messages[0].id
    assert texts(line, TARO) == ["hello"]


def test_a_multicast_reaches_all_friends(line: LineStandIn, line_client: MessagingApi) -> None:
    assert multicast(line_client, [TARO, HANAKO]).status_code == 200
    assert texts(line, TARO) == texts(line, HANAKO) == ["hello"]
    assert line.world.accepted[-1].delivered == 2


def test_strangers_and_blockers_are_accepted_but_get_nothing(line: LineStandIn, line_client: MessagingApi) -> None:
    line.block(HANAKO)
    assert multicast(line_client, [TARO, HANAKO, STRANGER]).status_code == 200
    assert push(line_client, STRANGER).status_code == 200
    assert (texts(line, TARO), texts(line, HANAKO)) == (["hello"], [])
    assert line.world.accepted[0].delivered == 1


def test_a_wrong_token_is_refused(line: LineStandIn) -> None:
    configuration = Configuration(host=line.api_url, access_token="wrong")
    with ApiClient(configuration) as api_client, pytest.raises(ApiException) as refused:
        MessagingApi(api_client).get_bot_info()
    assert refused.value.status == 401


def test_a_malformed_id_kills_the_whole_call(line: LineStandIn) -> None:
    for path, to in (("push", "nobody"), ("multicast", [TARO, "Unobody"]), ("multicast", [TARO.upper()])):
        answer = raw(line, path, {"to": to, "messages": [text()]})
        assert answer.status_code == 400
        assert "property, 'to" in answer.json()["message"]
    assert line.received(TARO) == []


def test_501_receivers_are_too_many(line: LineStandIn) -> None:
    everybody = [f"U{number:032x}" for number in range(501)]
    assert raw(line, "multicast", {"to": everybody[:500], "messages": [text()]}).status_code == 200
    assert raw(line, "multicast", {"to": everybody, "messages": [text()]}).status_code == 400
    assert raw(line, "multicast", {"to": [], "messages": [text()]}).status_code == 400


def raw(line: LineStandIn, how: str, body: object, **headers: str) -> requests.Response:
    sent = {"Authorization": f"Bearer {line.access_token}", **headers}
    return requests.post(f"{line.api_url}/v2/bot/message/{how}", json=body, headers=sent, timeout=5)


def test_a_retry_with_the_same_key_is_told_the_first_acceptance(line: LineStandIn, line_client: MessagingApi) -> None:
    first = push(line_client, key=KEY)
    with pytest.raises(ApiException) as refused:
        push(line_client, key=KEY)
    assert refused.value.status == 409
    headers: Any = refused.value.headers
    assert headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert texts(line, TARO) == ["hello"]


def test_a_retry_key_is_forgotten_after_a_day(
    line: LineStandIn, line_client: MessagingApi, clock: MovableClock
) -> None:
    push(line_client, key=KEY)
    clock.forward(timedelta(hours=24, seconds=1))
    push(line_client, key=KEY)
    assert len(texts(line, TARO)) == 2


def test_a_key_of_a_failed_call_can_be_used_again(line: LineStandIn, line_client: MessagingApi) -> None:
    line.fail("push", "500")
    with pytest.raises(ApiException):
        push(line_client, key=KEY)
    assert push(line_client, key=KEY).status_code == 200


def test_a_retry_key_must_be_a_uuid_and_never_on_a_reply(line: LineStandIn, listening_app: ListeningApp) -> None:
    body = {"to": TARO, "messages": [text()]}
    assert raw(line, "push", body, **{"X-Line-Retry-Key": "not-a-uuid"}).status_code == 400
    line.type(TARO, "x")
    token = listening_app.json()["events"][0]["replyToken"]
    reply = {"replyToken": token, "messages": [text()]}
    assert raw(line, "reply", reply, **{"X-Line-Retry-Key": KEY}).status_code == 400
    assert raw(line, "reply", reply).status_code == 200


def test_a_reply_token_works_once_and_for_a_minute(
    line: LineStandIn, line_client: MessagingApi, listening_app: ListeningApp, clock: MovableClock
) -> None:
    line.type(TARO, "無事です")
    line.type(TARO, "x")
    first, second = (listening_app.json(number)["events"][0]["replyToken"] for number in (0, 1))
    line_client.reply_message(ReplyMessageRequest(reply_token=first, messages=[TextMessage(text="thanks")]))
    clock.forward(timedelta(seconds=61))
    for token in (first, second, "forged"):
        with pytest.raises(ApiException) as refused:
            line_client.reply_message(ReplyMessageRequest(reply_token=token, messages=[TextMessage(text="again")]))
        assert "Invalid reply token" in str(refused.value.body)
    assert texts(line, TARO) == ["thanks"]


def test_the_quota_counts_receivers_and_refuses_above_it(line: LineStandIn, line_client: MessagingApi) -> None:
    assert line_client.get_message_quota().type == "none"
    line.world.monthly_limit = 3
    multicast(line_client, [TARO, HANAKO, STRANGER])
    assert line_client.get_message_quota().value == 3
    assert line_client.get_message_quota_consumption().total_usage == 2
    with pytest.raises(ApiException) as refused:
        multicast(line_client, [TARO, HANAKO])
    assert refused.value.status == 429
    assert "You have reached your monthly limit." in str(refused.value.body)
    push(line_client)


def test_replies_are_not_counted(line: LineStandIn, line_client: MessagingApi, listening_app: ListeningApp) -> None:
    line.world.monthly_limit = 0
    line.type(TARO, "x")
    token = listening_app.json()["events"][0]["replyToken"]
    line_client.reply_message(ReplyMessageRequest(reply_token=token, messages=[TextMessage(text="free")]))
    assert line.world.used_this_month == 0


def test_a_profile_is_shown_of_friends_only(line: LineStandIn, line_client: MessagingApi) -> None:
    assert line_client.get_profile(TARO).display_name == "太郎"
    line.block(TARO)
    for user, status in ((TARO, 404), (STRANGER, 404), ("x", 400)):
        with pytest.raises(ApiException) as refused:
            line_client.get_profile(user)
        assert refused.value.status == status


def test_the_webhook_endpoint_is_read_set_and_tested(
    line: LineStandIn, line_client: MessagingApi, listening_app: ListeningApp
) -> None:
    assert line_client.get_webhook_endpoint().endpoint == line.webhook_url
    tested = line_client.test_webhook_endpoint(WebhookTrial())
    assert (tested.success, tested.status_code, listening_app.json()["events"]) == (True, 200, [])
    listening_app.answer_statuses(500)
    assert line_client.test_webhook_endpoint(WebhookTrial()).success is False
    line_client.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint="http://127.0.0.1:9/x"))
    assert line_client.test_webhook_endpoint(WebhookTrial()).reason == "COULD_NOT_CONNECT"
    with pytest.raises(ApiException):
        line_client.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint="http://company.example/x"))


def test_a_link_token_is_issued_to_a_friend(line: LineStandIn, line_client: MessagingApi) -> None:
    token = line_client.issue_link_token(TARO).link_token
    assert line.world.link_tokens[token][0] == TARO


def dialog(line: LineStandIn, token: str, nonce: str = "n" * 43) -> requests.Response:
    page = f"{line.api_url}/dialog/bot/accountLink"
    return requests.get(page, params={"linkToken": token, "nonce": nonce}, timeout=5)


def test_the_dialog_tells_the_app_who_came_back_with_which_nonce(
    line: LineStandIn, line_client: MessagingApi, listening_app: ListeningApp
) -> None:
    assert dialog(line, line_client.issue_link_token(TARO).link_token).status_code == 200
    received = listening_app.last
    [event] = WebhookParser(line.channel_secret).parse(received.body.decode(), received.headers["x-line-signature"])
    assert isinstance(event, AccountLinkEvent)
    assert isinstance(event.source, UserSource)
    assert (event.source.user_id, event.link.result, event.link.nonce) == (TARO, "ok", "n" * 43)


def test_a_link_token_works_once_and_for_ten_minutes(
    line: LineStandIn, line_client: MessagingApi, listening_app: ListeningApp, clock: MovableClock
) -> None:
    once, old = (line_client.issue_link_token(TARO).link_token for _ in range(2))
    assert [dialog(line, once).status_code for _ in range(2)] == [200, 400]
    clock.forward(timedelta(minutes=10, seconds=1))
    assert [dialog(line, token).status_code for token in (old, "forged", "")] == [400] * 3
    assert len(listening_app.requests) == 1


@pytest.mark.parametrize(("nonce", "status"), [("n" * 9, 400), ("n" * 10, 200), ("n" * 255, 200), ("n" * 256, 400)])
def test_a_nonce_has_the_length_line_wants(
    line: LineStandIn, line_client: MessagingApi, nonce: str, status: int
) -> None:
    assert dialog(line, line_client.issue_link_token(TARO).link_token, nonce).status_code == status


def test_the_account_introduces_itself(line: LineStandIn, line_client: MessagingApi) -> None:
    info = line_client.get_bot_info()
    assert (info.user_id, info.basic_id) == (line.world.bot_user_id, "@anpi")


def test_flex_messages_of_the_sdk_are_taken(line: LineStandIn, line_client: MessagingApi) -> None:
    message = bubble({"type": "text", "text": "無事ですか"}, flex_button(postback()))
    flex = FlexMessage.from_dict(message)
    line_client.push_message(PushMessageRequest(to=TARO, messages=[flex]))
    assert line.find_action(TARO, "無事") is not None


def test_the_sdks_parser_accepts_what_the_stand_in_signs(line: LineStandIn, listening_app: ListeningApp) -> None:
    line.type(TARO, "無事です😀")
    line.postback(TARO, "a1:ans:1:0:safe")
    line.send_location(TARO, 34.7, 135.5, "梅田", "大阪市")
    line.block(TARO)
    line.follow(TARO)
    parser = WebhookParser(line.channel_secret)
    events = [
        parser.parse(request.body.decode(), request.headers["x-line-signature"])[0]
        for request in listening_app.requests
    ]
    assert [type(event).__name__ for event in events] == [
        "MessageEvent", "PostbackEvent", "MessageEvent", "UnfollowEvent", "FollowEvent",
    ]  # fmt: skip
    assert isinstance(events[0], MessageEvent)
    assert isinstance(events[1], PostbackEvent)
    assert events[1].postback.data == "a1:ans:1:0:safe"
    with pytest.raises(InvalidSignatureError):
        parser.parse(listening_app.last.body.decode() + " ", listening_app.last.headers["x-line-signature"])


def test_the_signature_is_hmac_over_the_raw_body(line: LineStandIn, listening_app: ListeningApp) -> None:
    line.type(TARO, "x")
    digest = hmac.new(line.channel_secret.encode(), listening_app.last.body, hashlib.sha256).digest()
    assert listening_app.last.headers["x-line-signature"] == base64.b64encode(digest).decode()


def test_unknown_paths_answer_404_and_gaps_are_planned(line: LineStandIn) -> None:
    answered = {(route.method, route.path) for route in ROUTES} | {WEBHOOK_TEST}
    assert not answered & set(PLANNED_GAPS)
    for method, path in PLANNED_GAPS:
        answer = requests.request(method, line.api_url + path, timeout=5)
        assert answer.status_code == 404


def test_every_route_and_gap_is_an_operation_of_lines_document() -> None:
    if not DOCUMENT.exists():
        pytest.skip("LINE's OpenAPI document is not beside the checkout (../shared/data/line-openapi)")
    paths = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    ours_by_theirs = {"{userId}": "{user_id}", "{richMenuId}": "{menu_id}"}
    known = set()
    for path, verbs in paths.items():
        for theirs, name in ours_by_theirs.items():
            path = path.replace(theirs, name)
        known |= {(verb.upper(), path) for verb in verbs}
    ours = {(route.method, route.path) for route in ROUTES} | {WEBHOOK_TEST} | set(PLANNED_GAPS)
    assert not ours - known


@pytest.mark.parametrize(
    "message",
    [text(), bubble({"type": "text", "text": "x"}, {"type": "separator"}, flex_button(postback())),
     text("x", quickReply={"items": [{"type": "action", "action": {"type": "location", "label": "here"}}]}),
     {"type": "template", "altText": "x", "template": {"type": "confirm", "text": "x", "actions": [postback()] * 2}}],
)  # fmt: skip
def test_what_the_stand_in_takes_agrees_with_lines_document(message: Json) -> None:
    assert check_messages([message]) == []
    check("PushMessageRequest", {"to": TARO, "messages": [message]})


def test_what_the_stand_in_sends_agrees_with_lines_webhook_document(
    line: LineStandIn, listening_app: ListeningApp
) -> None:
    document: Path = DOCUMENT.with_name("webhook.yml")
    if not document.exists():
        pytest.skip("LINE's webhook document is not beside the checkout (../shared/data/line-openapi)")
    schemas = yaml.safe_load(document.read_text(encoding="utf-8"))["components"]["schemas"]
    line.type(TARO, "x")
    line.postback(TARO, "d")
    line.follow(TARO)
    line.block(TARO)
    line.link_account(TARO, "nonce")
    for request in listening_app.requests:
        (event,) = json.loads(request.body)["events"]
        assert set(schemas["Event"]["required"]) <= set(event)
        specific = schemas[schemas["Event"]["discriminator"]["mapping"][event["type"]].rpartition("/")[2]]["allOf"][1]
        assert set(specific.get("required", ())) <= set(event)
        assert set(event) <= set(schemas["Event"]["properties"]) | set(specific.get("properties", {}))
