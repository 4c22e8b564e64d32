"""Signed, single-purpose tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.links import WebLinks, examine_links
from adapters.web.tokens import LIFETIMES, BadTokenError, ExpiredTokenError, Purpose, Tokens
from flows.in_force import InForce, OfEnvironment
from flows.seal import Seal
from tests.support.clock import MovableClock

KEY = "k" * 40


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def tokens(clock: MovableClock) -> Tokens:
    return Tokens(KEY, clock)


def test_a_token_gives_back_what_it_was_made_of(tokens: Tokens) -> None:
    assert tokens.read(Purpose.ANSWER, tokens.make(Purpose.ANSWER, 7, 12345, 2), 3) == (7, 12345, 2)


@pytest.mark.parametrize("other", [purpose for purpose in Purpose if purpose is not Purpose.ANSWER])
def test_a_token_opens_nothing_but_its_own_purpose(tokens: Tokens, other: Purpose) -> None:
    token = tokens.make(Purpose.ANSWER, 7, 12345, 2)
    with pytest.raises(BadTokenError):
        tokens.read(other, token, 3)


def test_a_token_of_another_installation_is_refused(tokens: Tokens, clock: MovableClock) -> None:
    with pytest.raises(BadTokenError):
        tokens.read(Purpose.ANSWER, Tokens("x" * 40, clock).make(Purpose.ANSWER, 7, 12345, 2), 3)


@pytest.mark.parametrize("more", ["=", '="><x-evil>', '">', " ", "\n", "=~", "あ"])
def test_a_token_carries_nothing_more(tokens: Tokens, more: str) -> None:
    """What decodes base64 reads on after odd letters and stops at a `=`: such a link would be good, and not ours."""
    token = tokens.make(Purpose.ANSWER, 7, 12345, 2)
    for changed in (token + more, more + token, token.replace("~", more + "~")):
        assert not tokens.was_made_for(Purpose.ANSWER, changed)
        with pytest.raises(BadTokenError):
            tokens.read(Purpose.ANSWER, changed, 3)


@given(st.data())
def test_a_changed_token_is_refused(data: st.DataObject) -> None:
    tokens = Tokens(KEY, MovableClock())
    token = tokens.make(Purpose.UNSUBSCRIBE, 99)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="utf-8"))
    changed = token[:at] + letter + token[at + 1 :]
    if changed == token:
        return
    try:
        read = tokens.read(Purpose.UNSUBSCRIBE, changed, 1)
    except BadTokenError:
        return
    # The last base64 letter of a signature holds spare bits: the same bytes, and so the same numbers.
    assert read == (99,)
    assert at == len(token) - 1


@given(st.text(max_size=400))
def test_odd_text_is_only_ever_a_bad_token(text: str) -> None:
    with pytest.raises(BadTokenError):
        Tokens(KEY, MovableClock()).read(Purpose.ANSWER, text, 3)


def test_an_answer_link_lives_as_long_as_the_check(tokens: Tokens, clock: MovableClock) -> None:
    token = tokens.make(Purpose.ANSWER, 7, 12345, 2)
    clock.forward(timedelta(days=3650))
    assert tokens.read(Purpose.ANSWER, token, 3) == (7, 12345, 2)


@pytest.mark.parametrize("purpose", list(LIFETIMES))
def test_other_links_expire(tokens: Tokens, clock: MovableClock, purpose: Purpose) -> None:
    token = tokens.make(purpose, 7)
    clock.forward(LIFETIMES[purpose] - timedelta(seconds=2))
    assert tokens.read(purpose, token, 1) == (7,)
    clock.forward(timedelta(seconds=4))
    with pytest.raises(ExpiredTokenError):
        tokens.read(purpose, token, 1)


def test_links_stand_below_the_base_address(tokens: Tokens) -> None:
    links = WebLinks("https://anpi.example.jp/", tokens)
    assert links.answer(1, 2, 0).startswith("https://anpi.example.jp/a/")
    assert links.board(5, 2).startswith("https://anpi.example.jp/console/checks/5?t=")


@pytest.mark.parametrize(
    ("base_url", "has_channels", "ok"),
    [
        ("http://127.0.0.1:8080", True, False),
        ("http://localhost:8080", True, False),
        ("http://127.0.0.1:8080", False, True),
        ("https://anpi.example.jp", True, True),
    ],
)
def test_the_doctor_finds_links_that_lead_nowhere(base_url: str, has_channels: bool, ok: bool) -> None:
    in_force = InForce(OfEnvironment(outside=base_url), Seal("k" * 40))
    [finding] = examine_links(in_force, has_channels)
    assert finding.ok is ok
    assert finding.detail.partition(" (from the environment)")[1]
    assert base_url in finding.detail


def test_the_doctor_names_the_address_inside_as_well() -> None:
    in_force = InForce(OfEnvironment(outside="https://anpi.example.jp", inside="http://anpi.local"), Seal("k" * 40))
    assert "http://anpi.local" in [one.detail for one in examine_links(in_force, True)][1]
