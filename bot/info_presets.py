"""Well-known public links and numbers that a company can add with one press: `info_presets.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.vocabulary import InfoPage


@dataclass(frozen=True, slots=True)
class Preset:
    """Either a link of a page or an emergency number."""

    key: str
    name: str
    name_en: str
    url: str = ""
    number: str = ""
    note: str = ""
    note_en: str = ""
    page: InfoPage = InfoPage.DAY

    @property
    def target(self) -> str:
        return self.number or self.url


@cache
def presets() -> tuple[Preset, ...]:
    content = resources.files("bot").joinpath("info_presets.toml").read_text("utf-8")
    entries = tomllib.loads(content)["presets"]
    return tuple(Preset(**{**entry, "page": InfoPage(entry.get("page", "day"))}) for entry in entries)
