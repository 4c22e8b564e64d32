"""Watches the log of a story: errors nobody named, and secrets that must never stand in it (invariant 14)."""

from __future__ import annotations

import logging
from collections.abc import Iterable

#: Our own rooms: a warning of theirs means that something was lost or not understood.
_OURS = ("adapters", "flows", "storage", "bot", "app")


class LogWatch(logging.Handler):
    """Keeps everything from INFO on while it is attached; `allow` names the lines a story means to cause."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._records: list[tuple[logging.LogRecord, str]] = []
        self._allowed: list[str] = []
        self._level_before = logging.getLogger().level

    def attach(self) -> None:
        root = logging.getLogger()
        self._level_before = root.level
        root.setLevel(logging.INFO)
        root.addHandler(self)

    def detach(self) -> None:
        root = logging.getLogger()
        root.removeHandler(self)
        root.setLevel(self._level_before)

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append((record, self.format(record)))

    def allow(self, containing: str) -> None:
        self._allowed.append(containing)

    def unnamed(self) -> list[str]:
        """Errors of anybody and warnings of our own rooms that no line of the story allowed."""
        return [
            f"{record.levelname} {record.name}: {line}"
            for record, line in self._records
            if _is_bad(record) and not any(words in line for words in self._allowed)
        ]

    def naming(self, secrets: Iterable[str]) -> list[str]:
        """Lines that hold one of these."""
        wanted = [secret for secret in secrets if secret]
        return [line for _, line in self._records if any(secret in line for secret in wanted)]


def _is_bad(record: logging.LogRecord) -> bool:
    is_ours = record.name.partition(".")[0] in _OURS
    return record.levelno >= (logging.WARNING if is_ours else logging.ERROR)
