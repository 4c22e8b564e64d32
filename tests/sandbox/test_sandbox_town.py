"""The town: three stand-ins with the sample company's people on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk import WebClient

from sandbox.residents import PEOPLE, Resident, managers_first, read_residents
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL, Town

LINE_ID = "U" + "c" * 32
PEOPLE_FILE = """\
employee_no,name,units,locale,email,emergency_emails,slack_id,line_id,role,active
2,Emma,大阪支社,en,emma@example.jp,emma@home.example; emma@tel.example,,{line},,1
1,花子,本社/総務部;本社,ja,hana@example.jp,,U0HANA,,safety_admin,
3,退職者,本社,,,,U0GONE,,,0
"""


@pytest.fixture
def residents(tmp_path: Path) -> list[Resident]:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE_FILE.format(line=LINE_ID), encoding="utf-8-sig")
    return read_residents(file)


def test_people_are_read_from_a_people_file(residents: list[Resident]) -> None:
    emma, hanako, gone = residents
    assert emma.mails == ("emma@home.example", "emma@tel.example")
    assert hanako.mails == ("hana@example.jp",), "email serves where there are no emergency addresses"
    assert (hanako.unit, hanako.locale, hanako.manages) == ("本社/総務部", "ja", True)
    assert (gone.active, gone.locale) == (False, "ja")
    assert managers_first(residents)[0] is hanako


def test_they_live_on_all_three_platforms(residents: list[Resident]) -> None:
    with Town(residents) as town:
        members = WebClient(town.slack.bot_token, base_url=town.slack.api_url).users_list()["members"]
        assert {one["id"]: one["deleted"] for one in members} == {"U0ANPIBOT": False, "U0HANA": False, "U0GONE": True}
        assert town.slack.world.channels[SAFETY_CHANNEL].members == {"U0HANA", "U0GONE", "U0ANPIBOT"}
        assert town.slack.world.channels[MANAGERS_CHANNEL].members == {"U0HANA", "U0ANPIBOT"}
        assert town.line.world.friends[LINE_ID].language == "en"
        assert town.person("Emma").number == "2"
        with pytest.raises(LookupError):
            town.person("nobody")


def test_its_settings_lead_to_its_doors(residents: list[Resident]) -> None:
    with Town(residents, socket_mode=True) as town:
        settings = town.settings()
        assert settings["ANPI_SLACK_API_URL"] == town.slack.api_url
        assert settings["ANPI_SLACK_APP_TOKEN"] == town.slack.app_token
        assert settings["ANPI_SMTP_URL"] == f"smtp://127.0.0.1:{town.mail.port}"
        town.connect("http://127.0.0.1:8000/")
        assert town.slack.events_url == "http://127.0.0.1:8000/slack/events"
        assert town.line.webhook_url == "http://127.0.0.1:8000/line/webhook"


def test_two_towns_have_different_secrets(residents: list[Resident]) -> None:
    with Town(residents) as one, Town(residents) as other:
        assert one.slack.signing_secret != other.slack.signing_secret
        assert one.line.access_token != other.line.access_token


def test_the_sample_company_can_move_in() -> None:
    if not PEOPLE.exists():
        pytest.skip("the sample company's people file is not here")
    with Town() as town:
        assert len(town.residents) >= 30
        assert town.residents[0].role == "safety_admin"
        assert any(one.line_id for one in town.residents)
