"""The data files beside this module: items, editions, templates; read once, when first asked for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

Both = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """What a message may be about. `number` 1 to 17 of section 3, or 0 for a supplement or a company's own item.

    `municipality` and `prefecture` are the marks of section 3: ○ △ ▲ 代行.
    """

    key: str
    name: Both
    number: int = 0
    supplement: int = 0
    company: bool = False
    municipality: str = ""
    prefecture: str = ""
    required: tuple[str, ...] = ()

    @property
    def is_evacuation(self) -> bool:
        return 1 <= self.number <= 4

    @property
    def is_national_protection(self) -> bool:
        return 13 <= self.number <= 16


@dataclass(frozen=True, slots=True)
class Level:
    number: int
    items: tuple[str, ...]
    action: Both


@dataclass(frozen=True, slots=True)
class OtherName:
    """A word that this edition does not use any more or not yet, and what it says instead."""

    word: str
    instead: Both


@dataclass(frozen=True, slots=True)
class Edition:
    """The wording in force from one day on. `renamed` are words of others: worth a hint, no fault."""

    id: str
    since: date
    names: dict[str, Both]
    short_names: dict[str, str]
    levels: tuple[Level, ...]
    gone: tuple[OtherName, ...]
    renamed: tuple[OtherName, ...]

    def level_of(self, item: str) -> Level | None:
        return next((level for level in self.levels if item in level.items), None)

    def name_of(self, item: Item) -> Both:
        return self.names.get(item.key, item.name)


@cache
def items() -> dict[str, Item]:
    return {key: _item(key, table) for key, table in _toml("items.toml").items()}


def _item(key: str, table: dict[str, Any]) -> Item:
    return Item(
        key,
        _both(table["name"]),
        number=table.get("number", 0),
        supplement=table.get("supplement", 0),
        company=table.get("company", False),
        municipality=table.get("municipality", ""),
        prefecture=table.get("prefecture", ""),
        required=tuple(table["required"]),
    )


@cache
def editions() -> dict[str, Edition]:
    """By id, the oldest first."""
    folder = resources.files(__package__).joinpath("data/editions")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    read = [_edition(_toml(f"editions/{name}")) for name in names]
    return {edition.id: edition for edition in sorted(read, key=lambda edition: edition.since)}


def edition_on(day: date) -> Edition:
    """The one in force that day; before the first, the first."""
    known = list(editions().values())
    return next((edition for edition in reversed(known) if edition.since <= day), known[0])


def _edition(table: dict[str, Any]) -> Edition:
    return Edition(
        id=table["id"],
        since=table["since"],
        names={key: _both(name) for key, name in table["names"].items()},
        short_names=dict(table["short_names"]),
        levels=tuple(
            Level(level["number"], tuple(level["items"]), _both(level["action"])) for level in table["levels"]
        ),
        gone=_other_names(table.get("gone", [])),
        renamed=_other_names(table.get("renamed", [])),
    )


def _other_names(tables: list[dict[str, Any]]) -> tuple[OtherName, ...]:
    return tuple(OtherName(table["word"], _both(table["instead"])) for table in tables)


@cache
def templates_table() -> dict[str, dict[str, Any]]:
    return _toml("templates.toml")


def _both(pair: list[str]) -> Both:
    japanese, english = pair
    return japanese, english


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"data/{name}").read_text("utf-8"))
