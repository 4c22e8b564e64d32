"""How long ago an answer was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ages import ago
from bot.vocabulary import Locale


@pytest.mark.parametrize(
    ("length", "ja", "en"),
    [
        (timedelta(seconds=-3), "たった今", "just now"),
        (timedelta(seconds=59), "たった今", "just now"),
        (timedelta(minutes=119, seconds=59), "119分前", "119 min ago"),
        (timedelta(hours=47, minutes=59), "47時間前", "47 h ago"),
        (timedelta(days=5, hours=23), "5日前", "5 d ago"),
    ],
)
def test_it_is_said_in_one_number(length: timedelta, ja: str, en: str) -> None:
    assert (ago(length, Locale.JA), ago(length, Locale.EN)) == (ja, en)
