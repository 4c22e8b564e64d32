"""The mail channel as it is set at this moment: another server set in the console serves the next letter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from adapters.mail.channel import MailChannel
from adapters.mail.outcomes import unusable
from bot.speech import Speech
from flows.in_force import InForce
from flows.mail_server import MailServer
from flows.ports import Accepted, Attempt, RateLimit, Receiver


class CurrentMail:
    """Implements `flows.ports.Channel`. Thread-safe. Letters under way end with the server they began with."""

    kind = MailChannel.kind
    batch_size = MailChannel.batch_size
    concurrency = MailChannel.concurrency
    shares_bodies = MailChannel.shares_bodies
    retries_safely = MailChannel.retries_safely

    def __init__(self, in_force: InForce, made: Callable[[MailServer], MailChannel]) -> None:
        self._in_force = in_force
        self._made = made
        self._mutex = threading.Lock()
        self._of: MailServer | None = None
        self._channel: MailChannel | None = None

    def render(self, said: Sequence[tuple[Speech, Receiver | None]]) -> list[bytes]:
        return self.now().render(said)

    def send(self, attempt: Attempt) -> Accepted:
        return self.now().send(attempt)

    def limit(self) -> RateLimit | None:
        return None

    def now(self) -> MailChannel:
        """Raises a TemporaryFailure where mail is off: nothing is claimed for it then."""
        wanted, left = self._in_force.mail, None
        with self._mutex:
            # What was claimed just before mail was switched off still goes the way it was meant to.
            if wanted is not None and wanted != self._of:
                left, self._channel, self._of = self._channel, self._made(wanted), wanted
            channel = self._channel
        if left is not None:
            left.close()
        if channel is None:
            raise unusable("mail_off")
        return channel

    def close(self) -> None:
        with self._mutex:
            left, self._channel, self._of = self._channel, None, None
        if left is not None:
            left.close()
