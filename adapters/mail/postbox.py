"""What comes in by mail: the doors that are open, as the settings say."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from adapters.mail.addresses import Addresses
from adapters.mail.hearing import Hearing
from adapters.mail.imap import MailboxError, MailboxUrlError, Poller, parse_mailbox
from adapters.mail.listener import Listener
from adapters.mail.setup import MailSetupError
from flows.ports import Finding
from flows.work import Begin


class Postbox:
    """`listen`: host:port of the SMTP and LMTP door, or empty. `imap_url`: a mailbox to look into, or empty.

    MailSetupError where a setting cannot be used. No network before `start`.
    """

    def __init__(self, begin: Begin, addresses: Addresses, listen: str = "", imap_url: str = "") -> None:
        self._hearing = Hearing(begin, addresses)
        self._place = _place(listen) if listen else None
        self._listener: Listener | None = None
        try:
            self._poller = Poller(parse_mailbox(imap_url), self._hearing.hear) if imap_url else None
        except MailboxUrlError as error:
            raise MailSetupError(f"ANPI_IMAP_URL: {error}") from error

    @property
    def port(self) -> int:
        """What is listened on, 0 where nothing is."""
        return self._listener.port if self._listener else 0

    def start(self) -> None:
        """MailSetupError where that place cannot be listened on. Of several processes there the first one listens."""
        if self._place is not None:
            try:
                self._listener = Listener(self, *self._place)
                self._listener.start()
            except OSError as error:
                if not _knock(*self._place).ok:
                    words = f"ANPI_MAIL_LISTEN: this place cannot be listened on: {error.strerror}"
                    raise MailSetupError(words) from error
        if self._poller is not None:
            self._poller.start()

    def stop(self) -> None:
        """What has begun is finished."""
        if self._listener is not None:
            self._listener.stop()
        if self._poller is not None:
            self._poller.stop()

    def takes(self, recipient: str) -> bool:
        return self._hearing.addresses.is_ours(recipient)

    def hear(self, raw: bytes, recipient: str, sender: str) -> None:
        self._hearing.hear(raw, (recipient,), sender)

    def examine(self) -> Iterator[Finding]:
        """For the doctor: each door that is set is knocked at."""
        if self._hearing.addresses.are_set and self._place is None and self._poller is None:
            yield Finding(
                "mail door", False, "bounces and answers come to nobody: set ANPI_MAIL_LISTEN or ANPI_IMAP_URL"
            )
        if self._place is not None:
            yield _knock(*self._place)
        if self._poller is not None:
            try:
                self._poller.prove()
            except MailboxError as error:
                yield Finding("mailbox", False, str(error))
            else:
                yield Finding("mailbox", True, "the mailbox for bounces and answers was opened")


def _knock(host: str, port: int) -> Finding:
    try:
        with socket.create_connection((host, port), 5) as connection:
            greeting = connection.recv(64)
    except OSError:
        greeting = b""
    if greeting.startswith(b"220 anpi"):
        return Finding("mail door", True, f"it listens on {host}:{port}")
    return Finding("mail door", False, f"nothing of ours listens on {host}:{port}: start anpi serve")


def _place(listen: str) -> tuple[str, int]:
    host, _, port = listen.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise MailSetupError("ANPI_MAIL_LISTEN: write host and port, such as 127.0.0.1:10024")
    return host, int(port)
