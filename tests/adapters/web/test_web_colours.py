"""One set of colours, light and dark, that everybody can read and tell apart; nothing beside it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

import adapters.web

STATIC = Path(adapters.web.__file__).parent / "static"
#: Of the Digital Agency's design tokens 1.1.9, those that are used.
PALETTE = dict(
    one.split()
    for one in """
white #ffffff, gray-50 #f2f2f2, gray-100 #e6e6e6, gray-200 #cccccc, gray-400 #999999
gray-536 #767676, gray-700 #4d4d4d, gray-800 #333333, gray-900 #1a1a1a
blue-300 #9db7f9, blue-700 #264af4, blue-900 #0017c1
light-blue-300 #97d3ff, light-blue-1000 #00428c
green-50 #e6f5ec, green-200 #9bd4b5, green-900 #115a36, green-1200 #032213
yellow-50 #fbf5e0, yellow-200 #ffe380, yellow-300 #ffd43d, yellow-1200 #604b00
orange-50 #ffeee2, orange-200 #ffc199, orange-1000 #8b3200, orange-1200 #541e00
red-50 #fdeeee, red-200 #ffbbbb, red-900 #ce0000, red-1000 #a90000, red-1200 #620000
""".replace("\n", ",").split(",")
    if one.strip()
)
#: WCAG 2.2: 1.4.3 for words, 1.4.11 for what is no word.
WORDS, LINES = 4.5, 3.0
STANDINGS = ("help", "injured", "silent", "away", "safe")

_HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(")
#: Imitations of Slack, LINE and mail, which look the same in the dark; paper.
_OF_OTHERS = ("texts.css",)


def tokens() -> tuple[dict[str, str], dict[str, str]]:
    """Light and dark, in six digits."""
    light, dark, *more = re.findall(r":root \{(.*?)\}", (STATIC / "anpi.css").read_text("utf-8"), re.DOTALL)
    assert more == []
    bright = {name: _six(value) for name, value in re.findall(r"--([\w-]+): (#\w+)", light)}
    return bright, bright | {name: _six(value) for name, value in re.findall(r"--([\w-]+): (#\w+)", dark)}


def _six(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    dim, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_everybody_can_read_it(at: int) -> None:
    of = tokens()[at]
    assert set(of.values()) <= set(PALETTE.values())
    for name in ("ink", "soft", "link", *STANDINGS):
        for below in ("paper", "card"):
            assert ratio(of[name], of[below]) >= WORDS, (name, below)
    for name in STANDINGS:
        assert ratio(of[name], of[f"{name}-bg"]) >= WORDS, name
    for name in ("press", "alarm"):
        assert ratio(of["white"], of[name]) >= WORDS, name
    assert ratio(of["paper"], of["drill"]) >= WORDS
    assert all(ratio(of[name], of["paper"]) >= LINES for name in ("line", "focus"))


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_no_two_standings_have_the_same_colours(at: int) -> None:
    """Icon and word say it anyway; help is the only one in red."""
    of = tokens()[at]
    looks = [(of[name], of[f"{name}-bg"]) for name in STANDINGS]
    assert all(one[0] != other[0] and one[1] != other[1] for one, other in itertools.combinations(looks, 2))


def test_no_style_has_a_colour_of_its_own() -> None:
    for path in STATIC.glob("*.css"):
        if path.name in _OF_OTHERS:
            continue
        words = re.sub(r":root \{.*?\}|@media print \{.*?\n\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert _HEX.findall(re.sub(r"/\*.*?\*/", "", words, flags=re.DOTALL)) == [], path.name
