"""`anpi people`, `anpi admin`, `anpi info`: files in, files out, roles."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from flows.work import Begin, Lane, Operator
from storage.models import messages
from tests.adapters.cli.conftest import PEOPLE, Anpi, one_sentence, printed

INFO = """\
[[contacts]]
name = "災害対策本部"
number = "03-0000-0001"

[[routes]]
name = "本社から日比谷公園"
destination = { name = "日比谷公園", lat = 35.6736, lon = 139.7564 }
"""

NEW_UNITS = ["大阪支社", "本社", "本社/総務部", "本社/開発部", "本社/開発部/基盤課"]


def written(folder: Path, text: str, name: str = "people.csv") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def test_import_has_the_fixed_shape(anpi: Anpi, tmp_path: Path) -> None:
    file = written(tmp_path, PEOPLE)
    created = anpi("people", "import", file, "--json")
    assert printed(created) == {"created": 5, "updated": 0, "unchanged": 0, "deactivated": 0, "errors": []} | {
        "new_units": NEW_UNITS
    }
    again = printed(anpi("people", "import", file, "--json"))
    assert (again["created"], again["unchanged"], again["new_units"]) == (0, 5, [])


def test_a_dry_run_says_what_would_be_and_changes_nothing(anpi: Anpi, tmp_path: Path) -> None:
    file = written(tmp_path, PEOPLE)
    would_be = anpi("people", "import", file, "--dry-run").stdout
    assert would_be.startswith("Nothing was changed; it would be: 5 created")
    new_units = "".join(f"New unit: {path}\n" for path in NEW_UNITS)
    assert would_be.endswith(new_units)
    figures = "5 created, 0 updated, 0 unchanged, 0 deactivated.\n"
    assert anpi("people", "import", file).stdout == figures + new_units


def test_a_managed_unit_that_is_not_there_is_named(anpi: Anpi, tmp_path: Path) -> None:
    file = written(tmp_path, PEOPLE + "6,鈴木,本社,,unit_manager,本杜,\n")
    first, last = anpi("people", "import", file).stderr.splitlines()
    assert first.startswith('line 7, managed_units: There is no unit "本杜"; units are made by the units column.')
    assert last == "Nothing was changed: 1 error."


def test_a_bad_row_changes_nothing_and_the_json_is_printed_all_the_same(anpi: Anpi, tmp_path: Path) -> None:
    file = written(tmp_path, PEOPLE + "6,鈴木,本社,not-an-address,,,\n,名無し,,,,,\n")
    result = anpi("people", "import", file, "--json")
    assert result.exit_code == 1
    assert printed(result)["created"] == 0
    errors = printed(result)["errors"]
    assert [(one["line"], one["column"]) for one in errors] == [(7, "email"), (8, "employee_no")]
    assert all(one["message"] for one in errors)
    assert printed(anpi("people", "import", written(tmp_path, PEOPLE), "--json"))["created"] == 5


def test_errors_name_line_and_column_for_people_too(anpi: Anpi, tmp_path: Path) -> None:
    result = anpi("people", "import", written(tmp_path, PEOPLE + "6,鈴木,本社,not-an-address,,,\n"))
    assert result.exit_code == 1
    assert result.stdout == ""
    first, last = result.stderr.splitlines()
    assert first.startswith("line 7, email: ")
    assert last == "Nothing was changed: 1 error."


def test_who_is_missing_stays_unless_told_otherwise(staffed: Anpi, tmp_path: Path) -> None:
    shorter = written(tmp_path, "\n".join(PEOPLE.splitlines()[:4]) + "\n", "shorter.csv")
    assert printed(staffed("people", "import", shorter, "--json"))["deactivated"] == 0
    assert printed(staffed("people", "import", shorter, "--deactivate-missing", "--json"))["deactivated"] == 2


def test_an_export_is_read_again_unchanged_and_is_only_ours_to_read(staffed: Anpi, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert staffed("people", "export", str(target)).exit_code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)][:2] == ["青木 花子", "大塚 次郎"]
    assert printed(staffed("people", "import", str(target), "--json"))["unchanged"] == 5
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_folder_that_is_not_there_is_one_sentence(staffed: Anpi, tmp_path: Path) -> None:
    assert "No such file" in one_sentence(staffed("people", "export", str(tmp_path / "no" / "out.csv")))
    assert "No such file" in one_sentence(staffed("people", "import", str(tmp_path / "none.csv")))
    assert "Is a directory" in one_sentence(staffed("info", "import", str(tmp_path)))


def test_a_file_that_is_no_csv_changes_nothing(anpi: Anpi, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"\x00\x01\x02\xff")
    result = anpi("people", "import", str(file), "--json")
    assert result.exit_code == 1
    assert printed(result)["errors"]


def test_a_safety_admin_is_made_by_address(staffed: Anpi) -> None:
    assert staffed("admin", "grant", "HANAKO@aoba.example").stdout == "青木 花子: safety_admin\n"


def test_a_unit_manager_is_made_for_a_unit(staffed: Anpi) -> None:
    granted = staffed("admin", "grant", "jiro@aoba.example", "--role", "unit_manager", "--unit", "本社/開発部")
    assert granted.stdout == "大塚 次郎: unit_manager of 本社/開発部\n"


def test_a_role_is_taken_away_but_never_the_last_safety_admins(staffed: Anpi) -> None:
    for email in ("jiro@aoba.example", "hanako@aoba.example"):
        staffed("admin", "grant", email)
    assert staffed("admin", "revoke", "JIRO@aoba.example").stdout == "大塚 次郎: no role any more\n"
    assert "last safety admin" in one_sentence(staffed("admin", "revoke", "hanako@aoba.example"))
    assert "the address x@aoba.example" in one_sentence(staffed("admin", "revoke", "x@aoba.example"))


def test_grants_that_cannot_be_are_one_sentence(staffed: Anpi) -> None:
    assert "the address nobody@aoba.example" in one_sentence(staffed("admin", "grant", "nobody@aoba.example"))
    unit_manager = ("admin", "grant", "jiro@aoba.example", "--role", "unit_manager")
    assert "needs a unit" in one_sentence(staffed(*unit_manager))
    assert "no such unit" in one_sentence(staffed(*unit_manager, "--unit", "本社/無い課"))
    assert "Only a unit manager" in one_sentence(staffed("admin", "grant", "jiro@aoba.example", "--unit", "本社"))
    assert staffed("admin", "grant", "jiro@aoba.example", "--role", "king").exit_code == 2


@pytest.fixture
def linking(anpi_with: Anpi, staffed: Anpi, database_url: str) -> Anpi:
    """`anpi people link` where mail and LINE are on."""
    environment = {
        "ANPI_DATABASE_URL": database_url,
        "ANPI_LOCALE": "en",
        "ANPI_SMTP_URL": "smtp://127.0.0.1:9",
        "ANPI_MAIL_FROM": "anpi@aoba.example",
        "ANPI_LINE_CHANNEL_ACCESS_TOKEN": "token",
        "ANPI_LINE_CHANNEL_SECRET": "secret",
    }
    return lambda *words: anpi_with(environment, "people", "link", *words)


def test_a_code_that_links_line_is_sent_by_mail(linking: Anpi, begin: Begin) -> None:
    result = linking("3", "4")
    assert result.stdout == "".join(
        f"{who}: a code is on its way by mail.\n" for who in ("3 伊藤 太郎", "4 Emma Clark")
    )
    with begin(Operator(), Lane.READ) as work:
        written = work.connection.execute(select(messages.c.address, messages.c.kind)).all()
    assert written == [("taro@aoba.example", "link_code"), ("emma@aoba.example", "link_code")]


def test_a_code_for_nobody_or_for_somebody_without_mail_is_one_sentence(linking: Anpi) -> None:
    assert "not on the staff list" in one_sentence(linking("404"))
    assert "no mail address" in one_sentence(linking("5"))


def test_no_code_is_mailed_where_line_is_off(staffed: Anpi, begin: Begin) -> None:
    assert one_sentence(staffed("people", "link", "3")).startswith("LINE is off")
    with begin(Operator(), Lane.READ) as work:
        assert work.connection.execute(select(messages)).all() == []


def test_the_information_file_is_taken_over(anpi: Anpi, tmp_path: Path) -> None:
    for before in ("0 contacts, 0 links, 0 routes", "1 contacts, 0 links, 1 routes"):
        imported = anpi("info", "import", written(tmp_path, INFO, "info.toml"))
        assert imported.stdout == f"1 contacts, 0 links, 1 routes.\nReplaced: {before}.\n"


def test_a_public_list_of_places_is_taken_over(anpi: Anpi, tmp_path: Path) -> None:
    text = "名称,住所,緯度,経度,災害種別_津波\n高台,東京都千代田区1,35.68,139.76,1\n海,東京都千代田区2,,,1\n"
    for replaced in (0, 1):
        imported = anpi("info", "places", "import", written(tmp_path, text, "places.csv"))
        assert imported.stdout == (
            f"1 places of 1 municipalities; {replaced} were replaced.\n"
            "Left out, without a name or coordinates: 1 rows.\n"
        )
    other = anpi("info", "places", "import", written(tmp_path, "a,b\n1,2\n", "places.csv"))
    assert other.exit_code == 1
    assert "緯度" in other.stderr


def test_every_problem_of_the_information_file_is_listed(anpi: Anpi, tmp_path: Path) -> None:
    file = written(tmp_path, '[[contacts]]\nname = "x"\n[[links]]\nname = "y"\nurl = "javascript:1"\n', "info.toml")
    result = anpi("info", "import", file)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 3
    broken = anpi("info", "import", written(tmp_path, "x = [", "info.toml"))
    assert broken.exit_code == 1
    assert "TOML" in broken.stderr


def test_a_code_by_mail_says_what_to_set_where_mail_is_off(anpi_with: Anpi, staffed: Anpi, database_url: str) -> None:
    without_mail = {"ANPI_DATABASE_URL": database_url, "ANPI_LOCALE": "en"}
    said = one_sentence(anpi_with(without_mail, "people", "link", "3"))
    assert said.startswith("Mail is off: set ANPI_SMTP_URL and ANPI_MAIL_FROM.")
