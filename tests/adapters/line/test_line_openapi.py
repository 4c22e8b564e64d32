"""Everything the bot can say, sent as requests, against LINE's own OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple

import pytest

from adapters.line.api import LineApi
from adapters.line.bubbles import body_of
from adapters.line.channel import LineChannel
from bot.speech import Speech
from bot.thanks import ask_for_place, send_place_label
from bot.vocabulary import CheckKind, Locale, MessageKind
from flows.ports import Attempt, Member
from tests.adapters.line.line_fake import HANA, TARO, LineFake
from tests.adapters.line.test_line_bubbles import check_limits
from tests.support.line_openapi import check
from tests.support.speeches import HOSTILE, Words, about_checks, about_no_check

#: As hostile, but short enough for the boards of 200 people among the speeches.
NASTY = Words(*(text[:60] + text[-120:] for text in astuple(HOSTILE)))


def all_speeches(locale: Locale, words: Words) -> Iterator[Speech]:
    for kind in CheckKind:
        yield from about_checks(kind, locale, words)
    yield from about_no_check(locale, words)


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("words", [Words(), NASTY], ids=["usual", "nasty"])
def test_every_speech_of_the_bot_is_within_lines_limits_and_document(locale: Locale, words: Words) -> None:
    for speech in all_speeches(locale, words):
        for message in json.loads(body_of(speech)):
            check_limits(message)
            check("Message", message)


@pytest.mark.parametrize("locale", list(Locale))
def test_the_position_button_is_as_the_document_asks(locale: Locale) -> None:
    [message] = json.loads(body_of(ask_for_place(locale, CheckKind.REAL), send_place_label(locale)))
    check("Message", message)


def test_a_slip_in_a_button_would_be_found() -> None:
    action = {"type": "postback", "label": "x", "dta": "a1:inf"}
    box = {"type": "box", "layout": "vertical", "contents": [{"type": "button", "action": action}]}
    with pytest.raises(AssertionError, match="dta"):
        check("Message", {"type": "flex", "altText": "x", "contents": {"type": "bubble", "body": box}})


@pytest.mark.parametrize(("addresses", "schema"), [([TARO, HANA], "MulticastRequest"), ([TARO], "PushMessageRequest")])
def test_requests_are_what_the_document_asks_for(
    line: LineFake, api: LineApi, addresses: list[str], schema: str
) -> None:
    channel = LineChannel(api)
    speech = next(about_checks(CheckKind.DRILL, Locale.JA))
    members = tuple(Member(number, address) for number, address in enumerate(addresses))
    channel.send(Attempt(1, MessageKind.PROMPT, "key", channel.render([(speech, None)])[0], members, 0))
    check(schema, line.calls[0].body)
