"""LINE's account link: the button to our page, and LINE's word at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from adapters.line.account_link import LinkTokens, dialog_url
from adapters.line.api import LineApi
from adapters.line.friend import FriendAddress
from adapters.line.replies import Replies
from bot.vocabulary import ChannelKind, ContactState
from flows.line_account_link import NonceIssued, issue_nonce
from flows.line_linking import issue_link_code
from flows.work import Begin, Sender
from sandbox.line import LineStandIn
from storage.models import contacts, inbound_events, line_nonces
from tests.adapters.line.line_fake import (
    HANA,
    TARO,
    TOKEN,
    Answer,
    Call,
    LineFake,
    event,
    post,
    replied,
    signed,
    typed,
    webhook_body,
)
from tests.support.channels import FakeLinks
from tests.support.checks import row_of, rows_of
from tests.support.clock import MovableClock
from tests.support.company import Company

LINK_TOKEN = "NMZTNuVrPTqlr2IF8Bnymkb7rXfYv5EY"
ASK = f"/v2/bot/user/{HANA}/linkToken"
#: Of the fake's events: 2026-11-20 04:19:50 UTC.
GIVEN_AT = 1_795_150_790_123


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What depends on the database is tested with the flows."""
    return sqlite_url


@pytest.fixture
def line(line: LineFake) -> LineFake:
    """Issues link tokens."""
    line.usual = lambda call: Answer(body={"linkToken": LINK_TOKEN} if call.path == ASK else {})
    return line


def followed(number: int = 1, user: str = HANA) -> dict[str, Any]:
    return event("follow", user, number, follow={"isUnblocked": False})


def ended(nonce: Any, user: str = HANA, number: int = 1, result: Any = "ok", **more: Any) -> dict[str, Any]:
    return event("accountLink", user, number, link={"result": result, "nonce": nonce}, **more)


def nonce_of(begin: Begin, user: str = HANA) -> str:
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO")) as work:
        code = issue_link_code(work).code
    with begin(Sender(ChannelKind.LINE, user)) as work:
        issued = issue_nonce(work, code)
    assert isinstance(issued, NonceIssued)
    return issued.nonce


@pytest.mark.parametrize("said", [followed(), typed("連携", HANA), typed(" Ｌｉｎｋ。", HANA), typed("LINE連携", HANA)])
def test_who_is_not_linked_gets_a_button_to_our_page(
    client: FlaskClient, company: Company, line: LineFake, said: dict[str, Any]
) -> None:
    assert post(client, said) == 200
    [words] = replied(line)
    assert FakeLinks().line_link(HANA, LINK_TOKEN) in words
    assert "LINE を連携する" in words
    assert "Or link with the button" in words, "the language of a stranger is a guess"
    [asked] = line.wait_for(ASK)
    assert (asked.method, asked.body) == ("POST", None)
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"


#: What is no link token.
ODD_BODIES: list[Any] = ["no json", {}, [], {"linkToken": 7}, {"linkToken": ""}, {"linkToken": "あ"}]


@pytest.mark.parametrize(
    "answer",
    [
        *(Answer(status) for status in (400, 401, 404, 429, 500)),
        *(Answer(body=body) for body in ODD_BODIES),
        Answer(drops=True),
    ],
)
def test_without_a_link_token_the_code_can_still_be_typed(
    client: FlaskClient, company: Company, line: LineFake, answer: Answer
) -> None:
    line.usual = lambda call: answer if call.path == ASK else Answer()
    post(client, followed())
    [words] = replied(line)
    assert "連携コード" in words
    assert "uri" not in words


def test_who_is_linked_is_asked_nothing(client: FlaskClient, company: Company, line: LineFake) -> None:
    post(client, typed("連携", TARO))
    assert "連携済み" in replied(line)[0]
    assert [call.path for call in line.calls if "linkToken" in call.path] == []


def test_no_token_is_asked_for_an_event_delivered_again(
    client: FlaskClient, company: Company, line: LineFake, replies: Replies
) -> None:
    post(client, followed(), followed())
    replied(line)
    replies.close()
    assert [call.path for call in line.calls].count(ASK) == 1


def test_a_line_that_says_more_than_the_word_is_heard_as_it_is(
    client: FlaskClient, company: Company, line: LineFake
) -> None:
    company.check()
    post(client, typed("連携できない、助けて", TARO))
    assert "tel:119" in replied(line)[0]


def test_lines_word_links_the_person_behind_the_nonce(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, replies: Replies
) -> None:
    body = ended(nonce_of(begin))
    assert [post(client, body), post(client, body)] == [200, 200]
    linked = row_of(begin, contacts, address=HANA)
    assert (linked.person_id, linked.state) == (company.ids["hanako"], ContactState.CONFIRMED)
    assert "花子さんの LINE として登録しました" in replied(line)[0]
    replies.close()
    assert len(line.calls) == 1, "an event delivered again is answered once"


