"""Whatever a flow refuses, the person is told what is wrong and what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.refusals import NamedCheck, name_missing, refusal, went_wrong
from bot.vocabulary import CheckKind, Locale
from bot.wording import WORDS

ROOT = Path(__file__).parents[2]
ERRORS = {"RefusedError", "NotFoundError", "InvalidError", "FlowError"}


def raised_codes() -> Iterator[str]:
    """First arguments of the flows' errors, as the source says them."""
    for room in ("flows", "adapters"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=code), *_]) if name in ERRORS:
                        yield str(code)


def test_every_code_that_is_raised_has_words() -> None:
    assert {code for code in raised_codes() if f"refusal.{code}" not in WORDS} == set()


@pytest.mark.parametrize("locale", Locale)
def test_a_refusal_is_a_sentence(locale: Locale) -> None:
    for code in ("unknown_person", "not_a_manager", "outside_units", "no_active_check", "empty_title", "empty_word"):
        assert refusal(code, locale).endswith(("。", ".", "”", "認"))


@pytest.mark.parametrize("locale", Locale)
def test_a_code_without_words_still_gives_a_sentence(locale: Locale) -> None:
    assert refusal("never_heard_of", locale) == refusal("unclear", locale)


@pytest.mark.parametrize("locale", Locale)
def test_a_missing_parameter_still_gives_a_sentence(locale: Locale) -> None:
    assert refusal("name_missing", locale, {}) == refusal("unclear", locale)


def test_parameters_of_users_are_cleaned_and_cut() -> None:
    said = refusal("name_missing", Locale.EN, {"verb": "\u202emark\n" + "x" * 500})
    assert "\u202e" not in said
    assert "\n" not in said
    assert len(said) < 250


def test_several_checks_are_listed_with_number_title_and_kind_and_the_list_ends() -> None:
    checks = tuple(NamedCheck(number, CheckKind.DRILL, "x" * 500) for number in range(12, 20))
    checks = (NamedCheck(11, CheckKind.REAL, "地震\u202e"), *checks)
    said = refusal("several_checks", Locale.JA, {"verb": "close", "checks": checks, "example": 19})
    assert "番号 11「地震」（本番）・番号 12「" in said
    assert said.endswith("・ほか 4件。/safety close 19 のように、番号で指定してください。")
    english = refusal("several_checks", Locale.EN, {"verb": "remind", "checks": checks[:2], "example": 12})
    assert "No. 11 “地震” (real), No. 12 “" in english
    assert english.endswith("such as /safety remind 12.")


def test_a_fault_of_ours_names_the_emergency_number() -> None:
    assert "119" in went_wrong(Locale.JA)
    assert "119" in went_wrong(Locale.EN)


def test_a_missing_name_shows_how_to_name_somebody() -> None:
    assert "/safety mark @" in name_missing("mark", Locale.JA)
