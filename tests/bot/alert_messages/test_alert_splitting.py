"""Long texts in several messages: nothing lost, each within the limits, and saying so."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alert_messages.counting import count
from bot.alert_messages.data_files import editions
from bot.alert_messages.splitting import CannotSplitError, Part, split
from bot.alert_messages.vocabulary import Audience, Limits
from tests.bot.alert_messages.own_messages import checked, rules

LIMITS = Limits()
SHELTERS = [
    f"{name}小学校" for name in ("青葉", "南町", "北台", "西山", "東川", "中州", "本町", "栄町", "港", "桜", "緑", "泉")
]
HEAD = """\
避難指示
警戒レベル4 危険な場所から全員避難
こちらは青葉市です

発令内容:11月28日18時10分、避難指示を発令
対象地域:南町1丁目から5丁目、北台全域、西山全域、東川の左岸

理由:大雨により北川が氾濫するおそれ

行動要請:対象地域の方は速やかに安全な場所へ避難してください

開設されている避難所:
"""


def parts_of(text: str, audience: Audience = Audience.AREA_MAIL, limits: Limits = LIMITS) -> tuple[Part, ...]:
    return split(text, editions()["2026"], audience, limits)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_alone(part: Part) -> str:
    """Without what was added."""
    body = re.sub("先ほどの緊急速報メールの続きです|続きは次の緊急速報メールでお知らせします", "", part.body)
    return squeezed(body)


def test_what_fits_stays_as_it_is() -> None:
    text = HEAD + "青葉小学校"
    assert [f"{part.title}\n{part.body}" for part in parts_of(text)] == [text]


def test_the_shelters_go_to_the_second_message_as_the_guide_shows() -> None:
    first, second = parts_of(HEAD + "、".join(SHELTERS))
    assert first.title == "避難指示"
    assert "開設された避難所:次の緊急速報メールでお知らせします" in first.body
    assert second.title == "避難指示の避難所情報"
    assert second.body.split("\n\n")[:2] == ["こちらは青葉市です", "先ほどの緊急速報メールの続きです"]
    assert all(name in second.body for name in SHELTERS)
    assert rules(checked(f"{first.title}\n{first.body}")) == rules(checked(f"{second.title}\n{second.body}")) == set()


def test_where_that_is_not_enough_the_area_goes_too() -> None:
    areas = "対象地域:" + "、".join(f"{name}{n}丁目" for name in ("南町", "北台", "西山") for n in range(1, 7))
    text = re.sub("対象地域:.*", areas, HEAD) + "、".join(SHELTERS[:3])
    first, second = parts_of(text)
    assert "対象地域／開設された避難所:次の緊急速報メールでお知らせします" in first.body
    assert second.title == "避難指示の対象地域／避難所情報"
    assert areas in second.body
    assert rules(checked(f"{first.title}\n{first.body}")) == rules(checked(f"{second.title}\n{second.body}")) == set()


def test_every_part_of_a_drill_is_marked() -> None:
    text = "【訓練】" + HEAD.replace("警戒", "【訓練】警戒") + "、".join(SHELTERS) + "\n\nこれは訓練です"
    for part in parts_of(text):
        assert part.title.startswith("【訓練】")
        assert rules(checked(f"{part.title}\n{part.body}")) == set()


def test_a_company_speaks_of_messages() -> None:
    text = "本社で火災\n総務部です\n" + "\n".join(f"{n}階の人は東階段で駐車場へ出てください" for n in range(1, 16))
    first, second, *_ = parts_of(text, Audience.COMPANY)
    assert first.body.endswith("続きは次のメッセージでお知らせします")
    assert second.body.startswith("総務部です\n\n先ほどのメッセージの続きです")
    english = "Fire\nGeneral Affairs\n" + "\n".join(f"Floor {n}: leave by the east stairs" for n in range(1, 20))
    assert parts_of(english, Audience.COMPANY)[1].body.startswith("General Affairs\n\nThis continues the previous")


def test_limits_without_room_are_refused() -> None:
    with pytest.raises(CannotSplitError):
        parts_of("避難指示\n" + "あ" * 100, limits=Limits(body=40))


# No line that could be taken for the sender: that one is said again in every part.
_LINE = st.text(st.sampled_from("あいう避難所、。:0 (A"), max_size=260)


@given(lines=st.lists(_LINE, min_size=1, max_size=14), body_limit=st.integers(90, 260))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_and_every_part_is_within_the_limits(lines: list[str], body_limit: int) -> None:
    limits = Limits(body=body_limit)
    text = "お知らせ\n" + "\n".join(lines)
    parts = parts_of(text, limits=limits)
    assert all(count(part.body, limits) <= limits.body for part in parts)
    assert all(count(part.title, limits) <= limits.title for part in parts)
    assert sorted("".join(map(text_alone, parts))) == sorted(squeezed("\n".join(lines)))
    for part in parts:
        again = parts_of(f"{part.title}\n{part.body}", limits=limits)
        assert [squeezed(one.body) for one in again] == [squeezed(part.body)]


def test_a_list_is_cut_between_its_members() -> None:
    schools = ", ".join(f"Aoba School {number}" for number in range(1, 30))
    first, second, *_ = parts_of(f"Flood\nThis is Aoba City.\n{schools}")
    assert re.search(r"Aoba School \d+,\s+The rest follows", first.body)
    assert re.search(r"message\.\s+Aoba School \d+,", second.body)


@pytest.mark.parametrize(
    ("title", "titles"),
    [
        ("Heavy rain flood warning", ("Heavy rain (more)", "Heavy rain (3)")),
        ("Evacuation order", ("Evacuation (2)", "Evacuation (3)")),
        ("[DRILL] Flood", ("[DRILL] Flood (more)", "[DRILL] Flood (3)")),
        # No whole word has room: better a part of it than nothing.
        ("Internationalization", ("Internati (more)", "Internat (more2)")),
    ],
)
def test_no_word_of_an_english_title_is_cut_and_a_drill_speaks_english(title: str, titles: tuple[str, ...]) -> None:
    parts = parts_of(f"{title}\nThis is Aoba City.\n" + "Go to a high place now. " * 25)
    assert tuple(part.title for part in parts[1:3]) == titles
    for part in parts:
        assert "訓練" not in part.body
        # The first says something, too, and no sentence is cut that need not be.
        assert "Go to a high place now." in part.body
        assert "Go to a high place now. \n" in part.body or part is parts[-1]
        assert ("This message is for a drill." in part.body) is title.startswith("[DRILL]")
