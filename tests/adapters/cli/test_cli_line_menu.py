"""`anpi line menu`: one plain sentence for whatever happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from bot.line_menu import NAMES
from sandbox.line import LineStandIn
from tests.adapters.cli.conftest import Anpi, one_sentence, printed

Menu = Callable[..., Result]
USER = "U" + "7a" * 16

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def line() -> Iterator[LineStandIn]:
    with LineStandIn() as stand_in:
        stand_in.add_friend(USER)
        yield stand_in


def environment_of(line: LineStandIn, database_url: str) -> dict[str, str]:
    return {
        "ANPI_DATABASE_URL": database_url,
        "ANPI_SECRET_KEY": "k" * 40,
        "ANPI_LOCALE": "en",
        "ANPI_LINE_CHANNEL_ACCESS_TOKEN": line.access_token,
        "ANPI_LINE_CHANNEL_SECRET": line.channel_secret,
        "ANPI_LINE_API_URL": line.api_url,
    }


@pytest.fixture
def menu(anpi_with: Anpi, database_url: str, line: LineStandIn, tmp_path: Path) -> Menu:
    """`menu("install")`, with one person whose LINE is linked."""
    environment = environment_of(line, database_url)
    file = tmp_path / "people.csv"
    file.write_text(f"employee_no,name,line_id\n1,青木 花子,{USER}\n", "utf-8")
    assert anpi_with(environment, "people", "import", str(file)).exit_code == 0
    return lambda *words: anpi_with(environment, "line", "menu", *words)


def test_from_nothing_to_installed_and_away_again(menu: Menu, line: LineStandIn) -> None:
    assert menu("show").stdout == "Not installed: anpi line menu install puts it in.\n"
    assert printed(menu("show", "--json"))["installed"] is False
    assert menu("install").stdout.startswith("The menu is installed. 1 person has it")
    assert menu("install").stdout.startswith("Nothing to do: the menu is installed and current.")
    shown = menu("show")
    assert (shown.exit_code, "Installed, and the one of this version." in shown.stdout) == (0, True)
    assert printed(menu("show", "--json")) == {
        "installed": True,
        "current": True,
        "missing": [],
        "default": True,
        "accounts": 1,
        "waiting": 0,
        "others": 0,
    }
    line.world.rich_menus.linked.clear()
    assert menu("refresh").stdout.startswith("Everybody has got it once more.")
    assert list(line.world.rich_menus.linked) == [USER]
    assert menu("remove").stdout == "The menu was removed.\n"
    assert menu("remove").stdout == "There was no menu of Anpi's.\n"
    assert line.world.rich_menus.menus == {}


def test_what_is_wrong_at_line_is_shown_and_put_right(menu: Menu, line: LineStandIn) -> None:
    menu("install")
    line.world.rich_menus.default = ""
    shown = menu("show")
    assert (shown.exit_code, "Shown to those not linked: no" in shown.stdout) == (1, True)
    menu("install")
    assert menu("show").exit_code == 0
    line.world.rich_menus.menus.clear()
    assert ", ".join(NAMES) in menu("show").stdout


def test_a_line_that_refuses_is_told_of_honestly(menu: Menu, line: LineStandIn) -> None:
    line.fail("menu_create", "error:no")
    words = one_sentence(menu("install"))
    assert "LINE did not take the menu" in words
    assert "The menu people had is still there" in words
    line.access_token = "another"
    assert "LINE does not accept our access token" in one_sentence(menu("install"))


def test_without_line_there_is_no_menu(anpi: Anpi) -> None:
    assert "LINE is off" in one_sentence(anpi("line", "menu", "show"))


def test_the_doctor_tells_of_the_menu_where_the_database_knows_of_it(
    anpi_with: Anpi, menu: Menu, line: LineStandIn, database_url: str, tmp_path: Path
) -> None:
    def told(url: str) -> dict[str, str]:
        checks = printed(anpi_with(environment_of(line, url), "doctor", "--json"))["checks"]
        return {check["name"]: check["detail"] for check in checks}

    menu("install")
    assert told(database_url)["LINE menu"] == "current; 1 person has it in their language"
    assert "LINE menu" not in told(f"sqlite:///{tmp_path}/new.db"), "whose tables are not there yet"
