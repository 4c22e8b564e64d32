"""The three platforms behind one face, so that one suite can ask the same of every channel."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from adapters.line.api import LineApi
from adapters.line.channel import LineChannel
from adapters.mail.channel import MailChannel
from adapters.mail.relay import parse_relay
from adapters.mail.writer import Writer
from adapters.slack.channel import SlackChannel
from adapters.slack.wire import KeepAliveClient
from bot.vocabulary import Locale
from flows.ports import Channel, Receiver
from sandbox.line import LineStandIn
from sandbox.mail import MailStandIn
from sandbox.slack import SlackStandIn
from tests.support.clock import START

SLACK_TOKEN, LINE_TOKEN, MAIL_PASSWORD = "xoxb-secret-token", "line-secret-token", "mail-secret-password"
SECRETS = (SLACK_TOKEN, LINE_TOKEN, MAIL_PASSWORD)


class Platform(Protocol):
    """A stand-in, a channel to it, and the ways in which it can be brought to fail."""

    channel: Channel

    def address(self, number: int) -> str:
        """Somebody who can be reached; a number below 50."""
        ...

    def arrived(self, address: str) -> list[bytes]:
        """What that person has got, as it was sent."""
        ...

    def is_busy(self) -> None:
        """The next call is refused for the time being."""
        ...

    def is_broken(self) -> None:
        """The next call meets a fault of the server, before anything has happened."""
        ...

    def loses_the_answer(self) -> None:
        """The next call is carried out, and the connection breaks."""
        ...

    def knows_nobody(self, address: str) -> None:
        """This address does not exist (any more)."""
        ...

    def at(self, port: int) -> contextlib.AbstractContextManager[Channel]:
        """The same channel, talking to another port of this computer."""
        ...

    def receiver(self, address: str, locale: Locale, key: str) -> Receiver | None: ...

    def close(self) -> None: ...


@dataclass
class Slack:
    def __post_init__(self) -> None:
        self.stand_in = SlackStandIn(bot_token=SLACK_TOKEN).start()
        for number in range(50):
            self.stand_in.add_user(self.address(number))
        self._client = KeepAliveClient(SLACK_TOKEN, self.stand_in.api_url)
        self.channel: Channel = SlackChannel(self._client)

    def address(self, number: int) -> str:
        return f"U0PERSON{number}"

    def arrived(self, address: str) -> list[bytes]:
        return [f"{message.text} {message.blocks}".encode() for message in self.stand_in.messages(address)]

    def is_busy(self) -> None:
        self.stand_in.fail("chat.postMessage", "429", retry_after=7)

    def is_broken(self) -> None:
        self.stand_in.fail("chat.postMessage", "500")

    def loses_the_answer(self) -> None:
        self.stand_in.fail("chat.postMessage", "drop_after_accept")

    def knows_nobody(self, address: str) -> None:
        self.stand_in.world.users[address].deleted = True

    @contextlib.contextmanager
    def at(self, port: int) -> Iterator[Channel]:
        client = KeepAliveClient(SLACK_TOKEN, f"http://127.0.0.1:{port}/api/", timeout=0.25)
        yield SlackChannel(client)
        client.close()

    def receiver(self, address: str, locale: Locale, key: str) -> Receiver | None:
        return None

    def close(self) -> None:
        self._client.close()
        self.stand_in.stop()


@dataclass
class Line:
    def __post_init__(self) -> None:
        self.stand_in = LineStandIn(access_token=LINE_TOKEN).start()
        for number in range(50):
            self.stand_in.add_friend(self.address(number))
        self._api = LineApi(self.stand_in.api_url, LINE_TOKEN, pool_size=8)
        self.channel: Channel = LineChannel(self._api)

    def address(self, number: int) -> str:
        return f"U{number:032x}"

    def arrived(self, address: str) -> list[bytes]:
        return [str(chat.content).encode() for chat in self.stand_in.received(address)]

    def is_busy(self) -> None:
        self.stand_in.fail("*", "429")

    def is_broken(self) -> None:
        self.stand_in.fail("*", "500")

    def loses_the_answer(self) -> None:
        self.stand_in.fail("*", "drop_after_accept")

    def knows_nobody(self, address: str) -> None:
        self.stand_in.fail("push", "error:The property, 'to', in the request body is invalid", channel=address)

    @contextlib.contextmanager
    def at(self, port: int) -> Iterator[Channel]:
        api = LineApi(f"http://127.0.0.1:{port}", LINE_TOKEN, pool_size=1, read_timeout=0.25)
        yield LineChannel(api)
        api.close()

    def receiver(self, address: str, locale: Locale, key: str) -> Receiver | None:
        return None

    def close(self) -> None:
        self._api.close()
        self.stand_in.stop()


@dataclass
class Mail:
    def __post_init__(self) -> None:
        self.stand_in = MailStandIn(login=("anpi", MAIL_PASSWORD)).start()
        self._mail = _mail_channel(self.stand_in.port)
        self.channel: Channel = self._mail

    def address(self, number: int) -> str:
        return f"person{number}@example.jp"

    def arrived(self, address: str) -> list[bytes]:
        return [letter.raw for letter in self.stand_in.mailbox(address)]

    def is_busy(self) -> None:
        self.stand_in.refuse("*", "450 4.2.1 Try again later", times=1)

    def is_broken(self) -> None:
        self.stand_in.refuse("*", "451 4.3.0 Local error", stage="DATA", times=1)

    def loses_the_answer(self) -> None:
        self.stand_in.drop_after_dot()

    def knows_nobody(self, address: str) -> None:
        self.stand_in.refuse(address)

    @contextlib.contextmanager
    def at(self, port: int) -> Iterator[Channel]:
        channel = _mail_channel(port)
        yield channel
        channel.close()

    def receiver(self, address: str, locale: Locale, key: str) -> Receiver | None:
        return Receiver(address, "太郎", locale, key, START, "https://anpi.example.jp/u/token")

    def close(self) -> None:
        self._mail.close()
        self.stand_in.stop()


def _mail_channel(port: int) -> MailChannel:
    relay = parse_relay(f"smtp://anpi:{MAIL_PASSWORD}@127.0.0.1:{port}")
    return MailChannel(Writer("anpi@aoba.example"), relay)


PLATFORMS: dict[str, type[Slack] | type[Line] | type[Mail]] = {"slack": Slack, "line": Line, "mail": Mail}


@contextlib.contextmanager
def odd_server(speaks_first: bytes, answers: bytes) -> Iterator[int]:
    """Says something nobody expects, whatever it is told; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stopping = threading.Event()

        def serve() -> None:
            while not stopping.is_set():
                with contextlib.suppress(OSError):
                    connection, _ = listener.accept()
                    with connection:
                        connection.sendall(speaks_first)
                        while connection.recv(65_536):
                            connection.sendall(answers)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        try:
            yield port
        finally:
            stopping.set()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                pass
            thread.join(5)
