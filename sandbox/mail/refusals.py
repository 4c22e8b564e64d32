"""What the mail server refuses on demand."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal

Stage = Literal["MAIL", "RCPT", "DATA", "DROP", "SLOW"]


@dataclass(slots=True)
class Refusal:
    """`address` is a receiver, `*` anybody; `times` None means always; `seconds` is for SLOW (real seconds)."""

    stage: Stage
    address: str
    reply: str
    times: int | None
    seconds: float


class Refusals:
    """The orders still open, oldest first. Thread-safe."""

    def __init__(self) -> None:
        self._open: list[Refusal] = []
        self._lock = threading.Lock()

    def order(self, refusal: Refusal) -> None:
        """One more; ValueError for a reply that is not 4xx or 5xx."""
        if refusal.stage in ("MAIL", "RCPT", "DATA") and refusal.reply[:1] not in ("4", "5"):
            raise ValueError(f"a refusal is a 4xx or 5xx reply, not {refusal.reply!r}")
        with self._lock:
            self._open.append(refusal)

    def take(self, stage: Stage, addresses: list[str]) -> Refusal | None:
        """The order that meets one of these addresses at this stage, if any."""
        if not self._open:
            return None
        wanted = {one.lower() for one in addresses}
        with self._lock:
            for refusal in self._open:
                if refusal.stage != stage or (refusal.address != "*" and refusal.address.lower() not in wanted):
                    continue
                if refusal.times is not None:
                    refusal.times -= 1
                    if refusal.times <= 0:
                        self._open.remove(refusal)
                return refusal
        return None

    def clear(self) -> None:
        """Everybody receives again."""
        with self._lock:
            self._open.clear()
