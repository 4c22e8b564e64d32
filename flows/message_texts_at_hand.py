"""The company's own words for whoever says thank you: thousands press at once, and each is thanked."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.message_texts import MessageText, MessageTexts, TextKind
from bot.vocabulary import Locale
from flows.message_texts import texts_in_force
from flows.work import Begin, Lane, System

#: Seconds. A change is seen after this at the latest, in every process.
AT_MOST_OLD = 1.0


class TextsAtHand:
    """Thread-safe: threads that come at the same instant may read the same twice."""

    def __init__(self, begin: Begin, clock: Callable[[], float] = time.monotonic) -> None:
        self._begin = begin
        self._clock = clock
        self._kept: tuple[float, MessageTexts] | None = None

    def thanks(self, locale: Locale) -> MessageText | None:
        """The company's own thank-you, or None."""
        return self._texts().own.get((TextKind.THANKS, locale))

    def _texts(self) -> MessageTexts:
        kept, now = self._kept, self._clock()
        if kept is not None and now - kept[0] < AT_MOST_OLD:
            return kept[1]
        with self._begin(System("texts"), Lane.READ) as work:
            texts = texts_in_force(work)
        self._kept = now, texts
        return texts
