"""The webhook from the signature to the reply, on the real flows."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from adapters.line.api import LineApi
from adapters.line.replies import Replies
from adapters.line.webhook import BODY_MAX_BYTES, line_webhook
from bot.buttons import (
    AnswerPress,
    CanWorkPress,
    ChangePress,
    CloseHelpPress,
    CommentPress,
    InfoPress,
    PlacePress,
    StartAnywayPress,
    TakeHelpPress,
    encode,
)
from bot.vocabulary import CanWork, ChannelKind, CheckKind, ContactState, Role, Status, Via
from flows.company_info import CompanyInfo, EmergencyContact, import_info
from flows.line_linking import issue_link_code
from flows.work import Actor, Begin, Lane, Operator, Sender, Work
from storage.models import answers, contacts, guests, help_cases, inbound_events, roll
from tests.adapters.line.line_fake import (
    HANA,
    SECRET,
    TARO,
    TOKEN,
    Answer,
    LineFake,
    event,
    line_fake,
    pressed,
    signed,
    typed,
    webhook_body,
)
from tests.support.channels import FakeLinks
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company

REPLY = "/v2/bot/message/reply"
#: What the fake's events carry.
PRESSED_AT = datetime.fromtimestamp(1_795_150_790.123, UTC)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What depends on the database is tested with the flows; `test_line_odd_events` runs on both."""
    return sqlite_url


@pytest.fixture
def line() -> Iterator[LineFake]:
    with line_fake() as fake:
        yield fake


@pytest.fixture
def replies(line: LineFake) -> Iterator[Replies]:
    api = LineApi(line.url, TOKEN, pool_size=4)
    made = Replies(api)
    yield made
    made.close()
    api.close()


def client_for(begin: Begin, replies: Replies) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(line_webhook(begin, FakeLinks(), SECRET, replies))
    return app.test_client()


@pytest.fixture
def client(begin: Begin, replies: Replies) -> FlaskClient:
    return client_for(begin, replies)


def post(client: FlaskClient, *events: Any, signature: str | None = None) -> int:
    body = webhook_body(*events)
    headers = {"X-Line-Signature": signed(body) if signature is None else signature}
    return client.post("/line/webhook", data=body, headers=headers).status_code


def replied(line: LineFake, count: int = 1) -> list[str]:
    """What was said back, each as the JSON of its messages."""
    return [json.dumps(call.body["messages"], ensure_ascii=False) for call in line.wait_for(REPLY, count)]


def safe(check_id: int) -> str:
    return encode(AnswerPress(check_id, 0, Status.SAFE))


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


def test_an_empty_channel_secret_is_refused_at_the_start(begin: Begin, replies: Replies) -> None:
    with pytest.raises(ValueError, match="secret"):
        line_webhook(begin, FakeLinks(), "", replies)


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
    begin: Begin, company: Company, replies: Replies, line: LineFake, caplog: pytest.LogCaptureFixture
) -> None:
    check_id = company.check()
    breaking = BrokenFor(begin, HANA)
    client = client_for(breaking, replies)
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


