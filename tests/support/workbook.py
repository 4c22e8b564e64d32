"""An Excel file read with the standard library: what stands in which cell, as what."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta
from xml.etree import ElementTree

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: Excel counts days from here.
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones


class Workbook:
    """`parts`: the names and texts of the file's XML parts."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name).decode() for name in archive.namelist()}

    def names(self) -> list[str]:
        return [
            sheet.attrib["name"] for sheet in ElementTree.fromstring(self.parts["xl/workbook.xml"]).iter(f"{_NS}sheet")
        ]

    def rows(self, sheet: int = 1) -> list[list[str | float]]:
        """Texts as texts, numbers as numbers; empty cells as empty texts. A formula would be a KeyError."""
        found: list[list[str | float]] = []
        for row in ElementTree.fromstring(self.parts[f"xl/worksheets/sheet{sheet}.xml"]).iter(f"{_NS}row"):
            cells: list[str | float] = []
            for cell in row:
                place = _column(cell.attrib["r"])
                cells += [""] * (place - len(cells))
                cells.append(_value(cell))
            found.append(cells)
        return found

    def is_frozen(self, sheet: int = 1) -> bool:
        return 'state="frozen"' in self.parts[f"xl/worksheets/sheet{sheet}.xml"]


def moment(value: str | float) -> datetime:
    assert isinstance(value, float)
    return _FIRST_DAY + timedelta(seconds=round(value * 86_400))


def _column(place: str) -> int:
    letters = re.sub(r"\d", "", place)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ElementTree.Element) -> str | float:
    assert cell.find(f"{_NS}f") is None, "a formula"
    if cell.attrib.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_NS}t"))
    number = cell.find(f"{_NS}v")
    assert number is not None
    assert number.text is not None
    return float(number.text)
