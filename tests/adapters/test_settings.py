"""Settings: what is wrong is said in one sentence that names the variable and never shows a value."""

from __future__ import annotations

import os
import re

import pytest
from pydantic import SecretStr

from bot.vocabulary import Locale
from settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    for name in list(os.environ):
        if name.startswith("ANPI_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(str(tmp_path))


def test_everything_has_a_default_and_every_channel_is_off() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///anpi.db"
    assert settings.locale is Locale.JA
    assert (settings.has_slack, settings.has_line, settings.has_mail) == (False, False, False)


def test_channels_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANPI_SLACK_CHANNELS", "C01, C02 ,")
    assert load_settings().slack_channels == ("C01", "C02")


def test_a_year_is_kept_unless_something_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().policy().retention_days == 365
    monkeypatch.setenv("ANPI_RETENTION_DAYS", "0")
    assert load_settings().policy().retention_days == 0


def test_contacts_are_proven_within_half_a_year_unless_something_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().policy().proof_days == 180
    monkeypatch.setenv("ANPI_PROOF_DAYS", "0")
    assert load_settings().policy().proof_days == 0


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ANPI_TIMEZONE", "Mars/Base", "ANPI_TIMEZONE"),
        ("ANPI_BASE_URL", "anpi.example.jp", "ANPI_BASE_URL"),
        ("ANPI_LOCALE", "xx", "ANPI_LOCALE"),
        ("ANPI_SLACK_BOT_TOKEN", "xoxb-secret", "ANPI_SLACK_SIGNING_SECRET"),
        ("ANPI_SLACK_CLIENT_SECRET", "secret-value", "ANPI_SLACK_CLIENT_ID"),
        ("ANPI_LINE_CHANNEL_SECRET", "secret-value", "ANPI_LINE_CHANNEL_ACCESS_TOKEN"),
        ("ANPI_SMTP_URL", "smtp://user:secret-value@host", "ANPI_MAIL_FROM"),
        ("ANPI_DKIM_DOMAIN", "example.jp", "ANPI_DKIM_SELECTOR"),
        ("ANPI_MAIL_LISTEN", "127.0.0.1:10024", "ANPI_MAIL_BOUNCE_ADDRESS"),
        ("ANPI_IMAP_URL", "imaps://user:secret-value@host", "ANPI_MAIL_ANSWER_ADDRESS"),
        ("ANPI_SLACK_POSTS_PER_MINUTE", "-1", "ANPI_SLACK_POSTS_PER_MINUTE"),
        ("ANPI_RETENTION_DAYS", "-1", "ANPI_RETENTION_DAYS"),
        ("ANPI_RETENTION_DAYS", "365001", "ANPI_RETENTION_DAYS"),
        ("ANPI_PROOF_DAYS", "29", "ANPI_PROOF_DAYS"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert says in str(caught.value)
    assert "secret" not in re.sub("(signing|channel|client)_secret", "", str(caught.value).lower())


def test_signing_in_with_slack_needs_the_bot_that_knows_the_workspace() -> None:
    client = {"slack_client_id": "1.2", "slack_client_secret": "x"}
    bot = {"slack_bot_token": "xoxb-1", "slack_signing_secret": "y"}
    assert Settings.of(**bot).slack_identity() is None
    assert Settings.of(**bot, **client).slack_identity() is not None
    with pytest.raises(ValueError, match="ANPI_SLACK_BOT_TOKEN"):
        Settings.of(**client)


def test_a_secret_key_that_is_not_set_is_not_called_too_short() -> None:
    with pytest.raises(SettingsError, match=r"ANPI_SECRET_KEY is not set: there is no \.env in this folder, or"):
        load_settings().checked_secret_key()


@pytest.mark.parametrize("key", ["", "s" * 31])
def test_a_short_secret_key_is_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("ANPI_SECRET_KEY", key)
    with pytest.raises(SettingsError, match="ANPI_SECRET_KEY must be at least 32"):
        load_settings().checked_secret_key()


@pytest.mark.parametrize(
    ("address", "is_warned"),
    [
        ("http://127.0.0.1:8080", False),
        ("http://0.0.0.0:8080", False),
        ("http://127.0.0.1:9", True),
        ("http://:::9", True),
    ],
)
def test_links_to_the_usual_port_are_told_where_another_is_listened_on(address: str, is_warned: bool) -> None:
    told = load_settings().port_warnings(address)
    assert len(told) == is_warned
    assert all("http://127.0.0.1:8080" in words and "ANPI_BASE_URL" in words for words in told)


def test_an_address_that_was_given_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANPI_BASE_URL", "http://127.0.0.1:8080")
    assert load_settings().port_warnings("http://127.0.0.1:9") == ()


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = Settings(secret_key=SecretStr("s" * 40), smtp_url=SecretStr("smtp://u:hunter2@h"), mail_from="a@b.jp")
    assert "hunter2" not in repr(settings)
    assert "ssss" not in repr(settings)
