"""Correcting a running check in the console, and calling it off: looked at first, sent with one press, once."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from adapters.web.tokens import Tokens
from bot.vocabulary import CheckKind, MessageKind, MessageState
from flows.start_check import StartCheck, start_check
from flows.work import Begin, Lane, Operator, System
from storage.models import check_corrections, checks, messages
from tests.adapters.web.console import form_token, signed_in
from tests.support.checks import row_of, rows_of
from tests.support.company import Company

BOARD = "/console/checks/1"
PAGE = f"{BOARD}/correct"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin) -> FlaskClient:
    """She has started a check; the questions have been accepted."""
    with begin(Operator(), Lane.FANOUT) as work:
        start_check(work, StartCheck(CheckKind.DRILL, f"地震 {EVIL}", "広場へ避難してください。"))
        work.connection.execute(messages.update().values(state=MessageState.ACCEPTED))
    return signed_in(browser, tokens, company.ids["hanako"])


def seen(client: FlaskClient, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200, path
    assert "<script>alert" not in answered.text, path
    return answered.text


def hidden(html: str) -> dict[str, str]:
    """The fields of the form that sends what is shown."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


def look(client: FlaskClient, **form: str) -> str:
    data = {"csrf": form_token(seen(client, PAGE)), "version": "1", "action": "look", **form}
    shown = client.post(PAGE, data=data)
    assert shown.status_code == 200, shown.text
    assert "<script>alert" not in shown.text
    return shown.text


WORDS = {
    "title": "震度5弱の地震",
    "message": "公園へ避難してください。",
    "to_do": f"公園へ {EVIL}",
    "warning_level": "",
}


def test_what_was_wrong_is_shown_before_it_is_sent_once(hanako: FlaskClient, begin: Begin) -> None:
    assert f'href="{PAGE}"' in seen(hanako, BOARD)
    page = seen(hanako, PAGE)
    assert 'value="地震 &lt;script&gt;' in page
    assert "広場へ避難してください。" in page
    shown = look(hanako, **WORDS)
    for words in ("（正）震度5弱の地震", "（誤）広場へ避難してください。", "4人に届けます", "Slack 3件", "メール 2件"):
        assert words in shown
    assert rows_of(begin, check_corrections) == []
    data = {**hidden(shown), "message": WORDS["message"], "action": "send"}
    for _ in range(2):
        sent = hanako.post(PAGE, data=data)
        assert sent.status_code == 303, sent.text
    correction = row_of(begin, check_corrections)
    assert (correction.kind, correction.right_words["action"]) == (MessageKind.CORRECTION, WORDS["to_do"])
    board = seen(hanako, sent.location)
    for words in (
        "訂正を送ります",
        "訂正・取消の記録",
        "（誤）広場へ避難してください。",
        "（正）公園へ避難してください。",
    ):
        assert words in board
    assert "すでに訂正しています" in seen(hanako, PAGE), "a second one confuses"
    seen(hanako, f"{BOARD}?lang=en")


def test_what_was_typed_is_kept_where_it_cannot_be_sent(hanako: FlaskClient, begin: Begin) -> None:
    data = {"csrf": form_token(seen(hanako, PAGE)), "version": "1", **WORDS}
    for wrong, words in (
        ({"action": "look", "title": " "}, "件名"),
        ({"action": "send", "version": "7"}, "ほかの人が訂正しました"),
    ):
        answered = hanako.post(PAGE, data={**data, **wrong})
        assert answered.status_code == 400
        assert words in answered.text
        assert "公園へ避難してください。" in answered.text
    assert hanako.post(PAGE, data=data).status_code == 400, "no button was pressed"
    back = hanako.post(PAGE, data={**data, "action": "edit"})
    assert "公園へ避難してください。" in back.text
    assert rows_of(begin, check_corrections) == []


def test_a_mistake_is_called_off_with_its_reason(
    hanako: FlaskClient, begin: Begin, tokens: Tokens, company: Company
) -> None:
    shown = look(hanako, action="look_cancel", word=f"誤報でした {EVIL}")
    assert "4人に届けます" in shown
    data = {**hidden(shown), "word": f"誤報でした {EVIL}", "action": "cancel"}
    for _ in range(2):
        assert hanako.post(PAGE, data=data).status_code == 303
    check = row_of(begin, checks)
    assert (check.state, check.cancel_reason) == ("closed", "called_off")
    assert row_of(begin, check_corrections).kind == MessageKind.CANCELLATION
    board = seen(hanako, f"{BOARD}?done=called_off")
    assert "理由：誤報でした" in board
    assert 'value="reopen"' not in board
    assert f'href="{PAGE}"' not in board
    assert "誤りだったため、取り消しました" in seen(hanako, "/console/checks")
    assert hanako.get(PAGE).status_code == 400
    with begin(System("test"), Lane.FANOUT) as work:
        work.connection.execute(checks.update().values(state="active"))
    jiro = signed_in(hanako, tokens, company.ids["jiro"])
    assert f'href="{PAGE}"' not in seen(jiro, BOARD)
    assert jiro.get(PAGE).status_code == 403
