"""One letter through a mail server that nobody has set yet: what becomes of it, in the server's own words."""

from __future__ import annotations

import logging
import queue
import threading
import time
import uuid
from collections.abc import Callable

from adapters.mail.entrance import Entrance, context_for
from adapters.mail.session import Deadline, Envelope, Session
from adapters.mail.writer import Writer
from bot.plain import one_line
from bot.trial import trial_mail
from bot.vocabulary import Locale
from flows.mail_server import MailServer
from flows.ports import Clock, MailTried, Receiver, SendingError

log = logging.getLogger(__name__)

#: Seconds for the whole conversation: somebody waits in front of a page.
WITHIN = 25.0
_SAID_AT_MOST = 400


class Trial:
    """Implements `flows.ports.MailTrial`. No connection outlives a try."""

    def __init__(self, writer_for: Callable[[MailServer], Writer], clock: Clock, within: float = WITHIN) -> None:
        self._writer_for = writer_for
        self._clock = clock
        self._within = within

    def try_out(self, server: MailServer, to: str, locale: Locale) -> MailTried:
        """In a thread of its own: a server that sends one letter of its greeting a second holds up nobody."""
        outcome: queue.SimpleQueue[MailTried] = queue.SimpleQueue()

        def try_it() -> None:
            outcome.put(self._tried(server, to, locale))

        threading.Thread(target=try_it, name="mail-trial", daemon=True).start()
        try:
            return outcome.get(timeout=self._within)
        except queue.Empty:
            return MailTried("mail_too_slow")

    def _tried(self, server: MailServer, to: str, locale: Locale) -> MailTried:
        try:
            return MailTried(letter_seconds=self._send(server, to, locale))
        except SendingError as error:
            return MailTried(error.reason, one_line(error.said, _SAID_AT_MOST))
        except Exception:
            log.exception("a test of a mail server failed in an unforeseen way")
            return MailTried("unforeseen")

    def _send(self, server: MailServer, to: str, locale: Locale) -> float:
        writer, relay = self._writer_for(server), server.relay
        receiver = Receiver(to, "", locale, uuid.uuid4().hex, self._clock.now())
        letter = writer.letter(trial_mail(locale), receiver)
        deadline = Deadline(self._within)
        session = Session(relay, writer.letterhead.domain, context_for(relay.security), deadline, Entrance(relay))
        try:
            began_at = time.monotonic()
            session.transact(Envelope(writer.letterhead.address, to), letter, deadline)
            return time.monotonic() - began_at
        finally:
            session.quit()
