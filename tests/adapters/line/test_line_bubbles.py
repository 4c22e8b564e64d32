"""How a Speech looks in LINE, within LINE's limits, readable and pressable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.line import bubbles
from adapters.line.bubbles import body_of, messages_of
from bot.buttons import AnswerPress, CanWorkPress, ChangePress, CommentPress, InfoPress, PlacePress, encode
from bot.plain import length
from bot.prompts import PromptFacts, prompt
from bot.speech import Button, ButtonStyle, Link, Speech
from bot.thanks import ThanksFacts, ask_for_place, send_place_label, thank_you
from bot.vocabulary import CanWork, CheckKind, Locale, Standing, Status

Json = dict[str, Any]


def nodes(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from nodes(child)
    elif isinstance(value, list):
        for child in value:
            yield from nodes(child)


def of_type(message: Json, kind: str) -> list[Json]:
    return [node for node in nodes(message) if node.get("type") == kind]


def asking(kind: CheckKind = CheckKind.DRILL, locale: Locale = Locale.JA) -> Speech:
    return prompt(PromptFacts(7, kind, "地震", "机の下へ", 0, locale, "青葉製作所", "https://anpi.example.jp/info"))


@pytest.mark.parametrize("locale", list(Locale))
def test_the_prompt_is_one_bubble_with_the_four_answers_to_press(locale: Locale) -> None:
    [message] = messages_of(asking(locale=locale))
    assert message["type"] == "flex"
    marks = {Locale.JA: "【訓練】【安否確認", Locale.EN: "【訓練】[DRILL: safety check]"}
    assert message["altText"].startswith(marks[Locale(locale.language)])
    presses = of_type(message, "postback")
    assert {press["data"] for press in presses} == {encode(AnswerPress(7, 0, status)) for status in Status}
    for press in presses:
        assert press["displayText"] == press["label"]
        assert not press["label"][0].isalnum()
    assert "【訓練】" in json.dumps(message["contents"], ensure_ascii=False)


def test_every_button_is_as_tall_as_a_thumb() -> None:
    [message] = messages_of(asking())
    buttons = of_type(message, "button")
    assert len(buttons) == 5
    assert {button["height"] for button in buttons} == {"md"}


def test_links_open_pages_and_dial() -> None:
    links = (
        Link("避難経路", "https://x.example/道?q=東京 駅"),
        Link("119", "tel:119"),
        Link("悪い", "javascript:alert(1)"),
    )
    [message] = messages_of(Speech(Locale.JA, "s", "h", links=links))
    uris = [action["uri"] for action in of_type(message, "uri")]
    assert uris == ["https://x.example/%E9%81%93?q=%E6%9D%B1%E4%BA%AC%20%E9%A7%85", "tel:119"]


def test_a_link_that_line_would_refuse_is_left_out() -> None:
    [message] = messages_of(Speech(Locale.JA, "s", "h", links=(Link("a", "https://x/" + "y" * 1_000),)))
    assert of_type(message, "uri") == []


def test_details_are_quick_replies_and_changing_the_answer_stays_in_the_bubble() -> None:
    facts = ThanksFacts(7, CheckKind.REAL, "地震", 0, Locale.JA, Status.SAFE, Standing.SAFE, info_url="https://x/info")
    [message] = messages_of(thank_you(facts))
    quick = [item["action"]["data"] for item in message["quickReply"]["items"]]
    works = [encode(CanWorkPress(7, answer)) for answer in CanWork]
    assert sorted(quick) == sorted([encode(CommentPress(7)), encode(PlacePress(7)), *works])
    bubble = [action["data"] for action in of_type(message["contents"], "postback")]
    assert bubble == [encode(ChangePress(7, 0))]
    for item in message["quickReply"]["items"]:
        assert length(item["action"]["label"]) <= 20
        assert item["action"]["displayText"]


def test_writing_a_comment_opens_the_keyboard() -> None:
    [message] = messages_of(Speech(Locale.JA, "s", "h", buttons=(Button("書く", encode(CommentPress(7))),)))
    assert message["quickReply"]["items"][0]["action"]["inputOption"] == "openKeyboard"


def test_a_detail_with_a_long_label_stays_in_the_bubble() -> None:
    button = Button("長" * 21, encode(CommentPress(7)))
    [message] = messages_of(Speech(Locale.JA, "s", "h", buttons=(button,)))
    assert "quickReply" not in message
    assert len(of_type(message, "postback")) == 1


@pytest.mark.parametrize("locale", list(Locale))
def test_asking_for_the_place_offers_the_phones_own_position(locale: Locale) -> None:
    [message] = json.loads(body_of(ask_for_place(locale, CheckKind.REAL), send_place_label(locale)))
    action = message["quickReply"]["items"][0]["action"]
    assert action == {"type": "location", "label": send_place_label(locale)}
    assert length(action["label"]) <= 20


def test_words_alone_are_a_text_message() -> None:
    [message] = messages_of(Speech(Locale.JA, "s", "見出し", paragraphs=("ひとつ", "ふたつ")))
    assert message == {"type": "text", "text": "見出し\n\nひとつ\n\nふたつ"}


def test_a_cry_for_help_stands_out() -> None:
    [message] = messages_of(Speech(Locale.JA, "助けが必要", "助けが必要", urgent=True))
    assert message["contents"]["styles"]["header"]["backgroundColor"] == bubbles.ALARM
    assert message["contents"]["header"]["contents"][0]["color"] == bubbles.PAPER


def luminance(colour: str) -> float:
    shares = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("style", list(bubbles.BUTTON_COLOURS))
def test_words_on_buttons_can_be_read(style: ButtonStyle) -> None:
    # LINE writes white on a primary button and #111111 on a secondary one.
    words = "#111111" if style == "plain" else "#FFFFFF"
    assert contrast(words, bubbles.BUTTON_COLOURS[style]) >= 4.5


@pytest.mark.parametrize(
    ("ink", "paper"), [(bubbles.INK, bubbles.PAPER), (bubbles.QUIET_INK, bubbles.PAPER), (bubbles.PAPER, bubbles.ALARM)]
)
def test_words_in_bubbles_can_be_read(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= 4.5


def test_equal_speeches_are_rendered_once() -> None:
    assert body_of(asking()) is body_of(asking())


def test_a_value_too_long_for_a_postback_is_left_out() -> None:
    speech = Speech(Locale.JA, "s", "h", buttons=(Button("a", "a1:sta:" + "x" * 300), Button("b", encode(InfoPress()))))
    [message] = messages_of(speech)
    assert [press["label"] for press in of_type(message, "postback")] == ["b"]


def check_limits(message: Json) -> None:
    """What LINE would refuse."""
    if message["type"] == "text":
        assert 1 <= length(message["text"]) <= 5_000
    else:
        assert 1 <= length(message["altText"]) <= 400
        assert len(json.dumps(message["contents"], ensure_ascii=False).encode()) < 30_000
    for node in of_type(message, "text"):
        assert node["text"].strip()
    for node in of_type(message, "box"):
        assert node["contents"]
    for action in of_type(message, "postback"):
        assert 1 <= length(action["label"]) <= 40
        assert len(action["data"]) <= 300
    for action in of_type(message, "uri"):
        assert 1 <= length(action["label"]) <= 40
        assert len(action["uri"]) <= 1_000
        assert action["uri"].isascii()
    assert len(message.get("quickReply", {}).get("items", [])) <= 13


words = st.text(max_size=200)
any_button = st.builds(
    Button,
    label=words,
    value=st.sampled_from([encode(CommentPress(1)), encode(AnswerPress(1, 0, Status.SAFE)), "x", "y" * 400]) | words,
    style=st.sampled_from(list(bubbles.BUTTON_COLOURS)),
)
any_link = st.builds(Link, label=words, url=st.sampled_from(["https://x.example/a", "tel:119", "x:y"]) | words)
any_speech = st.builds(
    Speech,
    locale=st.sampled_from(list(Locale)),
    subject=words,
    heading=words,
    paragraphs=st.lists(words, max_size=5).map(tuple),
    buttons=st.lists(any_button, max_size=20).map(tuple),
    links=st.lists(any_link, max_size=8).map(tuple),
    small_print=st.lists(words, max_size=2).map(tuple),
    urgent=st.booleans(),
    fields=st.lists(st.tuples(words, words), max_size=4).map(tuple),
)


@given(any_speech)
def test_any_speech_becomes_messages_that_line_takes(speech: Speech) -> None:
    for message in json.loads(body_of(speech)):
        check_limits(message)


@pytest.mark.parametrize("letters", ["あ", "👩‍👩‍👧‍👦", "\n", "x"])
def test_endless_texts_are_cut(letters: str) -> None:
    long = letters * 6_000
    speech = replace(
        asking(), subject=long, heading=long, paragraphs=(long,) * 8, small_print=(long,), fields=((long, long),) * 9
    )
    check_limits(messages_of(speech)[0])
    check_limits(messages_of(Speech(Locale.JA, long, long, paragraphs=(long,)))[0])


def test_endless_links_and_buttons_are_cut() -> None:
    links = tuple(Link("道" * 60, "https://x.example/" + "y" * 900) for _ in range(60))
    buttons = tuple(Button("押す" * 30, encode(AnswerPress(number, 0, Status.SAFE))) for number in range(60))
    check_limits(messages_of(replace(asking(), links=links, buttons=buttons))[0])
