"""Failures that go on: told in full when they begin and in one line from time to time, or an outage fills the disk."""

from __future__ import annotations

import logging

#: Failures in a row between two lines: with one try a second, a minute.
_TOLD_EVERY = 60


class Troubles:
    """What is failing, by name. Each name is for one thread."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._in_a_row: dict[str, int] = {}

    def failed(self, what: str) -> None:
        """To be called while the exception is handled."""
        times = self._in_a_row.get(what, 0)
        self._in_a_row[what] = times + 1
        if times == 0:
            self._log.exception("%s", what)
        elif times % _TOLD_EVERY == 0:
            self._log.error("%s, %d times in a row by now", what, times + 1)

    def went_well(self, what: str) -> None:
        if self._in_a_row.pop(what, 0) > 1:
            self._log.info("over now: %s", what)
