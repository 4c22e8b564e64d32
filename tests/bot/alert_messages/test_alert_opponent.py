"""What somebody who had not seen the rules wrote against them: every message has exactly the findings it deserves."""

from __future__ import annotations

import time

import pytest

from bot.alert_messages.check import check
from bot.alert_messages.counting import count
from bot.alert_messages.data_files import editions
from bot.alert_messages.splitting import split
from bot.alert_messages.vocabulary import Audience, Limits
from tests.bot.alert_messages.own_messages import checked, messages, rules


def test_each_message_has_exactly_its_findings() -> None:
    """The line above each says edition, audience and rules; `-` for none."""
    wrong = {}
    for message in messages("opponent"):
        head, text = message.split("\n", 1)
        edition, audience, expected = head.split()
        found = rules(checked(text, edition, Audience(audience)))
        if found != set(expected.split(",")) - {"-"}:
            wrong[text] = found
    assert wrong == {}


@pytest.mark.parametrize("piece", ["0 ", "0-", "ﷺ", "a", "elderly", "火口", "[a b]"])
def test_no_full_message_takes_longer_than_5_milliseconds(piece: str) -> None:
    """Of this process alone: others may be busy beside it."""
    edition, text = editions()["2026"], f"避難指示\n{(piece * 200)[:215]}"
    runs = []
    for _ in range(4):
        began = time.process_time()
        check(text, edition)
        runs.append(time.process_time() - began)
    assert min(runs) < 0.005


@pytest.mark.parametrize("body", ["避難してください。" * 37_000, "あ" * 330_000, "避難せよ\n" * 20_000])
def test_a_book_is_split_in_no_time(body: str) -> None:
    """As much as the command line reads: what is behind a limit is not looked at again for each part."""
    began = time.process_time()
    parts = split(f"避難指示\n{body}", editions()["2026"], Audience.AREA_MAIL)
    assert time.process_time() - began < 3
    assert sum(part.body.count("避") + part.body.count("あ") for part in parts) == body.count("避") + body.count("あ")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("か\u3099か\u3099", 2),
        ("cafe\u0301", 4),
        ("ｶﾞｽ", 3),
        ("避難\r\n指示\r\n\r\n", 6),
        ("避難\n \u3000\n\t\n", 2),
        ("\t避 難\u3000", 2),
        ("\n\n避難\r指示", 6),
    ],
)
def test_letters_are_counted_as_they_are_seen_and_empty_ends_not_at_all(text: str, length: int) -> None:
    assert count(text, Limits()) == length
