"""What was measured: the table that is printed and the file that is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """`floor`: the same unit without the product. `ratio`: value to floor. `bounds`: (words, whether held)."""

    name: str
    value: float
    unit: str
    floor: float
    bounds: tuple[tuple[str, bool], ...]

    @property
    def ratio(self) -> float:
        return self.value / self.floor if self.floor else 0.0

    @property
    def is_held(self) -> bool:
        return all(held for _, held in self.bounds)


def at_most(value: float, limit: float, words: str) -> tuple[str, bool]:
    """`words` name what is limited: `ratio`, `ms` …"""
    return f"{words} ≤ {limit:g}", value <= limit


def at_least(value: float, limit: float, words: str) -> tuple[str, bool]:
    return f"{words} ≥ {limit:g}", value >= limit


def as_json(figures: Sequence[Figure]) -> dict[str, dict[str, float | str]]:
    return {
        figure.name: {
            "value": round(figure.value, 3),
            "unit": figure.unit,
            "floor": round(figure.floor, 3),
            "ratio": round(figure.ratio, 3),
        }
        for figure in figures
    }


def write(figures: Sequence[Figure], file: Path) -> None:
    file.write_text(json.dumps(as_json(figures), ensure_ascii=False, indent=2) + "\n", "utf-8")


HEADINGS = ("bench", "value", "floor", "unit", "ratio", "bounds")


def line_of(figure: Figure) -> tuple[str, ...]:
    bounds = "   ".join(f"{'✓' if held else '✗'} {words}" for words, held in figure.bounds)
    return (
        figure.name,
        f"{figure.value:,.1f}",
        f"{figure.floor:,.1f}",
        figure.unit,
        f"{figure.ratio:.2f}",
        bounds,
    )


def table(figures: Sequence[Figure]) -> str:
    """Numbers to the right, words to the left."""
    rows = [HEADINGS, *(line_of(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS) - 1)]
    lines = [
        "  ".join(
            (
                row[0].ljust(widths[0]),
                row[1].rjust(widths[1]),
                row[2].rjust(widths[2]),
                row[3].ljust(widths[3]),
                row[4].rjust(widths[4]),
                row[5],
            )
        )
        for row in rows
    ]
    return "\n".join(lines)
