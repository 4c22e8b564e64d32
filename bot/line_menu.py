"""The menu at the foot of the chat in LINE: which tiles stand where, in each language, and their picture.

One big tile leads to the four answers: nothing is recorded by a single touch of a menu that is always there. Below it
few more, each as broad as a thumb. Accounts that belong to nobody yet see a menu of their own, in two languages.
The pictures are drawn beforehand (`make menus`): a server needs no fonts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.buttons import encode
from bot.menu_buttons import MenuPress, MenuTile
from bot.vocabulary import Locale
from bot.wording import say

#: Pixels of the picture; LINE wants 800 to 2,500 wide and at least 1.45 times as wide as high.
WIDTH, HEIGHT = 1200, 810
#: Of the answer's tile, which is as wide as the menu.
_ANSWER_HEIGHT = 370
#: The menu of accounts that are not linked.
NEW = "new"
NAMES = (NEW, *(locale.value for locale in Locale))
#: What our menus are called in LINE begins so; nobody who chats sees it.
PREFIX = "anpi-menu"
_MARK_LENGTH = 16
_BELOW = {
    NEW: (MenuTile.LINK, MenuTile.CONTACTS, MenuTile.ROUTES),
    "": (MenuTile.ROUTES, MenuTile.CONTACTS, MenuTile.NEWS, MenuTile.LANGUAGE),
}

#: Words below a tile's name.
_SMALL = {MenuTile.ANSWER: "menu.answer_small", MenuTile.LANGUAGE: "menu.language_both"}


@dataclass(frozen=True, slots=True)
class Tile:
    """Where it stands, in pixels, and what is written on it: large, and small below that (may be empty)."""

    what: MenuTile
    x: int
    y: int
    width: int
    height: int
    title: str
    small: str = ""

    @property
    def label(self) -> str:
        """Read aloud, and shown in the chat as what the person has said."""
        return self.title


@dataclass(frozen=True, slots=True)
class Menu:
    """`name` is one of NAMES; `bar` stands below the menu, where it is opened and closed."""

    name: str
    bar: str
    tiles: tuple[Tile, ...]

    @property
    def language(self) -> str:
        return Locale.JA.value if self.name == NEW else Locale(self.name).language

    @property
    def picture(self) -> bytes:
        """PNG, of WIDTH and HEIGHT."""
        return _picture(self.name)

    @property
    def mark(self) -> str:
        """Changes with whatever is sent to LINE of this menu: picture, places, words, presses."""
        told = json.dumps(self.as_json(""), sort_keys=True).encode()
        return hashlib.sha256(told + self.picture).hexdigest()[:_MARK_LENGTH]

    @property
    def name_in_line(self) -> str:
        return f"{PREFIX} {self.name} {self.mark}"

    def as_json(self, name: str) -> dict[str, Any]:
        """A rich menu object of the Messaging API (docs: #rich-menu-object), called `name` there."""
        return {
            "size": {"width": WIDTH, "height": HEIGHT},
            "selected": True,
            "name": name,
            "chatBarText": self.bar,
            "areas": [_area(tile) for tile in self.tiles],
        }


@cache
def menu_of(name: str) -> Menu:
    """The menu of that name (NAMES); ValueError for any other."""
    if name == NEW:
        return Menu(NEW, say("menu.bar_both", Locale.JA), tuple(_in_both(tile) for tile in _placed(_BELOW[NEW])))
    locale = Locale(name)
    return Menu(name, say("menu.bar", locale), tuple(_in_one(tile, locale) for tile in _placed(_BELOW[""])))


def is_ours(name_in_line: str) -> bool:
    """Menus that the company has made for itself are left alone."""
    return name_in_line.split(" ")[0] == PREFIX


@dataclass(frozen=True, slots=True)
class _Place:
    what: MenuTile
    x: int
    y: int
    width: int
    height: int


def _placed(below: tuple[MenuTile, ...]) -> tuple[_Place, ...]:
    """Without gaps: there is no spot on the menu where a touch does nothing."""
    width = WIDTH // len(below)
    rest = HEIGHT - _ANSWER_HEIGHT
    return (
        _Place(MenuTile.ANSWER, 0, 0, WIDTH, _ANSWER_HEIGHT),
        *(_Place(what, at * width, _ANSWER_HEIGHT, width, rest) for at, what in enumerate(below)),
    )


def _in_one(place: _Place, locale: Locale) -> Tile:
    small = say(_SMALL[place.what], locale) if place.what in _SMALL else ""
    where = (place.x, place.y, place.width, place.height)
    return Tile(place.what, *where, say(f"menu.{place.what}", locale), small)


def _in_both(place: _Place) -> Tile:
    """Nobody knows which language this person reads."""
    where = (place.x, place.y, place.width, place.height)
    return Tile(place.what, *where, *(say(f"menu.{place.what}", locale) for locale in (Locale.JA, Locale.EN)))


def _area(tile: Tile) -> dict[str, Any]:
    action = {
        "type": "postback",
        "label": tile.label,
        "data": encode(MenuPress(tile.what)),
        "displayText": tile.label,
    }
    if tile.what is MenuTile.ANSWER:
        # The four answers are to be seen whole.
        action["inputOption"] = "closeRichMenu"
    bounds = {"x": tile.x, "y": tile.y, "width": tile.width, "height": tile.height}
    return {"bounds": bounds, "action": action}


@cache
def _picture(name: str) -> bytes:
    return files("bot").joinpath("menu_pictures", f"{name}.png").read_bytes()
