"""A mail server on this computer, with everybody's mailbox."""

from __future__ import annotations

import itertools
import ssl
import threading
from collections import defaultdict

from sandbox.clocks import Clock, system_clock
from sandbox.mail.certificate import make_certificate
from sandbox.mail.mailbox import Letter
from sandbox.mail.refusals import Refusal, Refusals, Stage
from sandbox.mail.smtp import Conversation, SmtpServer
from sandbox.recording import Book, Call

SIZE_LIMIT = 10 * 1024 * 1024


class MailStandIn:
    """One SMTP server that keeps what it accepts.

    `login` is the only (user, password) that may send; None lets everybody. `starttls` offers STARTTLS, `smtps` speaks
    TLS from the first byte; `certificate` is then what a client has to trust. DSN is not offered, as by plain relays.
    """

    def __init__(
        self,
        *,
        login: tuple[str, str] | None = None,
        starttls: bool = False,
        smtps: bool = False,
        clock: Clock = system_clock,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.login = login
        self.host = host
        self.certificate = ""
        self.book = Book()
        self.refusals = Refusals()
        self._clock = clock
        self._starttls, self._smtps = starttls, smtps
        self._numbers = itertools.count(1)
        self._mailboxes: dict[str, list[Letter]] = defaultdict(list)
        self._letters: dict[int, Letter] = {}
        self._stopping = threading.Event()
        tls: ssl.SSLContext | None = None
        if starttls or smtps:
            tls, self.certificate = make_certificate()
        self._server = SmtpServer(self, host, port, SIZE_LIMIT, tls, tls_at_once=smtps)

    def start(self) -> MailStandIn:
        """Begin to accept letters."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Stop accepting."""
        self._stopping.set()
        self._server.stop()

    def __enter__(self) -> MailStandIn:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.port

    @property
    def url(self) -> str:
        """For `ANPI_SMTP_URL`."""
        scheme = "smtps" if self._smtps else "smtp+starttls" if self._starttls else "smtp"
        user = f"{self.login[0]}:{self.login[1]}@" if self.login else ""
        return f"{scheme}://{user}{self.host}:{self.port}"

    def mailbox(self, address: str) -> list[Letter]:
        """Everything accepted for this address, oldest first."""
        with self.book.lock:
            return list(self._mailboxes.get(address.lower(), ()))

    @property
    def letters(self) -> list[Letter]:
        """Everything accepted, oldest first: one entry for each receiver; doubles show here."""
        with self.book.lock:
            return list(self._letters.values())

    def letter(self, number: int) -> Letter:
        """One letter; LookupError where there is none."""
        with self.book.lock:
            return self._letters[number]

    def find_letter(self, address: str, containing: str = "") -> Letter | None:
        """The newest letter with these words in subject or text."""
        for letter in reversed(self.mailbox(address)):
            if containing in letter.subject or containing in letter.text:
                return letter
        return None

    def wait_for_letter(self, address: str, containing: str = "", timeout: float = 10.0) -> Letter:
        """The newest such letter, as soon as there is one; TimeoutError otherwise."""
        found = self.book.wait_for(lambda: self.find_letter(address, containing), timeout)
        assert found is not None
        return found

    def refuse(self, address: str, reply: str = "550 5.1.1 User unknown", stage: Stage = "RCPT",
               times: int | None = None) -> None:  # fmt: skip
        """Answer 4xx or 5xx to this receiver (`*`: everybody) at MAIL, RCPT or after the final dot (DATA)."""
        self.refusals.order(Refusal(stage, address, reply, times, 0))

    def drop_after_dot(self, address: str = "*", times: int | None = 1) -> None:
        """Take the letter into the mailbox, then cut the connection without the 250."""
        self.refusals.order(Refusal("DROP", address, "", times, 0))

    def be_slow(self, seconds: float, address: str = "*", times: int | None = 1) -> None:
        """Wait so many real seconds before the answer to the final dot."""
        self.refusals.order(Refusal("SLOW", address, "", times, seconds))

    def may_send(self, sender: str) -> str:
        """The reply to MAIL."""
        refusal = self.refusals.take("MAIL", [sender])
        return self._note("MAIL", [sender], refusal.reply if refusal is not None else "250 OK")

    def may_receive(self, receiver: str) -> str:
        """The reply to RCPT."""
        refusal = self.refusals.take("RCPT", [receiver])
        return self._note("RCPT", [receiver], refusal.reply if refusal is not None else "250 OK")

    def take(self, letter: Conversation, raw: bytes) -> str:
        """The reply to the final dot; empty cuts the connection after the letter has been kept."""
        receivers = list(letter.receivers)
        slow = self.refusals.take("SLOW", receivers)
        if slow is not None:
            self._stopping.wait(slow.seconds)
        refusal = self.refusals.take("DATA", receivers)
        if refusal is not None:
            return self._note("DATA", receivers, refusal.reply)
        self._keep(letter, raw)
        self._note("DATA", receivers, "250 OK")
        return "" if self.refusals.take("DROP", receivers) is not None else "250 2.0.0 OK: queued"

    def _keep(self, letter: Conversation, raw: bytes) -> None:
        now, options = self._clock(), tuple(letter.options)
        with self.book.lock:
            for receiver in letter.receivers:
                number = next(self._numbers)
                kept = Letter(
                    number, letter.sender or "", receiver, raw, now, options, letter.signed_in_as, letter.over_tls
                )
                self._letters[number] = kept
                self._mailboxes[receiver.lower()].append(kept)
            self.book.change()

    def _note(self, stage: str, addresses: list[str], reply: str) -> str:
        error = "" if reply.startswith("2") else reply
        self.book.record(Call(stage, {"to": addresses}, self._clock(), int(reply[:3]), error))
        return reply
