"""A mailbox that is looked into every minute (IMAP4rev1): for companies whose mail server hands over nothing.

Letter by letter: heard, committed, and only then marked as seen. Who dies between the two hears it again, and knows it.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from adapters.mail.letter import ADDRESS
from adapters.mail.mime import LETTER_MAX, read_part

log = logging.getLogger(__name__)

#: Seconds between two looks, and for each answer of the server.
EVERY = 60.0
_TIMEOUT = 30.0
_ENDS_WITHIN = 35.0
#: Letters of one look; the rest is for the next one.
_PAGE = 500
#: Where servers write down to which address a letter came; To is what its sender wrote.
_RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "to", "cc")
_HEADER_MAX = 4_000
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

#: Takes a letter and the addresses it may have come to; returns after the commit.
Hear = Callable[[bytes, tuple[str, ...]], None]


class MailboxUrlError(ValueError):
    """ANPI_IMAP_URL cannot be used; the text never shows it, because it holds a password."""


class MailboxError(Exception):
    """The mailbox cannot be looked into; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_encrypted: bool = True


def parse_mailbox(url: str) -> Mailbox:
    """`imaps://user:pass@host[:993][/Folder]`, percent-encoded. MailboxUrlError says what to write instead."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        user, password, folder = (
            unquote(word or "", errors="strict") for word in (parts.username, parts.password, parts.path.strip("/"))
        )
    except ValueError as error:
        raise MailboxUrlError("write imaps://user:password@imap.example.jp") from error
    if parts.scheme not in ("imaps", "imap") or not parts.hostname or not user or not password:
        raise MailboxUrlError(
            "write imaps://user:password@imap.example.jp; in a password write / ? # @ as %2F %3F %23 %40"
        )
    is_encrypted = parts.scheme == "imaps"
    if not is_encrypted and parts.hostname not in _LOOPBACK:
        raise MailboxUrlError("the password would cross the network in the clear: use imaps://")
    if not re.fullmatch(r"[ !#-\[\]-~]*", folder):
        raise MailboxUrlError("the folder's name must be plain ASCII, without quotation marks")
    return Mailbox(
        parts.hostname, port or (993 if is_encrypted else 143), user, password, folder or "INBOX", is_encrypted
    )


class Poller:
    """Looks into the mailbox from `start` to `stop`, in a thread of its own."""

    def __init__(self, mailbox: Mailbox, hear: Hear, context: ssl.SSLContext | None = None) -> None:
        self._mailbox, self._hear, self._context = mailbox, hear, context
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mail-poller", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """The letter in hand is finished."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_ENDS_WITHIN)

    def look(self) -> int:
        """How many new letters were heard. MailboxError where the mailbox cannot be opened."""
        with self._opened() as imap:
            heard = 0
            for uid in _new_ones(imap)[:_PAGE]:
                if self._stopping.is_set():
                    break
                heard += self._one(imap, uid)
            return heard

    def prove(self) -> None:
        """Logs in and opens the folder. MailboxError where that cannot be done."""
        with self._opened():
            pass

    def _one(self, imap: imaplib.IMAP4, uid: str) -> bool:
        raw = _fetched(imap, uid)
        if raw is not None:
            try:
                self._hear(raw, recipients_of(raw))
            except Exception as error:  # noqa: BLE001 - the rim: it stays unseen and is heard at the next look
                log.error("a letter in the mailbox could not be heard: %s", type(error).__name__)
                return False
        imap.uid("STORE", uid, "+FLAGS.SILENT", "(\\Seen)")
        return True

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except MailboxError as error:
                log.warning("the mailbox for bounces and answers: %s", error)
            except (imaplib.IMAP4.error, OSError) as error:
                log.warning("the mailbox for bounces and answers: %s", type(error).__name__)
            self._stopping.wait(EVERY)

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        imap = self._connected()
        try:
            try:
                imap.login(self._mailbox.user, self._mailbox.password)
            except imaplib.IMAP4.error as error:
                raise MailboxError("user or password is refused: check ANPI_IMAP_URL") from error
            if imap.select(f'"{self._mailbox.folder}"')[0] != "OK":
                raise MailboxError("there is no such folder: check ANPI_IMAP_URL")
            yield imap
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                imap.logout()

    def _connected(self) -> imaplib.IMAP4:
        host, port = self._mailbox.host, self._mailbox.port
        try:
            if not self._mailbox.is_encrypted:
                return imaplib.IMAP4(host, port, timeout=_TIMEOUT)
            context = self._context or ssl.create_default_context()
            return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=_TIMEOUT)
        except ssl.SSLCertVerificationError as error:
            raise MailboxError("the server's certificate is not valid for its name") from error
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError("the server does not answer: check host and port in ANPI_IMAP_URL") from error


def recipients_of(raw: bytes) -> tuple[str, ...]:
    """Every address the letter may have come to; which of them is ours its token says."""
    letter = read_part(raw)
    values = (value for name in _RECIPIENT_HEADERS for value in letter.all_of(name))
    return tuple(dict.fromkeys(found for value in values for found in ADDRESS.findall(value[:_HEADER_MAX])))


def _new_ones(imap: imaplib.IMAP4) -> list[str]:
    _, found = imap.uid("SEARCH", "UNSEEN")
    return (found[0] or b"").decode("ascii", "replace").split() if found else []


def _fetched(imap: imaplib.IMAP4, uid: str) -> bytes | None:
    """None: too long to be read, or gone."""
    _, sizes = imap.uid("FETCH", uid, "(RFC822.SIZE)")
    size = re.search(rb"RFC822\.SIZE (\d+)", sizes[0]) if sizes and isinstance(sizes[0], bytes) else None
    if size is None or int(size[1]) > LETTER_MAX:
        return None
    _, parts = imap.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
