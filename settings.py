"""Every setting, typed, from the environment (prefix `ANPI_`) or a `.env` file. README lists them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from adapters.line.keys import LineSetup
from adapters.mail.room import MailSetup
from adapters.mail.setup import environment_server
from adapters.slack.identity import SlackOpenId
from adapters.slack.setup import SlackSetup
from bot.plain import MESSAGE_AT_MOST, TITLE_AT_MOST
from bot.vocabulary import ChannelKind, Locale, MapService
from flows.common_settings import names_in, no_few_days, zone_of
from flows.in_force import InForce, OfEnvironment
from flows.ports import Addresses
from flows.retention import DAYS_AT_MOST
from flows.seal import Seal
from flows.work import Policy

#: Signs every link: shorter ones can be guessed.
SECRET_KEY_MIN_CHARS = 32


class SettingsError(ValueError):
    """The environment holds something that cannot be used; the text says which setting and what to do."""


class Settings(BaseSettings):
    """One field per variable: `ANPI_DATABASE_URL` is `database_url`."""

    model_config = SettingsConfigDict(env_prefix="ANPI_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///anpi.db"
    secret_key: SecretStr = SecretStr("")
    base_url: str = "http://127.0.0.1:8080"
    internal_url: str = ""
    timezone: str = "Asia/Tokyo"
    locale: Locale = Locale.JA
    company_name: str = ""
    #: Days after its closing for which comments, places and answers of a check are kept; 0: for ever.
    retention_days: int = Field(default=365, ge=0, le=DAYS_AT_MOST)
    #: Within that many days every contact is asked to be proven, a few each day; 0: none by itself.
    proof_days: int = Field(default=180, ge=0, le=DAYS_AT_MOST)

    #: Characters of a message that people still read, by the guide's counting: told while one is written.
    message_title_at_most: int = Field(default=15, ge=1, le=TITLE_AT_MOST)
    message_body_at_most: int = Field(default=200, ge=1, le=MESSAGE_AT_MOST)
    #: Proposed where a route or a way home is written.
    map_service: MapService = MapService.GOOGLE

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    #: Sign in with Slack, to the console.
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    slack_channels: Annotated[tuple[str, ...], NoDecode] = ()
    slack_manager_channel: str = ""
    #: Workspaces (T…) besides the token's own whose people stand in the people file, where they share channels.
    slack_teams: Annotated[tuple[str, ...], NoDecode] = ()
    #: Direct messages a minute for the whole workspace; 0: as fast as Slack takes them.
    slack_posts_per_minute: float = Field(default=230, ge=0)

    line_channel_access_token: SecretStr = SecretStr("")
    line_channel_secret: SecretStr = SecretStr("")
    line_api_url: str = "https://api.line.me"
    #: The menu of the chat is put in, or renewed, at each start; else `anpi line menu install` does it.
    line_menu: bool = False

    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    #: Where reports about letters and replies to them come to; each letter has a token of its own behind a `+`.
    mail_bounce_address: str = ""
    mail_answer_address: str = ""
    #: host:port of the SMTP and LMTP door for the company's own mail server.
    mail_listen: str = ""
    imap_url: SecretStr = SecretStr("")
    dkim_domain: str = ""
    dkim_selector: str = ""
    dkim_key_file: Path | None = None

    @field_validator("slack_channels", "slack_teams", mode="before")
    @classmethod
    def split_by_comma(cls, value: Any) -> Any:
        return names_in(value) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def known_zone(cls, value: str) -> str:
        return str(zone_of(value))

    @field_validator("proof_days")
    @classmethod
    def enough_days(cls, value: int) -> int:
        return no_few_days(value)

    @field_validator("base_url", "internal_url", "slack_api_url", "line_api_url")
    @classmethod
    def plain_url(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
            raise ValueError("write a whole address such as https://anpi.example.jp")
        return value.rstrip("/")

    @model_validator(mode="after")
    def whole_pairs(self) -> Settings:
        if self.slack_bot_token.get_secret_value() and not (
            self.slack_signing_secret.get_secret_value() or self.slack_app_token.get_secret_value()
        ):
            raise ValueError(
                "with ANPI_SLACK_BOT_TOKEN set ANPI_SLACK_SIGNING_SECRET (HTTP) or ANPI_SLACK_APP_TOKEN (Socket Mode)"
            )
        if bool(self.slack_client_id) != bool(self.slack_client_secret.get_secret_value()):
            raise ValueError("set both ANPI_SLACK_CLIENT_ID and ANPI_SLACK_CLIENT_SECRET, or neither")
        if self.slack_client_id and not self.slack_bot_token.get_secret_value():
            raise ValueError(
                "with ANPI_SLACK_CLIENT_ID set ANPI_SLACK_BOT_TOKEN too: it tells which workspace is yours"
            )
        if bool(self.line_channel_access_token.get_secret_value()) != bool(self.line_channel_secret.get_secret_value()):
            raise ValueError("set both ANPI_LINE_CHANNEL_ACCESS_TOKEN and ANPI_LINE_CHANNEL_SECRET, or neither")
        if self.smtp_url.get_secret_value() and not self.mail_from:
            raise ValueError("with ANPI_SMTP_URL set ANPI_MAIL_FROM too, such as 安否確認 <anpi@example.jp>")
        has_door = bool(self.mail_listen or self.imap_url.get_secret_value())
        if has_door and not (self.mail_bounce_address or self.mail_answer_address):
            raise ValueError(
                "with ANPI_MAIL_LISTEN or ANPI_IMAP_URL set ANPI_MAIL_BOUNCE_ADDRESS, ANPI_MAIL_ANSWER_ADDRESS or both"
            )
        dkim = (bool(self.dkim_domain), bool(self.dkim_selector), self.dkim_key_file is not None)
        if any(dkim) and not all(dkim):
            raise ValueError("set ANPI_DKIM_DOMAIN, ANPI_DKIM_SELECTOR and ANPI_DKIM_KEY_FILE together, or none")
        return self

    @classmethod
    def of(cls, **given: Any) -> Settings:
        """Only what is given, and defaults: nothing of this computer's environment."""
        defaults = {name: field.default for name, field in cls.model_fields.items()}
        return cls(**{"_env_file": None, **defaults, **given})

    @classmethod
    def of_demo(cls, given: Mapping[str, str], folder: str, port: int) -> Settings:
        """Of the demo's sample company, whose database is in `folder`; `given`: the environment of its platforms."""
        return cls.of(
            **{name.removeprefix("ANPI_").lower(): value for name, value in given.items()},
            database_url=f"sqlite:///{folder}/anpi.db",
            secret_key=secrets.token_urlsafe(48),
            base_url=f"http://127.0.0.1:{port}",
            company_name="青葉製作所",
            slack_posts_per_minute=0,
            line_menu=True,
        )

    def policy(self) -> Policy:
        """What flows need of the settings."""
        switched_on = {
            ChannelKind.SLACK: self.has_slack,
            ChannelKind.LINE: self.has_line,
            ChannelKind.MAIL: self.has_mail,
        }
        return Policy(
            company=self.company_name,
            zone=zone_of(self.timezone),
            locale=self.locale,
            retention_days=self.retention_days,
            proof_days=self.proof_days,
            slack_channels=self.slack_channels,
            slack_manager_channel=self.slack_manager_channel,
            channels=frozenset(kind for kind, is_on in switched_on.items() if is_on),
            hears_replies=bool(self.mail_answer_address),
            message_title_at_most=self.message_title_at_most,
            message_body_at_most=self.message_body_at_most,
            map_service=self.map_service,
        )

    def slack_setup(self, policy: Policy) -> SlackSetup:
        """What the Slack room needs of the settings. `policy`: what is in force of it."""
        return SlackSetup(
            token=self.slack_bot_token.get_secret_value(),
            api_url=self.slack_api_url,
            signing_secret=self.slack_signing_secret.get_secret_value(),
            app_token=self.slack_app_token.get_secret_value(),
            posts_per_minute=self.slack_posts_per_minute,
            channels=lambda: tuple(filter(None, (*policy.slack_channels, policy.slack_manager_channel))),
            also_ours=self.slack_teams,
        )

    def in_force(self, with_mail: bool = True) -> InForce:
        """These settings, and above them what was set in the console. MailSetupError unless `with_mail` is false."""
        server = environment_server(self.smtp_url.get_secret_value(), self.mail_from) if with_mail else None
        given = OfEnvironment(frozenset(self.policy().channels), server, self.base_url, self.internal_url)
        return InForce(given, Seal(self.secret_key.get_secret_value()))

    def line_setup(self, at: Addresses) -> LineSetup:
        """What the LINE room needs of the settings. `at`: where we are reached."""
        return LineSetup(
            api_url=self.line_api_url,
            access_token=self.line_channel_access_token.get_secret_value(),
            channel_secret=self.line_channel_secret.get_secret_value(),
            webhook_url=lambda: f"{at.outside}/line/webhook",
            installs_menu=self.line_menu,
        )

    def mail_setup(self) -> MailSetup:
        """What the mail room needs of the settings. SettingsError."""
        return MailSetup(
            secret_key=self.checked_secret_key(),
            locale=self.locale,
            dkim=(self.dkim_domain, self.dkim_selector, self.dkim_key_file) if self.dkim_key_file else None,
            bounce_address=self.mail_bounce_address,
            answer_address=self.mail_answer_address,
            listen=self.mail_listen,
            imap_url=self.imap_url.get_secret_value(),
        )

    def slack_identity(self) -> SlackOpenId | None:
        """Sign in with Slack, where it is set."""
        if not self.slack_client_id:
            return None
        return SlackOpenId(
            self.slack_client_id,
            self.slack_client_secret.get_secret_value(),
            self.slack_bot_token.get_secret_value(),
            self.slack_api_url,
            self.slack_teams,
        )

    @property
    def has_slack(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value())

    @property
    def has_line(self) -> bool:
        return bool(self.line_channel_access_token.get_secret_value())

    @property
    def has_mail(self) -> bool:
        return bool(self.smtp_url.get_secret_value())

    def checked_secret_key(self) -> str:
        """The key that signs links. SettingsError where it is missing or too short."""
        key = self.secret_key.get_secret_value()
        how = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        # Mostly somebody with a key stands in the wrong folder: a new one would make void every link already sent.
        if "secret_key" not in self.model_fields_set:
            raise SettingsError(
                f"ANPI_SECRET_KEY is not set: there is no .env in this folder, or it does not name it; {how}"
            )
        if len(key) < SECRET_KEY_MIN_CHARS:
            raise SettingsError(f"ANPI_SECRET_KEY must be at least {SECRET_KEY_MIN_CHARS} characters long; {how}")
        return key

    def port_warnings(self, address: str) -> tuple[str, ...]:
        """One sentence where `base_url` was left alone and names another port than `address`, which is listened on.

        A `base_url` that was given is meant: behind a proxy people reach another port than ours.
        """
        # Not urlsplit: the host may be an IPv6 address without brackets, as it was typed.
        port = address.rpartition(":")[2]
        if "base_url" in self.model_fields_set or self.base_url.endswith(f":{port}"):
            return ()
        return (f"links point to {self.base_url}, but Anpi listens on port {port}: set ANPI_BASE_URL",)


def strange_names(environment: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each `ANPI_…` of the environment or of `.env` that is no setting: mostly a slip of the pen."""
    known = [f"ANPI_{name.upper()}" for name in Settings.model_fields]
    given = {name.upper() for name in (*environment, *dotenv_values(".env")) if name.upper().startswith("ANPI_")}
    return tuple(_strange(name, get_close_matches(name, known, n=1)) for name in sorted(given - set(known)))


def _strange(name: str, alike: list[str]) -> str:
    meant = f"; did you mean {alike[0]}?" if alike else "; README lists the settings"
    return f"{name} is no setting and changes nothing{meant}"


def load_settings(**overrides: Any) -> Settings:
    """From the environment and `.env`. SettingsError names the variable and never shows a value."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "_".join(str(part) for part in first["loc"]).upper()
        what = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"ANPI_{where}: {what}" if where else what) from error
