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
A link may say `page = "prepare"`, a route `map = "apple"` and `hazards = ["tsunami"]`, a place `address` instead of
coordinates.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypedDict, TypeVar

from bot.company import CompanyInfo, EmergencyContact, InfoLink, Place, Route
from bot.info_file_words import say
from bot.info_rules import MAX_ENTRIES, MAX_NAME, MAX_NOTE, MAX_URL, is_web_address, plain_number
from bot.maps import fault_of
from bot.plain import hidden_in
from bot.vocabulary import Hazard, InfoPage, Locale, MapService

#: Far above any company's list; keeps a wrong file from being read into memory as a tree.
MAX_BYTES = 1_000_000
Made = TypeVar("Made")
Choice = TypeVar("Choice", bound=StrEnum)

_WORDS = ("name", "name_en", "note", "note_en")
_KEYS = {
    "contacts": {*_WORDS, "number"},
    "links": {*_WORDS, "url", "page"},
    "routes": {*_WORDS, "start", "destination", "map", "hazards"},
    "place": {"name", "lat", "lon", "address"},
}


class _Words(TypedDict):
    name: str
    name_en: str
    note: str
    note_en: str


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


def _entries(tables: dict[str, Any], key: str, make: Callable[[_Entry], Made], reading: _Reading) -> tuple[Made, ...]:
    found = tables.get(key, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        reading.complain("file", "not_a_list", key=key)
        return ()
    if len(found) > MAX_ENTRIES:
        reading.complain("file", "too_many", key=key, limit=MAX_ENTRIES)
        return ()
    return tuple(make(_Entry(entry, f"{key} {no}", key, reading)) for no, entry in enumerate(found, start=1))


class _Entry:
    """One table of the file; complains in the name of its place there, such as `links 2`."""

    def __init__(self, values: dict[str, Any], where: str, kind: str, reading: _Reading) -> None:
        self._values = values
        self._where = where
        self._reading = reading
        for key in values.keys() - _KEYS[kind]:
            self.complain("unknown_key", key=key, known=", ".join(sorted(_KEYS[kind])))

    def complain(self, problem: str, **params: object) -> None:
        self._reading.complain(self._where, problem, **params)

    def text(self, key: str, limit: int, required: bool = False) -> str:
        value = self._values.get(key, "")
        if not isinstance(value, str):
            self.complain("not_text", key=key)
            return ""
        text = value.strip()
        if required and not text:
            self.complain("missing", key=key)
        elif len(text) > limit:
            self.complain("too_long", key=key, limit=limit)
        elif code := hidden_in(text):
            self.complain("control_character", key=key, code=code)
        else:
            return text
        return ""

    def words(self) -> _Words:
        return {
            "name": self.text("name", MAX_NAME, required=True),
            "name_en": self.text("name_en", MAX_NAME),
            "note": self.text("note", MAX_NOTE),
            "note_en": self.text("note_en", MAX_NOTE),
        }

    def degrees(self, key: str, limit: int) -> float:
        value = self._values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.complain("not_degrees", key=key, limit=limit)
        elif not math.isfinite(value) or abs(value) > limit:
            self.complain("out_of_range", key=key, limit=limit)
        else:
            return float(value)
        return 0.0

    def place(self, key: str) -> Place | None:
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.complain("not_a_place", key=key)
            return None
        inner = _Entry(value, f"{self._where}, {key}", "place", self._reading)
        name, address = inner.text("name", MAX_NAME, required=True), inner.text("address", MAX_NOTE)
        if address and not value.keys() & {"lat", "lon"}:
            return Place(name, address=address)
        return Place(name, inner.degrees("lat", 90), inner.degrees("lon", 180), address)

    def one_of(self, key: str, value: Any, choices: type[Choice], default: Choice) -> Choice:
        if isinstance(value, str) and value in choices.__members__.values():
            return choices(value)
        self.complain("not_one_of", key=key, known=", ".join(choices))
        return default

    def choice(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        return self.one_of(key, self._values.get(key, default.value), choices, default)

    def hazards(self) -> tuple[Hazard, ...]:
        listed = self._values.get("hazards", [])
        named = listed if isinstance(listed, list) else [listed]
        found = {self.one_of("hazards", one, Hazard, Hazard.EARTHQUAKE) for one in named}
        return tuple(hazard for hazard in Hazard if hazard in found)


def _contact(entry: _Entry) -> EmergencyContact:
    typed = entry.text("number", 60, required=True)
    number = plain_number(typed)
    if typed and not number:
        entry.complain("bad_number")
    return EmergencyContact(number=number, **entry.words())


def _link(entry: _Entry) -> InfoLink:
    url = entry.text("url", MAX_URL, required=True)
    if url and not is_web_address(url):
        entry.complain("bad_url")
    return InfoLink(url=url, page=entry.choice("page", InfoPage, InfoPage.DAY), **entry.words())


def _route(entry: _Entry) -> Route:
    destination, start = entry.place("destination"), entry.place("start")
    if destination is None:
        entry.complain("missing", key="destination")
        destination = Place("", 0.0, 0.0)
    service = entry.choice("map", MapService, MapService.GOOGLE)
    if fault := fault_of(service, destination, start):
        entry.complain(fault, map=service)
    return Route(destination=destination, start=start, map=service, hazards=entry.hazards(), **entry.words())
