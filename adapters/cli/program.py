"""What the command line needs of the composition root: parts are made only when a command asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from bot.vocabulary import Locale
from flows.menus_at_line import MenusAtLine
from flows.ports import Directory
from flows.ports import Finding as Finding
from flows.whole import Whole
from flows.work import Begin, Policy


class Settled(Protocol):
    """What commands ask that need no database."""

    @property
    def locale(self) -> Locale: ...

    def policy(self) -> Policy: ...


class Program(Protocol):
    """Implemented by `app.py`."""

    #: Parts the demo can break on demand.
    sabotages: Sequence[str]

    @property
    def plain_errors(self) -> tuple[type[Exception], ...]:
        """What an administrator can put right: one sentence and exit code 1, no traceback."""
        ...

    @property
    def settings(self) -> Settled: ...

    def open(self) -> tuple[Begin, Policy]:
        """Database at the expected revision, ready for flows; closed when the command ends."""
        ...

    def board_link(self, check_id: int, person_id: int) -> str:
        """This person's own link to the web board."""
        ...

    def directory(self, begin: Begin) -> Directory | None:
        """Slack's, closed when the command ends; None where Slack is off."""
        ...

    def line_menus(self, begin: Begin) -> MenusAtLine | None:
        """The menus at LINE, closed when the command ends; None where LINE is off."""
        ...

    def upgrade_database(self) -> bool:
        """True where there was something to do."""
        ...

    def doctor(self, mail_to: str) -> Iterable[Finding]:
        """Proves each part with a real call; a test mail goes to `mail_to` where it is given."""
        ...

    def whole(self) -> Whole:
        """Every part, started by nobody; closed when the command ends.

        Raises one of the `plain_errors` where the settings make no whole program.
        """
        ...

    def serve(self, host: str, port: int) -> None: ...

    def worker(self) -> None: ...

    def demo(self, once: bool, port: int, sabotage: str) -> int:
        """The exit code: 0 only where every step of the story held."""
        ...

    def sandbox(self, port: int) -> None: ...
