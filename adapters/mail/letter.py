"""One Speech to one person as the bytes of a letter (RFC 5322): text and HTML, complete in either.

Put together by hand: the standard library's `email` costs 20 to 130 times as much, and identical input must give
identical bytes, because a retry sends them again and receivers recognise doubles by Message-ID and Date.
"""

from __future__ import annotations

import re
from base64 import b64encode, encodebytes
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256

from adapters.mail.page import page_of
from adapters.mail.plain_part import text_of
from bot.speech import Speech
from flows.ports import Receiver

#: RFC 2047: lines of at most 76. `Subject: =?utf-8?B?` and `?=` leave 52 characters, which are 39 bytes.
_WORD_BYTES = 39
#: Characters; some mobile carriers take 12 kB of headers in all.
SUBJECT_MAX = 200
_NAME_MAX = 60
#: Octets (RFC 5321: a path has 256).
_ADDRESS_MAX = 254
_URL_MAX = 2_000

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+"
#: What we send to: dots may stand anywhere on the left, because docomo and au gave out such addresses.
ADDRESS = re.compile(rf"{_ATOM}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_URL = re.compile(r"https?://[!-;=?-~]+")
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9 !#$%&'*+/?^_`{|}~-]*")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class SenderError(ValueError):
    """ANPI_MAIL_FROM holds no usable address."""


class Letterhead:
    """From whom letters come: `安否確認 <anpi@example.jp>` or a bare address. SenderError where it is neither."""

    def __init__(self, mail_from: str) -> None:
        name, address = parseaddr(mail_from)
        if not is_address(address):
            raise SenderError("write an address such as 安否確認 <anpi@example.jp>")
        #: The envelope's sender.
        self.address = address
        self.domain = address.rpartition("@")[2].lower()
        self._from = mailbox(name, address)

    def letter(self, speech: Speech, receiver: Receiver, reply_to: str = "") -> bytes:
        """The whole message with CRLF line ends. Never raises: what does not fit into a header is left out of it.

        `reply_to`: an address of ours, or empty. To a receiver who wishes so it is text alone: au can block HTML.
        """
        headers = [
            b"From: " + self._from,
            *((b"Reply-To: " + reply_to.encode(),) if reply_to else ()),
            b"To: " + mailbox(receiver.name, receiver.address),
            b"Subject: " + encoded(speech.subject[:SUBJECT_MAX]),
            b"Date: " + date(receiver.dated),
            b"Message-ID: " + self.message_id(receiver.key).encode(),
            *_standing(speech),
            *_unsubscribing(receiver.unsubscribe_url),
            b"MIME-Version: 1.0",
        ]
        if receiver.plain:
            return b"\r\n".join(headers) + b"\r\n" + _part(b"plain", text_of(speech)) + b"\r\n"
        boundary = "=_" + sha256(receiver.key.encode()).hexdigest()[:32]
        headers.append(b'Content-Type: multipart/alternative;\r\n boundary="%b"' % boundary.encode())
        parts = (_part(b"plain", text_of(speech)), _part(b"html", page_of(speech)))
        mark = b"\r\n--" + boundary.encode()
        body = b"".join(mark + b"\r\n" + part for part in parts)
        return b"\r\n".join(headers) + b"\r\n" + body + mark + b"--\r\n"

    def message_id(self, key: str) -> str:
        """`key` where it is one already, else `<key@our domain>`; what a Message-ID cannot hold is hashed."""
        if re.fullmatch(r"<[!-;=?A-~]+@[!-;=?A-~]+>", key):
            return key
        left = key if re.fullmatch(r"[A-Za-z0-9._-]{1,64}", key) else sha256(key.encode()).hexdigest()
        return f"<{left}@{self.domain}>"


def is_address(address: str) -> bool:
    return len(address) <= _ADDRESS_MAX and ADDRESS.fullmatch(address) is not None


def mailbox(name: str, address: str) -> bytes:
    """`name <address>`; an address that is none is replaced, so that nothing can be smuggled into the header."""
    safe = address if is_address(address) else "invalid@invalid.invalid"
    shown = encoded(name.strip()[:_NAME_MAX])
    return shown + b"\r\n <" + safe.encode() + b">" if shown else safe.encode()


def encoded(text: str) -> bytes:
    """Header words: as they are where they are plain ASCII, else RFC 2047, one word a line."""
    flat = " ".join(text.split())
    if _PLAIN_WORDS.fullmatch(flat):
        return flat.encode()
    words = (b"=?utf-8?B?" + b64encode(chunk) + b"?=" for chunk in _chunks(flat))
    return b"\r\n ".join(words)


def _chunks(text: str) -> list[bytes]:
    """UTF-8 in pieces that end between letters."""
    chunks = [b""]
    for letter in text:
        octets = letter.encode("utf-8", "replace")
        if len(chunks[-1]) + len(octets) > _WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += octets
    return chunks


def date(moment: datetime) -> bytes:
    """RFC 5322 date; English names whatever the machine's language is."""
    return (f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment:%Y %H:%M:%S %z}").encode()


def _standing(speech: Speech) -> list[bytes]:
    """RFC 3834: nobody's vacation notice answers this."""
    standing = [
        b"Auto-Submitted: auto-generated",
        b"X-Auto-Response-Suppress: OOF, AutoReply",
        b"Content-Language: " + speech.locale.language.encode(),
    ]
    return [*standing, b"Importance: high"] if speech.urgent else standing


def _unsubscribing(url: str) -> list[bytes]:
    """RFC 8058."""
    if len(url) > _URL_MAX or not _URL.fullmatch(url):
        return []
    return [b"List-Unsubscribe: <" + url.encode() + b">", b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"]


def _part(subtype: bytes, content: str) -> bytes:
    """RFC 2045: base64 in lines of 76."""
    lines = encodebytes(content.encode("utf-8", "replace")).rstrip(b"\n").replace(b"\n", b"\r\n")
    return b"Content-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n%b" % (subtype, lines)
