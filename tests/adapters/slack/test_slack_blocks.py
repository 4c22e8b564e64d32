"""How a Speech looks in Slack: within the limits, with nothing of a user's words taken for formatting."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock

from adapters.slack.blocks import (
    BLOCKS_PER_MESSAGE,
    BlockKitError,
    blocks_of,
    check,
    escaped_within,
    message,
    notification,
)
from bot.buttons import AnswerPress, CommentPress, InfoPress, encode
from bot.speech import Button, Link, Speech
from bot.vocabulary import Locale, Status

SHARED_CHANNEL_CALL = "<!channel> & <https://evil.example|bank>"


def speech(**parts: Any) -> Speech:
    return Speech(**{"locale": Locale.JA, "subject": "件名", "heading": "見出し", **parts})


def sections(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section" and "text" in block]


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


def valid(blocks: list[dict[str, Any]]) -> None:
    """As slack_sdk.models sees it, and by our own rules."""
    for block in SdkBlock.parse_all(blocks):
        block.validate_json()
    check(blocks, BLOCKS_PER_MESSAGE)


def test_a_prompt_has_a_header_plain_paragraphs_and_buttons_that_carry_their_values() -> None:
    value = encode(AnswerPress(7, 0, Status.SAFE))
    blocks = blocks_of(speech(paragraphs=("無事ですか？",), buttons=(Button("無事です", value, "safe"),)))
    valid(blocks)
    assert blocks[0] == {"type": "header", "text": {"type": "plain_text", "text": "見出し"}}
    assert blocks[1]["text"] == {"type": "plain_text", "text": "無事ですか？"}
    (button,) = elements(blocks)
    assert (button["value"], button["action_id"], button["style"]) == (value, "ans:0", "primary")


@pytest.mark.parametrize(
    ("style", "shown"),
    [("help", "danger"), ("safe", "primary"), ("primary", "primary"), ("plain", None), ("away", None)],
)
def test_only_help_is_red_and_only_safe_is_green(style: Any, shown: str | None) -> None:
    (button,) = elements(blocks_of(speech(buttons=(Button("押す", encode(InfoPress()), style),))))
    assert button.get("style") == shown


def test_the_notification_line_cannot_call_a_whole_channel() -> None:
    said = notification(speech(subject=SHARED_CHANNEL_CALL))
    assert said == "&lt;!channel&gt; &amp; &lt;https://evil.example|bank&gt;"


def test_words_of_users_stand_in_plain_text_or_escaped_without_autolinks() -> None:
    blocks = blocks_of(speech(paragraphs=(SHARED_CHANNEL_CALL,), fields=((SHARED_CHANNEL_CALL, SHARED_CHANNEL_CALL),)))
    valid(blocks)
    assert blocks[1]["text"]["type"] == "plain_text"
    (field,) = blocks[2]["fields"]
    assert "<" not in field["text"]
    assert field["verbatim"] is True


def test_a_page_is_a_link_button_and_a_telephone_number_is_text_to_tap() -> None:
    blocks = blocks_of(speech(links=(Link("避難経路", "https://example.jp/info"), Link("119 消防", "tel:119"))))
    valid(blocks)
    (button,) = elements(blocks)
    assert (button["url"], button["action_id"]) == ("https://example.jp/info", "url:0")
    assert "<tel:119|119 消防>" in sections(blocks)


def test_a_number_not_named_in_its_label_stands_beside_it() -> None:
    blocks = blocks_of(speech(links=(Link("本社 守衛室", "tel:03-1234-5678"),)))
    assert sections(blocks) == ["本社 守衛室 <tel:03-1234-5678|03-1234-5678>"]


def test_an_address_of_an_unknown_kind_is_never_made_a_link() -> None:
    blocks = blocks_of(speech(links=(Link("押して", "javascript:alert(1)"),)))
    assert sections(blocks) == ["押して"]
    assert not elements(blocks)


def test_a_label_cannot_break_out_of_its_link() -> None:
    blocks = blocks_of(speech(links=(Link("a|b><!here>", "tel:1|2>"),)))
    assert "<!here>" not in sections(blocks)[0]
    assert sections(blocks)[0].count("<") == 1


def test_many_links_become_lines_instead_of_a_wall_of_buttons() -> None:
    blocks = blocks_of(speech(links=tuple(Link(f"経路{n}", f"https://example.jp/{n}") for n in range(20))))
    valid(blocks)
    assert not elements(blocks)
    assert sections(blocks)[0].splitlines()[19] == "<https://example.jp/19|経路19>"


def test_buttons_survive_whatever_length_the_body_has() -> None:
    blocks = blocks_of(
        speech(paragraphs=("長" * 2900,) * 40, buttons=(Button("無事です", encode(AnswerPress(1, 0, Status.SAFE))),))
    )
    valid(blocks)
    assert sum(len(text) for text in sections(blocks)) <= 9500
    assert sections(blocks)[-1].endswith("…")
    assert len(elements(blocks)) == 1


def test_a_long_list_of_names_shares_sections() -> None:
    blocks = blocks_of(speech(paragraphs=tuple(f"{n} 山田太郎" for n in range(200))))
    valid(blocks)
    assert "199 山田太郎" in sections(blocks)[-1]


def test_many_fields_are_spread_over_sections_of_ten() -> None:
    blocks = blocks_of(speech(fields=tuple((f"部{n}", "1") for n in range(25))))
    valid(blocks)
    assert [len(block["fields"]) for block in blocks if "fields" in block] == [10, 10, 5]


def test_more_than_25_buttons_are_spread_over_blocks_with_ids_of_their_own() -> None:
    blocks = blocks_of(speech(buttons=tuple(Button(f"b{n}", encode(CommentPress(n))) for n in range(60))))
    valid(blocks)
    assert len(elements(blocks)) == 60


def test_cutting_never_leaves_half_an_entity() -> None:
    assert escaped_within("&&&&", 12) == "&amp;&amp;…"


def test_a_speech_without_any_words_still_says_something() -> None:
    said = message(Speech(Locale.EN, "", ""))
    valid(said["blocks"])
    assert said["text"] == "…"


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "divider"}] * 51,
        [{"type": "section", "text": {"type": "mrkdwn", "text": " "}}],
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        [{"type": "actions", "elements": [{"action_id": "x"}, {"action_id": "x"}]}],
    ],
)
def test_what_slack_would_refuse_is_found_before_it_is_sent(blocks: list[dict[str, Any]]) -> None:
    with pytest.raises(BlockKitError):
        check(blocks, BLOCKS_PER_MESSAGE)


words = st.text(max_size=400) | st.sampled_from(["", " ", "<!channel>", "&" * 3500, "x" * 5000])
any_speech = st.builds(
    Speech,
    locale=st.sampled_from(Locale),
    subject=words,
    heading=words,
    paragraphs=st.lists(words, max_size=70).map(tuple),
    buttons=st.lists(st.builds(Button, words, st.just(encode(InfoPress()))), max_size=30).map(tuple),
    links=st.lists(
        st.builds(Link, words, words | st.just("https://example.jp/") | st.just("tel:119")), max_size=30
    ).map(tuple),
    small_print=st.lists(words, max_size=15).map(tuple),
    fields=st.lists(st.tuples(words, words), max_size=40).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(any_speech)
def test_every_speech_fits_slack(said: Speech) -> None:
    shown = message(said)
    valid(shown["blocks"])
    assert 0 < len(shown["text"]) <= 3000
    assert sum(len(text) for text in sections(shown["blocks"])) < 13_000 + 3000
