"""Emergency contacts, links and routes as a message."""

from __future__ import annotations

from dataclasses import dataclass

from bot.speech import Speech
from bot.vocabulary import Locale


@dataclass(frozen=True, slots=True)
class InfoLine:
    """A contact (label, number to call, note), or a link or route (label, url, note), in the reader's language."""

    label: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class InfoFacts:
    locale: Locale
    company: str
    contacts: tuple[InfoLine, ...]
    links: tuple[InfoLine, ...]
    routes: tuple[InfoLine, ...]
    info_url: str


def information(facts: InfoFacts) -> Speech:
    """Within LINE's and Slack's limits: the first few of each, the page for the rest."""
    raise NotImplementedError


def walking_route_url(destination: tuple[float, float], start: tuple[float, float] | None) -> str:
    """Google Maps walking directions; without a start from one's own position."""
    raise NotImplementedError
