"""The composition root: settings in, parts joined, nothing decided. Run it as `python app.py …` or `anpi …`."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

import click
from flask import Blueprint

from adapters.api.setup import HttpPost, create_api
from adapters.cli.main import create_cli
from adapters.cli.program import Finding
from adapters.cli.terminal import asked_to_stop, warn
from adapters.cycle.clock import SystemClock
from adapters.cycle.cycle import Cycle
from adapters.cycle.interpreter import tune_interpreter
from adapters.cycle.settings_look import SettingsLook
from adapters.mail.room import MailRoom
from adapters.mail.setup import MailSetupError
from adapters.slack.setup import SlackRoom, open_directory
from adapters.slack.socket_mode import SocketMode
from adapters.web.console_mail import Setting
from adapters.web.health import create_health
from adapters.web.line_pages import create_line_pages
from adapters.web.links import WebLinks, examine_links
from adapters.web.serve import CannotListenError, running, turning
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.info_file import read_info
from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind
from flows.begin import make_begin
from flows.company_info import import_info
from flows.health import examine as examine_database
from flows.health import examine_channels, read_health
from flows.in_force import InForce
from flows.menus_at_line import MenusAtLine
from flows.paces import Paces
from flows.people_file import import_people
from flows.ports import BoardChannel, Channel, Clock, Directory, Links
from flows.right_of_way import MANY, MANY_ON_A_SERVER, RightOfWay
from flows.show_check import list_checks
from flows.who import who_is
from flows.whole import PlatformRoom
from flows.work import Begin, Lane, Operator, Policy, Sender
from sandbox import stage
from sandbox.page import create_blueprint
from sandbox.residents import INFO, PEOPLE
from sandbox.town import Town
from settings import Settings, SettingsError, load_settings, strange_names
from storage.database import CannotOpenError, Database, open_database, require_reachable
from storage.migrate import RevisionError, already_at_our_revision, at_our_revision, upgrade
from storage.wake import listen

#: In the demo's story the silent are asked again within seconds, and by hand afterwards at a pace one can follow.
DEMO_PLAN = ReminderPlan(timedelta(seconds=6), (timedelta(seconds=8),), at_most=2)
CALM_PLAN = ReminderPlan(timedelta(minutes=1), (timedelta(minutes=1),), at_most=3)


class Anpi:
    """Every part of the running product, joined and not yet started."""

    def __init__(
        self, settings: Settings, clock: Clock, policy: Policy | None = None, extra_doors: Sequence[Blueprint] = ()
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.in_force = settings.in_force()
        self.policy = self.in_force.over(policy or settings.policy())
        self.database = open_database(settings.database_url)
        self._right_of_way = RightOfWay(many=MANY if self.database.is_sqlite else MANY_ON_A_SERVER)
        self.begin = make_begin(self.database, clock, self.policy, lambda: self.cycle.wake(), self._right_of_way)
        self._look = SettingsLook(self.begin, self.in_force)
        self._tokens = Tokens(settings.checked_secret_key(), clock)
        self.links: Links = WebLinks(self.in_force, self._tokens)
        self._serving, self._stopping = threading.Event(), threading.Event()
        self._rooms: list[PlatformRoom] = []
        self._closing: list[Callable[[], None]] = []
        self._channels: list[Channel] = []
        self.paces = Paces(self._channels, in_force=self.in_force)
        self._doors: list[Blueprint] = [*extra_doors]
        self._boards: BoardChannel | None = None
        self._socket_mode: SocketMode | None = None
        self._add_slack()
        self._add_line()
        setting = Setting(self.in_force, self._add_mail().trial, self.examine)
        self.cycle = Cycle(
            *(self.begin, self._channels, self._boards, self.links, clock),
            right_of_way=self._right_of_way,
            systems=(self.in_force, HttpPost()),
        )
        self._doors += [create_health(self.begin, self._readiness), create_api(self.begin, self.policy, clock)]
        identity = settings.slack_identity()
        self.web = create_web(
            *(self.begin, self._tokens, clock, self.policy, self._doors, self.in_force, identity),
            channels=self._channels,
            setting=setting,
        )

    def start(self) -> None:
        """The cycle and Socket Mode; the web server is `running`'s."""
        for start in (self._look.start, *(room.start for room in self._rooms), self.cycle.start):
            start()
        if listener := listen(self.database, self.cycle.wake, self._stopping):
            self._closing.insert(0, listener.join)
        if self._socket_mode is not None:
            self._socket_mode.start()
        self._serving.set()

    def stop(self) -> None:
        """What was begun is finished: no more events, no more claims, senders end, then the database closes."""
        self.refuse_new_work()
        self._stopping.set()
        self.cycle.stop()
        self._look.stop()
        self.close()

    def close(self) -> None:
        """Connections to platforms and to the database."""
        for close in (*self._closing, *(room.close for room in self._rooms), self.database.close):
            close()

    def refuse_new_work(self) -> None:
        """Not ready any more, and no more envelopes."""
        self._serving.clear()
        if self._socket_mode is not None:
            self._socket_mode.stop()

    def examine(self, mail_to: str) -> Iterator[Finding]:
        """Every part with a real call."""
        health = read_health(self.begin)
        if health.is_migrated:
            self._look.look()
        yield from examine_database(health)
        yield from examine_links(self.in_force, bool(self.policy.channels))
        yield from examine_channels(self.policy.channels)
        for room in self._rooms:
            yield from room.examine(mail_to)

    def _readiness(self) -> dict[str, bool]:
        is_migrated = read_health(self.begin).is_migrated
        return {"serving": self._serving.is_set(), "database": is_migrated, **self.cycle.readiness()}

    def _add_slack(self) -> None:
        if not self.settings.has_slack:
            return
        setup = self.settings.slack_setup(self.policy)
        room = SlackRoom(self.begin, self.clock, self.links, self._right_of_way, setup, self.paces)
        self._channels.append(room.channel)
        self._boards, self._socket_mode = room.boards, room.socket_mode
        self._doors += [room.door] if room.door else []
        self._rooms.append(room)

    def _add_line(self) -> None:
        if not self.settings.has_line:
            return
        # LINE's SDK takes as long to import as all the rest: who does not use LINE does not wait for it.
        from adapters.line.setup import LineRoom

        line = LineRoom(self.begin, self.clock, self.links, self._right_of_way, self.settings.line_setup(self.in_force))
        pages = create_line_pages(self.begin, self._tokens, self.policy, line.dialog_url, line.friend_url)
        self._channels.append(line.channel)
        self._doors += [line.door, pages]
        self._rooms.append(line)

    def _add_mail(self) -> MailRoom:
        """Also where mail is off: it may be switched on in the console."""
        mail = MailRoom(self.begin, self.clock, self.settings.mail_setup(), self.in_force)
        self._channels.append(mail.channel)
        self._rooms.append(mail)
        return mail


