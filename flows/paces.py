"""How fast the channels take messages, and how many LINE still takes this month, as the preflight needs it.

Asked beside whoever wants to know and outside every transaction: a flow never waits for the network.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import cached_property

from bot.vocabulary import ChannelKind
from flows.in_force import InForce
from flows.ports import Channel, Metered
from flows.preflight import Pace

#: Seconds for which a platform's answer is not asked for again.
_GOOD_FOR = 30.0
#: Seconds a page waits for it: on the day the platform may be slow, and the page must not be.
_WAITED = 1.0


class Paces:
    """Thread-safe. Platforms are asked beside the request: whoever answers too late is shown the next time."""

    def __init__(
        self,
        channels: Sequence[Channel],
        clock: Callable[[], float] = time.monotonic,
        patience: float = _WAITED,
        in_force: InForce | None = None,
    ) -> None:
        """`patience`: seconds a page waits for a platform's answer. `in_force`: whose mail server is measured.

        Channels may join until it is asked for the first time.
        """
        self.in_force = in_force
        self._channels = channels
        self._clock = clock
        self._patience = patience

    @cached_property
    def _meters(self) -> dict[ChannelKind, _Meter]:
        metered = (channel for channel in self._channels if isinstance(channel, Metered))
        return {channel.kind: _Meter(channel, self._clock, self._patience) for channel in metered}

    def now(self) -> dict[ChannelKind, Pace]:
        return {channel.kind: self._pace(channel) for channel in self._channels}

    def _pace(self, channel: Channel) -> Pace:
        limit, meter = channel.limit(), self._meters.get(channel.kind)
        per_second = None if limit is None else limit.per_second * channel.batch_size
        return Pace(per_second, None if meter is None else meter.left())


class _Meter:
    def __init__(self, channel: Metered, clock: Callable[[], float], patience: float) -> None:
        self._channel = channel
        self._clock = clock
        self._patience = patience
        self._mutex = threading.Lock()
        self._asking: threading.Thread | None = None
        self._asked_at = float("-inf")
        self._left: int | None = None

    def left(self) -> int | None:
        """None: without a limit, or not told yet."""
        with self._mutex:
            is_asking = self._asking is not None and self._asking.is_alive()
            if not is_asking and self._clock() - self._asked_at >= _GOOD_FOR:
                self._asked_at = self._clock()
                self._asking = threading.Thread(target=self._ask, name="meter", daemon=True)
                self._asking.start()
            asking = self._asking
        if asking is not None:
            asking.join(self._patience)
        return self._left

    def _ask(self) -> None:
        self._left = self._channel.left_this_month()
