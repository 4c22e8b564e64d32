"""The whole town: Slack, LINE and the mail server together, with the sample company's people on them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sandbox.clocks import Clock, system_clock
from sandbox.line import LineStandIn
from sandbox.mail import MailStandIn
from sandbox.residents import Resident, managers_first, read_residents
from sandbox.slack import SlackStandIn

SAFETY_CHANNEL = "C0SAFETY"
MANAGERS_CHANNEL = "C0MANAGERS"
_SLACK_LOCALES = {"ja": "ja-JP", "en": "en-US"}


class Town:
    """Starts and stops the three stand-ins together; secrets are made anew each time.

    `residents` defaults to the sample company. Call `connect` once the app's address is known.
    """

    def __init__(
        self,
        residents: Sequence[Resident] | None = None,
        *,
        clock: Clock = system_clock,
        socket_mode: bool = False,
        host: str = "127.0.0.1",
    ) -> None:
        self.clock = clock
        self.residents = managers_first(read_residents() if residents is None else residents)
        self.slack = SlackStandIn(
            signing_secret=secrets.token_hex(16),
            bot_token=f"xoxb-{secrets.token_hex(16)}",
            app_token=f"xapp-{secrets.token_hex(16)}",
            socket_mode=socket_mode,
            clock=clock,
            host=host,
        )
        self.line = LineStandIn(
            channel_secret=secrets.token_hex(16), access_token=secrets.token_hex(32), clock=clock, host=host
        )
        self.mail = MailStandIn(clock=clock, host=host)
        self._move_in()

    def start(self) -> Town:
        """All three begin to answer."""
        self.slack.start()
        self.line.start()
        self.mail.start()
        return self

    def stop(self) -> None:
        """All three stop."""
        self.mail.stop()
        self.line.stop()
        self.slack.stop()

    def __enter__(self) -> Town:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def connect(self, app_url: str) -> None:
        """Events go to the app at this address from now on."""
        base = app_url.rstrip("/")
        self.slack.events_url = f"{base}/slack/events"
        self.line.webhook_url = f"{base}/line/webhook"

    def settings(self) -> Mapping[str, str]:
        """The environment a product needs to use these stand-ins."""
        settings = {
            "ANPI_SLACK_BOT_TOKEN": self.slack.bot_token,
            "ANPI_SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "ANPI_SLACK_API_URL": self.slack.api_url,
            "ANPI_SLACK_CLIENT_ID": self.slack.world.client_id,
            "ANPI_SLACK_CLIENT_SECRET": self.slack.world.client_secret,
            "ANPI_SLACK_CHANNELS": SAFETY_CHANNEL,
            "ANPI_SLACK_MANAGER_CHANNEL": MANAGERS_CHANNEL,
            "ANPI_LINE_CHANNEL_ACCESS_TOKEN": self.line.access_token,
            "ANPI_LINE_CHANNEL_SECRET": self.line.channel_secret,
            "ANPI_LINE_API_URL": self.line.api_url,
            "ANPI_SMTP_URL": self.mail.url,
            "ANPI_MAIL_FROM": "anpi@aoba.example",
        }
        if self.slack.socket_mode:
            settings["ANPI_SLACK_APP_TOKEN"] = self.slack.app_token
        return settings

    def person(self, wanted: str) -> Resident:
        """By employee number or name; LookupError where there is nobody."""
        for resident in self.residents:
            if wanted in (resident.number, resident.name):
                return resident
        raise LookupError(f"nobody here is called {wanted!r}")

    @property
    def version(self) -> str:
        """Changes with everything a phone could show."""
        return f"{self.slack.book.version}.{self.line.book.version}.{self.mail.book.version}"

    def _move_in(self) -> None:
        everybody, managers = [], []
        for one in self.residents:
            if one.slack_id:
                locale = _SLACK_LOCALES.get(one.locale, "en-US")
                email = one.mails[0] if one.mails else ""
                self.slack.add_user(one.slack_id, one.name, locale, email=email, deleted=not one.active)
                everybody.append(one.slack_id)
                if one.manages:
                    managers.append(one.slack_id)
            if one.line_id:
                self.line.add_friend(one.line_id, one.name, one.locale)
        self.slack.add_channel(SAFETY_CHANNEL, "safety", everybody)
        self.slack.add_channel(MANAGERS_CHANNEL, "safety-managers", managers, is_private=True)
