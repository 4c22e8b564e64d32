"""Replies: best effort, bounded, never in the way of an answer."""

from __future__ import annotations

import threading

import pytest
from flask.testing import FlaskClient

from adapters.line.api import LineApi
from adapters.line.replies import Replies
from bot.vocabulary import Status
from flows.work import Begin
from storage.models import answers
from tests.adapters.line.line_fake import (
    TOKEN,
    Answer,
    LineFake,
    post,
    pressed,
    safe,
)
from tests.support.checks import row_of
from tests.support.company import Company


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What depends on the database is tested with the flows; `test_line_odd_events` runs on both."""
    return sqlite_url


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
