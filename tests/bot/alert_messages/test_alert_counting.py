"""Lengths as the guide counts them: the numbers printed beside its examples where their line breaks are certain."""

from __future__ import annotations

import pytest

from bot.alert_messages.counting import count, place_over
from bot.alert_messages.vocabulary import Limits
from tests.bot.alert_messages.guide_examples import counted_examples, joined, table_examples

LIMITS = Limits()


@pytest.mark.parametrize(
    ("title", "number"),
    [("避難勧告(訂正)", 83), ("避難勧告", 185), ("避難準備・高齢者等避難開始", 199)],
)
def test_the_printed_numbers_come_out(title: str, number: int) -> None:
    bodies = [message.partition("\n")[2] for printed, message in counted_examples() if printed == number]
    counts = [count(joined(f"{title}\n{body}").partition("\n")[2], LIMITS) for body in bodies]
    assert number in counts


def test_titles_of_parts_just_fit_and_empty_lines_count_two() -> None:
    messages = table_examples()
    assert [count(message.split("\n")[0], LIMITS) for message in messages] == [13, 15, 13, 10]
    blank = [message.partition("\n")[2].count("\n\n") * LIMITS.line_break for message in messages]
    assert blank == [8, 8, 10, 6]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("避難指示", 4),
        ("ﾋﾅﾝｼｼﾞ", 6),
        ("警戒レベル4 全員避難", 10),
        ("あ\nい", 4),
        ("あ\r\nい", 4),
        ("あ\n\nい", 6),
        ("\nあ\n", 1),
        ("あ\u3000い\tう", 3),
    ],
)
def test_a_character_counts_one_a_line_break_two_a_blank_nothing(text: str, length: int) -> None:
    assert count(text, LIMITS) == length


def test_what_a_line_break_counts_is_a_setting() -> None:
    assert count("あ\nい", Limits(line_break=1)) == 3


def test_the_place_where_it_gets_too_long() -> None:
    assert place_over("あいう\nえ", 4, LIMITS) == 3
    assert place_over("あいう\nえ", 5, LIMITS) == 4
    assert place_over("あいう\nえ", 6, LIMITS) == 5
