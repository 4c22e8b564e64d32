"""The doctor's examinations, asked for in the console: real calls, and a page that never waits too long for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event, Thread

from bot.vocabulary import Locale
from bot.wording import WORDS, say
from flows.ports import Finding

#: `anpi doctor`: its argument is the address a test mail goes to, empty for none.
Examine = Callable[[str], Iterable[Finding]]

#: A page that shows nothing for longer is taken for a broken one.
AT_MOST_SECONDS = 30.0
_CHANNEL = "Slack channel "


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found. `is_over` False: the rest was not answered in time, or could not be examined."""

    findings: tuple[Finding, ...]
    is_over: bool

    @property
    def bad(self) -> int:
        return sum(not finding.ok for finding in self.findings)


def prove(examine: Examine, at_most: float = AT_MOST_SECONDS) -> Proved:
    """Every part with a real call; nothing is sent to anybody."""
    found: list[Finding] = []
    over = Event()

    def run() -> None:
        for finding in examine(""):
            found.append(finding)
        over.set()

    # A daemon: a platform that hangs keeps neither this page waiting nor the program from ending.
    thread = Thread(target=run, name="prove", daemon=True)
    thread.start()
    thread.join(at_most)
    return Proved(tuple(found), over.is_set())


def part_words(name: str, locale: Locale) -> str:
    """A part of the doctor's by its name; one without words shows its name."""
    if name.startswith(_CHANNEL):
        return say("finding.slack_channel", locale, channel=name.removeprefix(_CHANNEL))
    key = f"finding.{_key(name)}"
    return say(key, locale) if key in WORDS else name


def advice(finding: Finding, locale: Locale) -> str:
    """What to do about a part that is not fit, besides what the platform says; empty where there are no words."""
    key = f"finding_do.{_key(finding.name)}"
    return say(key, locale) if not finding.ok and key in WORDS else ""


def _key(name: str) -> str:
    """The doctor names each of Slack's channels: `Slack channel C0123`."""
    named = _CHANNEL if name.startswith(_CHANNEL) else name
    return named.strip().lower().replace(" ", "_")
