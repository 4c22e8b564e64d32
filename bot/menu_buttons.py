"""What the tiles of the menu in LINE say when they are pressed, and the buttons they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.vocabulary import Locale


class MenuTile(StrEnum):
    """A tile by what it opens."""

    #: The question of the check that runs.
    ANSWER = "answer"
    CONTACTS = "contacts"
    ROUTES = "routes"
    NEWS = "news"
    LANGUAGE = "language"
    #: How to link the account.
    LINK = "link"


@dataclass(frozen=True, slots=True)
class MenuPress:
    """`men`: open this. It changes nothing."""

    tile: MenuTile


@dataclass(frozen=True, slots=True)
class SpeakPress:
    """`spk`: write to me in this language."""

    locale: Locale


def menu_press(verb: str, words: list[str]) -> MenuPress | SpeakPress | None:
    """None: no press of these. ValueError for a tile or language nobody knows."""
    match verb, words:
        case "men", [tile]:
            return MenuPress(MenuTile(tile))
        case "spk", [locale]:
            return SpeakPress(Locale(locale))
    return None
