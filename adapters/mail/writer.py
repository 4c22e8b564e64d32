"""Letters written and signed: all that is needed for it, and nothing else."""

from __future__ import annotations

from adapters.mail.addresses import Addresses
from adapters.mail.dkim import DkimKey, Signer
from adapters.mail.letter import Letterhead
from bot.speech import Speech
from flows.ports import Receiver

#: What is to be said to whom.
Wanted = tuple[Speech, Receiver]


class Writer:
    """SenderError and DkimKeyError where a setting cannot be used. Can be sent to another process. Thread-safe."""

    def __init__(self, mail_from: str, dkim: DkimKey | None = None, addresses: Addresses | None = None) -> None:
        """`addresses`: those of ours that name a letter; None: replies and reports go to `mail_from`."""
        self._made_of = (mail_from, dkim, addresses)
        self.addresses = addresses
        self.letterhead = Letterhead(mail_from)
        self._signer = Signer(dkim) if dkim else None

    def __reduce__(self) -> tuple[type[Writer], tuple[str, DkimKey | None, Addresses | None]]:
        return Writer, self._made_of

    @property
    def is_signing(self) -> bool:
        return self._signer is not None

    def letter(self, speech: Speech, receiver: Receiver) -> bytes:
        reply_to = self.addresses.answer(receiver.question_id) if self.addresses and receiver.question_id else ""
        letter = self.letterhead.letter(speech, receiver, reply_to)
        return self._signer.sign(letter, receiver.dated) if self._signer else letter
