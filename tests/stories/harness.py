"""Tells stories: people act through the stand-ins, `story.turn()` turns the cycle, `story.forward(…)` moves the clock.

At the end every message of the product that no line of the story expected, every ERROR or warning of ours that it did
not name, and every secret in the log fails the test.
"""

from __future__ import annotations

import threading
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping, Table, func, literal, select

from adapters.web.serve import CannotListenError, WebServer
from app import Anpi
from bot.info_file import read_info
from bot.vocabulary import Locale, MessageState
from flows.company_info import import_info
from flows.people_file import import_people
from flows.ports import Clock
from flows.show_check import CheckView, show_check
from flows.work import Lane, Operator
from sandbox.line.eyes import words_of
from sandbox.line.world import ChatMessage
from sandbox.mail.mailbox import Letter
from sandbox.page import create_blueprint
from sandbox.residents import INFO
from sandbox.slack.eyes import full_text
from sandbox.slack.world import Message
from sandbox.stage import free_port
from sandbox.town import Town
from settings import Settings
from storage.models import attempts, messages
from tests.stories.logs import LogWatch
from tests.stories.people import RESIDENTS, STRANGER, STRANGER_LINE, people_csv
from tests.support.clock import MovableClock

OPEN_STATES = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING)
SECRET_KEY = "story-secret-key-" + "s" * 32


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser got."""

    status: int
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Story:
    """One product on one database; `crash` ends it without any goodbye and starts another one on the same database.

    `live`: cycle and Socket Mode run on threads of their own as in `anpi serve`, and `turn` only wakes them.
    """

    def __init__(
        self,
        database_url: str,
        clock: MovableClock,
        *,
        socket_mode: bool = False,
        live: bool = False,
        with_phones: bool = False,
        **settings: Any,
    ) -> None:
        """On a migrated, empty database. `with_phones`: the page with everybody's phones is there too."""
        self.clock = clock
        #: The product's own view of the time; a story may put another one in its place before `crash`.
        self.product_clock: Clock = clock
        self.live = live
        #: False where a story is not about what is said back.
        self.minds_messages = True
        self.town = Town(RESIDENTS, clock=clock.now, socket_mode=socket_mode).start()
        self.slack, self.line, self.mail = self.town.slack, self.town.line, self.town.mail
        self.slack.add_user(STRANGER, "stranger", real_name="Passing Stranger")
        self.slack.world.channels["C0SAFETY"].members.add(STRANGER)
        self._doors = [create_blueprint(self.town)] if with_phones else []
        self._database_url = database_url
        self._settings = settings
        self._expected: set[object] = set()
        self.log = LogWatch()
        self.log.attach()
        self._make()
        with self.anpi.begin(Operator("test"), Lane.FANOUT) as work:
            imported = import_people(work, people_csv())
            import_info(work, read_info(INFO.read_bytes(), Locale.JA))
        assert not imported.errors, imported.errors
        self._listen()

    def _make(self) -> None:
        """Another program may take the free port meanwhile: then another one is chosen."""
        for _ in range(5):
            port = free_port()
            self.url = f"http://127.0.0.1:{port}"
            given = {name.removeprefix("ANPI_").lower(): value for name, value in self.town.settings().items()}
            facts = {"secret_key": SECRET_KEY, "company_name": "青葉製作所", "slack_posts_per_minute": 0}
            settings = Settings.of(
                **{**given, **facts, "base_url": self.url, "database_url": self._database_url, **self._settings}
            )
            self.anpi = Anpi(settings, self.product_clock, extra_doors=self._doors)
            try:
                self._server = WebServer(self.anpi.web, "127.0.0.1", port)
            except CannotListenError:
                self.anpi.stop()
            else:
                return
        raise AssertionError("no free port")

    def _listen(self) -> None:
        self._server.start()
        self.town.connect(self.url)
        if self.live:
            self.anpi.start()

    def crash(self) -> None:
        """The process is gone; what it had begun stays as it was in the database."""
        self._server.stop(drain_seconds=1)  # the threads that have just answered look back at their server
        self.anpi.stop()
        self._make()
        self._listen()

    def close(self) -> None:
        self._server.stop()
        self.anpi.stop()
        self.town.stop()
        self.log.detach()

    def turn(self) -> None:
        """Everything that is due now."""
        if self.live:
            self.anpi.cycle.wake()
        else:
            self.anpi.cycle.turn()

    def forward(self, **by: float) -> None:
        """`story.forward(minutes=10)`, and the cycle turns. A call under way would seem to have lasted so long."""
        if self.live:
            self._wait_until_sent()
        self.clock.forward(timedelta(**by))
        self.turn()

    def check(self, check_id: int | None = None) -> CheckView:
        with self.anpi.begin(Operator("test"), Lane.READ) as work:
            return show_check(work, check_id, with_units=True)

    def rows(self, table: Table, **where: object) -> list[RowMapping]:
        """What stands in a table, oldest first; `where` are column values."""
        statement = select(table).order_by(*table.primary_key)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        with self.anpi.begin(Operator("test"), Lane.READ) as work:
            return list(work.connection.execute(statement).mappings())

    def get(self, url: str, method: str = "GET") -> Page:
        return fetch(urllib.request.Request(url, method=method))

    def post(self, url: str, **form: str) -> Page:
        return fetch(urllib.request.Request(url, urllib.parse.urlencode(form).encode()))

    def expect_slack(self, where: str, containing: str = "", seen_by: str = "", timeout: float = 5.0) -> Message:
        """The newest such message; it counts as expected."""
        message = self.slack.wait_for_message(where, containing, seen_by, timeout)
        self._expected.add(("slack", message.id))
        return message

    def expect_line(self, user: str, containing: str = "", timeout: float = 5.0) -> ChatMessage:
        message = self.line.wait_for_message(user, containing, timeout)
        self._expected.add(("line", user, message.id))
        return message

    def expect_mail(self, address: str, containing: str = "", timeout: float = 5.0) -> Letter:
        """All copies of one letter are one letter: see `letters` for doubles."""
        letter = self.mail.wait_for_letter(address, containing, timeout)
        self._expected.add(("mail", letter.id))
        return letter

    def expect_everything_so_far(self) -> None:
        """What has arrived until now is not what this story is about."""
        if self.live:
            self._wait_until_sent()
        self._expected |= {key for key, _ in self._everything()}

    def _wait_until_sent(self) -> None:
        """Until what stands in the outbox and is due has gone out on threads of its own."""
        due_at = func.coalesce(attempts.c.due_at, messages.c.due_at)
        due = (
            select(func.count())
            .select_from(messages.outerjoin(attempts, attempts.c.id == messages.c.attempt_id))
            .where(messages.c.state.in_(OPEN_STATES), due_at <= literal(self.clock.now(), messages.c.due_at.type))
        )
        waiting = threading.Event()
        for _ in range(1000):
            with self.anpi.begin(Operator("test"), Lane.READ) as work:
                if not work.connection.scalar(due):
                    return
            waiting.wait(0.01)
        raise AssertionError("the outbox does not become empty")

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Nothing may arrive anywhere inside."""
        before = {key for key, _ in self._everything()}
        yield
        arrived = [words for key, words in self._everything() if key not in before]
        assert not arrived, "\n".join(arrived)

    def unexpected(self) -> list[str]:
        """What arrived and nobody expected, as readable lines."""
        return [words for key, words in self._everything() if key not in self._expected]

    def require_nothing_unexpected(self) -> None:
        assert not (self.minds_messages and self.unexpected()), "\n".join(self.unexpected())
        assert not self.log.unnamed(), "\n".join(self.log.unnamed())
        told = self.log.naming(self._secrets())
        assert not told, "\n".join(told)

    def _secrets(self) -> list[str]:
        """What must never be in a log: keys, tokens, links, mail addresses, names."""
        stand_ins = (self.slack.bot_token, self.slack.app_token, self.slack.signing_secret)
        keys = (SECRET_KEY, *stand_ins, self.line.channel_secret, self.line.access_token)
        links = [link for letter in self.mail.letters for link in letter.links if "/info" not in link]
        tokens = [urllib.parse.urlsplit(link).path.rpartition("/")[2] for link in links]
        tokens += [urllib.parse.urlsplit(link).query for link in links]
        personal = [words for one in RESIDENTS for words in (one.name, *one.mails)]
        return [*keys, *(token for token in tokens if len(token) > 20), *personal]

    def _everything(self) -> Iterable[tuple[object, str]]:
        for message in self.slack.posted:
            yield ("slack", message.id), f"Slack {message.channel}: {full_text(message)[:300]}"
        for user in [one.line_id for one in RESIDENTS if one.line_id] + [STRANGER_LINE]:
            for chat in self.line.received(user) if user in self.line.world.friends else ():
                yield ("line", user, chat.id), f"LINE {user}: {' '.join(words_of(chat.content))[:300]}"
        for letter in self.mail.letters:
            yield ("mail", letter.id), f"Mail {letter.receiver}: {letter.subject}"


class _NoErrors(urllib.request.HTTPErrorProcessor):
    """Statuses are looked at, not raised; redirects are followed as a browser does."""

    def http_response(self, request: urllib.request.Request, response: Any) -> Any:
        if response.status in (301, 302, 303):
            return self.parent.error("http", request, response, response.status, response.reason, response.headers)
        return response


def fetch(request: urllib.request.Request) -> Page:
    with urllib.request.build_opener(_NoErrors).open(request, timeout=10) as answer:
        return Page(answer.status, answer.read().decode(), dict(answer.headers))
