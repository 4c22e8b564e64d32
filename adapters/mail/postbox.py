"""What comes in by mail: the doors that are open, as the settings say."""

from __future__ import annotations

from adapters.mail.addresses import Addresses
from adapters.mail.hearing import Hearing
from adapters.mail.listener import Listener
from adapters.mail.setup import MailSetupError
from flows.work import Begin


class Postbox:
    """`listen`: host:port of the SMTP and LMTP door, or empty. MailSetupError where a setting cannot be used."""

    def __init__(self, begin: Begin, addresses: Addresses, listen: str = "") -> None:
        self._hearing = Hearing(begin, addresses)
        self._place = _place(listen) if listen else None
        self._listener: Listener | None = None

    @property
    def port(self) -> int:
        """What is listened on, 0 where nothing is."""
        return self._listener.port if self._listener else 0

    def start(self) -> None:
        """MailSetupError where the port is taken or not ours."""
        if self._place is not None:
            try:
                self._listener = Listener(self, *self._place)
            except OSError as error:
                raise MailSetupError(f"ANPI_MAIL_LISTEN: this place cannot be listened on: {error.strerror}") from error
            self._listener.start()

    def stop(self) -> None:
        """What has begun is finished."""
        if self._listener is not None:
            self._listener.stop()

    def takes(self, recipient: str) -> bool:
        return self._hearing.addresses.is_ours(recipient)

    def hear(self, raw: bytes, recipient: str, sender: str) -> None:
        self._hearing.hear(raw, (recipient,), sender)


def _place(listen: str) -> tuple[str, int]:
    host, _, port = listen.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise MailSetupError("ANPI_MAIL_LISTEN: write host and port, such as 127.0.0.1:10024")
    return host, int(port)
