"""Every action of the audit log has words, and what is known of it is told without its codes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.audit_words import ACTIONS, UNTOLD, action_words, detail_words, door_words
from bot.vocabulary import Locale
from bot.wording import WORDS

FLOWS = Path(__file__).parents[2] / "flows"
TOKYO = ZoneInfo("Asia/Tokyo")
#: Actions that are passed on: each stands as a literal where it comes from.
PASSED_ON = {"action", "queries.VIEWED"}


def _literals(given: ast.expr) -> Iterator[str]:
    match given:
        case ast.Constant(str() as action):
            yield action
        case ast.IfExp():
            yield from _literals(given.body)
            yield from _literals(given.orelse)
        case _:
            assert ast.unparse(given) in PASSED_ON, ast.unparse(given)


def notes() -> Iterator[ast.Call]:
    """Every `note(work, …)` and `_note(work, …)` of the flows."""
    for file in FLOWS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="note" | "_note"), args=[first, _, *_]) if "work" in ast.unparse(first):
                    yield node


def test_every_action_that_flows_note_is_told_in_words_and_in_one_group() -> None:
    noted = {action for call in notes() for action in _literals(call.args[1])} | {"contacts_viewed"}
    assert noted == set(ACTIONS), "what nobody notes needs no words"
    assert len(set(ACTIONS)) == len(ACTIONS)
    assert {f"audit_action.{action}" for action in ACTIONS} <= set(WORDS)


def test_every_detail_that_flows_note_has_words() -> None:
    named = {word.arg for call in notes() for word in call.keywords if word.arg}
    told = {key.removeprefix("audit_detail.") for key in WORDS if key.startswith("audit_detail.")}
    assert named - {"check_id", "subject_person_id"} - UNTOLD - told == set()


def test_what_a_later_release_notes_shows_its_code() -> None:
    assert action_words("of_tomorrow", Locale.JA) == "of_tomorrow"
    assert detail_words({"odd": [1, "x"]}, Locale.EN, TOKYO, {}) == ["odd: 1, x"]


@pytest.mark.parametrize(
    ("door", "words"),
    [("console", "管理画面"), ("slack:U0X", "Slack U0X"), ("sign-in page", "ログイン画面"), ("rpa", "rpa")],
)
def test_doors(door: str, words: str) -> None:
    assert door_words(door, Locale.JA) == words


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"kind": "drill", "roll": 12_000, "on_leave": 0}, ["種類：訓練", "対象者 12,000 名", "休職で除いた人 0 名"]),
        ({"people": [1, 2, 3]}, ["3 名"]),
        ({"people": 20_000}, ["20,000 名"]),
        ({"status": "help"}, ["回答：助けが必要"]),
        ({"text": "closed", "locale": "en"}, ["文面：終了のお知らせ", "言語：英語"]),
        ({"contact_id": 4, "what": ["address", "label"]}, ["変えたもの：アドレス・メモ"]),
        ({"role": "unit_manager", "unit_ids": [7, 8]}, ["権限：防災管理者", "担当する組織：本社/開発部・#8"]),
        ({"role": ""}, []),
        ({"reason": "quiet_hours", "until": "2026-11-20T22:00:00+00:00"}, ["理由：夜間", "11/21 07:00 まで"]),
        ({"by": "mail"}, ["方法：メール"]),
        ({"first": "2026-11-01", "last": None, "is_asked": True}, ["2026-11-01 から", "休職中も確認する：はい"]),
        (
            {"attempted": "start_check", "code": "not_a_manager"},
            ["しようとしたこと：安否確認を始めた", WORDS["refusal.not_a_manager"][0]],
        ),
        ({"attempted": "odd_flow", "code": "no_such_contact"}, ["しようとしたこと：odd_flow", "no_such_contact"]),
    ],
)
def test_details_are_told_in_words(details: dict[str, object], words: list[str]) -> None:
    assert detail_words(details, Locale.JA, TOKYO, {7: "本社/開発部"}) == words
