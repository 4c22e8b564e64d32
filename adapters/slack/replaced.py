"""Keeps note of prompts that a thank-you has replaced, in batches and off every request's way.

Best effort, as the thank-you itself: what is not noted is edited once more by the cycle, to the same effect.
"""

from __future__ import annotations

import logging
import queue
import threading
import time

from flows.prompts_replaced import ReplacedPrompt, note_replaced
from flows.work import Begin, Lane, System

log = logging.getLogger(__name__)

_ACTOR = System("slack")
_BATCH = 500
#: Seconds a batch waits for more. The cycle leaves an answer alone for two (flows.mark_prompts.SETTLE).
_GATHER = 0.3


class ReplacedPrompts:
    """One thread, started with the first note. `note` never blocks."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._notes: queue.SimpleQueue[ReplacedPrompt | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="slack-replaced", daemon=True)
        self._started = False
        self._lock = threading.Lock()

    def note(self, prompt: ReplacedPrompt) -> None:
        with self._lock:
            if not self._started:
                self._started = True
                self._thread.start()
        self._notes.put(prompt)

    def close(self) -> None:
        """Writes what is noted."""
        self._notes.put(None)
        if self._started:
            self._thread.join()

    def _work(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._gather()
            if not batch:
                continue
            try:
                with self._begin(_ACTOR, Lane.FANOUT) as work:
                    note_replaced(work, batch)
            except Exception as error:  # noqa: BLE001 - the rim: the next batch must not suffer
                log.error("%d replaced prompts were not noted: %s", len(batch), type(error).__name__)

    def _gather(self) -> tuple[list[ReplacedPrompt], bool]:
        """The next notes, at least one; and whether there may be more after them."""
        batch: list[ReplacedPrompt] = []
        deadline = None
        while len(batch) < _BATCH:
            try:
                note = self._notes.get(timeout=None if deadline is None else max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if note is None:
                return batch, False
            batch.append(note)
            deadline = deadline or time.monotonic() + _GATHER
        return batch, True
