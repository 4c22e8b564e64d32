"""`anpi api token …`."""

from __future__ import annotations

import json

import pytest

from flows.alarms import WEBHOOK, raise_alarm
from flows.api_tokens import PREFIX
from flows.work import Begin, Operator
from tests.adapters.cli.conftest import Anpi, one_sentence, printed


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: tests of the flow use both."""
    return sqlite_url


def test_a_token_is_made_listed_and_revoked(anpi: Anpi) -> None:
    assert "no token yet" in anpi("api", "token", "list").output
    secret = anpi("api", "token", "create", "人事", "--scope", "people:read", "--scope", "checks:read").output.strip()
    assert secret.startswith(PREFIX)
    made = printed(anpi("api", "token", "create", "BI", "--scope", "checks:read", "--days", "0", "--json"))
    listed = printed(anpi("api", "token", "list", "--json"))
    assert [(one["name"], one["scopes"], one["counts"]) for one in listed] == [
        ("BI", ["checks:read"], True),
        ("人事", ["checks:read", "people:read"], True),
    ]
    assert secret not in str(listed)
    assert listed[1]["ends_in"] == secret[-4:]
    assert listed[0]["expires_at"] is None
    newer = printed(anpi("api", "token", "replace", str(made["id"]), "--json"))
    assert (newer["token"] != made["token"], newer["id"] > made["id"]) == (True, True)
    for said in ("is revoked", "had been revoked before"):
        assert said in anpi("api", "token", "revoke", str(made["id"])).output
    assert "revoked" in anpi("api", "token", "list").output
    assert one_sentence(anpi("api", "token", "revoke", "99")) == "There is no such token."


def test_what_is_no_scope_is_a_usage_error(anpi: Anpi) -> None:
    assert anpi("api", "token", "create", "x", "--scope", "everything").exit_code == 2
    assert anpi("api", "token", "create", "x").exit_code == 2
    assert "name" in one_sentence(anpi("api", "token", "create", " ", "--scope", "checks:read"))


def test_the_doctor_names_a_system_that_takes_nothing_whether_mail_is_on_or_off(
    anpi_with: Anpi, begin: Begin, database_url: str
) -> None:
    with begin(Operator()) as work:
        raise_alarm(work, WEBHOOK, "1: hooks.aoba.example")
    off = {"ANPI_DATABASE_URL": database_url, "ANPI_LOCALE": "en", "ANPI_SECRET_KEY": "k" * 40}
    mail = {"ANPI_SMTP_URL": "smtp://127.0.0.1:9", "ANPI_MAIL_FROM": "anpi@aoba.example"}
    for result in (anpi_with(off, "doctor", "--json"), anpi_with({**off, **mail}, "doctor", "--json")):
        [finding] = [one for one in json.loads(result.stdout)["checks"] if one["name"] == WEBHOOK]
        assert (finding["ok"], "hooks.aoba.example" in finding["detail"]) == (False, True)
