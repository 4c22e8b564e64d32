"""The mail server may change while letters go out; and one letter may go through a server that nobody has set yet."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from adapters.mail.channel import MailChannel
from adapters.mail.current import CurrentMail
from adapters.mail.relay import Relay
from adapters.mail.scribe import MANY
from adapters.mail.trial import Trial
from adapters.mail.writer import Writer
from bot.vocabulary import ChannelKind, Locale
from flows.in_force import InForce, OfEnvironment
from flows.mail_server import MailServer as Server
from flows.ports import MailTried, TemporaryFailure
from flows.seal import Seal
from flows.set_mail_server import forget_mail_server, save_mail_server
from flows.work import Begin, Operator
from tests.adapters.mail.mail_fake import MailServer, mail_server
from tests.adapters.mail.test_mail_channel import attempt
from tests.adapters.mail.test_mail_letter import RECEIVER, SPEECH
from tests.flows.test_set_mail_server import FORM
from tests.support.clock import MovableClock

TO = "me@example.jp"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: the mail room knows it through flows only."""
    return sqlite_url


@pytest.fixture
def servers() -> Iterator[tuple[MailServer, MailServer]]:
    with mail_server(MailServer()) as one, mail_server(MailServer()) as other:
        yield one, other


def at(server: MailServer, mail_from: str = "anpi@example.jp") -> Server:
    return Server(Relay("127.0.0.1", server.port), mail_from)


def channel_for(server: Server) -> MailChannel:
    return MailChannel(Writer(server.mail_from), server.relay)


def set_server(begin: Begin, in_force: InForce, server: MailServer | None, mail_from: str = "new@example.jp") -> None:
    with begin(Operator()) as work:
        if server is None:
            forget_mail_server(work, in_force)
        else:
            port = str(server.port)
            save_mail_server(
                work,
                in_force,
                FORM.of(
                    {"host": "127.0.0.1", "port": port, "security": "none", "login": "none", "mail_from": mail_from}
                ),
            )
        in_force.look(work)


def test_the_next_letter_goes_through_the_server_that_was_just_set(
    begin: Begin, servers: tuple[MailServer, MailServer]
) -> None:
    one, other = servers
    in_force = InForce(OfEnvironment(frozenset({ChannelKind.MAIL}), at(one)), Seal("k" * 40))
    with closing(CurrentMail(in_force, channel_for)) as mail:
        first = mail.now()
        mail.send(attempt(first))
        set_server(begin, in_force, other)
        accepted = mail.send(attempt(mail.now()))
        assert [len(one.letters), len(other.letters)] == [1, 1]
        assert b"From: new@example.jp" in other.letters[0]
        assert accepted.platform_ref.endswith("@example.jp>")
        # The connection that waited for more was ended, and who still holds the old channel leaves none behind.
        assert one.lines[-1] == "quit"
        first.send(attempt(first))
        assert [len(one.letters), one.lines[-1]] == [2, "quit"]
        assert len(first.render([(SPEECH, RECEIVER)] * MANY)) == MANY
        set_server(begin, in_force, None)
        mail.send(attempt(mail.now()))
        assert len(one.letters) == 3


def test_mail_that_was_off_is_switched_on(begin: Begin, servers: tuple[MailServer, MailServer]) -> None:
    in_force = InForce(OfEnvironment(), Seal("k" * 40))
    with closing(CurrentMail(in_force, channel_for)) as mail:
        with pytest.raises(TemporaryFailure, match="mail_off"):
            mail.render([(SPEECH, RECEIVER)])
        set_server(begin, in_force, servers[0])
        mail.send(attempt(mail.now()))
        # Switched off again: what was claimed before still goes the way it was meant to.
        set_server(begin, in_force, None)
        assert in_force.mail is None
        mail.send(attempt(mail.now()))
    assert len(servers[0].letters) == 2


def trial(clock: MovableClock, within: float = 20.0) -> Trial:
    return Trial(lambda server: Writer(server.mail_from), clock, within)


def test_a_try_sends_one_letter_and_ends_its_connection(
    clock: MovableClock, servers: tuple[MailServer, MailServer]
) -> None:
    tried = trial(clock).try_out(at(servers[0]), TO, Locale.EN)
    assert tried.reason == ""
    assert tried.letter_seconds > 0
    [letter] = servers[0].letters
    assert b"To: me@example.jp" in letter
    assert servers[0].lines[-1] == "quit"


@pytest.mark.parametrize(
    ("on", "line", "reason", "said"),
    [
        ("connect", "554 no service for you", "mail_greeting_554", "554 no service for you"),
        ("MAIL", "550 5.7.1 sender not allowed", "mail_policy_5.7.1", "550 5.7.1 sender not allowed"),
        ("RCPT", "550 5.1.1 nobody here\tof that name", "mail_address_gone", "550 5.1.1 nobody here of that name"),
        (".", "451 4.3.0 try later", "mail_4.3.0", "451 4.3.0 try later"),
    ],
)
def test_a_refusal_is_told_in_the_servers_own_words(
    clock: MovableClock, servers: tuple[MailServer, MailServer], on: str, line: str, reason: str, said: str
) -> None:
    servers[0].mood = lambda given: line if given.startswith(on) else None
    assert trial(clock).try_out(at(servers[0]), TO, Locale.JA) == MailTried(reason, said)


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes the connection and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def test_a_server_that_says_nothing_holds_up_nobody(clock: MovableClock) -> None:
    with silent_server() as port:
        tried = trial(clock, within=0.2).try_out(Server(Relay("127.0.0.1", port), "a@example.jp"), TO, Locale.JA)
    assert tried == MailTried("mail_too_slow")


def test_a_fault_of_ours_is_told_at_once(clock: MovableClock, servers: tuple[MailServer, MailServer]) -> None:
    def broken(server: Server) -> Writer:
        raise KeyError(server.mail_from)

    assert Trial(broken, clock).try_out(at(servers[0]), TO, Locale.JA) == MailTried("unforeseen")


def test_a_server_that_is_not_there(clock: MovableClock) -> None:
    tried = trial(clock).try_out(Server(Relay("127.0.0.1", 9), "a@example.jp"), TO, Locale.JA)
    assert tried.reason == "mail_unreachable"
