"""`anpi people import` of a company's whole list with 500 faults in it: each is reported, and nothing changes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bot.people_file_words import _WORDS
from flows.work import Begin
from storage.models import audit
from tests.adapters.cli.conftest import Anpi, printed
from tests.support.outbox import rows
from tests.support.people_file import everything, load
from tests.support.planted_faults import KINDS, TAKEN, planted

#: Exact with 20,000 as well, which take two seconds each.
PEOPLE = 6_000
#: Said of the header or of the whole file.
OF_THE_FILE = {
    *("too_big", "utf16", "separated_by_semicolon", "separated_by_tab", "empty", "no_required_column"),
    *("unknown_column", "double_column", "needs_role", "too_many_errors", "no_admin_left"),
}


def kind_of(message: str) -> str:
    """Which of the sentences in English it is."""
    shapes = {kind: re.sub(r"\\{\w+\\}", ".*", re.escape(english)) for kind, (_, english) in _WORDS.items()}
    [kind] = [kind for kind, shape in shapes.items() if re.fullmatch(shape, message, re.DOTALL)]
    return kind


def test_every_planted_fault_is_told_by_line_and_column_and_nothing_changes(
    anpi: Anpi, begin: Begin, tmp_path: Path
) -> None:
    load(begin, f"employee_no,name,units,slack_id\n1,花子,本社,{TAKEN}\n")
    before = everything(begin), rows(begin, audit)
    content, places = planted(PEOPLE, 500)
    assert len(places) == 500 > 5 * len(KINDS), "every kind several times"
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    result = anpi("people", "import", str(file), "--json")
    assert result.exit_code == 1
    said = printed(result)
    assert {said[name] for name in ("created", "updated", "unchanged", "deactivated")} == {0}
    told = Counter((error["line"], error["column"]) for error in said["errors"])
    assert told == Counter(places), (sorted(told - Counter(places)), sorted(Counter(places) - told))
    assert {kind_of(error["message"]) for error in said["errors"]} == _WORDS.keys() - OF_THE_FILE
    assert [error["line"] for error in said["errors"]] == sorted(line for line, _ in places)
    assert (everything(begin), rows(begin, audit)) == before
