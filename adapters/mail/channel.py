"""Sending by mail: a letter of one's own for everybody, signed, through the company's relay."""

from __future__ import annotations

import ssl

from adapters.mail.dkim import Signer
from adapters.mail.letter import Letterhead, is_address
from adapters.mail.outcomes import patient
from adapters.mail.pool import RelayPool
from adapters.mail.relay import Relay
from bot.speech import Speech
from bot.vocabulary import ChannelKind, ContactState
from flows.ports import Accepted, Attempt, PermanentFailure, RateLimit, Receiver, TemporaryFailure

CONCURRENCY = 8


class MailChannel:
    """Implements `flows.ports.Channel`. A retry sends the same bytes: receivers know a double."""

    kind = ChannelKind.MAIL
    batch_size = 1
    concurrency = CONCURRENCY
    shares_bodies = False
    retries_safely = True

    def __init__(
        self, letterhead: Letterhead, relay: Relay, signer: Signer | None = None, context: ssl.SSLContext | None = None
    ) -> None:
        self._letterhead = letterhead
        self._signer = signer
        self._pool = RelayPool(relay, letterhead.domain, context)
        self.relay = relay

    @property
    def is_signed(self) -> bool:
        return self._signer is not None

    def render(self, speech: Speech, receiver: Receiver | None) -> bytes:
        """ValueError without a receiver: a letter is always to somebody."""
        if receiver is None:
            raise ValueError("a letter needs a receiver")
        letter = self._letterhead.letter(speech, receiver)
        return self._signer.sign(letter, receiver.dated) if self._signer else letter

    def send(self, attempt: Attempt) -> Accepted:
        [member] = attempt.members
        if not is_address(member.address):
            raise PermanentFailure("mail_bad_address", ContactState.BOUNCED)
        try:
            self._pool.send(self._letterhead.address, member.address, attempt.body)
        except TemporaryFailure as failure:
            raise patient(failure, attempt.tries) from failure
        return Accepted(self._letterhead.message_id(attempt.key))

    def limit(self) -> RateLimit | None:
        return None

    def prove(self) -> None:
        """Greets, encrypts and logs in, as sending would; nothing is sent. Raises a SendingError."""
        self._pool.prove()

    def close(self) -> None:
        self._pool.close()
