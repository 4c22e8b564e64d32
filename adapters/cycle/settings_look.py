"""Every process looks once a second which settings hold: what is set in the console is in force everywhere at once."""

from __future__ import annotations

from adapters.cycle.loop import Loop
from flows.in_force import InForce
from flows.work import Begin, Lane, System

_EVERY = 1.0


class SettingsLook:
    """`start` and `stop` once each."""

    def __init__(self, begin: Begin, in_force: InForce) -> None:
        self._begin = begin
        self._in_force = in_force
        self._loop = Loop("settings", self._step)

    def look(self) -> None:
        """On a database at our revision."""
        with self._begin(System("settings"), Lane.READ) as work:
            self._in_force.look(work)

    def start(self) -> None:
        """What holds is known before anything else begins."""
        self.look()
        self._loop.start()

    def stop(self) -> None:
        self._loop.end()
        self._loop.join()

    def _step(self) -> float:
        self.look()
        return _EVERY
