"""Friends in the LINE stand-in, redelivery, and failures on demand."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests

from sandbox.line import LineStandIn
from sandbox.line.eyes import quick_replies
from sandbox.wire import Request, Response
from tests.sandbox.line_account import HANAKO, KEY, STRANGER, TARO, bubble, flex_button, postback, text
from tests.sandbox.listening_app import ListeningApp
from tests.support.clock import MovableClock


def send(line: LineStandIn, *messages: dict[str, object], to: str = TARO, key: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {line.access_token}"} | ({"X-Line-Retry-Key": key} if key else {})
    body = {"to": to, "messages": list(messages)}
    return requests.post(f"{line.api_url}/v2/bot/message/push", json=body, headers=headers, timeout=5)


def test_a_pressed_button_sends_its_data_and_shows_its_words(line: LineStandIn, listening_app: ListeningApp) -> None:
    send(line, bubble(flex_button(postback("無事", "a1:ans:1:0:safe", displayText="無事です"))))
    delivery = line.press(TARO, "無事")
    (event,) = listening_app.json()["events"]
    assert (delivery.status, event["type"], event["postback"]) == (200, "postback", {"data": "a1:ans:1:0:safe"})
    assert event["source"] == {"type": "user", "userId": TARO}
    assert len(event["webhookEventId"]) == 26
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert line.chat(TARO)[-1].content["text"] == "無事です"


def test_a_button_is_found_by_its_data_too_and_the_newest_wins(line: LineStandIn, listening_app: ListeningApp) -> None:
    send(line, bubble(flex_button(postback("無事", "round:0"))))
    send(line, bubble(flex_button(postback("無事", "round:1"))))
    line.press(TARO, "無事")
    line.press(TARO, "round:0")
    assert [listening_app.json(number)["events"][0]["postback"]["data"] for number in (0, 1)] == ["round:1", "round:0"]
    with pytest.raises(LookupError):
        line.press(TARO, "けが")


def test_a_link_is_told_and_a_message_action_is_typed(line: LineStandIn, listening_app: ListeningApp) -> None:
    link = {"type": "uri", "label": "open", "uri": "https://x.example"}
    send(line, bubble(flex_button(link), flex_button({"type": "message", "label": "say", "text": "連絡先"})))
    assert line.press(TARO, "open").details["uri"] == "https://x.example"
    line.press(TARO, "say")
    assert listening_app.json()["events"][0]["message"]["text"] == "連絡先"


def test_quick_replies_vanish_when_the_person_has_said_something(line: LineStandIn) -> None:
    send(line, text(quickReply={"items": [{"type": "action", "action": postback("出社できる", "w")}]}))
    assert len(quick_replies(line.chat(TARO))) == 1
    line.press(TARO, "出社できる")
    line.type(TARO, "x")
    assert quick_replies(line.chat(TARO)) == []
    with pytest.raises(LookupError):
        line.press(TARO, "出社できる")


def test_a_place_and_a_sticker_are_messages(line: LineStandIn, listening_app: ListeningApp) -> None:
    line.send_location(TARO, 34.7, 135.5, "梅田")
    line.send_sticker(TARO)
    first, second = (listening_app.json(number)["events"][0]["message"] for number in (0, 1))
    assert (first["type"], first["latitude"], first["title"]) == ("location", 34.7, "梅田")
    assert second["type"] == "sticker"


def test_following_and_blocking_are_told(line: LineStandIn, listening_app: ListeningApp) -> None:
    line.follow(STRANGER, "新人")
    line.block(STRANGER)
    line.follow(STRANGER)
    events = [listening_app.json(number)["events"][0] for number in range(3)]
    assert [event["type"] for event in events] == ["follow", "unfollow", "follow"]
    assert [event.get("follow", {}).get("isUnblocked") for event in events] == [False, None, True]
    assert "replyToken" not in events[1]


def test_a_malformed_id_cannot_live_here(line: LineStandIn) -> None:
    with pytest.raises(ValueError, match="32 hex"):
        line.add_friend("U123")


def test_a_failed_webhook_comes_again_marked_with_the_same_id(line: LineStandIn, listening_app: ListeningApp) -> None:
    line.redelivery = True
    listening_app.answer_statuses(500, 503)
    delivery = line.type(TARO, "x")
    events = [listening_app.json(number)["events"][0] for number in range(3)]
    assert (delivery.ok, delivery.attempts) == (True, 3)
    assert len({event["webhookEventId"] for event in events}) == 1
    assert [event["deliveryContext"]["isRedelivery"] for event in events] == [False, True, True]


def test_without_the_switch_a_failed_webhook_is_lost(line: LineStandIn, listening_app: ListeningApp) -> None:
    listening_app.answer_statuses(500)
    assert line.type(TARO, "x").status == 500
    assert len(listening_app.requests) == 1


def test_a_webhook_that_is_not_answered_in_time_counts_as_failed(
    line: LineStandIn, listening_app: ListeningApp
) -> None:
    line.webhook_timeout = 0.1

    def never(_: Request) -> Response:
        line.failures.wait(0.4)
        return Response(200)

    listening_app.answer = never
    assert line.type(TARO, "x").error == "timeout"


def test_events_can_be_held_back_and_delivered_in_another_order(
    line: LineStandIn, listening_app: ListeningApp, clock: MovableClock
) -> None:
    with line.held() as events:
        line.postback(TARO, "first")
        clock.forward(timedelta(seconds=5))
        line.postback(HANAKO, "second")
    assert listening_app.requests == []
    line.deliver(list(reversed(events)))
    arrived = listening_app.json()["events"]
    assert [event["postback"]["data"] for event in arrived] == ["second", "first"]
    assert arrived[0]["timestamp"] - arrived[1]["timestamp"] == 5000


def test_a_webhook_can_be_repeated(line: LineStandIn, listening_app: ListeningApp) -> None:
    delivery = line.postback(TARO, "x")
    line.repeat(delivery)
    line.repeat(delivery, marked=False)
    flags = [listening_app.json(number)["events"][0]["deliveryContext"]["isRedelivery"] for number in range(3)]
    assert flags == [False, True, False]


def test_a_webhook_that_is_switched_off_gets_nothing(line: LineStandIn, listening_app: ListeningApp) -> None:
    line.world.webhook_active = False
    assert line.type(TARO, "x").error == "webhook_off"
    assert listening_app.requests == []


@pytest.mark.parametrize(
    ("how", "status"), [("429", 429), ("500", 500), ("503", 503), ("error:Failed to send messages", 400)]
)
def test_a_failure_on_demand_sends_nothing(line: LineStandIn, how: str, status: int) -> None:
    line.fail("push", how)
    assert send(line, text()).status_code == status
    assert line.received(TARO) == []
    assert send(line, text()).status_code == 200


def test_a_dropped_connection_leaves_nothing_behind(line: LineStandIn) -> None:
    line.fail("push", "drop")
    with pytest.raises(requests.ConnectionError):
        send(line, text())
    assert line.world.accepted == []


def test_a_connection_dropped_after_acceptance_is_healed_by_the_key(line: LineStandIn) -> None:
    line.fail("push", "drop_after_accept")
    with pytest.raises(requests.ConnectionError):
        send(line, text(), key=KEY)
    assert send(line, text(), key=KEY).status_code == 409
    assert len(line.received(TARO)) == 1


def test_an_error_after_acceptance_is_healed_by_the_key(line: LineStandIn) -> None:
    line.fail("push", "500_after_accept")
    assert [send(line, text(), key=KEY).status_code for _ in range(2)] == [500, 409]


def test_a_failure_can_meet_one_receiver_only(line: LineStandIn) -> None:
    line.fail("push", "500", times=9, channel=HANAKO)
    assert [send(line, text(), to=user).status_code for user in (TARO, HANAKO)] == [200, 500]


def test_a_rate_limit_answers_429(line: LineStandIn, clock: MovableClock) -> None:
    line.limit("push", per_minute=60)
    assert [send(line, text()).status_code for _ in range(2)] == [200, 429]
    clock.forward(timedelta(seconds=1))
    assert send(line, text()).status_code == 200


def test_every_call_is_counted(line: LineStandIn) -> None:
    send(line, text())
    send(line, text(""))
    assert (line.book.counts["push"], line.book.accepted_counts["push"]) == (2, 1)
    assert [call.status for call in line.book.calls] == [200, 400]
