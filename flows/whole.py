"""What the composition root joins, as those see it who only use it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flows.paces import Paces
from flows.ports import Finding


class PlatformRoom(Protocol):
    """A platform's room of the house. `start` needs no network, `close` finishes what is queued."""

    def start(self) -> None: ...

    def close(self) -> None: ...

    def examine(self, mail_to: str) -> Iterable[Finding]:
        """For the doctor; a test mail goes to `mail_to` where it is given."""
        ...


class Whole(Protocol):
    """Every part of the program."""

    @property
    def paces(self) -> Paces: ...
