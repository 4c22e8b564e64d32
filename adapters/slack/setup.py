"""The Slack room out of its settings: every part joined, nothing started."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Blueprint

from adapters.slack.app import make_room, open_doorway
from adapters.slack.board import SlackBoards
from adapters.slack.channel import SlackChannel
from adapters.slack.directory import SlackDirectory
from adapters.slack.doctor import examine
from adapters.slack.homes import HOMES_PER_MINUTE
from adapters.slack.http import slack_blueprint
from adapters.slack.room import Room
from adapters.slack.socket_mode import SocketMode
from adapters.slack.turns import EDITS_PER_MINUTE, Turns
from adapters.slack.wire import KeepAliveClient
from adapters.slack.workspaces import Workspaces
from flows.paces import Paces
from flows.ports import Clock, Finding, Links
from flows.right_of_way import RightOfWay
from flows.work import Begin


@dataclass(frozen=True, slots=True)
class SlackSetup:
    """`posts_per_minute` 0: as fast as Slack takes them. Secrets are empty where that way in is off."""

    token: str
    api_url: str
    signing_secret: str
    app_token: str
    posts_per_minute: float
    #: Where prompts and boards are posted by setting, at this moment.
    channels: Callable[[], tuple[str, ...]]
    #: Workspaces besides the token's own whose people stand in the people file.
    also_ours: tuple[str, ...]


def open_directory(begin: Begin, setup: SlackSetup) -> tuple[SlackDirectory, Callable[[], None]]:
    """For the command line, which needs no other part of the room; and what closes its connections."""
    client = KeepAliveClient(setup.token, setup.api_url)
    workspaces = Workspaces(client, lambda what, task: task(), setup.also_ours)
    return SlackDirectory(client, Turns(begin), workspaces), client.close


class SlackRoom:
    """What `app.py` takes from here. `door` and `socket_mode` are None where they are off."""

    def __init__(
        self, begin: Begin, clock: Clock, links: Links, right_of_way: RightOfWay, setup: SlackSetup, paces: Paces
    ) -> None:
        """`paces`: of all channels, for the start form."""
        self._clock = clock
        self._setup = setup
        homes_per_minute = HOMES_PER_MINUTE if setup.posts_per_minute else math.inf
        self._room: Room = make_room(
            begin, setup.token, links, clock, setup.api_url, right_of_way, setup.also_ours, homes_per_minute, paces
        )
        doorway = open_doorway(self._room)
        turns = Turns(begin, EDITS_PER_MINUTE if setup.posts_per_minute else math.inf)
        self.channel = SlackChannel(self._room.client, setup.posts_per_minute or None, turns=turns)
        self.boards = SlackBoards(self._room.client, turns)
        self.door: Blueprint | None = (
            slack_blueprint(doorway, setup.signing_secret, clock) if setup.signing_secret else None
        )
        holder = secrets.token_hex(8)
        self.socket_mode = (
            SocketMode(doorway, setup.app_token, begin, holder, setup.api_url) if setup.app_token else None
        )
        self.start = self._room.start
        self.close = self._room.close

    def examine(self, mail_to: str) -> Iterator[Finding]:
        """For the doctor; no mail is sent from here."""
        setup = self._setup
        return examine(self._room.client, self._clock, setup.channels(), setup.signing_secret, setup.app_token)
