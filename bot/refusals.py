"""One clear sentence for every code a flow may raise."""

from __future__ import annotations

from typing import Any

from bot.vocabulary import Locale


def refusal(code: str, locale: Locale, params: dict[str, Any] | None = None) -> str:
    """What is wrong and what to do. Every code of `flows.errors` has words in both languages."""
    raise NotImplementedError
