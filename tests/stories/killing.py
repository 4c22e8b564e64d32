"""A crowd of 2,000, real processes that send to them, and the kernel's `kill -9` at moments that chance picks."""

from __future__ import annotations

import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from adapters.cycle.clock import SystemClock
from bot.schedule import ReminderPlan
from bot.vocabulary import ChannelKind, CheckKind, MessageState
from flows.begin import make_begin
from flows.deliver.claim import LEASE
from flows.people_file import import_people
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Lane, Operator
from sandbox.residents import Resident
from sandbox.stage import free_port
from sandbox.town import Town
from settings import Settings
from storage.database import Database, open_database
from storage.models import attempts, boards, leases, messages
from tests.stories.presses import Presses
from tests.stories.processes import Nursery, Process

PEOPLE = 2000
NO_REMINDERS = ReminderPlan(timedelta(hours=1), (), at_most=0)
_OPEN = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING)
_PATIENCE = 60.0


def crowd(people: int) -> list[Resident]:
    """Slack, LINE, mail; every tenth has Slack and mail."""
    return [_one(number) for number in range(1, people + 1)]


def _one(number: int) -> Resident:
    kind = number % 10
    slack = f"U{number:06}X" if kind < 4 else ""
    line = f"U{number:032x}" if kind in (4, 5, 6) else ""
    mails = (f"p{number}@d{number % 7}.example",) if kind in (0, 7, 8, 9) else ()
    locale = "en" if number % 5 == 0 else "ja"
    return Resident(str(number), f"社員{number}", f"本社/{number % 13}課", locale, slack, line, mails)


def people_file(residents: list[Resident]) -> bytes:
    lines = ["employee_no,name,units,locale,email,slack_id,line_id"]
    lines += [
        ",".join((one.number, one.name, one.unit, one.locale, "".join(one.mails), one.slack_id, one.line_id))
        for one in residents
    ]
    return "\n".join(lines).encode()


@dataclass
class Tally:
    """What one check cost. `in_flight`: (channel, address) -> at how many kills its attempt was being sent."""

    kills: int = 0
    in_flight: Counter[tuple[str, str]] = field(default_factory=Counter)
    doubled: Counter[str] = field(default_factory=Counter)
    #: Addresses.
    doubled_in_slack: set[str] = field(default_factory=set)
    acknowledged: int = 0

    def __str__(self) -> str:
        flying = Counter(channel for channel, _ in self.in_flight.elements())
        return (
            f"{self.kills} kills; in flight at them: {dict(flying)}; doubled: {dict(self.doubled)}; "
            f"answers acknowledged meanwhile: {self.acknowledged}"
        )


