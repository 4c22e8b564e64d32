"""What an emergency contact, a link or a route may hold, whether it comes from a file or from the console."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

MAX_NAME = 100
MAX_NOTE = 500
#: LINE's URI action takes 1,000 characters (Messaging API reference, URI action).
MAX_URL = 1_000
#: Of each kind: far above any company's list.
MAX_ENTRIES = 200

_NUMBER = re.compile(r"\+?[0-9()\- ]{3,30}")
_POINT = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*[,、 ]\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*")


def plain_number(typed: str) -> str:
    """A telephone number in ASCII, or empty where it is none."""
    number = unicodedata.normalize("NFKC", typed).strip()
    return number if _NUMBER.fullmatch(number) and sum(char.isdigit() for char in number) >= 3 else ""


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    # `https://www.jma.go.jp@elsewhere.example/` looks like one host and is another.
    return is_whole and "@" not in parts.netloc and not re.search(r"[\s<>\"\\\u200c\u200d]", url)


def point_of(typed: str) -> tuple[float, float] | None:
    """`35.6812, 139.7671` as a map gives it, in degrees; None where it is no such pair."""
    found = _POINT.fullmatch(unicodedata.normalize("NFKC", typed))
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
