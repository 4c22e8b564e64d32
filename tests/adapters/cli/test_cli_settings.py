"""What an administrator can put right is one sentence on standard error and exit code 1, and never shows a secret."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.cli.main import create_cli
from adapters.cycle.clock import SystemClock
from app import CommandLine
from flows.begin import make_begin
from flows.health import note_turn
from flows.work import Operator
from settings import Settings
from storage.database import open_database
from storage.migrate import expected_revision
from tests.adapters.cli.conftest import Anpi, one_sentence, printed

KEY = {"ANPI_SECRET_KEY": "0123456789" * 4}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("words", [("serve", "--port", "0"), ("worker",)])
def test_nothing_is_served_without_a_secret_key(anpi_with: Anpi, words: tuple[str, ...]) -> None:
    said = one_sentence(anpi_with({}, *words))
    assert said.startswith("ANPI_SECRET_KEY is not set: there is no .env in this folder, or it does not name it; ")
    short = one_sentence(anpi_with({"ANPI_SECRET_KEY": "hush"}, *words))
    assert short.startswith("ANPI_SECRET_KEY must be at least 32 characters long; make one with: ")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "ANPI_DATABASE_URL: write sqlite:///anpi.db or postgresql+psycopg://…"),
        ("mysql://localhost/anpi", "ANPI_DATABASE_URL: data is kept in SQLite or PostgreSQL, not in mysql"),
        ("sqlite://", "ANPI_DATABASE_URL: SQLite needs a file on a local disk: sqlite:///anpi.db"),
        ("sqlite:////no/such/folder/anpi.db", "the database of ANPI_DATABASE_URL cannot be opened: unable to open"),
        ("postgresql+psycopg://anpi:hush@127.0.0.1:1/anpi", "the database of ANPI_DATABASE_URL cannot be opened: "),
    ],
)
def test_a_wrong_database_url_is_one_sentence(anpi_with: Anpi, url: str, said: str) -> None:
    for words in (("check", "list"), ("db", "upgrade")):
        sentence = one_sentence(anpi_with({"ANPI_DATABASE_URL": url}, *words))
        assert sentence.startswith(said)
        assert "hush" not in sentence


def test_a_database_of_a_newer_program_says_so(anpi_with: Anpi, database_url: str) -> None:
    database = open_database(database_url)
    with database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        said = one_sentence(anpi_with({"ANPI_DATABASE_URL": database_url}, "check", "list"))
    finally:
        with database.transaction() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{expected_revision()}'")
        database.close()
    assert said == "the database is at revision 9999, of a newer Anpi than this one: update Anpi"


def test_a_command_in_the_wrong_folder_makes_no_new_database(anpi_with: Anpi) -> None:
    said = one_sentence(anpi_with({}, "check", "list"))
    assert said.startswith(f"there is no Anpi database at {Path('anpi.db').absolute()}: ")
    assert not Path("anpi.db").exists()


def test_an_upgrade_says_whether_there_was_something_to_do(anpi_with: Anpi) -> None:
    assert anpi_with({}, "db", "upgrade").stdout == "The database was upgraded.\n"
    assert Path("anpi.db").exists()
    assert anpi_with({}, "db", "upgrade").stdout == "The database is up to date.\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ANPI_TIMEZONE": "Mars"}, "ANPI_TIMEZONE: there is no time zone 'Mars'"),
        ({"ANPI_LOCALE": "fr"}, "ANPI_LOCALE: "),
        ({"ANPI_BASE_URL": "anpi.example.jp"}, "ANPI_BASE_URL: write a whole address"),
        ({"ANPI_SLACK_BOT_TOKEN": "xoxb-hush"}, "with ANPI_SLACK_BOT_TOKEN set ANPI_SLACK_SIGNING_SECRET"),
        ({"ANPI_LINE_CHANNEL_SECRET": "hush"}, "set both ANPI_LINE_CHANNEL_ACCESS_TOKEN and"),
        ({"ANPI_SMTP_URL": "smtp://u:hush@mail"}, "with ANPI_SMTP_URL set ANPI_MAIL_FROM too"),
    ],
)
def test_a_wrong_setting_is_one_sentence(anpi_with: Anpi, settings: dict[str, str], said: str) -> None:
    sentence = one_sentence(anpi_with(settings, "check", "list"))
    assert sentence.startswith(said)
    assert "hush" not in sentence


def test_a_port_that_is_taken_is_one_sentence(anpi_with: Anpi, taken_port: int) -> None:
    for command in ("serve", "demo", "sandbox"):
        said = one_sentence(anpi_with(KEY, command, "--port", str(taken_port)))
        assert said.startswith(f"cannot listen on 127.0.0.1 port {taken_port}: ")
        assert "--port" in said


def test_the_doctor_has_the_fixed_shape(anpi_with: Anpi, database_url: str) -> None:
    result = anpi_with(KEY | {"ANPI_DATABASE_URL": database_url}, "doctor", "--json")
    report = printed(result)
    assert set(report) == {"ok", "checks"}
    assert all(set(one) == {"name", "ok", "detail"} for one in report["checks"])
    found = {one["name"]: one["ok"] for one in report["checks"]}
    off = dict.fromkeys(("slack", "line", "mail"), True)
    assert found == {"database": True, "cycle": False, "links": True, **off, "channels": False}
    assert report["ok"] is False
    assert result.exit_code == 1


def test_the_doctor_speaks_in_one_line_each(anpi_with: Anpi, sqlite_url: str) -> None:
    lines = anpi_with(KEY | {"ANPI_DATABASE_URL": sqlite_url}, "doctor").stdout.splitlines()
    assert lines[1] == "✗ cycle: it has never turned: start anpi serve"
    assert lines[2] == "✓ links: they point to http://127.0.0.1:8080 (from the environment)"
    assert lines[3:6] == [f"✓ {name}: off: not set" for name in ("slack", "line", "mail")]
    assert lines[6:] == [
        "✗ channels: no channel is set, so nobody can be asked: set Slack, LINE or mail: "
        "docs/slack.md, docs/line.md, docs/mail.md"
    ]


def test_a_doctor_without_any_channel_is_not_well_although_each_part_is(anpi_with: Anpi, sqlite_url: str) -> None:
    given = KEY | {"ANPI_DATABASE_URL": sqlite_url}
    database = open_database(sqlite_url)
    begin = make_begin(database, SystemClock(), Settings.of().policy(), wake=lambda: None)
    with begin(Operator()) as work:
        note_turn(work, "a cycle")
    database.close()
    result = anpi_with(given, "doctor", "--json")
    assert [one["name"] for one in printed(result)["checks"] if not one["ok"]] == ["channels"]
    assert (printed(result)["ok"], result.exit_code) == (False, 1)


def test_a_single_channel_is_enough_for_the_doctor(anpi_with: Anpi, sqlite_url: str) -> None:
    mail = {"ANPI_SMTP_URL": "smtp://127.0.0.1:9", "ANPI_MAIL_FROM": "anpi@aoba.example"}
    found = printed(anpi_with(KEY | mail | {"ANPI_DATABASE_URL": sqlite_url}, "doctor", "--json"))["checks"]
    assert [one["detail"] for one in found if one["name"] in ("slack", "line")] == ["off: not set"] * 2
    assert "channels" not in {one["name"] for one in found}


def test_a_doctor_finds_wrong_settings_and_prints_the_json_all_the_same(anpi_with: Anpi) -> None:
    result = anpi_with({"ANPI_TIMEZONE": "Mars"}, "doctor", "--json")
    assert result.exit_code == 1
    assert printed(result)["ok"] is False
    assert printed(result)["checks"][0]["name"] == "settings"
    lost = printed(anpi_with(KEY | {"ANPI_DATABASE_URL": "sqlite:////no/such/folder/a.db"}, "doctor", "--json"))
    assert lost["checks"][0] == {
        "name": "database",
        "ok": False,
        "detail": "it cannot be opened: check ANPI_DATABASE_URL",
    }


def test_a_name_that_is_no_setting_is_told_with_the_one_that_was_meant(anpi_with: Anpi, sqlite_url: str) -> None:
    Path(".env").write_text("ANPI_LOCALLE=en\nOTHER=1\nANPI_TIMEZONE=Asia/Tokyo\n", "utf-8")
    given = KEY | {"ANPI_DATABASE_URL": sqlite_url, "ANPI_SLACK_TOKEN": "xoxb-hush", "anpi_zzz": "1"}
    report = printed(anpi_with(given, "doctor", "--json"))
    assert [one["detail"] for one in report["checks"] if one["name"] == "settings"] == [
        "ANPI_LOCALLE is no setting and changes nothing; did you mean ANPI_LOCALE?",
        "ANPI_SLACK_TOKEN is no setting and changes nothing; did you mean ANPI_SLACK_BOT_TOKEN?",
        "ANPI_ZZZ is no setting and changes nothing; README lists the settings",
    ]
    assert "hush" not in str(report)


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_server_warns_of_a_name_that_is_no_setting(anpi_with: Anpi, taken_port: int, command: str) -> None:
    result = anpi_with({"ANPI_SECRET_KEYS": "x"}, command, *(["--port", str(taken_port)] if command == "serve" else []))
    assert result.exit_code == 1
    assert "ANPI_SECRET_KEYS is no setting and changes nothing; did you mean ANPI_SECRET_KEY?" in result.stderr


def test_every_command_has_a_help_text(anpi_with: Anpi) -> None:
    def visit(group: object, words: tuple[str, ...]) -> None:
        said = anpi_with({}, *words, "--help")
        assert said.exit_code == 0
        assert said.stdout.startswith("Usage: ")
        assert "..." not in said.stdout.partition("Commands:")[2], f"the line of a command is cut: {said.stdout}"
        for name, command in getattr(group, "commands", {}).items():
            assert command.help, name
            visit(command, (*words, name))

    visit(create_cli(CommandLine()), ())
