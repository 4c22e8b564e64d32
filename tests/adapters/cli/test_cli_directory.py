"""`anpi people directory`: reads the directory once, and says what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import click
import pytest
from click.testing import CliRunner, Result

from adapters.cli.directory import add_directory_command
from flows.ports import Directory, DirectoryEntry, DirectoryError
from flows.work import Begin, Policy
from sandbox.slack import SlackStandIn
from storage.models import contacts, people
from tests.adapters.cli.conftest import Anpi, one_sentence, printed
from tests.support.company import Company
from tests.support.outbox import rows

PAGE = (
    DirectoryEntry("U0EMMA", "Emma Clark", "emma@example.com", is_active=True),
    DirectoryEntry("U0NEW", "新人", "new@example.jp", is_active=True),
    DirectoryEntry("U0JIRO", "次郎", "", is_active=False),
)

Run = Callable[..., Result]


class Pages:
    def __init__(self, breaks: bool) -> None:
        self._breaks = breaks

    def pages(self) -> Iterator[Sequence[DirectoryEntry]]:
        yield PAGE
        if self._breaks:
            raise DirectoryError("Slack asks to wait: try again in a minute")


@dataclass
class Program:
    begin: Begin
    is_on: bool = True
    breaks: bool = False

    def open(self) -> tuple[Begin, Policy]:
        return self.begin, Policy()

    def directory(self, begin: Begin) -> Directory | None:
        return Pages(self.breaks) if self.is_on else None


@pytest.fixture
def program(begin: Begin, company: Company) -> Program:
    return Program(begin)


@pytest.fixture
def run(program: Program) -> Run:
    group = click.Group("people")
    add_directory_command(group, program)
    return lambda *words: CliRunner().invoke(group, ["directory", *words])


def is_active(begin: Begin, name: str) -> bool:
    (row,) = rows(begin, people, name=name)
    return bool(row.active)


def test_it_says_what_it_did(run: Run, begin: Begin) -> None:
    done = run()
    assert (done.exit_code, done.stdout) == (
        0,
        "3 accounts; linked 1, back 0, gone 1, new 1, leavers 1.\n"
        "New: U0NEW 新人 new@example.jp\n"
        "Slack account gone: E0002 次郎\n",
    )
    assert is_active(begin, "次郎")


def test_the_json_holds_the_same(run: Run) -> None:
    assert printed(run("--json")) == {
        "accounts": 3,
        "linked": 1,
        "back": 0,
        "gone": 1,
        "new": [{"slack_id": "U0NEW", "name": "新人", "email": "new@example.jp"}],
        "leavers": [{"slack_id": "U0JIRO", "employee_no": "E0002", "name": "次郎"}],
        "deactivated": 0,
    }


def test_a_dry_run_changes_nothing_whatever_else_is_asked(run: Run, begin: Begin) -> None:
    before = rows(begin, contacts)
    done = run("--dry-run", "--deactivate-leavers")
    assert done.stdout.startswith("Nothing was changed; it would be: 3 accounts; linked 1")
    assert "Slack account gone: E0002 次郎" in done.stdout
    assert rows(begin, contacts) == before
    assert is_active(begin, "次郎")


def test_leavers_are_deactivated_where_asked(run: Run, begin: Begin) -> None:
    assert printed(run("--deactivate-leavers", "--json"))["deactivated"] == 1
    assert not is_active(begin, "次郎")
    assert printed(run("--deactivate-leavers", "--json"))["leavers"] == []


def test_without_slack_it_says_so(run: Run, program: Program) -> None:
    program.is_on = False
    assert "ANPI_SLACK_BOT_TOKEN" in one_sentence(run())


def test_a_directory_that_breaks_is_one_sentence_and_nobody_is_deactivated(
    run: Run, program: Program, begin: Begin
) -> None:
    program.breaks = True
    said = one_sentence(run("--deactivate-leavers"))
    assert said == "Slack's directory could not be read to its end: Slack asks to wait: try again in a minute"
    assert is_active(begin, "次郎")
    assert rows(begin, contacts, address="U0EMMA")


def test_the_real_command_reads_slack(staffed: Anpi, begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ANPI_SLACK_BOT_TOKEN" in one_sentence(staffed("people", "directory"))
    with SlackStandIn() as slack:
        slack.add_user("U0EMMA", "emma", email="emma@aoba.example")
        monkeypatch.setenv("ANPI_SLACK_BOT_TOKEN", slack.bot_token)
        monkeypatch.setenv("ANPI_SLACK_SIGNING_SECRET", slack.signing_secret)
        monkeypatch.setenv("ANPI_SLACK_API_URL", slack.api_url)
        assert printed(staffed("people", "directory", "--json"))["linked"] == 1
    assert rows(begin, contacts, address="U0EMMA")
