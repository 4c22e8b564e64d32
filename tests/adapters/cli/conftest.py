"""The command line in this process and as a real one, on a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adapters.cli.main import create_cli
from app import CommandLine
from tests.adapters.cli.wheel import ROOT, Played, play_from_a_wheel

PEOPLE = """\
employee_no,name,units,email,role,managed_units,slack_id
1,青木 花子,本社/総務部,hanako@aoba.example,,,U1HANAKO
2,大塚 次郎,本社/開発部,jiro@aoba.example,,,
3,伊藤 太郎,本社/開発部/基盤課,taro@aoba.example,,,
4,Emma Clark,大阪支社,emma@aoba.example,,,
5,佐藤 無口,大阪支社,,,,
"""

Anpi = Callable[..., Result]


def plain_environment(**settings: str) -> dict[str, str]:
    """Nothing of this computer's settings, and these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANPI_")}
    return kept | {f"ANPI_{name.upper()}": value for name, value in settings.items()}


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[Played]]:
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(play_from_a_wheel, tmp_path_factory.mktemp("wheel"), plain_environment())


@pytest.fixture(scope="session", autouse=True)
def _played_early(request: pytest.FixtureRequest) -> None:
    """Most of its time the demo waits: where a test will look at it, it begins before the first test of this folder."""
    if any("played" in item.fixturenames for item in request.session.items if isinstance(item, pytest.Function)):
        request.getfixturevalue("played")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` file of this checkout is read."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("ANPI_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def anpi_with() -> Anpi:
    """`anpi_with({"ANPI_LOCALE": "en"}, "check", "list")` in this process."""

    def run(environment: Mapping[str, str], *words: str) -> Result:
        return CliRunner().invoke(create_cli(CommandLine()), words, env=dict(environment))

    return run


@pytest.fixture
def anpi(anpi_with: Anpi, database_url: str) -> Anpi:
    """`anpi("check", "list")` in this process, on an empty database of each kind, with the mail channel on."""
    environment = {
        "ANPI_DATABASE_URL": database_url,
        "ANPI_LOCALE": "en",
        "ANPI_SMTP_URL": "smtp://127.0.0.1:9",
        "ANPI_MAIL_FROM": "anpi@aoba.example",
    }
    return lambda *words: anpi_with(environment, *words)


@pytest.fixture
def staffed(anpi: Anpi, tmp_path: Path) -> Anpi:
    """`anpi` with the five people of PEOPLE."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, "utf-8")
    assert anpi("people", "import", str(file)).exit_code == 0
    return anpi


def printed(result: Result) -> Any:
    """The JSON on standard output."""
    return json.loads(result.stdout)


def one_sentence(result: Result) -> str:
    """What stands on standard error where a command ends with exit code 1: one line and no traceback."""
    assert result.exit_code == 1, (result.exit_code, result.output, result.exception)
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    return lines[0].removeprefix("Error: ")


def program(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python app.py …` as a process."""
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *words],
        env=plain_environment(**settings),
        capture_output=True,
        text=True,
        timeout=90,
    )
