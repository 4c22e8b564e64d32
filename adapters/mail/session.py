"""One connection to the relay: opened as safely as the settings ask, then letter after letter.

A letter is one transaction of RFC 5321. Where the server offers PIPELINING (RFC 2920) its three commands go out
together: on a real network the round trips decide how long 10,000 letters take.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass

from adapters.mail.entrance import Entrance
from adapters.mail.outcomes import ServerAnswer, Stage, judge, lost, unreachable, unusable
from adapters.mail.relay import Relay
from flows.ports import SendingError

#: Seconds for connecting, and for each single answer.
CONNECT_TIMEOUT = 10.0
ANSWER_TIMEOUT = 30.0
#: Nothing that RFC 3461 would have encoded.
_ENVELOPE_NAME = re.compile(r"[A-Za-z0-9.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """`name`: what reports call the letter (RFC 3461: ENVID); empty where none are asked for."""

    sender: str
    recipient: str
    name: str = ""

    def report_wishes(self) -> tuple[str, str]:
        """RFC 3461, for MAIL and RCPT: when it fails or is late, with its headers alone."""
        if not _ENVELOPE_NAME.fullmatch(self.name):
            return "", ""
        return f" RET=HDRS ENVID={self.name}", " NOTIFY=FAILURE,DELAY"


class Deadline:
    """One letter must be settled before its lease ends, however slowly each single answer comes."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def arm(self, smtp: smtplib.SMTP, at_most: float = ANSWER_TIMEOUT) -> None:
        """Lets the next answer take what is left. Raises TimeoutError where nothing is."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if smtp.sock is not None:
            smtp.sock.settimeout(min(left, at_most))


class Session:
    """Not thread-safe: one thread at a time. Raises a SendingError from every method."""

    def __init__(
        self, relay: Relay, greeting_name: str, context: ssl.SSLContext, deadline: Deadline, entrance: Entrance
    ) -> None:
        self.letters = 0
        self.used_at = time.monotonic()
        entrance.prepare()
        self._smtp = _open(relay, greeting_name, context, deadline, entrance)
        self._pipelines = self._smtp.has_extn("pipelining")
        self._reports = self._smtp.has_extn("dsn")

    def transact(self, envelope: Envelope, letter: bytes, deadline: Deadline) -> None:
        """Returns when the server has taken the letter over."""
        stage = Stage.MAIL
        try:
            refused = self._envelope(envelope, deadline)
            if refused:
                self._after_refusal(refused)
                raise judge(refused)
            stage = Stage.DATA
            deadline.arm(self._smtp)
            self._smtp.send(_dotted(letter))
            stage = Stage.DOT
            code, text = self._smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise lost(stage) from error
        self.letters += 1
        self.used_at = time.monotonic()
        if code == 250:
            return
        if not 400 <= code < 600:
            self.close()
            raise lost(Stage.DOT)
        raise judge(ServerAnswer(Stage.DOT, code, _text(text)))

    @property
    def is_open(self) -> bool:
        return self._smtp.sock is not None

    def close(self) -> None:
        """At once, without a farewell that could hang."""
        self._smtp.close()

    def quit(self) -> None:
        try:
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()

    def _envelope(self, envelope: Envelope, deadline: Deadline) -> ServerAnswer | None:
        """The first refusal, or None when the server waits for the letter."""
        of_mail, of_rcpt = envelope.report_wishes() if self._reports else ("", "")
        commands = (
            (Stage.MAIL, f"MAIL FROM:<{envelope.sender}>{of_mail}\r\n".encode()),
            (Stage.RCPT, f"RCPT TO:<{envelope.recipient}>{of_rcpt}\r\n".encode()),
            (Stage.DATA, b"DATA\r\n"),
        )
        deadline.arm(self._smtp)
        if self._pipelines:
            self._smtp.send(b"".join(command for _, command in commands))
        refused: ServerAnswer | None = None
        for stage, command in commands:
            deadline.arm(self._smtp)
            if not self._pipelines:
                self._smtp.send(command)
            code, text = self._smtp.getreply()
            wanted = code == 354 if stage is Stage.DATA else code in (250, 251)
            if wanted and stage is Stage.DATA and refused:
                # Pipelined past a refusal, yet the server waits for a letter: an empty one goes to nobody.
                self._smtp.send(b".\r\n")
                self._smtp.getreply()
            refused = refused or (None if wanted else ServerAnswer(stage, code, _text(text)))
            if refused and (refused.code == 421 or not self._pipelines):
                break
        return refused

    def _after_refusal(self, refused: ServerAnswer) -> None:
        """The connection serves the next letter, unless the server is closing it or talks nonsense."""
        if refused.code == 421 or not 400 <= refused.code < 600:
            self.close()
        else:
            self._smtp.rset()


def _open(
    relay: Relay, greeting_name: str, context: ssl.SSLContext, deadline: Deadline, entrance: Entrance
) -> smtplib.SMTP:
    smtp = _connect(relay, greeting_name, context)
    try:
        _greet(smtp, deadline)
        if relay.security == "starttls":
            _start_tls(smtp, context)
            _greet(smtp, deadline)
        deadline.arm(smtp, CONNECT_TIMEOUT)
        entrance.log_in(smtp)
    except BaseException as error:
        smtp.close()
        raise _opening_failure(error) from error
    return smtp


def _connect(relay: Relay, greeting_name: str, context: ssl.SSLContext) -> smtplib.SMTP:
    """`greeting_name` spares a look-up of this machine's own name, which can take seconds."""
    try:
        if relay.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, greeting_name, timeout=CONNECT_TIMEOUT, context=context
            )
        else:
            smtp = smtplib.SMTP(relay.host, relay.port, greeting_name, timeout=CONNECT_TIMEOUT)
    except (smtplib.SMTPException, OSError) as error:
        raise _opening_failure(error) from error
    if smtp.sock is not None:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


def _greet(smtp: smtplib.SMTP, deadline: Deadline) -> None:
    deadline.arm(smtp, CONNECT_TIMEOUT)
    code, text = smtp.ehlo()
    if code != 250:
        raise judge(ServerAnswer(Stage.GREETING, code, _text(text)))


def _start_tls(smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
    """Asked for, so required: nothing is ever sent in the clear instead."""
    try:
        smtp.starttls(context=context)
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        raise unusable("mail_no_starttls") from error


def _opening_failure(error: BaseException) -> BaseException:
    match error:
        case SendingError():
            return error
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= 500:
            return unusable("mail_login", f"{error.smtp_code} {_text(error.smtp_error)}")
        case smtplib.SMTPNotSupportedError():
            return unusable("mail_no_login")
        case ssl.SSLCertVerificationError():
            return unusable("mail_certificate", error.verify_message)
        case ssl.SSLError():
            return unusable("mail_tls", error.reason or "")
        case smtplib.SMTPServerDisconnected():
            return lost(Stage.GREETING)
        case smtplib.SMTPResponseException():
            return judge(ServerAnswer(Stage.GREETING, error.smtp_code, _text(error.smtp_error)))
        case smtplib.SMTPException():
            return unusable("mail_no_login")
        case OSError():
            return unreachable()
        case _:
            return error


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _dotted(letter: bytes) -> bytes:
    """RFC 5321, 4.5.2: a line that begins with a dot gets a second one; the letter ends with a line of one dot."""
    quoted = letter.replace(b"\r\n.", b"\r\n..")
    return quoted + (b".\r\n" if quoted.endswith(b"\r\n") else b"\r\n.\r\n")
