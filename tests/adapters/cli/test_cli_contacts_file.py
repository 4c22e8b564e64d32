"""`anpi contacts import` and `export`."""

from __future__ import annotations

from pathlib import Path
from stat import S_IMODE

import pytest

from tests.adapters.cli.conftest import Anpi, one_sentence, printed

HEAD = "employee_no,channel,address,label,order,plain\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contacts.csv"


def test_a_file_is_tried_and_imported(staffed: Anpi, file: Path) -> None:
    file.write_text(HEAD + "1,phone,090-1,,,\n2,mail,jiro@aoba.example,会社,,\n", "utf-8")
    figures = "1 added, 1 changed, 0 removed, 0 unchanged."
    assert staffed("contacts", "import", str(file), "--dry-run").stdout == (
        f"Nothing was changed; it would be: {figures}\n"
    )
    assert staffed("contacts", "import", str(file)).stdout == f"{figures}\n"
    assert printed(staffed("contacts", "import", str(file), "--json")) == {
        "added": 0,
        "changed": 0,
        "removed": 0,
        "unchanged": 2,
        "people": 0,
        "errors": [],
    }


def test_what_is_replaced_is_named(staffed: Anpi, file: Path) -> None:
    file.write_text(HEAD + "1,mail,hanako@aoba.example,,,\n", "utf-8")
    said = staffed("contacts", "import", str(file), "--replace").stdout.splitlines()
    assert said == ["0 added, 0 changed, 1 removed, 1 unchanged.", "Removed: 1 slack U1HANAKO"]


def test_every_fault_is_told_with_line_and_column_and_the_json_comes_all_the_same(staffed: Anpi, file: Path) -> None:
    file.write_text(HEAD + "1,mail,x,,,\n9,phone,090-1,,,\n", "utf-8")
    said = staffed("contacts", "import", str(file))
    assert said.exit_code == 1
    first, second, last = said.stderr.splitlines()
    assert first.startswith("line 2, address: ")
    assert second.startswith("line 3, employee_no: ")
    assert last == "Nothing was changed: 2 errors."
    in_json = staffed("contacts", "import", str(file), "--json")
    assert in_json.exit_code == 1
    assert [(one["line"], one["column"]) for one in printed(in_json)["errors"]] == [(2, "address"), (3, "employee_no")]


def test_an_export_is_private_and_changes_nothing_when_it_is_read_again(staffed: Anpi, file: Path) -> None:
    assert staffed("contacts", "export", str(file)).stdout == f"Written to {file}.\n"
    assert S_IMODE(file.stat().st_mode) == 0o600
    again = printed(staffed("contacts", "import", str(file), "--replace", "--json"))
    assert (again["unchanged"], again["people"]) == (5, 0)


def test_a_file_that_is_not_there_is_one_sentence(staffed: Anpi, file: Path) -> None:
    assert "No such file" in one_sentence(staffed("contacts", "import", str(file)))