class CommandLine:
    """adapters.cli.Program: makes the parts a command needs, when it needs them."""

    sabotages: Sequence[str] = tuple(stage.SABOTAGES)
    plain_errors = (SettingsError, RevisionError, CannotOpenError, MailSetupError, CannotListenError)

    @cached_property
    def settings(self) -> Settings:
        return load_settings()

    @cached_property
    def _in_force(self) -> InForce:
        """Whatever is wrong with the environment's mail server keeps no other command from running."""
        return self.settings.in_force(with_mail=False)

    def open(self) -> tuple[Begin, Policy]:
        policy = self._in_force.over(self.settings.policy())
        database = already_at_our_revision(self._database())
        begin = make_begin(database, SystemClock(), policy, wake=lambda: None)
        SettingsLook(begin, self._in_force).look()
        return begin, policy

    def board_link(self, check_id: int, person_id: int) -> str:
        tokens = Tokens(self.settings.checked_secret_key(), SystemClock())
        return WebLinks(self._in_force, tokens).board(check_id, person_id)

    def directory(self, begin: Begin) -> Directory | None:
        if not self.settings.has_slack:
            return None
        directory, close = open_directory(begin, self.settings.slack_setup(self.settings.policy()))
        click.get_current_context().call_on_close(close)
        return directory

    def line_menus(self, begin: Begin) -> MenusAtLine | None:
        if not self.settings.has_line:
            return None
        from adapters.line.setup import open_menus

        menus, close = open_menus(begin, self.settings.line_setup(self._in_force))
        click.get_current_context().call_on_close(close)
        return menus

    def upgrade_database(self) -> bool:
        return upgrade(require_reachable(self._database()))

    def doctor(self, mail_to: str) -> Iterable[Finding]:
        yield from (Finding("settings", False, words) for words in strange_names(os.environ))
        yield from self.whole().examine(mail_to)

    def serve(self, host: str, port: int) -> None:
        anpi, asked = self._ready()
        with running(anpi, host, port) as address:
            logging.getLogger().setLevel(logging.INFO)
            warn(self.settings.port_warnings(address))
            click.echo(f"Anpi listens on {address}")
            asked.wait()
            click.echo("Stopping: what was begun is finished first …")

    def worker(self) -> None:
        anpi, asked = self._ready()
        with turning(anpi):
            click.echo("The cycle turns.")
            asked.wait()

    def demo(self, once: bool, port: int, sabotage: str) -> int:
        return stage.demo(on_stage, port, once, sabotage, click.echo)

    def sandbox(self, port: int) -> None:
        stage.sandbox(on_stage, port, click.echo)

    def whole(self) -> Anpi:
        anpi = Anpi(self.settings, SystemClock())
        click.get_current_context().call_on_close(anpi.close)
        return anpi

    def _database(self) -> Database:
        """Closed when the command ends."""
        database = open_database(self.settings.database_url)
        click.get_current_context().call_on_close(database.close)
        return database

    def _ready(self) -> tuple[Anpi, threading.Event]:
        """Every part, on a database at this program's revision, and what SIGTERM and Ctrl+C set from now on."""
        warn(strange_names(os.environ))
        anpi = Anpi(self.settings, SystemClock())
        at_our_revision(anpi.database)
        tune_interpreter()
        return anpi, asked_to_stop()