class Siege:
    """The stand-ins, the database and the processes of one test; `people` are asked."""

    def __init__(
        self, nursery: Nursery, database_url: str, folder: Path, chance: random.Random, people: int = PEOPLE
    ) -> None:
        self.database_kind = database_url.partition(":")[0]
        self.residents = crowd(people)
        self.town = Town(self.residents).start()
        # An answer that takes its time, so that a kill finds multicasts under way.
        self.town.line.fail("multicast", "slow", times=10**6, seconds=0.1)
        self.port = free_port()
        self.town.connect(f"http://127.0.0.1:{self.port}")
        given = {**self.town.settings(), "ANPI_SLACK_CHANNELS": ""}
        given |= {"ANPI_DATABASE_URL": database_url, "ANPI_SECRET_KEY": "k" * 40, "ANPI_SLACK_POSTS_PER_MINUTE": "0"}
        self.log = folder / "log.txt"
        self.log.touch()
        self._nursery, self._settings = nursery, given
        self._born: list[Process] = []
        self.database: Database = open_database(database_url)
        facts = {name.removeprefix("ANPI_").lower(): value for name, value in given.items()}
        self._begin = make_begin(self.database, SystemClock(), Settings.of(**facts).policy(), lambda: None)
        self._chance = chance
        with self._begin(Operator("test"), Lane.FANOUT) as work:
            assert not import_people(work, people_file(self.residents)).errors

    def bear(self, command: str) -> Process:
        self._born.append(self._nursery.bear(command, self._settings, self.log))
        return self._born[-1]

    def close(self) -> None:
        """Nobody outlives the test: a process left alone would go on sending in the next one."""
        for process in self._born:
            process.kill(signal.SIGKILL)
        self.town.stop()
        self.database.close()

    def start(self, title: str) -> int:
        with self._begin(Operator("test"), Lane.FANOUT) as work:
            started = start_check(
                work, StartCheck(CheckKind.REAL, title, plan=NO_REMINDERS, confirmed=True)
            )  # fmt: skip
        assert isinstance(started, CheckStarted)
        return started.check_id

    def play(self, title: str, kills: int) -> Tally:
        """One check, so many kills while it is sent, then peace until the outbox is empty."""
        check_id, tally = self.start(title), Tally()
        presses = Presses(self.town, check_id)
        for _ in range(kills):
            process = self.bear(f"serve --port {self.port}")
            with presses.under_way():
                self._wait_for_a_moment(kills - tally.kills)
                process.kill(signal.SIGKILL)
            tally.kills += 1
            self._note_in_flight(check_id, tally)
            self._make_time_pass()
        process = self.bear(f"serve --port {self.port}")
        self._wait_until_sent(check_id)
        presses.deliver_the_rest()
        process.kill(signal.SIGTERM)
        tally.acknowledged = presses.acknowledged
        self._judge(check_id, title, tally, presses)
        return tally

    def stop_politely(self, command: str) -> Tally:
        """SIGTERM while it is sending: it finishes what it has begun, and the next one needs no lease to run out."""
        title = "途中で止める"
        check_id, tally = self.start(title), Tally()
        process = self.bear(command)
        self._wait_for_a_moment(4)
        process.kill(signal.SIGTERM)
        self._note_in_flight(check_id, tally)
        held = select(func.count()).where(messages.c.lease_until > SystemClock().now())
        with self.database.transaction(Lane.READ) as connection:
            assert connection.scalar(held) == 0, "leases were not given back"
        process = self.bear(command)
        self._wait_until_sent(check_id)
        process.kill(signal.SIGTERM)
        tally.in_flight.clear()
        self._judge(check_id, title, tally, Presses(self.town, check_id))
        return tally

    def _wait_for_a_moment(self, kills_left: int) -> None:
        """A number of accepted messages, or a moment in the first tenths of a second."""
        slack, mail = self.town.slack.book, self.town.mail.book

        def sent() -> int:
            return slack.accepted_counts["chat.postMessage"] + mail.accepted_counts["DATA"]

        wanted = sent() + self._chance.randint(1, max(2, len(self.residents) // (2 * kills_left)))
        patience = self._chance.uniform(0.05, 0.4) if self._chance.random() < 0.3 else _PATIENCE
        waiting = threading.Event()
        for _ in range(int(patience / 0.002)):
            if sent() >= wanted or waiting.wait(0.002):
                return

    def _note_in_flight(self, check_id: int, tally: Tally) -> None:
        flying = (
            select(messages.c.channel, messages.c.address)
            .join(attempts, attempts.c.id == messages.c.attempt_id)
            .where(messages.c.check_id == check_id, attempts.c.state == MessageState.SENDING)
        )
        with self.database.transaction(Lane.READ) as connection:
            tally.in_flight.update((row.channel, row.address) for row in connection.execute(flying))

    def _make_time_pass(self) -> None:
        """The dead hold their leases a while: that while is over."""
        past = SystemClock().now() - LEASE
        with self.database.transaction() as connection:
            for table in (messages, attempts, boards):
                connection.execute(update(table).where(table.c.lease_until.is_not(None)).values(lease_until=past))
            connection.execute(update(leases).values(until=past))

    def _wait_until_sent(self, check_id: int) -> None:
        waiting = threading.Event()
        for _ in range(int(_PATIENCE / 0.05)):
            if self._is_sent(check_id):
                return
            waiting.wait(0.05)
        raise AssertionError("the outbox did not become empty\n" + self.log.read_text()[-1500:])

    def _is_sent(self, check_id: int) -> bool:
        of_check = messages.c.check_id == check_id
        left = select(func.count()).where(of_check, messages.c.state.in_(_OPEN))
        written = select(func.count(messages.c.person_id.distinct())).where(of_check)
        with self.database.transaction(Lane.READ) as connection:
            return connection.scalar(left) == 0 and connection.scalar(written) == len(self.residents)

    def _judge(self, check_id: int, title: str, tally: Tally, presses: Presses) -> None:
        seen = self._seen(title)
        for channel, address in self._contacts():
            copies = seen[channel, address]
            assert copies >= 1, f"lost: {channel} {address}"
            if channel == ChannelKind.LINE:
                assert copies == 1, f"LINE doubled: {address}"
            assert copies - 1 <= tally.in_flight[channel, address], f"doubled without a kill: {channel} {address}"
            tally.doubled[channel] += copies - 1
            if channel == ChannelKind.SLACK and copies > 1:
                tally.doubled_in_slack.add(address)
        self._judge_bytes(title)
        self._judge_counted(check_id, tally)
        presses.judge(self.database)

    def _contacts(self) -> Iterator[tuple[str, str]]:
        for one in self.residents:
            if one.slack_id:
                yield ChannelKind.SLACK, one.slack_id
            if one.line_id:
                yield ChannelKind.LINE, one.line_id
            for address in one.mails:
                yield ChannelKind.MAIL, address

    def _seen(self, title: str) -> Counter[tuple[str, str]]:
        """How often the question of this check stands on each phone."""
        seen: Counter[tuple[str, str]] = Counter()
        for message in self.town.slack.posted:
            owner = self.town.slack.world.channels[message.channel].dm_with
            if owner and title in message.text:
                seen[ChannelKind.SLACK, owner] += 1
        for call in self.town.line.world.accepted:
            if title in str(call.messages) and call.how != "reply":
                seen.update((ChannelKind.LINE, user) for user in call.to)
        for letter in self.town.mail.letters:
            if title in letter.subject:
                seen[ChannelKind.MAIL, letter.receiver] += 1
        return seen

    def _judge_bytes(self, title: str) -> None:
        """Copies of one letter are the same bytes."""
        bodies: dict[str, set[bytes]] = {}
        for letter in self.town.mail.letters:
            if title in letter.subject:
                bodies.setdefault(letter.receiver, set()).add(letter.raw)
        assert not [address for address, different in bodies.items() if len(different) > 1]

    def _judge_counted(self, check_id: int, tally: Tally) -> None:
        """Every Slack message that may have arrived twice is known to be one; the others were accepted plainly."""
        of_check = select(messages).where(messages.c.check_id == check_id, messages.c.address != "C0MANAGERS")
        with self.database.transaction(Lane.READ) as connection:
            rows = connection.execute(of_check).all()
        suspected = {row.address for row in rows if row.channel == ChannelKind.SLACK and row.reason}
        assert tally.doubled_in_slack <= suspected
        bad = {row.state for row in rows} - {MessageState.ACCEPTED, MessageState.UNKNOWN}
        assert not bad, bad
