"""The company's information file (TOML): emergency contacts, links and evacuation routes.

    [[contacts]]
    name = "災害対策本部"
    number = "03-0000-0001"

    [[links]]
    name = "気象庁 防災情報"
    url = "https://www.jma.go.jp/bosai/"

    [[routes]]
    name = "本社から日比谷公園"
    start = { name = "本社 正面玄関", lat = 35.6812, lon = 139.7671 }
    destination = { name = "日比谷公園", lat = 35.6736, lon = 139.7564 }

`note`, `name_en` and `note_en` may stand in every entry; without `start` a route begins where the person stands.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.company import CompanyInfo, EmergencyContact, InfoLink, Place, Route
from bot.info_file_words import say
from bot.vocabulary import Locale

#: Far above any company's list; keeps a wrong file from being read into memory as a tree.
MAX_BYTES = 1_000_000
MAX_ENTRIES = 200
MAX_NAME = 100
MAX_NOTE = 500
#: LINE's URI action takes 1,000 characters (Messaging API reference, URI action).
MAX_URL = 1_000

_NUMBER = re.compile(r"\+?[0-9()\- ]{3,30}")
_WORDS = ("name", "name_en", "note", "note_en")
_KEYS = {
    "contacts": {*_WORDS, "number"},
    "links": {*_WORDS, "url"},
    "routes": {*_WORDS, "start", "destination"},
    "place": {"name", "lat", "lon"},
}


class InfoFileError(ValueError):
    """`problems`: one sentence each, in the language asked for, naming the entry and what to do."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_info(content: bytes, locale: Locale) -> CompanyInfo:
    """Raises InfoFileError with everything that is wrong in the file at once."""
    reading = _Reading(locale)
    tables = _tables(content, reading)
    for key in tables:
        if key not in ("contacts", "links", "routes"):
            reading.complain("file", "unknown_table", key=key)
    info = CompanyInfo(
        contacts=_entries(tables, "contacts", _contact, reading),
        links=_entries(tables, "links", _link, reading),
        routes=_entries(tables, "routes", _route, reading),
    )
    if not reading.problems and info == CompanyInfo():
        reading.complain("file", "empty")
    if reading.problems:
        raise InfoFileError(tuple(reading.problems))
    return info


@dataclass(slots=True)
class _Reading:
    locale: Locale
    problems: list[str] = field(default_factory=list)

    def complain(self, where: str, problem: str, **params: object) -> None:
        self.problems.append(say(self.locale, where, problem, params))


def _tables(content: bytes, reading: _Reading) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        reading.complain("file", "too_big", limit=f"{MAX_BYTES:,}")
        return {}
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        reading.complain("file", "not_utf8")
    except tomllib.TOMLDecodeError as error:
        reading.complain("file", "not_toml", reason=error)
    except RecursionError:
        reading.complain("file", "not_toml", reason="nested too deeply")
    return {}


def _entries[T](  # placeholder
) -> None: ...
