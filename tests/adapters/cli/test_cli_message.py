"""`anpi message check` and `split`: the fixed shape, exit codes, files and standard input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.cli.main import create_cli
from app import CommandLine
from tests.adapters.cli.conftest import Anpi, one_sentence, printed

GOOD = """\
避難指示
警戒レベル4 危険な場所から全員避難
こちらは青葉市です
発令内容:11月28日18時10分、南町に避難指示を発令
理由:大雨により北川が氾濫するおそれ
行動要請:南町の方は速やかに青葉小学校へ避難してください
"""
BAD = "節水のお願い\nこちらは青葉市です。洗車を控えてください。電話 03-1234-5678\n"
ENGLISH = {"ANPI_LOCALE": "en"}


def written(folder: Path, text: str, encoding: str = "utf-8") -> str:
    file = folder / "message.txt"
    file.write_bytes(text.encode(encoding))
    return str(file)


def typed(text: str, *words: str) -> Any:
    """What is printed for a message on standard input."""
    return CliRunner().invoke(create_cli(CommandLine()), words, input=text.encode(), env=ENGLISH)


def test_a_good_message_has_the_fixed_shape(anpi_with: Anpi, tmp_path: Path) -> None:
    result = anpi_with(ENGLISH, "message", "check", written(tmp_path, GOOD), "--json")
    report = printed(result)
    assert result.exit_code == 0
    assert (report["title_length"], report["body_length"]) == (4, 108)
    assert (report["ok"], report["findings"], report["audience"]) == (True, [], "area-mail")
    assert [one["tip"] for one in report["advice"]] == ["not_received"]


def test_a_bad_one_ends_with_1_and_shows_the_place(anpi_with: Anpi, tmp_path: Path) -> None:
    result = anpi_with({}, "message", "check", written(tmp_path, BAD), "--json")
    report = printed(result)
    assert (result.exit_code, report["ok"]) == (1, False)
    topic, phone = report["findings"]
    assert {key: topic[key] for key in ("rule", "severity", "section", "start", "end")} == {
        "rule": "item_not_listed",
        "severity": "error",
        "section": "3",
        "start": 0,
        "end": 6,
    }
    assert "節水" in topic["message"]
    assert (phone["rule"], phone["section"]) == ("phone", "9")
    assert BAD[phone["start"] : phone["end"]].endswith("03-1234-5678")


def test_it_is_told_in_plain_lines_too(anpi_with: Anpi, tmp_path: Path) -> None:
    lines = anpi_with(ENGLISH, "message", "check", written(tmp_path, BAD)).stdout.splitlines()
    assert lines[0].startswith("Title 6 of 15, body 35 of 200 (area-mail, edition 20")
    assert lines[1].startswith("✗ line 1 “節水のお願い”: “saving water” is not on the list")
    assert lines[2].startswith("✗ line 2 “電話 03-1234-5678”: The telephone number")
    assert lines[-1] == "2 errors, 0 warnings."
    assert anpi_with(ENGLISH, "message", "check", written(tmp_path, GOOD)).stdout.endswith("Nothing found.\n")


def test_editions_audiences_and_limits(anpi_with: Anpi, tmp_path: Path) -> None:
    old = written(tmp_path, GOOD.replace("避難指示", "避難勧告").replace("危険な場所から", ""))

    def rules(*words: str) -> list[str]:
        return [one["rule"] for one in printed(anpi_with({}, "message", "check", old, "--json", *words))["findings"]]

    assert rules("--edition", "2020") == []
    assert rules("--edition", "2021") == rules() == ["old_wording"]
    assert rules("--at", "2021-05-19T12:00") == []
    assert rules("--edition", "2020", "--body-at-most", "50", "--title-at-most", "3") == [
        "title_too_long",
        "body_too_long",
    ]
    assert anpi_with({}, "message", "check", old, "--edition", "1999").exit_code == 2
    fire = written(
        tmp_path, "本社で火災\n総務部です\n10時、3階で火が出ました。外へ出てください\nhttps://aoba.example/\n"
    )
    assert printed(anpi_with({}, "message", "check", fire, "--audience", "company", "--json"))["ok"]


def test_the_limits_are_those_that_are_set(anpi_with: Anpi, tmp_path: Path) -> None:
    good = written(tmp_path, GOOD)
    tight = {"ANPI_MESSAGE_TITLE_AT_MOST": "3", "ANPI_MESSAGE_BODY_AT_MOST": "50"}
    found = printed(anpi_with(tight, "message", "check", good, "--json"))["findings"]
    assert [one["rule"] for one in found] == ["title_too_long", "body_too_long"]
    wide = ("--title-at-most", "15", "--body-at-most", "200")
    assert printed(anpi_with(tight, "message", "check", good, "--json", *wide))["ok"]


def test_standard_input_and_other_encodings(anpi_with: Anpi, tmp_path: Path) -> None:
    assert printed(typed(GOOD, "message", "check", "-", "--json"))["ok"]
    for encoding in ("utf-8-sig", "cp932"):
        with_windows_ends = written(tmp_path, GOOD.replace("\n", "\r\n"), encoding)
        assert printed(anpi_with({}, "message", "check", with_windows_ends, "--json"))["body_length"] == 108


@pytest.mark.parametrize("text", ["", "\n", "題名だけ"])
def test_an_empty_message_is_a_finding_not_a_fault(text: str) -> None:
    result = typed(text, "message", "check", "-", "--json")
    assert result.exit_code == 1
    assert "body_missing" in [one["rule"] for one in json.loads(result.stdout)["findings"]]


def test_files_that_cannot_be_read_are_one_sentence(anpi_with: Anpi, tmp_path: Path) -> None:
    assert "No such file" in one_sentence(anpi_with({}, "message", "check", str(tmp_path / "none.txt")))
    (tmp_path / "picture").write_bytes(b"\x89PNG\xff\xff\x81")
    assert "UTF-8" in one_sentence(anpi_with({}, "message", "check", str(tmp_path / "picture")))


def test_a_long_one_is_split(anpi_with: Anpi, tmp_path: Path) -> None:
    long = written(tmp_path, GOOD + "開設されている避難所:\n" + "、".join(f"第{n}小学校" for n in range(1, 21)))
    parts = printed(anpi_with({}, "message", "split", long, "--json"))
    assert [part["title"] for part in parts] == ["避難指示", "避難指示の避難所情報"]
    assert all(part["body_length"] <= 200 for part in parts)
    told = anpi_with({}, "message", "split", long).stdout
    assert told.startswith("--- 1 of 2: title 4, body ")
    assert "leave no room" in one_sentence(anpi_with({}, "message", "split", long, "--body-at-most", "30"))