@contextmanager
def on_stage(given: Mapping[str, str], town: Town, port: int) -> Iterator[stage.Product]:
    """The product with the sample company, in a folder of its own that goes with it."""
    with tempfile.TemporaryDirectory(prefix="anpi-demo-") as folder:
        settings = Settings.of_demo(given, folder, port)
        plans = dict.fromkeys(CheckKind, DEMO_PLAN)
        anpi = Anpi(settings, SystemClock(), replace(settings.policy(), plans=plans), [create_blueprint(town)])
        upgrade(anpi.database)
        with anpi.begin(Operator("demo"), Lane.FANOUT) as work:
            import_people(work, PEOPLE.read_bytes())
            import_info(work, read_info(INFO.read_bytes(), settings.locale))

        def board_of(slack_id: str) -> str:
            with anpi.begin(Sender(ChannelKind.SLACK, slack_id), Lane.READ) as work:
                manager, newest = who_is(work), list_checks(work, 1)[0]
            return anpi.links.board(newest.check_id, (manager and manager.person_id) or 0)

        with running(anpi, "127.0.0.1", port) as address:
            yield stage.Product(address, board_of, lambda: plans.update(dict.fromkeys(CheckKind, CALM_PLAN)))


def main() -> None:
    """The command line; what an administrator can put right ends it with one sentence."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    create_cli(CommandLine())()


if __name__ == "__main__":
    main()
