"""Addresses of ours that name a letter: where its report comes to (VERP), and where a reply to it goes.

`bounce+<token>@…`: lower case, because servers change the case of what stands on the left; at most 64 octets of it
(RFC 5321). The token is the letter's number and an HMAC: nobody makes one up, or turns one kind into the other.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

from adapters.mail.letter import is_address

#: 80 bits.
_MAC_BYTES = 10
#: An id of the database.
_NUMBER_BYTES = 8
#: What is left of that for the name before the `+`.
_NAME_MAX = 32
_TOKEN = re.compile(r"[a-z2-7]{18,29}")


class AddressError(ValueError):
    """ANPI_MAIL_BOUNCE_ADDRESS or ANPI_MAIL_ANSWER_ADDRESS cannot be used."""


class Purpose(StrEnum):
    BOUNCE = "bounce"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Named:
    """What one of our addresses names."""

    purpose: Purpose
    message_id: int


class Addresses:
    """AddressError where a setting holds no usable address. Can be sent to another process. Thread-safe."""

    def __init__(self, secret_key: str, bounce_address: str = "", answer_address: str = "") -> None:
        """Empty: letters have no such address."""
        given = {Purpose.BOUNCE: bounce_address, Purpose.ANSWER: answer_address}
        self._places = {purpose: _parted(address) for purpose, address in given.items() if address}
        if len(set(self._places.values())) < len(self._places):
            raise AddressError("write two different addresses, one for bounces and one for answers")
        self._keys = {
            purpose: hmac.digest(secret_key.encode(), f"anpi.mail.{purpose}".encode(), hashlib.sha256)
            for purpose in Purpose
        }

    def bounce(self, message_id: int) -> str:
        """The envelope's sender of that letter, or empty where none is set."""
        return self._address(Purpose.BOUNCE, message_id)

    def answer(self, message_id: int) -> str:
        """Where a reply to that letter goes, or empty where none is set."""
        return self._address(Purpose.ANSWER, message_id)

    @property
    def are_set(self) -> bool:
        """Whether any letter has one."""
        return bool(self._places)

    def is_ours(self, address: str) -> bool:
        """Whether it is one of the two addresses, with whatever token."""
        left, _, domain = address.lower().rpartition("@")
        return any(
            domain == our_domain and (left == name or left.startswith(name + "+"))
            for name, our_domain in self._places.values()
        )

    def read(self, address: str) -> Named | None:
        """None: not one of ours, or not made by us."""
        left, _, domain = address.lower().rpartition("@")
        name, _, token = left.partition("+")
        for purpose, place in self._places.items():
            if place == (name, domain):
                message_id = self._read(purpose, token)
                return None if message_id is None else Named(purpose, message_id)
        return None

    def _address(self, purpose: Purpose, message_id: int) -> str:
        if purpose not in self._places:
            return ""
        name, domain = self._places[purpose]
        number = message_id.to_bytes(_NUMBER_BYTES, "big").lstrip(b"\0")
        token = base64.b32encode(self._mac(purpose, number) + number).decode().rstrip("=").lower()
        return f"{name}+{token}@{domain}"

    def _read(self, purpose: Purpose, token: str) -> int | None:
        if not _TOKEN.fullmatch(token):
            return None
        try:
            octets = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
        except binascii.Error:
            return None
        mac, number = octets[:_MAC_BYTES], octets[_MAC_BYTES:]
        return int.from_bytes(number, "big") if hmac.compare_digest(mac, self._mac(purpose, number)) else None

    def _mac(self, purpose: Purpose, number: bytes) -> bytes:
        return hmac.digest(self._keys[purpose], number, hashlib.sha256)[:_MAC_BYTES]


def _parted(address: str) -> tuple[str, str]:
    left, _, domain = address.lower().rpartition("@")
    if not is_address(address) or "+" in left or len(left) > _NAME_MAX:
        raise AddressError(
            f"write an address such as bounce@example.jp, without +, at most {_NAME_MAX} characters before @"
        )
    return left, domain
