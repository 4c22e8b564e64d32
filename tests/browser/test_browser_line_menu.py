"""The menu in LINE on the phones' page in a real browser: a tile is pressed where it stands on the picture."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from bot.line_menu import WIDTH, menu_of
from sandbox.line.menus import RichMenu
from sandbox.page import create_blueprint
from sandbox.residents import Resident
from sandbox.town import Town
from tests.browser.conftest import OpenPage
from tests.sandbox.listening_app import ListeningApp, listening_app

__all__ = ["listening_app"]

TARO = Resident("1", "太郎", "本社", "ja", "", "U" + "c" * 32, (), "")

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(listening_app: ListeningApp, open_page: OpenPage) -> Iterator[Page]:
    menu = menu_of("ja")
    with Town([TARO]) as town:
        town.connect(listening_app.url)
        shown = RichMenu("richmenu-1", menu.as_json("x"), menu.picture, "image/png")
        town.line.world.rich_menus.menus[shown.id], town.line.world.rich_menus.default = shown, shown.id
        app = Flask("phones")
        app.register_blueprint(create_blueprint(town))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        page = open_page(f"http://127.0.0.1:{server.server_port}/sandbox/?person=1&lang=ja", 360)
        yield page
        page.close()  # it asks the server every second
        server.shutdown()
        server.server_close()


def test_every_tile_is_pressed_where_it_stands(phone: Page, listening_app: ListeningApp, complaints: list[str]) -> None:
    picture = phone.locator(".menu-face img").bounding_box()
    assert picture is not None
    tiles = menu_of("ja").tiles
    for number, tile in enumerate(reversed(tiles), 1):  # the answer's tile closes the menu
        scale = picture["width"] / WIDTH
        at_x, at_y = (tile.x + tile.width / 2) * scale, (tile.y + tile.height / 2) * scale
        with phone.expect_response("**/line/tap"):
            phone.mouse.click(picture["x"] + at_x, picture["y"] + at_y)
        told = listening_app.json(number - 1)["events"][0]
        assert told["postback"]["data"] == f"a1:men:{tile.what}"
    assert not phone.locator(".menu-face").is_visible()
    assert complaints == []
