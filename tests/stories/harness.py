"""Tells stories: people act through the stand-ins, `story.turn()` turns the cycle, `story.forward(…)` moves the clock.

At the end every message of the product that no line of the story expected, and every ERROR in the log that it did not
name, fails the test.
"""

from __future__ import annotations

import logging
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.web.serve import WebServer
from app import Anpi
from bot.info_file import read_info
from bot.vocabulary import Locale
from flows.company_info import import_info
from flows.people_file import import_people
from flows.show_check import CheckView, show_check
from flows.work import Lane, Operator
from sandbox.line.eyes import words_of
from sandbox.line.world import ChatMessage
from sandbox.mail.mailbox import Letter
from sandbox.residents import INFO, Resident
from sandbox.slack.eyes import full_text
from sandbox.slack.world import Message
from sandbox.stage import free_port
from sandbox.town import Town
from settings import Settings
from storage.migrate import upgrade
from tests.support.clock import MovableClock

HANAKO, JIRO, TARO, ICHIRO = "U1HANAKO", "U2JIRO", "U3TARO", "U6ICHIRO"
YUI_LINE, ICHIRO_LINE = "U4444444444444444444444444444aaaa", "U6666666666666666666666666666aaaa"
EMMA_MAIL, HANAKO_MAIL, ICHIRO_MAIL = "emma@aoba.example", "hanako@aoba.example", "ichiro@aoba.example"

#: The same people in every story: Hanako is the safety admin, Jiro manages 開発部, Mukuchi has no contact at all.
RESIDENTS = (
    Resident("1", "青木 花子", "本社/総務部", "ja", HANAKO, "", (HANAKO_MAIL,), "safety_admin"),
    Resident("2", "大塚 次郎", "本社/開発部", "ja", JIRO, "", (), "unit_manager"),
    Resident("3", "伊藤 太郎", "本社/開発部/基盤課", "ja", TARO),
    Resident("4", "山本 結衣", "本社/開発部/基盤課", "ja", "", YUI_LINE),
    Resident("5", "Emma Clark", "大阪支社", "en", "", "", (EMMA_MAIL,)),
    Resident("6", "鈴木 一郎", "大阪支社", "ja", ICHIRO, ICHIRO_LINE, (ICHIRO_MAIL,)),
    Resident("7", "佐藤 無口", "大阪支社", "ja"),
)


def people_csv() -> bytes:
    """The people file of RESIDENTS."""
    lines = ["employee_no,name,units,locale,email,slack_id,line_id,role,managed_units"]
    lines += [
        ",".join(
            (
                one.number,
                one.name,
                one.unit,
                one.locale,
                one.mails[0] if one.mails else "",
                one.slack_id,
                one.line_id,
                one.role,
                one.unit if one.role == "unit_manager" else "",
            )
        )
        for one in RESIDENTS
    ]
    return "\n".join(lines).encode()


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser got."""

    status: int
    html: str


class Story:
    """One product on one database; `crash` ends it without any goodbye and starts another one on the same database."""

    def __init__(self, database_url: str, clock: MovableClock, **settings: Any) -> None:
        self.clock = clock
        self.town = Town(RESIDENTS, clock=clock.now).start()
        self.slack, self.line, self.mail = self.town.slack, self.town.line, self.town.mail
        self._database_url = database_url
        self._settings = settings
        self._expected: set[object] = set()
        self.log = _ErrorLog()
        logging.getLogger().addHandler(self.log)
        self.start()
        upgrade(self.anpi.database)
        with self.anpi.begin(Operator("test"), Lane.FANOUT) as work:
            imported = import_people(work, people_csv())
            import_info(work, read_info(INFO.read_bytes(), Locale.JA))
        assert not imported.errors, imported.errors

    def start(self) -> None:
        """The product, listening; its cycle turns only when the story says so."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        given = {name.removeprefix("ANPI_").lower(): value for name, value in self.town.settings().items()}
        facts = {"secret_key": "s" * 40, "company_name": "青葉製作所", "slack_posts_per_minute": 0}
        settings = Settings.of(
            **{**given, **facts, "base_url": self.url, "database_url": self._database_url, **self._settings}
        )
        self.anpi = Anpi(settings, self.clock)
        self._server = WebServer(self.anpi.web, "127.0.0.1", port)
        self._server.start()
        self.town.connect(self.url)

    def crash(self) -> None:
        """The process is gone; what it had begun stays as it was in the database."""
        self._server.stop(drain_seconds=0)
        self.anpi.stop()
        self.start()

    def close(self) -> None:
        self._server.stop()
        self.anpi.stop()
        self.town.stop()
        logging.getLogger().removeHandler(self.log)

    def turn(self) -> None:
        """Everything that is due now."""
        self.anpi.cycle.turn()

    def forward(self, **by: float) -> None:
        """`story.forward(minutes=10)`, and the cycle turns."""
        self.clock.forward(timedelta(**by))
        self.turn()

    def check(self, check_id: int | None = None) -> CheckView:
        with self.anpi.begin(Operator("test"), Lane.READ) as work:
            return show_check(work, check_id, with_units=True)

    def get(self, url: str) -> Page:
        return _fetch(urllib.request.Request(url))

    def post(self, url: str, **form: str) -> Page:
        return _fetch(urllib.request.Request(url, urllib.parse.urlencode(form).encode()))

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
        letter = self.mail.wait_for_letter(address, containing, timeout)
        self._expected.add(("mail", letter.header("Message-ID"), letter.receiver))
        return letter

    def expect_everything_so_far(self) -> None:
        """What has arrived until now is not what this story is about."""
        self._expected |= {key for key, _ in self._everything()}

    def unexpected(self) -> list[str]:
        """What arrived and nobody expected, as readable lines."""
        return [words for key, words in self._everything() if key not in self._expected]

    def require_nothing_unexpected(self) -> None:
        assert not self.unexpected(), "\n".join(self.unexpected())
        assert not self.log.unnamed(), "\n".join(self.log.unnamed())

    def _everything(self) -> Iterable[tuple[object, str]]:
        for message in self.slack.posted:
            yield ("slack", message.id), f"Slack {message.channel}: {full_text(message)[:300]}"
        for one in RESIDENTS:
            for chat in self.line.received(one.line_id) if one.line_id else ():
                yield ("line", one.line_id, chat.id), f"LINE {one.name}: {' '.join(words_of(chat.content))[:300]}"
        for letter in self.mail.letters:
            yield ("mail", letter.header("Message-ID"), letter.receiver), f"Mail {letter.receiver}: {letter.subject}"


class _ErrorLog(logging.Handler):
    """Keeps every ERROR; `allow` names the ones a story means to cause."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._lines: list[str] = []
        self._allowed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))

    def allow(self, containing: str) -> None:
        self._allowed.append(containing)

    def unnamed(self) -> list[str]:
        return [line for line in self._lines if not any(words in line for words in self._allowed)]


class _NoErrors(urllib.request.HTTPErrorProcessor):
    """Statuses are looked at, not raised; redirects are followed as a browser does."""

    def http_response(self, request: urllib.request.Request, response: Any) -> Any:
        return (
            self.parent.error("http", request, response, response.status, response.reason, response.headers)
            if (response.status in (301, 302, 303))
            else response
        )


def _fetch(request: urllib.request.Request) -> Page:
    with urllib.request.build_opener(_NoErrors).open(request, timeout=10) as answer:
        return Page(answer.status, answer.read().decode())
