"""Numbers with their noun: `{people:# person is|# people are}` says the first for 1, the second otherwise."""

from __future__ import annotations

from string import Formatter
from typing import Any

_APART = "|"


def fill(words: str, params: dict[str, object]) -> str:
    """As `str.format`, and numbers with their noun. KeyError where a placeholder is not filled."""
    return _COUNTED.format(words, **params) if _APART in words else words.format(**params)


class _Counted(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        one, apart, many = format_spec.partition(_APART)
        if not apart:
            return str(super().format_field(value, format_spec))
        return (one if str(value) == "1" else many).replace("#", str(value))


_COUNTED = _Counted()
