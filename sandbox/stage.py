"""`anpi demo` and `anpi sandbox`: the town around the product, the story on it, what is said in the terminal."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sandbox.story import Narrator, StepFailedError, play
from sandbox.story.cast import Cast
from sandbox.story.narration import Say
from sandbox.town import Town

#: More calls than a demo makes.
_ALWAYS = 1_000_000


@dataclass(frozen=True, slots=True)
class Product:
    """The running product as the stage sees it."""

    url: str
    #: A signed link to the newest check's board, for the person with this Slack account.
    board_of: Callable[[str], str]
    #: From now on checks remind at a pace one can follow by hand.
    calm_down: Callable[[], None]


#: Starts the product with these settings and this town's phones mounted on a port, and stops it in the end.
StartProduct = Callable[[Mapping[str, str], Town, int], AbstractContextManager[Product]]


def _off(prefix: str) -> Callable[[dict[str, str], Town], None]:
    def switch_off(settings: dict[str, str], town: Town) -> None:
        for name in [name for name in settings if name.startswith(prefix)]:
            del settings[name]

    return switch_off


#: Ways to break a part, to see the demo name the step that did not hold.
SABOTAGES: Mapping[str, Callable[[dict[str, str], Town], None]] = {
    "slack": lambda _, town: town.slack.fail("*", "error:internal_error", _ALWAYS),
    "line": lambda _, town: town.line.fail("*", "500", _ALWAYS),
    "mail": lambda _, town: town.mail.refuse("*", "451 4.3.0 Sabotaged"),
    "slack-off": _off("ANPI_SLACK"),
    "line-off": _off("ANPI_LINE"),
    "mail-off": _off("ANPI_SMTP"),
}


def demo(start: StartProduct, port: int, once: bool, sabotage: str, say: Say) -> int:
    """The exit code: 0 only where every step of the story held. `port` 0 takes a free one."""
    _sigterm_is_ctrl_c()
    with Town() as town:
        settings = dict(town.settings())
        if sabotage:
            SABOTAGES[sabotage](settings, town)
        with start(settings, town, port or free_port()) as product:
            town.connect(product.url)
            narrator = Narrator(say, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
            narrator.title("安否 Anpi：青葉製作所の安否確認 / a safety check at Aoba Works")
            narrator.line(f"   {_company(town)}")
            narrator.line()
            try:
                cast = play(town, narrator)
            except StepFailedError as error:
                say(f"\nデモは途中で止まりました / The demo stopped at the step “{error.step}”.")
                return 1
            narrator.line()
            if once:
                narrator.title("すべての手順が成立しました / Every step held.")
                return 0
            product.calm_down()
            _invite(narrator, product, cast)
            _until_interrupted()
    return 0


def _company(town: Town) -> str:
    people = len(town.residents)
    by = {
        "Slack": sum(bool(one.slack_id) for one in town.residents),
        "LINE": sum(bool(one.line_id) for one in town.residents),
        "mail": sum(bool(one.mails) for one in town.residents),
    }
    return f"社員{people}人 / {people} people: " + ", ".join(f"{name} {count}" for name, count in by.items())


def _invite(narrator: Narrator, product: Product, cast: Cast) -> None:
    """Each address stands on a line of its own: long ones can be pressed and copied whole."""
    hanako = cast.manager.name
    narrator.title("続けて試せます（Ctrl+C で終了） / Now try it yourself (Ctrl+C ends)")
    narrator.line()
    narrator.line("   集計ボード / the board")
    narrator.line(f"   {product.board_of(cast.manager.slack_id)}")
    narrator.line()
    narrator.line("   社員のスマホ画面（Slack・LINE・メール） / the phones: Slack, LINE and mail")
    narrator.line(f"   {product.url}/sandbox/")
    narrator.line()
    narrator.line(f"   {hanako}さんになって、Slackに /safety start 訓練 秋の防災訓練 と入力してみてください。")
    narrator.line(f"   Be {hanako} and type /safety start drill Autumn drill into Slack.")


def sandbox(start: StartProduct, port: int, say: Say) -> None:
    """The town and a product with the sample company in it; nothing is played."""
    _sigterm_is_ctrl_c()
    with Town() as town, start(town.settings(), town, port or free_port()) as product:
        town.connect(product.url)
        product.calm_down()
        say(f"{_company(town)}\n社員のスマホ画面 / the phones (Ctrl+C ends)\n   {product.url}/sandbox/")
        _until_interrupted()


def free_port() -> int:
    """One that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _sigterm_is_ctrl_c() -> None:
    """Either way everything is stopped in order and the folder goes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _until_interrupted() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
