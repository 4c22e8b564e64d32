"""The language in which somebody is written to; each is offered in its own words."""

from __future__ import annotations

WORDS = {
    "own_language.offer": ("これからのメッセージも日本語で受け取る", "Get messages in English from now on"),
    "own_language.done": ("これからのメッセージは日本語で届きます", "Messages will come in English from now on"),
    "audit_action.language_chosen": ("自分の言語を選んだ", "Chose their language"),
    "audit_value.ja-easy": ("やさしい日本語", "Easy Japanese"),
}
