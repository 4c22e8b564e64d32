"""A thread that does one kind of work whenever it is woken, and outlives every failure of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from adapters.cycle.troubles import Troubles

log = logging.getLogger(__name__)

#: Seconds after a failed step. The database may be away for a while.
_AFTER_FAILURE = 1.0


class Part(Protocol):
    """Something with threads of its own."""

    @property
    def is_alive(self) -> bool: ...

    def start(self) -> None: ...

    def wake(self) -> None: ...

    def end(self) -> None:
        """Nothing further is begun."""
        ...

    def join(self) -> None:
        """Until what was begun is over; to be called after `end`."""
        ...


class Loop:
    """`step` gives the seconds until it wants to run again (0: at once), or None: when it is woken."""

    def __init__(self, name: str, step: Callable[[], float | None]) -> None:
        self._step = step
        self._troubles = Troubles(log)
        self._trouble = f"{name}: a step failed and is tried again"
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._awake.set()

    def end(self) -> None:
        """No further step is begun."""
        self._stopping.set()
        self._awake.set()

    def join(self) -> None:
        """Until the step under way is over; to be called after `end`."""
        if self._thread.ident is not None:
            self._thread.join()

    def pause(self, seconds: float) -> None:
        """Waits inside a step; ends early when the loop is to stop."""
        self._stopping.wait(seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                again_in = self._step()
                self._troubles.went_well(self._trouble)
            except Exception:  # noqa: BLE001 - the rim: told by Troubles
                self._troubles.failed(self._trouble)
                self._stopping.wait(_AFTER_FAILURE)
                again_in = 0.0
            if again_in != 0:
                self._awake.wait(again_in)
