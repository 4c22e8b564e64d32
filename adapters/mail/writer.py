"""Letters written and signed: all that is needed for it, and nothing else."""

from __future__ import annotations

from adapters.mail.dkim import DkimKey, Signer
from adapters.mail.letter import Letterhead
from bot.speech import Speech
from flows.ports import Receiver

#: What is to be said to whom.
Wanted = tuple[Speech, Receiver]


class Writer:
    """SenderError and DkimKeyError where a setting cannot be used. Can be sent to another process. Thread-safe."""

    def __init__(self, mail_from: str, dkim: DkimKey | None = None) -> None:
        self._made_of = (mail_from, dkim)
        self.letterhead = Letterhead(mail_from)
        self._signer = Signer(dkim) if dkim else None

    def __reduce__(self) -> tuple[type[Writer], tuple[str, DkimKey | None]]:
        return Writer, self._made_of

    @property
    def is_signing(self) -> bool:
        return self._signer is not None

    def letter(self, speech: Speech, receiver: Receiver) -> bytes:
        letter = self.letterhead.letter(speech, receiver)
        return self._signer.sign(letter, receiver.dated) if self._signer else letter
