"""The webhook's door: signatures, repeats, faults; every event once and none lost."""

from __future__ import annotations

import json
import logging
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from adapters.line.api import LineApi
from adapters.line.replies import Replies
from adapters.line.webhook import BODY_MAX_BYTES, line_webhook
from bot.buttons import (
    AnswerPress,
    encode,
)
from bot.vocabulary import CheckKind, Status, Via
from flows.work import Actor, Begin, Lane, Sender, Work
from storage.models import answers, inbound_events
from tests.adapters.line.line_fake import (
    HANA,
    REPLY,
    SECRET,
    TARO,
    TOKEN,
    LineFake,
    client_for,
    ears_of,
    event,
    post,
    pressed,
    replied,
    safe,
    signed,
    typed,
    webhook_body,
)
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company

#: What the fake's events carry.
PRESSED_AT = datetime.fromtimestamp(1_795_150_790.123, UTC)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What depends on the database is tested with the flows; `test_line_odd_events` runs on both."""
    return sqlite_url


def test_a_press_is_recorded_and_thanked_by_its_reply_token(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    check_id = company.check(kind=CheckKind.DRILL)
    assert post(client, pressed(safe(check_id))) == 200
    kept = row_of(begin, answers, check_id=check_id)
    assert (kept.person_id, kept.status, kept.via) == (company.ids["taro"], Status.SAFE, Via.LINE)
    assert kept.given_at == PRESSED_AT
    assert row_of(begin, inbound_events).key == "line:01FZ74A0TDDPYRVKNK77XKC3Z1"
    [call] = line.wait_for(REPLY)
    assert call.body["replyToken"] == "token1"
    assert "X-Line-Retry-Key" not in call.headers
    assert "【訓練】" in json.dumps(call.body, ensure_ascii=False)


@pytest.mark.parametrize("signature", ["", "x", "あ", signed(b"another body")])
def test_without_a_valid_signature_nothing_happens(
    client: FlaskClient, begin: Begin, company: Company, signature: str
) -> None:
    check_id = company.check()
    assert post(client, pressed(safe(check_id)), signature=signature) == 401
    assert rows_of(begin, answers) == []


def test_a_missing_signature_header_is_refused(client: FlaskClient) -> None:
    assert client.post("/line/webhook", data=webhook_body()).status_code == 401


def test_a_signature_with_another_secret_is_refused(client: FlaskClient, begin: Begin, company: Company) -> None:
    body = webhook_body(pressed(safe(company.check())))
    headers = {"X-Line-Signature": signed(body, "another-secret")}
    assert client.post("/line/webhook", data=body, headers=headers).status_code == 401
    assert rows_of(begin, answers) == []


def test_an_empty_channel_secret_is_refused_at_the_start(begin: Begin, replies: Replies, api: LineApi) -> None:
    with pytest.raises(ValueError, match="secret"):
        line_webhook(ears_of(begin, api), "", replies)


def test_a_body_above_the_limit_is_not_read(client: FlaskClient) -> None:
    body = b"x" * (BODY_MAX_BYTES + 1)
    answer = client.post("/line/webhook", data=body, headers={"X-Line-Signature": signed(body)})
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["get", "put", "head"])
def test_only_post_is_answered(client: FlaskClient, method: str) -> None:
    assert getattr(client, method)("/line/webhook").status_code == 405


def test_an_empty_list_of_events_is_a_verification(client: FlaskClient) -> None:
    assert post(client) == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"no json", b"[]", b"{}", b'{"events":{}}', b'{"events":null}', b"[" * 50_000, b"\xff\xfe", b"1" * 5_000],
)
def test_signed_nonsense_is_acknowledged_and_does_nothing(client: FlaskClient, begin: Begin, body: bytes) -> None:
    answer = client.post("/line/webhook", data=body, headers={"X-Line-Signature": signed(body)})
    assert answer.status_code == 200
    assert rows_of(begin, inbound_events) == []


def test_an_event_delivered_twice_has_its_effect_and_its_reply_once(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, replies: Replies
) -> None:
    check_id = company.check()
    again = pressed(safe(check_id), deliveryContext={"isRedelivery": True})
    assert [post(client, pressed(safe(check_id))), post(client, again)] == [200, 200]
    replies.close()
    assert len(rows_of(begin, answers)) == 1
    assert len(line.calls) == 1


def test_a_redelivery_that_is_the_first_to_arrive_is_thanked(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    post(client, pressed(safe(company.check()), deliveryContext={"isRedelivery": True}))
    assert len(replied(line)) == 1


def test_events_without_an_id_are_told_apart_by_what_they_are(
    client: FlaskClient, begin: Begin, company: Company
) -> None:
    nameless = pressed(safe(company.check()))
    del nameless["webhookEventId"]
    other = {**nameless, "timestamp": nameless["timestamp"] + 1}
    again = {**nameless, "deliveryContext": {"isRedelivery": True}}
    assert post(client, nameless, other, again) == 200
    assert len(rows_of(begin, answers)) == 2


def test_events_of_several_people_are_kept_apart(client: FlaskClient, begin: Begin, company: Company) -> None:
    hana = company.person("花", line=HANA)
    company.ids["hana"] = hana
    check_id = company.check(asked=["taro", "hana"])
    help_ = encode(AnswerPress(check_id, 0, Status.HELP))
    assert post(client, pressed(safe(check_id)), pressed(help_, HANA, 2)) == 200
    said = {row.person_id: row.status for row in rows_of(begin, answers)}
    assert said == {company.ids["taro"]: Status.SAFE, hana: Status.HELP}


class BrokenFor:
    """A database that is away for one person."""

    def __init__(self, begin: Begin, address: str) -> None:
        self._begin = begin
        self.address = address

    def __call__(self, actor: Actor, lane: Lane = Lane.ANSWER) -> AbstractContextManager[Work]:
        if isinstance(actor, Sender) and actor.address == self.address:
            raise ConnectionError("secret words of somebody")
        return self._begin(actor, lane)


def test_one_events_fault_loses_no_other_and_line_brings_it_again(
    begin: Begin, company: Company, replies: Replies, api: LineApi, line: LineFake, caplog: pytest.LogCaptureFixture
) -> None:
    check_id = company.check()
    breaking = BrokenFor(begin, HANA)
    client = client_for(breaking, replies, api)
    events = [pressed(safe(check_id), HANA, 1), pressed(safe(check_id), TARO, 2)]
    assert post(client, *events) == 500
    assert [row.person_id for row in rows_of(begin, answers)] == [company.ids["taro"]]
    assert "ConnectionError" in caplog.text
    assert "secret words" not in caplog.text
    breaking.address = ""
    assert post(client, *events) == 200
    assert len(rows_of(begin, answers)) == 2
    replies.close()
    assert sorted(call.body["replyToken"] for call in line.calls) == ["token1", "token2"]


@pytest.mark.parametrize("timestamp", [None, "x", -1, 0, 10**30, 1.5, True, [], 4_102_444_799_999])
def test_a_moment_that_cannot_be_counts_as_now(
    client: FlaskClient, begin: Begin, company: Company, clock: MovableClock, timestamp: object
) -> None:
    assert post(client, pressed(safe(company.check()), timestamp=timestamp)) == 200
    assert row_of(begin, answers).given_at == clock.now()


def test_what_people_write_never_reaches_the_log(
    client: FlaskClient, company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    company.check()
    post(client, typed("わたしの秘密の場所"), event("わたしの秘密の種類"), pressed("わたしの秘密の値", number=3))
    assert "わたしの秘密" not in caplog.text
    assert SECRET not in caplog.text
    assert TOKEN not in caplog.text
