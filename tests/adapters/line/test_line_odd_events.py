"""Signed webhooks that no LINE would send: no traceback, no effect but what the event plainly says."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.line.events import NotJsonError, read_events
from adapters.line.webhook import is_signed
from bot.buttons import AnswerPress, CanWorkPress, CommentPress, TakeHelpPress, encode
from bot.vocabulary import CanWork, Status
from flows.work import Begin
from storage.models import answers, help_cases, inbound_events
from tests.adapters.line.line_fake import SECRET, TARO, event, post, pressed, signed, typed
from tests.support.checks import rows_of
from tests.support.company import Company

#: Values that have broken parsers.
ODD: list[Any] = [
    *(None, True, False, 0, -1, 10**30, 1e308, float("nan"), [], {}, [[]], {"userId": TARO}),
    *("", "x", "\x00", "\ud800", "あ" * 3_000, "a1:ans", "line:", "U" + "f" * 32, "%s%n", "'; DROP TABLE x"),
    "a1:ans:999999999999999999:999999999999999999:help",
]
EVENTS = [
    pressed(encode(AnswerPress(1, 0, Status.HELP))),
    pressed(encode(CanWorkPress(1, CanWork.NO))),
    pressed(encode(CommentPress(1))),
    pressed(encode(TakeHelpPress(1))),
    typed("3階にいます"),
    event("message", message={"type": "location", "title": "公園", "latitude": 35.1, "longitude": 139.2}),
    event("follow", follow={"isUnblocked": False}),
    event("unfollow"),
    event("accountLink", link={"result": "ok", "nonce": "ycnQKpOXWKQKdlmzmFUkKJNOgiVFEfPXVA"}),
    event("accountLink", link={"result": "failed", "nonce": "ycnQKpOXWKQKdlmzmFUkKJNOgiVFEfPXVA"}),
]


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*here, key)
        yield from paths(child, (*here, key))


def mutated(whole: Any, path: tuple[Any, ...], value: Any, removes: bool) -> Any:
    """A copy in which the node at `path` is gone or something else."""
    changed = copy.deepcopy(whole)
    parent = changed
    for key in path[:-1]:
        parent = parent[key]
    if removes:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return changed


def test_ten_thousand_signed_mutations_are_read_without_an_exception() -> None:
    chance = random.Random(20261120)
    understood = 0
    for _ in range(10_000):
        whole = {"destination": "U" + "0" * 32, "events": [chance.choice(EVENTS), chance.choice(EVENTS)]}
        for _ in range(chance.randint(1, 3)):
            found = list(paths(whole))
            if found:
                whole = mutated(whole, chance.choice(found), chance.choice(ODD), chance.random() < 0.3)
        body = json.dumps(whole).encode()
        assert is_signed(SECRET.encode(), body, signed(body))
        try:
            events, left_out = read_events(body)
        except NotJsonError:
            continue
        understood += len(events)
        assert len(events) + len(left_out) == len(whole["events"])
        assert all(one.user_id.startswith("U") and one.key.startswith("line:") for one in events)
    assert understood > 5_000


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        events, _ = read_events(body)
    except NotJsonError:
        return
    assert events == []


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "無事です\x00", "a\ud83d", "\u202e\u2066", "x" * 5_000, "😀" * 2_500]
)
def test_text_that_no_database_takes_does_no_harm(client: FlaskClient, company: Company, text: str) -> None:
    company.check()
    assert post(client, typed(text)) == 200


def test_the_largest_check_number_a_button_holds_is_refused_in_words(client: FlaskClient, company: Company) -> None:
    assert post(client, pressed("a1:ans:999999999999999999:999999999999999999:help")) == 200


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_mutated_events_change_nothing_they_do_not_say(
    client: FlaskClient, begin: Begin, company: Company, data: st.DataObject
) -> None:
    company.ids.setdefault("check", company.check())
    whole = {"events": [data.draw(st.sampled_from(EVENTS))]}
    path = data.draw(st.sampled_from(list(paths(whole))))
    odd = data.draw(st.sampled_from(ODD) | st.text(max_size=20))
    body = json.dumps(mutated(whole, path, odd, data.draw(st.booleans()))).encode()
    before = len(rows_of(begin, answers)), len(rows_of(begin, inbound_events)), len(rows_of(begin, help_cases))
    headers = {"X-Line-Signature": signed(body)}
    assert client.post("/line/webhook", data=body, headers=headers).status_code == 200
    after = len(rows_of(begin, answers)), len(rows_of(begin, inbound_events)), len(rows_of(begin, help_cases))
    if after != before:
        try:
            [told], _ = read_events(body)
        except NotJsonError as error:
            raise AssertionError("nonsense had an effect") from error
        assert after[1] == before[1] + 1, "an effect without its event's key"
        assert told.user_id in (TARO, "U" + "f" * 32)
