"""Secrets that are kept in the database: readable with the company's SECRET_KEY alone (docs/adr/0010).

AES-256-GCM with a key of its own, derived by HKDF-SHA256: whoever steals the database does not read them, and a sealed
text put into another setting's place does not open there.
"""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE = b"anpi.kept-settings"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class SealError(ValueError):
    """Sealed with another key or for another name, or cut."""


class Seal:
    """Thread-safe."""

    def __init__(self, secret_key: str) -> None:
        key = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE).derive(secret_key.encode())
        self._cipher = AESGCM(key)

    def close(self, name: str, text: str) -> str:
        """Another sealed text every time. `name`: what it is, so that it opens as nothing else."""
        nonce = os.urandom(_NONCE_BYTES)
        return base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), name.encode())).decode()

    def open(self, name: str, sealed: str) -> str:
        """SealError where it is none of ours."""
        try:
            octets = base64.urlsafe_b64decode(sealed.encode("ascii"))
            return self._cipher.decrypt(octets[:_NONCE_BYTES], octets[_NONCE_BYTES:], name.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise SealError(name) from error
