"""POP before SMTP: a mailbox is opened, and for some minutes the old server lets this machine send.

There is no standard for it. Servers remember for 10 to 30 minutes; we trust them for five.
"""

from __future__ import annotations

import poplib
import ssl
import threading
import time

from adapters.mail.outcomes import unusable
from flows.mail_server import PopBefore

TIMEOUT = 10.0
REMEMBERED = 300.0
#: A refusal this soon after the mailbox was opened has another reason.
POP_IS_FRESH_FOR = 60.0


class PopGate:
    """Thread-safe: the first to come opens the mailbox, the others wait for it."""

    def __init__(self, pop: PopBefore, context: ssl.SSLContext, is_fresh_for: float = POP_IS_FRESH_FOR) -> None:
        self._pop = pop
        self._context = context
        self._is_fresh_for = is_fresh_for
        self._mutex = threading.Lock()
        self._opened_at: float | None = None

    def open(self) -> None:
        """Does nothing while the last time counts. Raises a TemporaryFailure."""
        with self._mutex:
            if self._opened_at is not None and time.monotonic() - self._opened_at < REMEMBERED:
                return
            self._log_in()
            self._opened_at = time.monotonic()

    def may_have_shut(self) -> bool:
        """A letter was refused: true where the server may have forgotten us; the mailbox is then opened again."""
        with self._mutex:
            was_fresh = self._opened_at is not None and time.monotonic() - self._opened_at < self._is_fresh_for
            self._opened_at = self._opened_at if was_fresh else None
            return not was_fresh

    def _log_in(self) -> None:
        box: poplib.POP3 | None = None
        try:
            box = self._connect()
            self._tell(box)
            box.quit()
        except poplib.error_proto as error:
            raise unusable("mail_pop_login", _words(error)) from error
        except ssl.SSLCertVerificationError as error:
            raise unusable("mail_certificate", error.verify_message) from error
        except OSError as error:
            raise unusable("mail_pop_unreachable", error.strerror or "") from error
        finally:
            if box is not None:
                box.close()

    def _connect(self) -> poplib.POP3:
        if self._pop.security == "tls":
            return poplib.POP3_SSL(self._pop.host, self._pop.port, timeout=TIMEOUT, context=self._context)
        return poplib.POP3(self._pop.host, self._pop.port, timeout=TIMEOUT)

    def _tell(self, box: poplib.POP3) -> None:
        """Without TLS the password itself stays at home where the server knows APOP (RFC 1939)."""
        if self._pop.security == "none" and b"<" in box.welcome and b"@" in box.welcome:
            box.apop(self._pop.user, self._pop.password)
            return
        box.user(self._pop.user)
        box.pass_(self._pop.password)


def _words(error: poplib.error_proto) -> str:
    said = error.args[0] if error.args else b""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
