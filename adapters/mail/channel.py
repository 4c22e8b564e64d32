"""Sending by mail: a letter of one's own for everybody, signed, through the company's relay."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

from adapters.mail.entrance import Entrance
from adapters.mail.letter import is_address
from adapters.mail.outcomes import patient
from adapters.mail.pool import RelayPool
from adapters.mail.relay import Relay
from adapters.mail.scribe import Scribe
from adapters.mail.session import Envelope
from adapters.mail.writer import Wanted, Writer
from bot.speech import Speech
from bot.vocabulary import ChannelKind, ContactState
from flows.ports import Accepted, Attempt, Member, PermanentFailure, RateLimit, Receiver, TemporaryFailure

CONCURRENCY = 8


class MailChannel:
    """Implements `flows.ports.Channel`. A retry sends the same bytes: receivers know a double."""

    kind = ChannelKind.MAIL
    batch_size = 1
    concurrency = CONCURRENCY
    shares_bodies = False
    retries_safely = True

    def __init__(
        self,
        writer: Writer,
        relay: Relay,
        context: ssl.SSLContext | None = None,
        entrance: Entrance | None = None,
    ) -> None:
        """`entrance`: how the relay lets us in; made of `relay` unless given."""
        self._scribe = Scribe(writer)
        self._letterhead = writer.letterhead
        self._addresses = writer.addresses
        self._pool = RelayPool(relay, writer.letterhead.domain, context, entrance=entrance)
        self.is_signed = writer.is_signing
        self.relay = relay

    def render(self, said: Sequence[tuple[Speech, Receiver | None]]) -> list[bytes]:
        """ValueError without a receiver: a letter is always to somebody."""
        wanted: list[Wanted] = [(speech, receiver) for speech, receiver in said if receiver is not None]
        if len(wanted) < len(said):
            raise ValueError("a letter needs a receiver")
        return self._scribe.letters(wanted)

    def send(self, attempt: Attempt) -> Accepted:
        [member] = attempt.members
        if not is_address(member.address):
            raise PermanentFailure("mail_bad_address", ContactState.BOUNCED)
        try:
            self._pool.send(self._envelope(attempt, member), attempt.body)
        except TemporaryFailure as failure:
            raise patient(failure, attempt.tries) from failure
        return Accepted(self._letterhead.message_id(attempt.key))

    def _envelope(self, attempt: Attempt, member: Member) -> Envelope:
        """With a sender that names the letter, where one is set: reports about it come back to it (VERP)."""
        named = self._addresses.bounce(member.message_id) if self._addresses and member.message_id else ""
        return Envelope(named or self._letterhead.address, member.address, attempt.key if named else "")

    def limit(self) -> RateLimit | None:
        return None

    def prove(self) -> None:
        """Greets, encrypts and logs in, as sending would; nothing is sent. Raises a SendingError."""
        self._pool.prove()

    def close(self) -> None:
        self._scribe.close()
        self._pool.close()
