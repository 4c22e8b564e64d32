"""The composition root: settings in, parts joined, nothing decided. Run it as `python app.py …` or `anpi …`."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
from flask import Blueprint
from pydantic import SecretStr

from adapters.cli.main import create_cli
from adapters.cli.program import Finding
from adapters.cycle.clock import SystemClock
from adapters.cycle.cycle import Cycle
from adapters.line.api import LineApi
from adapters.line.channel import CONCURRENCY as LINE_CONCURRENCY
from adapters.line.channel import LineChannel
from adapters.line.replies import Replies
from adapters.line.webhook import line_webhook
from adapters.mail.channel import MailChannel
from adapters.mail.dkim import DkimKeyError, Signer
from adapters.mail.letter import Letterhead, SenderError
from adapters.mail.relay import RelayUrlError, parse_relay
from adapters.slack.app import build_app, make_room
from adapters.slack.board import SlackBoards
from adapters.slack.channel import SlackChannel
from adapters.slack.http import slack_blueprint
from adapters.slack.socket_mode import SocketMode
from adapters.web.health import create_health
from adapters.web.links import WebLinks
from adapters.web.serve import WebServer
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind
from flows.begin import make_begin
from flows.ports import BoardChannel, Channel, Clock, Links
from flows.work import Begin, Policy
from settings import Settings, SettingsError, load_settings
from storage.database import open_database
from storage.migrate import RevisionError, current_revision, upgrade, wait_for_revision

log = logging.getLogger("anpi")

#: `anpi serve` waits so long for another process to bring the database to this program's revision.
REVISION_WAIT_SECONDS = 60.0
#: In the demo the silent are asked again within seconds.
DEMO_PLAN = ReminderPlan(timedelta(seconds=6), (timedelta(seconds=8),), at_most=2)


def policy_of(settings: Settings) -> Policy:
    switched_on = {
        ChannelKind.SLACK: settings.has_slack,
        ChannelKind.LINE: settings.has_line,
        ChannelKind.MAIL: settings.has_mail,
    }
    return Policy(
        company=settings.company_name,
        zone=settings.zone,
        locale=settings.locale,
        slack_channels=settings.slack_channels,
        slack_manager_channel=settings.slack_manager_channel,
        channels=frozenset(kind for kind, is_on in switched_on.items() if is_on),
    )


class Anpi:
    """Every part of the running product, joined and not yet started."""

    def __init__(self, settings: Settings, clock: Clock, policy: Policy | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.policy = policy or policy_of(settings)
        self.database = open_database(settings.database_url)
        self.begin = make_begin(self.database, clock, self.policy, self._wake)
        tokens = Tokens(settings.checked_secret_key(), clock)
        self.links: Links = WebLinks(settings.base_url, tokens)
        self._closing: list[Callable[[], None]] = []
        self._channels: list[Channel] = []
        self._doors: list[Blueprint] = []
        self._boards: BoardChannel | None = None
        self._socket_mode: SocketMode | None = None
        self._add_slack()
        self._add_line()
        self._add_mail()
        self.cycle = Cycle(self.begin, self._channels, self._boards, self.links, clock)
        self._doors.append(create_health(self.begin, self._readiness))
        self.web = create_web(self.begin, tokens, clock, self.policy, self._doors)
        self._serving = threading.Event()

    def start(self) -> None:
        """The cycle and Socket Mode; the web server is started by `serving`."""
        self.cycle.start()
        if self._socket_mode is not None:
            self._socket_mode.start()
        self._serving.set()

    def stop(self) -> None:
        """In this order nothing that was begun is lost: not ready, no more events, no more claims, senders finish."""
        self._serving.clear()
        if self._socket_mode is not None:
            self._socket_mode.stop()
        self.cycle.stop()
        for close in self._closing:
            close()
        self.database.close()

    def _wake(self) -> None:
        self.cycle.wake()

    def _readiness(self) -> dict[str, bool]:
        return {"serving": self._serving.is_set(), **self.cycle.readiness()}

    def _add_slack(self) -> None:
        settings = self.settings
        if not settings.has_slack:
            return
        token = settings.slack_bot_token.get_secret_value()
        room = make_room(self.begin, token, self.links, self.clock, settings.slack_api_url)
        bolt = build_app(room)
        self._channels.append(SlackChannel(room.client, settings.slack_posts_per_minute or None))
        self._boards = SlackBoards(room.client)
        self._closing.append(room.close)
        if secret := settings.slack_signing_secret.get_secret_value():
            self._doors.append(slack_blueprint(bolt, secret, self.clock))
        if app_token := settings.slack_app_token.get_secret_value():
            holder = secrets.token_hex(8)
            self._socket_mode = SocketMode(bolt, app_token, self.begin, holder, settings.slack_api_url)

    def _add_line(self) -> None:
        settings = self.settings
        if not settings.has_line:
            return
        token = settings.line_channel_access_token.get_secret_value()
        api = LineApi(settings.line_api_url, token, pool_size=LINE_CONCURRENCY + 4)
        replies = Replies(api)
        self._channels.append(LineChannel(api))
        self._doors.append(
            line_webhook(self.begin, self.links, settings.line_channel_secret.get_secret_value(), replies)
        )
        self._closing += [replies.close, api.close]

    def _add_mail(self) -> None:
        settings = self.settings
        if not settings.has_mail:
            return
        signer = None
        if settings.dkim_key_file is not None:
            signer = Signer.from_file(settings.dkim_domain, settings.dkim_selector, settings.dkim_key_file)
        relay = parse_relay(settings.smtp_url.get_secret_value())
        channel = MailChannel(Letterhead(settings.mail_from), relay, signer)
        self._channels.append(channel)
        self._closing.append(channel.close)
