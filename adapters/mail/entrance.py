"""What a relay asks of us before it takes a letter: a password, a token, or a mailbox opened first."""

from __future__ import annotations

import smtplib
import ssl
import threading
import time

from adapters.mail import xoauth2
from adapters.mail.outcomes import unusable
from adapters.mail.pop import POP_IS_FRESH_FOR, PopGate
from adapters.mail.xoauth2 import AccessTokens, Renewed
from flows.mail_server import Relay, Security
from flows.ports import TemporaryFailure

#: Seconds after a failure; the channel itself is left alone for longer.
_STAYS_SHUT = 5.0


class Entrance:
    """One for all connections to a relay: what was opened or fetched once serves them all. Thread-safe."""

    def __init__(
        self, relay: Relay, renewed: Renewed = lambda used, new: None, pop_is_fresh_for: float = POP_IS_FRESH_FOR
    ) -> None:
        """`renewed`: is told of a refresh token that came in the place of the one in `relay`.

        `pop_is_fresh_for`: seconds after opening the mailbox in which a refusal has another reason.
        """
        self._relay = relay
        pop, oauth = relay.pop, relay.oauth
        self._gate = PopGate(pop, context_for(pop.security), pop_is_fresh_for) if pop else None
        self._tokens = AccessTokens(oauth, renewed) if oauth else None
        self._mutex = threading.Lock()
        self._failure: TemporaryFailure | None = None
        self._failed_at = 0.0

    def prepare(self) -> None:
        """Before the relay is connected to. Raises a TemporaryFailure.

        Whoever comes right after a failure gets the same: eight wrong logins at once would lock an account.
        """
        if self._relay.is_locked:
            raise unusable("mail_key")
        with self._mutex:
            if self._failure is not None and time.monotonic() - self._failed_at < _STAYS_SHUT:
                raise unusable(self._failure.reason, self._failure.said)
            try:
                self._open()
            except TemporaryFailure as failure:
                self._failure, self._failed_at = failure, time.monotonic()
                raise

    def log_in(self, smtp: smtplib.SMTP) -> None:
        """Raises a TemporaryFailure or smtplib's own errors."""
        if self._tokens is not None:
            self._show_token(smtp, self._tokens)
        elif self._relay.user:
            smtp.login(self._relay.user, self._relay.password)

    def may_have_shut(self) -> bool:
        """A letter was refused for good: true where that may be because a mailbox must be opened again."""
        return self._gate is not None and self._gate.may_have_shut()

    def _open(self) -> None:
        if self._gate is not None:
            self._gate.open()
        if self._tokens is not None:
            self._tokens.token()

    def _show_token(self, smtp: smtplib.SMTP, tokens: AccessTokens) -> None:
        if not smtp.has_extn("auth"):
            raise unusable("mail_no_login")
        token = tokens.token()
        try:
            xoauth2.log_in(smtp, self._relay.user, token)
        except smtplib.SMTPAuthenticationError:
            tokens.refused(token)
            raise


def context_for(security: Security) -> ssl.SSLContext:
    """The machine's authorities are read (25 ms) only where TLS is spoken; elsewhere it trusts nobody."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if security == "none" else ssl.create_default_context()
