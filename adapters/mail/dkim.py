"""DKIM signatures (RFC 6376), rsa-sha256, relaxed/relaxed.

The RSA is OpenSSL's. Time comes from the letter, so that the same letter is always the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from adapters.mail.canonical import chosen, headers_and_body, relaxed

#: Absent from our letters and signed as absent: whoever adds one later breaks the signature.
_ABSENT = (b"cc",)
#: Oversigned: signed once more than they occur, because receivers show or use the first of two (RFC 6376, 8.15).
_TWICE = (
    b"from", b"list-unsubscribe", b"list-unsubscribe-post", b"subject", b"to", b"date", b"message-id",
    b"mime-version", b"content-type", b"content-language", b"auto-submitted", b"reply-to",
)  # fmt: skip
SIGNED_HEADERS = (*_TWICE, *_TWICE, *_ABSENT)
#: RFC 8301 asks for 2048; the big receivers refuse less.
_KEY_BITS_MIN = 2_048


class DkimKeyError(ValueError):
    """The key file cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """`pem`: RSA, not encrypted."""

    domain: str
    selector: str
    pem: bytes

    @classmethod
    def from_file(cls, domain: str, selector: str, key_file: Path) -> DkimKey:
        """DkimKeyError where the file cannot be read."""
        try:
            return cls(domain, selector, key_file.read_bytes())
        except OSError as error:
            raise DkimKeyError(f"the DKIM key file {key_file} cannot be read: {error.strerror}") from error


class Signer:
    """Thread-safe. DkimKeyError where the key is no RSA key."""

    def __init__(self, key: DkimKey) -> None:
        self._key = _rsa_key(key.pem)
        self._tags = f"d={key.domain}; s={key.selector}".encode()

    def sign(self, message: bytes, dated: datetime) -> bytes:
        """The message with a DKIM-Signature in front."""
        headers, body = headers_and_body(message)
        body_hash = base64.b64encode(hashlib.sha256(body).digest())
        unsigned = b" v=1; a=rsa-sha256; c=relaxed/relaxed; %b;\r\n t=%d; h=%b;\r\n bh=%b;\r\n b=" % (
            self._tags,
            int(dated.timestamp()),
            _FOLDED_NAMES,
            body_hash,
        )
        ours = relaxed(b"DKIM-Signature", unsigned)
        signed = b"\r\n".join(b"%b:%b" % header for header in (*chosen(headers, SIGNED_HEADERS), ours))
        signature = base64.b64encode(self._key.sign(signed, padding.PKCS1v15(), SHA256()))
        return b"DKIM-Signature:" + unsigned + _folded(signature) + b"\r\n" + message


def _rsa_key(pem: bytes) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise DkimKeyError("the DKIM key is no PEM private key without a password") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < _KEY_BITS_MIN:
        raise DkimKeyError(f"the DKIM key must be RSA with at least {_KEY_BITS_MIN} bits: openssl genrsa 2048")
    return key


def _folded(signature: bytes) -> bytes:
    """Lines of 72, so that no relay folds them (white space inside b= does not count)."""
    return b"\r\n ".join(signature[start : start + 72] for start in range(0, len(signature), 72))


def _fold_names(names: tuple[bytes, ...]) -> bytes:
    lines = [b""]
    for name in names:
        if len(lines[-1]) + len(name) > 64:
            lines.append(b"")
        lines[-1] += name + b":"
    return b"\r\n  ".join(lines).removesuffix(b":")


_FOLDED_NAMES = _fold_names(SIGNED_HEADERS)