def test_free_text_is_understood(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    company.check()
    assert post(client, typed("無事です")) == 200
    kept = row_of(begin, answers)
    assert (kept.status, kept.comment) == (Status.SAFE, "無事です")
    assert len(replied(line)) == 1


def test_a_cry_for_help_opens_a_case_and_the_reply_names_the_numbers(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    with begin(Operator(), Lane.FANOUT) as work:
        import_info(work, CompanyInfo(contacts=(EmergencyContact("防災センター", "03-1111-2222"),)))
    check_id = company.check()
    post(client, pressed(encode(AnswerPress(check_id, 0, Status.HELP))))
    assert row_of(begin, help_cases).person_id == company.ids["taro"]
    [said] = replied(line)
    for number in ("tel:119", "tel:110", "tel:118", "tel:0311112222"):
        assert number in said


def test_what_is_not_understood_is_asked_back_with_the_four_answers(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    post(client, typed("ええと、どうしよう"))
    [said] = replied(line)
    for status in Status:
        assert encode(AnswerPress(check_id, 0, status)) in said


def test_text_when_nothing_is_asked_gets_an_answer_too(client: FlaskClient, company: Company, line: LineFake) -> None:
    assert post(client, typed("助けて")) == 200
    assert "tel:119" in replied(line)[0]


def test_the_words_for_information_show_contacts(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    with begin(Operator(), Lane.FANOUT) as work:
        import_info(work, CompanyInfo(contacts=(EmergencyContact("防災センター", "03-1111-2222"),)))
    post(client, typed("連絡先"))
    post(client, pressed(encode(InfoPress()), number=2))
    assert all("防災センター" in said for said in replied(line, 2))


def test_a_code_links_the_account(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        code = issue_link_code(work).code
    assert post(client, typed(code, HANA)) == 200
    linked = row_of(begin, contacts, channel=ChannelKind.LINE, address=HANA)
    assert linked.person_id == company.ids["hanako"]
    assert "花子" in replied(line)[0]


def test_the_comment_is_the_next_line(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    check_id = company.check()
    post(client, pressed(safe(check_id)))
    post(client, pressed(encode(CommentPress(check_id)), number=2))
    post(client, typed("3階にいます", number=3))
    assert row_of(begin, roll, person_id=company.ids["taro"]).comment == "3階にいます"
    assert len(replied(line, 3)) == 3


def test_saying_where_one_is_offers_the_position_and_takes_it(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    post(client, pressed(encode(PlacePress(check_id))))
    assert '"type": "location"' in replied(line)[0]
    place = {
        "type": "location",
        "id": "1",
        "title": "公園",
        "address": "東京",
        "latitude": 35.65910,
        "longitude": 139.70363,
    }
    post(client, event("message", number=2, message=place))
    assert row_of(begin, roll, person_id=company.ids["taro"]).place == "公園 東京 (35.65910, 139.70363)"
    assert len(replied(line, 2)) == 2


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), ("35", "139"), (True, True), (None, None)])
def test_a_place_that_is_not_on_earth_is_left_out(
    client: FlaskClient, begin: Begin, company: Company, latitude: object, longitude: object
) -> None:
    company.check()
    place = {"type": "location", "latitude": latitude, "longitude": longitude}
    assert post(client, event("message", message=place)) == 200
    assert rows_of(begin, answers) == []


def test_being_able_to_work_is_kept(client: FlaskClient, begin: Begin, company: Company, line: LineFake) -> None:
    check_id = company.check()
    post(client, pressed(encode(CanWorkPress(check_id, CanWork.PARTLY))))
    assert row_of(begin, roll, person_id=company.ids["taro"]).can_work == CanWork.PARTLY
    assert len(replied(line)) == 1


def test_changing_the_answer_shows_the_four_again(client: FlaskClient, company: Company, line: LineFake) -> None:
    check_id = company.check()
    post(client, pressed(encode(ChangePress(check_id, 0))))
    assert encode(AnswerPress(check_id, 0, Status.HELP)) in replied(line)[0]


def test_a_stranger_is_a_guest_and_told_how_to_link(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    check_id = company.check()
    assert post(client, pressed(safe(check_id), HANA)) == 200
    assert row_of(begin, guests, check_id=check_id).address == HANA
    assert "/safety link" in replied(line)[0]


def open_case(client: FlaskClient, begin: Begin, company: Company) -> int:
    post(client, pressed(encode(AnswerPress(company.check(), 0, Status.HELP)), number=9))
    return int(row_of(begin, help_cases).id)


def test_a_manager_takes_a_help_case_and_gets_its_page(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    chief = company.person("部長", line=HANA, role=Role.SAFETY_ADMIN)
    case_id = open_case(client, begin, company)
    post(client, pressed(encode(TakeHelpPress(case_id)), HANA, 2))
    assert row_of(begin, help_cases).taken_by == chief
    post(client, pressed(encode(CloseHelpPress(case_id)), HANA, 3))
    page = FakeLinks().help_case(case_id, chief)
    assert all(page in said for said in replied(line, 3)[1:])
    assert row_of(begin, help_cases).closed_at is None


@pytest.mark.parametrize("press", [TakeHelpPress, CloseHelpPress])
def test_nobody_else_may_take_or_see_a_help_case(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, press: type
) -> None:
    company.person("同僚", line=HANA)
    case_id = open_case(client, begin, company)
    assert post(client, pressed(encode(press(case_id)), HANA, 2)) == 200
    assert row_of(begin, help_cases).taken_by is None
    said = replied(line, 2)[1]
    assert "太郎" not in said
    assert '"type": "text"' in said


def test_a_button_of_a_check_that_is_not_there_is_refused_in_words(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake
) -> None:
    assert post(client, pressed(safe(999))) == 200
    assert '"type": "text"' in replied(line)[0]
    assert rows_of(begin, answers) == []


@pytest.mark.parametrize(
    "value", ["", "x", "a1:ans:1:0:fine", "a2:ans:1:0:safe", "a1:ans:-1:0:safe", "a1", None, 7, []]
)
def test_a_value_that_no_button_of_ours_has_is_left_out(
    client: FlaskClient, begin: Begin, company: Company, value: Any
) -> None:
    company.check()
    assert post(client, pressed(value)) == 200
    assert rows_of(begin, inbound_events) == []


def test_buttons_of_other_rooms_do_nothing_here(client: FlaskClient, company: Company, line: LineFake) -> None:
    assert post(client, pressed(encode(StartAnywayPress("draft", CheckKind.REAL, "題")))) == 200
    assert line.calls == []


def test_blocking_and_coming_back_are_remembered(
    client: FlaskClient, begin: Begin, company: Company, clock: MovableClock, line: LineFake
) -> None:
    post(client, event("unfollow", number=1))
    assert row_of(begin, contacts, address=TARO).state == ContactState.BLOCKED
    clock.forward(timedelta(minutes=1))
    later = 1_795_150_850_000
    follow = event("follow", number=2, timestamp=later, follow={"isUnblocked": True})
    assert [post(client, follow), post(client, follow)] == [200, 200]
    assert row_of(begin, contacts, address=TARO).state in (ContactState.CONFIRMED, ContactState.UNVERIFIED)
    assert len(replied(line)) == 1


def test_a_press_in_a_group_counts_but_is_not_answered_there(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, replies: Replies
) -> None:
    source = {"type": "group", "groupId": "C" + "0" * 32, "userId": TARO}
    assert post(client, pressed(safe(company.check()), source=source)) == 200
    replies.close()
    assert row_of(begin, answers).status == Status.SAFE
    assert line.calls == []


@pytest.mark.parametrize(
    "source", [{"type": "group", "groupId": "C1"}, {"type": "group", "userId": TARO}, None, "x", {}]
)
def test_what_is_said_in_a_group_or_by_nobody_is_not_heard(
    client: FlaskClient, begin: Begin, company: Company, source: Any
) -> None:
    company.check()
    assert post(client, {**typed("助けて"), "source": source}) == 200
    assert rows_of(begin, answers) == []


@pytest.mark.parametrize(
    "kind", ["accountLink", "join", "beacon", "things", "unsend", "memberJoined", "新しい種類", None, 7]
)
def test_other_kinds_of_events_are_acknowledged(client: FlaskClient, begin: Begin, company: Company, kind: Any) -> None:
    assert post(client, {**event("x"), "type": kind}) == 200
    assert rows_of(begin, inbound_events) == []


@pytest.mark.parametrize("kind", ["sticker", "image", "audio", "file", None])
def test_other_kinds_of_messages_are_acknowledged(
    client: FlaskClient, begin: Begin, company: Company, kind: Any
) -> None:
    assert post(client, event("message", message={"type": kind, "id": "1"})) == 200
    assert rows_of(begin, inbound_events) == []


def test_what_people_write_never_reaches_the_log(
    client: FlaskClient, company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    company.check()
    post(client, typed("わたしの秘密の場所"), event("わたしの秘密の種類"), pressed("わたしの秘密の値", number=3))
    assert "わたしの秘密" not in caplog.text
    assert SECRET not in caplog.text
    assert TOKEN not in caplog.text


def test_the_answer_stands_although_the_reply_fails(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, replies: Replies
) -> None:
    line.usual = lambda call: Answer(400, {"message": "Invalid reply token"})
    assert post(client, pressed(safe(company.check()))) == 200
    replies.close()
    assert row_of(begin, answers).status == Status.SAFE
    assert replies.dropped == 1


def test_a_reply_whose_connection_broke_is_said_once_more(line: LineFake, replies: Replies) -> None:
    line.script = [Answer(drops=True)]
    replies.say("token", lambda: b'[{"type":"text","text":"x"}]')
    replies.close()
    assert [call.body["replyToken"] for call in line.calls] == ["token", "token"]
    assert replies.dropped == 0


def test_replies_that_do_not_fit_are_dropped_and_counted(line: LineFake) -> None:
    api = LineApi(line.url, TOKEN, pool_size=1)
    replies = Replies(api, threads=1, waiting_at_most=2)
    gate = threading.Event()

    def words() -> bytes:
        gate.wait(5)
        return b"[]"

    for number in range(5):
        replies.say(f"token{number}", words)
    assert replies.dropped == 3
    gate.set()
    replies.close()
    api.close()
    assert len(line.calls) == 2


def test_words_that_cannot_be_made_do_not_stop_the_pool(line: LineFake, replies: Replies) -> None:
    def broken() -> bytes:
        raise ValueError("no words")

    replies.say("token1", broken)
    replies.say("token2", lambda: b"[]")
    replies.close()
    assert [call.body["replyToken"] for call in line.calls] == ["token2"]
    assert replies.dropped == 1
