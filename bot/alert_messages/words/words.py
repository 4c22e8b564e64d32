"""Word lists as patterns, compiled when somebody first asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Words:
    """Alternatives in plain spelling (`bot.alert_messages.spelling`); each may be a regular expression."""

    def __init__(self, *alternatives: str) -> None:
        self._alternatives = alternatives

    def find(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.search(text, start)

    def all_in(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text)

    def are_in(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def cut_from(self, text: str) -> str:
        """The text without them: a full stop stands where they were."""
        return self.pattern.sub("。", text)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self._alternatives), re.MULTILINE)
