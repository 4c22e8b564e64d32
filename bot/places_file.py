"""Lists of places to flee to: 国土地理院's 指定緊急避難場所, and a municipality's 自治体標準オープンデータセット.

Headers are taken in all the spellings they have had (with and without `災害種別_`), other columns are ignored. A row
without a name or without coordinates is left out and counted: public lists have such rows. What does not clearly say
that a place is designated for a hazard says that it is not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.csv_reading import CONTROL, CsvFile, open_csv, read_rows
from bot.people_file_words import Words
from bot.plain import one_line
from bot.vocabulary import Hazard, Locale

#: Nationwide there are about 110,000.
MAX_PLACES = 300_000
_TEXT_AT_MOST = 200


class PlaceColumn(StrEnum):
    """The value stands for the column in messages."""

    NAME = "名称"
    ADDRESS = "住所"
    PREFECTURE = "都道府県名"
    CITY = "市区町村名"
    REGION = "都道府県名及び市町村名"
    LAT = "緯度"
    LON = "経度"
    FLOOD = "洪水"
    LANDSLIDE = "崖崩れ、土石流及び地滑り"
    STORM_SURGE = "高潮"
    EARTHQUAKE = "地震"
    TSUNAMI = "津波"
    FIRE = "大規模な火事"
    INLAND_FLOOD = "内水氾濫"
    VOLCANO = "火山現象"


_HAZARDS = {PlaceColumn[hazard.name]: hazard for hazard in Hazard}
_SPELLINGS = {
    PlaceColumn.NAME: ("名称", "施設・場所名", "施設名", "避難場所名", "name"),
    PlaceColumn.ADDRESS: ("住所", "所在地_連結表記", "所在地", "address"),
    PlaceColumn.PREFECTURE: ("都道府県名", "所在地_都道府県"),
    PlaceColumn.CITY: ("市区町村名", "市町村名", "所在地_市区町村"),
    PlaceColumn.REGION: ("都道府県名及び市町村名",),
    PlaceColumn.LAT: ("緯度", "lat", "latitude"),
    PlaceColumn.LON: ("経度", "lon", "lng", "longitude"),
    PlaceColumn.LANDSLIDE: (
        *("崖崩れ、土石流及び地滑り", "崖崩れ、土石流及び地すべり", "がけ崩れ、土石流及び地滑り"),
        *("崖崩れ", "土砂災害"),
    ),
    PlaceColumn.FIRE: ("大規模な火事", "大規模火災"),
    PlaceColumn.VOLCANO: ("火山現象", "火山"),
}


def _spelt(header: str) -> str:
    """Wide and narrow, upper and lower case, with and without blanks alike."""
    return "".join(unicodedata.normalize("NFKC", header).casefold().split())


_KNOWN = {
    _spelt(prefix + spelling): column
    for column in PlaceColumn
    for spelling in _SPELLINGS.get(column, (column.value,))
    for prefix in (("", "災害種別_", "災害種別") if column in _HAZARDS else ("",))
}
_YES = frozenset(("1", "1.0", "○", "〇", "◯", "●", "◎", "有", "可", "該当", "true", "yes"))
_CITY = re.compile(
    r"(?:東京都|北海道|(?:京都|大阪)府|..県|...県)"
    # Names that hold the word for another kind of municipality come first.
    r"(?:(?:四日市|廿日市|野々市|武蔵村山|東村山|羽村|田村|大村|十日町|大町)市|余市郡余市町|佐波郡玉村町|杵島郡大町町|"
    r"[^市区]+?郡[^市区]+?[町村]|[^郡区町村]+?市(?:[^市町村]{1,4}区)?|[^市郡]+?[区町村]|.+?市)"
)


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """`city`: prefecture and municipality, or empty. `lat` and `lon` in degrees."""

    name: str
    address: str
    city: str
    lat: float
    lon: float
    hazards: tuple[Hazard, ...]


@dataclass(slots=True)
class PlacesFile(CsvFile[PlaceColumn, PublicPlace | None]):
    """Rows that are None were left out."""

    more_words: ClassVar[Words] = {
        "too_many_rows": (
            "{limit} 行を超えています。市区町村ごとに分けてください。",
            "More than {limit} rows; split it.",
        ),
    }
    ignores_others: bool = True

    @property
    def places(self) -> list[PublicPlace]:
        return [row for row in self.rows if row is not None]


def read_places(content: bytes, locale: Locale) -> PlacesFile:
    """UTF-8 or CP932. `errors` are faults of the file as a whole: then nothing is to be taken from it."""
    file = PlacesFile(locale)
    columns, records = open_csv(content, file, _column_of, (PlaceColumn.NAME, PlaceColumn.LAT, PlaceColumn.LON))
    if not file.errors and not columns.keys() & _HAZARDS.keys():
        file.complain(1, PlaceColumn.EARTHQUAKE, "no_required_column", key=PlaceColumn.EARTHQUAKE)
    if file.errors:
        return file
    read_rows(file, columns, records, _place)
    if len(file.rows) > MAX_PLACES:
        file.complain(MAX_PLACES, "", "too_many_rows", limit=f"{MAX_PLACES:,}")
    return file


def _column_of(label: str) -> PlaceColumn | None:
    return _KNOWN.get(_spelt(label))


def _place(line: int, cells: dict[PlaceColumn, str]) -> PublicPlace | None:
    name, address = _text(cells, PlaceColumn.NAME), _text(cells, PlaceColumn.ADDRESS)
    lat, lon = _degrees(cells.get(PlaceColumn.LAT, ""), 90), _degrees(cells.get(PlaceColumn.LON, ""), 180)
    if not name or lat is None or lon is None:
        return None
    hazards = {hazard for column, hazard in _HAZARDS.items() if _says_yes(cells.get(column, ""))}
    return PublicPlace(
        name, address, _city(cells, address), lat, lon, tuple(hazard for hazard in Hazard if hazard in hazards)
    )


def _text(cells: dict[PlaceColumn, str], column: PlaceColumn) -> str:
    return one_line(CONTROL.sub(" ", cells.get(column, "")), _TEXT_AT_MOST)


def _degrees(typed: str, limit: int) -> float | None:
    try:
        value = float(unicodedata.normalize("NFKC", typed).strip())
    except ValueError:
        return None
    # 0 stands for "unknown" in such lists, and NaN compares with nothing.
    return value if 0 < abs(value) <= limit else None


def _says_yes(cell: str) -> bool:
    return unicodedata.normalize("NFKC", cell).strip().casefold() in _YES or cell.strip() in _YES


def _city(cells: dict[PlaceColumn, str], address: str) -> str:
    named = _text(cells, PlaceColumn.REGION) or (
        _text(cells, PlaceColumn.PREFECTURE) + _text(cells, PlaceColumn.CITY) if cells.get(PlaceColumn.CITY) else ""
    )
    found = None if named else _CITY.match(address)
    return named or (found[0] if found else "")
