"""Home tabs waiting to be drawn: one at a time, as fast as Slack allows, each person's newest wish alone.

Best effort by nature: what was done is committed, and whoever opens the tab again has it drawn again. After a press the
tab comes before those that were only opened. views.publish is tier 4, 100 and more a minute
(docs.slack.dev/apis/web-api/rate-limits).
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from adapters.slack.turns import Turns
from bot.vocabulary import ChannelKind
from flows.ports import RateLimit, RateLimited, SendingError
from flows.work import Sender

log = logging.getLogger(__name__)

HOMES_PER_MINUTE = 100
#: Tabs that wait, and people who are remembered to have opened theirs; of more the oldest are forgotten.
_AT_MOST = 2_000
#: Seconds to wait at most before asking for a turn again.
_NAP = 5.0


@dataclass(frozen=True, slots=True)
class Wish:
    """`view_hash`: of what the person saw when they wished; empty where we do not know. `notice` stands on top."""

    sender: Sender
    view_hash: str = ""
    notice: Callable[[], list[dict[str, object]]] | None = None


#: Draws the tab and publishes it. Raises a SendingError.
Draw = Callable[[Wish], None]


class Homes:
    """One thread, started with the first wish. Thread-safe; nothing but `close` waits."""

    def __init__(self, turns: Turns, per_minute: float = HOMES_PER_MINUTE) -> None:
        self._turns = turns
        self._limit = RateLimit(ChannelKind.SLACK, "views.publish", per_minute / 60)
        self._draw: Draw | None = None
        self._pressed: OrderedDict[str, Wish] = OrderedDict()
        self._opened: OrderedDict[str, Wish] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def draw_with(self, draw: Draw) -> None:
        self._draw = draw

    def opened(self, wish: Wish) -> None:
        """Somebody looks at their tab."""
        with self._changed:
            self._know(wish.sender.address)
            if wish.sender.address not in self._pressed:
                self._put(self._opened, wish)

    def pressed(self, wish: Wish) -> None:
        """Somebody has pressed something there, and waits for what is said to it."""
        with self._changed:
            self._know(wish.sender.address)
            self._opened.pop(wish.sender.address, None)
            self._put(self._pressed, wish)

    def seen(self, sender: Sender) -> None:
        """Somebody has their tab before them and has begun something there."""
        with self._changed:
            self._know(sender.address)

    def changed(self, sender: Sender) -> None:
        """Somebody has done something elsewhere that their tab should show, if they have opened it of late."""
        with self._changed:
            if sender.address in self._known and sender.address not in self._pressed:
                self._opened.pop(sender.address, None)
                self._put(self._pressed, Wish(sender))

    def close(self, wait: float = 5.0) -> None:
        """Draws what waits, for at most `wait` seconds."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(wait)

    def _know(self, address: str) -> None:
        self._known[address] = None
        self._known.move_to_end(address)
        if len(self._known) > _AT_MOST:
            self._known.popitem(last=False)

    def _put(self, waiting: OrderedDict[str, Wish], wish: Wish) -> None:
        waiting[wish.sender.address] = wish
        if len(waiting) > _AT_MOST:
            waiting.popitem(last=False)
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._work, name="slack-homes", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            try:
                self._draw_when_allowed(wish)
            except RateLimited as error:
                self._turns.hold(self._limit, error.retry_after or timedelta(seconds=_NAP))
                self._again(wish)
            except SendingError as error:
                log.warning("one home tab is lost: %s", error.reason)
            except Exception as error:
                # The text of an exception may hold a person's words; its type does not.
                is_debug = log.isEnabledFor(logging.DEBUG)
                log.error("one home tab is lost: %s", type(error).__name__, exc_info=is_debug)

    def _next(self) -> Wish | None:
        """The next wish, whenever there is one. None: closed, and nothing waits."""
        with self._changed:
            while not (self._pressed or self._opened):
                if self._is_closed:
                    return None
                self._changed.wait()
            waiting = self._pressed or self._opened
            return waiting.popitem(last=False)[1]

    def _draw_when_allowed(self, wish: Wish) -> None:
        while (wait := self._turns.wait_for(self._limit)) is not None:
            with self._changed:
                if self._is_closed:
                    return
                self._changed.wait(min(wait.total_seconds(), _NAP))
        if self._draw is not None:
            self._draw(wish)

    def _again(self, wish: Wish) -> None:
        """Unless the person has wished something newer meanwhile."""
        with self._changed:
            address = wish.sender.address
            if not self._is_closed and address not in self._pressed and address not in self._opened:
                self._pressed[address] = wish
                self._pressed.move_to_end(address, last=False)