def test_a_forged_event_links_nobody(client: FlaskClient, begin: Begin, company: Company) -> None:
    body = webhook_body(ended(nonce_of(begin)))
    for signature in ("", "x", signed(body, "another-secret")):
        answer = client.post("/line/webhook", data=body, headers={"X-Line-Signature": signature})
        assert answer.status_code == 401
    assert rows_of(begin, contacts, address=HANA) == rows_of(begin, inbound_events) == []
    assert row_of(begin, line_nonces).used_at is None


@pytest.mark.parametrize(
    "said",
    [
        lambda nonce: ended(nonce, TARO),
        lambda nonce: ended("x" * 43),
        lambda nonce: ended(nonce, result="failed"),
        lambda nonce: ended(nonce, timestamp=GIVEN_AT + 24 * 3_600_000),
    ],
    ids=["another account", "unknown nonce", "refused by LINE", "too late"],
)
def test_what_does_not_link_says_what_to_do(
    client: FlaskClient, begin: Begin, company: Company, line: LineFake, said: Callable[[str], dict[str, Any]]
) -> None:
    assert post(client, said(nonce_of(begin))) == 200
    assert "「連携」と入力" in replied(line)[0]
    assert rows_of(begin, contacts, address=HANA) == []
    assert row_of(begin, contacts, address=TARO).person_id == company.ids["taro"]


@pytest.mark.parametrize(
    "link", [None, "ok", [], {}, {"result": "ok"}, {"result": "OK", "nonce": "x" * 20}, {"result": "ok", "nonce": 7}]
)
@pytest.mark.parametrize("nonce", ["", "あ" * 20, "\ud800", "x" * 256])
def test_an_account_link_that_no_line_would_send_is_left_out(
    client: FlaskClient, begin: Begin, company: Company, link: Any, nonce: str
) -> None:
    assert post(client, event("accountLink", HANA, link=link), ended(nonce)) == 200
    assert rows_of(begin, inbound_events) == []


def test_an_account_link_in_a_group_is_none(client: FlaskClient, begin: Begin, company: Company) -> None:
    source = {"type": "group", "groupId": "C1", "userId": HANA}
    assert post(client, ended(nonce_of(begin), source=source)) == 200
    assert rows_of(begin, contacts, address=HANA) == []


@pytest.mark.parametrize(
    ("api_url", "host"),
    [("https://api.line.me", "https://access.line.me"), ("http://127.0.0.1:9", "http://127.0.0.1:9")],
)
def test_the_dialog_stands_at_line_or_with_its_stand_in(api_url: str, host: str) -> None:
    assert dialog_url(api_url) == f"{host}/dialog/bot/accountLink"


def bot_info(call: Call) -> Answer:
    facts = {"userId": HANA, "basicId": "@123abcde", "displayName": "安否", "chatMode": "bot", "markAsReadMode": "auto"}
    return Answer(body=facts)


def test_the_friend_address_is_asked_once_and_kept(line: LineFake, api: LineApi, clock: MovableClock) -> None:
    line.usual = bot_info
    friend = FriendAddress(api, clock)
    assert [friend(), friend()] == ["https://line.me/R/ti/p/%40123abcde"] * 2
    assert [call.path for call in line.calls] == ["/v2/bot/info"]


@pytest.mark.parametrize("answer", [Answer(500), Answer(401), Answer(body={}), Answer(body="x"), Answer(drops=True)])
def test_a_line_that_does_not_tell_is_asked_again_after_a_minute(
    line: LineFake, api: LineApi, clock: MovableClock, answer: Answer
) -> None:
    line.usual = lambda call: answer
    friend = FriendAddress(api, clock)
    assert [friend(), friend()] == ["", ""]
    assert len(line.calls) == 1
    line.usual = bot_info
    clock.forward(timedelta(minutes=1))
    assert friend() == "https://line.me/R/ti/p/%40123abcde"


def test_the_stand_in_gives_tokens_to_friends_alone(clock: MovableClock) -> None:
    with LineStandIn(clock=clock.now) as stand_in:
        stand_in.add_friend(HANA, "花子")
        api = LineApi(stand_in.api_url, stand_in.access_token, pool_size=1)
        tokens = LinkTokens(api)
        assert stand_in.world.link_tokens[tokens.issue(HANA)][0] == HANA
        assert tokens.issue(TARO) == ""
        assert FriendAddress(api, clock)() == "https://line.me/R/ti/p/%40anpi"
        api.close()
