"""Which press of a person in one message was heard last: only its answer may take the message's place."""

from __future__ import annotations

import threading
from collections import OrderedDict

#: Messages kept in mind; as many thank-yous wait at most.
_AT_MOST = 10_000

#: Whose press, and in which message.
Place = tuple[str, str]


class Newest:
    """Thread-safe."""

    def __init__(self) -> None:
        self._presses: OrderedDict[Place, object] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, place: Place, press: object) -> None:
        with self._lock:
            self._presses[place] = press
            self._presses.move_to_end(place)
            if len(self._presses) > _AT_MOST:
                self._presses.popitem(last=False)

    def is_overtaken(self, place: Place, press: object) -> bool:
        """Whether another press was noted there since."""
        return self._presses.get(place, press) is not press
