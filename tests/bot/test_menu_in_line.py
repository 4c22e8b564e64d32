"""The menu in LINE: tiles without gaps inside the picture, the picture of these tiles, LINE's limits."""

from __future__ import annotations

import re
import struct

import pytest

from bot.buttons import decode
from bot.line_menu import HEIGHT, NAMES, NEW, PREFIX, WIDTH, is_ours, menu_of
from bot.menu_buttons import MenuPress, MenuTile
from bot.vocabulary import Locale
from tests.support.draw_line_menus import drawn_from, mark_of, page_of
from tests.support.line_openapi import check

#: LINE takes 1 MB; a phone on a slow line loads this once.
PICTURE_AT_MOST = 100_000
#: A thumb needs 44 points; the narrowest phones are 320 points wide.
THUMB, NARROW = 44, 320
_PLACE = re.compile(r"left:(\d+)px;top:(\d+)px;width:(\d+)px;height:(\d+)px")


@pytest.mark.parametrize("name", NAMES)
def test_the_tiles_cover_the_picture_once(name: str) -> None:
    menu = menu_of(name)
    assert sum(tile.width * tile.height for tile in menu.tiles) == WIDTH * HEIGHT
    spots = set()
    for tile in menu.tiles:
        assert 0 <= tile.x < tile.x + tile.width <= WIDTH
        assert 0 <= tile.y < tile.y + tile.height <= HEIGHT
        assert min(tile.width, tile.height) * NARROW / WIDTH >= THUMB
        for x in range(tile.x, tile.x + tile.width, 10):
            for y in range(tile.y, tile.y + tile.height, 10):
                assert (x, y) not in spots
                spots.add((x, y))


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_was_drawn_from_these_tiles(name: str) -> None:
    menu = menu_of(name)
    assert drawn_from(menu.picture) == mark_of(menu), "run: make menus"
    places = [tuple(map(int, found)) for found in _PLACE.findall(page_of(menu))]
    assert places == [(tile.x, tile.y, tile.width, tile.height) for tile in menu.tiles]
    assert struct.unpack(">II", menu.picture[16:24]) == (WIDTH, HEIGHT)
    assert len(menu.picture) < PICTURE_AT_MOST


@pytest.mark.parametrize("name", NAMES)
def test_a_menu_is_what_line_takes(name: str) -> None:
    menu = menu_of(name)
    told = menu.as_json(menu.name_in_line)
    check("RichMenuRequest", told)
    assert WIDTH / HEIGHT >= 1.45
    assert len(told["name"]) <= 300
    assert 1 <= len(told["chatBarText"]) <= 14
    for tile, area in zip(menu.tiles, told["areas"], strict=True):
        assert decode(area["action"]["data"]) == MenuPress(tile.what)
        assert 1 <= len(area["action"]["label"]) <= 20


def test_the_menu_of_people_leads_to_everything_and_the_other_to_linking() -> None:
    shared = {MenuTile.ANSWER, MenuTile.CONTACTS, MenuTile.ROUTES}
    for locale in Locale:
        assert {tile.what for tile in menu_of(locale).tiles} == shared | {MenuTile.NEWS, MenuTile.LANGUAGE}
    assert {tile.what for tile in menu_of(NEW).tiles} == shared | {MenuTile.LINK}
    assert menu_of(Locale.JA).tiles[0].what is MenuTile.ANSWER


def test_every_menu_has_a_name_of_its_own_that_is_known_as_ours() -> None:
    names = [menu_of(name).name_in_line for name in NAMES]
    assert len(set(names)) == len(NAMES)
    assert all(is_ours(name) for name in names)
    assert not is_ours("秋のキャンペーン")
    assert not is_ours(f"{PREFIX}-of-another-tool")


def test_a_menu_nobody_knows_is_no_menu() -> None:
    with pytest.raises(ValueError, match="fr"):
        menu_of("fr")
