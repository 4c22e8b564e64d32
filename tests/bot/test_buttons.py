"""A button's value: what is encoded comes back, and nothing else is taken for a press."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import (
    AnswerPress,
    CanWorkPress,
    ChangePress,
    CloseHelpPress,
    CommentPress,
    InfoPress,
    NamesPress,
    PlacePress,
    Press,
    ResumePress,
    StartAnywayPress,
    TakeHelpPress,
    UnknownButtonError,
    decode,
    encode,
)
from bot.manager_buttons import CheckDeed, CheckDeedPress, OpenForm, OpenFormPress, PersonDeed, PersonDeedPress
from bot.menu_buttons import MenuPress, MenuTile, SpeakPress
from bot.vocabulary import CanWork, CheckKind, Locale, Standing, Status

#: LINE: postback data. Slack: a button's value.
LINE_MOST, SLACK_MOST = 300, 2000

_ids = st.integers(0, 10**18 - 1)
_texts = st.text(st.characters(codec="utf-8"), max_size=300)
_short = st.one_of(
    st.builds(AnswerPress, _ids, _ids, st.sampled_from(Status)),
    st.builds(ChangePress, _ids, _ids),
    st.builds(CommentPress, _ids),
    st.builds(CanWorkPress, _ids, st.sampled_from(CanWork)),
    st.builds(PlacePress, _ids),
    st.builds(TakeHelpPress, _ids),
    st.builds(CloseHelpPress, _ids),
    st.builds(NamesPress, _ids, st.none() | st.sampled_from(Standing)),
    st.just(InfoPress()),
    st.just(ResumePress()),
    st.builds(CheckDeedPress, st.sampled_from(CheckDeed), _ids),
    st.builds(PersonDeedPress, st.sampled_from(PersonDeed), _ids, _ids),
    st.builds(OpenFormPress, st.sampled_from(OpenForm)),
    st.builds(MenuPress, st.sampled_from(MenuTile)),
    st.builds(SpeakPress, st.sampled_from(Locale)),
)
_starts = st.builds(
    StartAnywayPress, st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True), st.sampled_from(CheckKind), _texts
)


@given(_short)
def test_a_press_comes_back_from_its_value_and_fits_line(press: Press) -> None:
    value = encode(press)
    assert decode(value) == press
    assert value.isascii()
    assert len(value) <= LINE_MOST


@given(_starts)
def test_a_start_comes_back_with_its_title_and_fits_slack(press: StartAnywayPress) -> None:
    value = encode(press)
    assert decode(value) == press
    assert value.isascii()
    assert len(value) <= SLACK_MOST


@given(st.text(max_size=100))
def test_any_other_text_is_refused_as_unknown(text: str) -> None:
    try:
        press = decode(text)
    except UnknownButtonError:
        return
    assert decode(encode(press)) == press


@given(_short.map(encode), st.integers(0, 30), st.text(max_size=3))
def test_a_tampered_value_is_refused_or_means_another_press(value: str, place: int, patch: str) -> None:
    try:
        press = decode(value[:place] + patch + value[place + len(patch) :])
    except UnknownButtonError:
        return
    assert decode(encode(press)) == press


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a1",
        "a1:",
        "a2:inf",
        "a1:inf:1",
        "a1:ans:1:0",
        "a1:ans:01:0:safe",
        "a1:ans:1:0:fine",
        "a1:ans:1:0:safe:x",
        "a1:ans:-1:0:safe",
        "a1:ans:１:0:safe",
        "a1:ans:1 :0:safe",
        "a1:ans:1234567890123456789:0:safe",
        "a1:who:1:everybody",
        "a1:wrk:1:maybe",
        "a1:sta:d:real:***",
        "a1:sta:d:real:_w==",
        "a1:sta::real:YQ==",
        "a1:sta:d/e:real:YQ==",
        "a1:sta:d:false:YQ==",
    ],
)
def test_a_value_nobody_made_is_unknown(value: str) -> None:
    with pytest.raises(UnknownButtonError):
        decode(value)
