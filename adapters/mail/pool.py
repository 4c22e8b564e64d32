"""Connections to the relay that are used again, by any thread."""

from __future__ import annotations

import ssl
import threading
import time

from adapters.mail.entrance import Entrance, context_for
from adapters.mail.relay import Relay
from adapters.mail.session import Deadline, Envelope, Session
from flows.ports import PermanentFailure, TemporaryFailure

#: Letters over one connection; relays close it after about as many.
LETTERS_PER_CONNECTION = 100
#: Seconds after which an unused connection is not trusted any more; some relays close after 30.
IDLE_AT_MOST = 20.0
#: Seconds for one letter from the first byte to the last, connecting included: well inside its lease.
LETTER_DEADLINE = 60.0


class RelayPool:
    """As many connections as threads send at once; the one used last is used next."""

    def __init__(
        self,
        relay: Relay,
        greeting_name: str,
        context: ssl.SSLContext | None = None,
        letter_deadline: float = LETTER_DEADLINE,
        entrance: Entrance | None = None,
    ) -> None:
        """`context`: how certificates are verified; the machine's own authorities unless given."""
        self._entrance = entrance or Entrance(relay)
        self._letter_deadline = letter_deadline
        self._relay = relay
        self._greeting_name = greeting_name
        self._context = context or context_for(relay.security)
        self._idle: list[Session] = []
        self._is_closed = False
        self._lock = threading.Lock()

    def send(self, envelope: Envelope, letter: bytes) -> None:
        """One letter, one recipient. Raises a SendingError."""
        deadline = Deadline(self._letter_deadline)
        session = self._take()
        fresh = session is None
        session = session or self._open(deadline)
        try:
            session.transact(envelope, letter, deadline)
        except TemporaryFailure:
            if fresh or session.is_open:
                raise
            # The relay closed the waiting connection before it saw this letter.
            session = self._open(deadline)
            session.transact(envelope, letter, deadline)
        except PermanentFailure:
            if not self._entrance.may_have_shut():
                raise
            session.quit()
            session = self._open(deadline)
            session.transact(envelope, letter, deadline)
        finally:
            self._give_back(session)

    def prove(self) -> None:
        """Greets, encrypts and logs in, and says goodbye."""
        self._open(Deadline(self._letter_deadline)).quit()

    def close(self) -> None:
        """A letter under way is finished, and its connection with it."""
        with self._lock:
            idle, self._idle = self._idle, []
            self._is_closed = True
        for session in idle:
            session.quit()

    def _open(self, deadline: Deadline) -> Session:
        return Session(self._relay, self._greeting_name, self._context, deadline, self._entrance)

    def _take(self) -> Session | None:
        while True:
            with self._lock:
                session = self._idle.pop() if self._idle else None
            if session is None or time.monotonic() - session.used_at < IDLE_AT_MOST:
                return session
            session.close()

    def _give_back(self, session: Session) -> None:
        if not session.is_open:
            return
        with self._lock:
            is_kept = not self._is_closed and session.letters < LETTERS_PER_CONNECTION
            if is_kept:
                self._idle.append(session)
        if not is_kept:
            session.quit()
