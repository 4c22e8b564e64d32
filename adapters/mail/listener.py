"""A door for letters: a small SMTP (RFC 5321) and LMTP (RFC 2033) server, one thread a connection.

Meant for the company's own mail server to hand over what comes to our two addresses: no login, no TLS, nothing is
passed on, no other recipient is taken. 250 after the final dot means: what follows from the letter is committed.
"""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import threading
from collections.abc import Callable, Sequence
from typing import BinaryIO, Protocol

from adapters.mail.mime import LETTER_MAX

log = logging.getLogger(__name__)

_CONNECTIONS_MAX = 20
#: Octets of a command line (RFC 5321 asks for 512, some send long paths).
_LINE_MAX = 2_048
_RECIPIENTS_MAX = 100
#: Seconds without a word from the other side.
_SILENT_AT_MOST = 60.0
_ENDS_WITHIN = 10.0
_PATH = re.compile(r"(?:FROM|TO):[ ]?<(?:@[^<>:]*:)?([^<>\s]*)>(?:\s.*)?", re.IGNORECASE)


class Desk(Protocol):
    """What is done with a letter. Thread-safe."""

    def takes(self, recipient: str) -> bool: ...

    def hear(self, raw: bytes, recipient: str, sender: str) -> None:
        """Returns after the commit; whatever it raises, the other side is told to try again later."""
        ...


class Listener:
    """Listens from `start` to `stop`; port 0 takes a free one. OSError where the place cannot be listened on."""

    def __init__(self, desk: Desk, host: str, port: int) -> None:
        self._desk = desk
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._open: dict[threading.Thread, socket.socket] = {}
        self._mutex = threading.Lock()
        self._thread = threading.Thread(target=self._accept, name="mail-listener", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """No more letters; one that is being heard is finished and answered."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        if self._thread.is_alive():
            self._thread.join(_ENDS_WITHIN)
        with self._mutex:
            left = dict(self._open)
        for connection in left.values():
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RD)
        for thread in left:
            thread.join(_ENDS_WITHIN)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._converse, args=(connection,), name="mail-letter", daemon=True)
            with self._mutex:
                is_full = len(self._open) >= _CONNECTIONS_MAX
                if not is_full:
                    self._open[thread] = connection
            if is_full:
                _turn_away(connection)
            else:
                thread.start()

    def _converse(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as reader:
                connection.settimeout(_SILENT_AT_MOST)
                _Conversation(self._desk, connection, reader).run()
        except OSError:
            # They went away, or were silent for too long. What was not answered they send again.
            pass
        finally:
            with self._mutex:
                self._open.pop(threading.current_thread(), None)


def _turn_away(connection: socket.socket) -> None:
    with connection, contextlib.suppress(OSError):
        connection.settimeout(1)
        connection.sendall(b"421 4.3.2 Too many connections, try again later\r\n")


class _Conversation:
    def __init__(self, desk: Desk, connection: socket.socket, reader: BinaryIO) -> None:
        self._desk, self._connection, self._reader = desk, connection, reader
        self._is_lmtp = False
        self._sender: str | None = None
        self._recipients: list[str] = []
        self._verbs: dict[str, Callable[[str], bool]] = {
            "EHLO": lambda _: self._greet(is_lmtp=False),
            "LHLO": lambda _: self._greet(is_lmtp=True),
            "HELO": lambda _: self._forget("250 anpi"),
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": lambda _: self._data(),
            "RSET": lambda _: self._forget("250 2.0.0 OK"),
            "NOOP": lambda _: self._say("250 2.0.0 OK"),
            "VRFY": lambda _: self._say("252 2.5.0 Send a letter and see"),
            "QUIT": lambda _: not self._say("221 2.0.0 Bye"),
        }

    def run(self) -> None:
        self._say("220 anpi ESMTP")
        goes_on = True
        while goes_on:
            line = self._reader.readline(_LINE_MAX)
            if not line.endswith(b"\n"):
                return
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            act = self._verbs.get(verb.upper())
            goes_on = act(rest.strip()) if act else self._say("500 5.5.2 Command not recognised")

    def _say(self, reply: str) -> bool:
        self._connection.sendall(reply.encode() + b"\r\n")
        return True

    def _forget(self, reply: str) -> bool:
        self._sender, self._recipients = None, []
        return self._say(reply)

    def _greet(self, is_lmtp: bool) -> bool:
        self._is_lmtp = is_lmtp
        return self._forget(
            f"250-anpi\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {LETTER_MAX}"
        )

    def _mail(self, rest: str) -> bool:
        found = _PATH.fullmatch(rest)
        if found is None or self._sender is not None:
            return self._say("501 5.5.4 MAIL FROM:<address>, once" if found is None else "503 5.5.1 One at a time")
        size = re.search(r"\bSIZE=(\d{1,12})\b", rest, re.IGNORECASE)
        if size and int(size[1]) > LETTER_MAX:
            return self._say("552 5.3.4 Too long")
        self._sender = found[1]
        return self._say("250 2.1.0 OK")

    def _rcpt(self, rest: str) -> bool:
        found = _PATH.fullmatch(rest)
        if self._sender is None or found is None:
            return self._say("501 5.5.4 RCPT TO:<address>" if found is None else "503 5.5.1 MAIL first")
        if len(self._recipients) >= _RECIPIENTS_MAX:
            return self._say("452 4.5.3 Too many recipients")
        if not self._desk.takes(found[1]):
            return self._say("550 5.1.1 No such address here")
        self._recipients.append(found[1])
        return self._say("250 2.1.5 OK")

    def _data(self) -> bool:
        if self._sender is None or not self._recipients:
            return self._say("503 5.5.1 RCPT first")
        sender, recipients = self._sender, self._recipients
        self._say("354 End with a dot on a line of its own")
        raw = self._read_letter()
        if raw is None:
            return False
        self._sender, self._recipients = None, []
        if len(raw) > LETTER_MAX:
            replies = ["552 5.3.4 Too long"] * len(recipients)
        else:
            replies = self._heard(raw, recipients, sender)
        if self._is_lmtp:
            return self._say("\r\n".join(replies))
        return self._say(max(replies))

    def _heard(self, raw: bytes, recipients: Sequence[str], sender: str) -> list[str]:
        """One reply for each recipient; a letter that comes again is known by then."""
        replies = []
        for recipient in recipients:
            try:
                self._desk.hear(raw, recipient, sender)
                replies.append("250 2.0.0 OK")
            except Exception as error:  # noqa: BLE001 - the rim: nothing is lost, they send it again
                # Neither the letter nor an address may reach the log.
                log.error("a letter that came in could not be heard: %s", type(error).__name__)
                replies.append("451 4.3.0 Try again later")
        return replies

    def _read_letter(self) -> bytes | None:
        """Up to the final dot, dots unstuffed; what is too long is read and dropped. None: cut short."""
        lines: list[bytes] = []
        size, before = 0, b"\r\n"
        while True:
            line = self._reader.readline(65_536)
            # A dot after a bare line feed is no end: taking it for one lets letters be smuggled in (CVE-2023-51764).
            if line == b".\r\n" and before.endswith(b"\r\n"):
                return b"".join(lines)
            if not line:
                return None
            if size <= LETTER_MAX:
                lines.append(line[1:] if line.startswith(b".") and before.endswith(b"\n") else line)
                size += len(line)
            before = line
