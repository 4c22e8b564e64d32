"""What of a ready message nobody has filled in yet: 〇〇ビル, ●●時, □階, XX, 0:00."""

from __future__ import annotations

import re

_MARKS = "〇○◯◎●■□◇◆△▲▽▼"
#: Two marks with the name they stand in; one with its unit; the blanks of the English messages.
_BLANK = re.compile(
    rf"[{_MARKS}]{{2,}}(?:[一-鿿々]{{1,3}}|[ァ-ヶー]+)?|[{_MARKS}](?:[人名階月日時分号棟室度mM])"
    r"|\b(?:XX|YY|ZZ)\b|\bfloor 0\b|\bheight 0 m\b|\b00 people\b|\b1 Jan to 1 Jan\b|(?<![\d:])0:00\b"
)


def blanks_in(text: str) -> tuple[str, ...]:
    """Each once, in the order of the text. Empty does not say that nothing looks like a blank to the checker."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))
