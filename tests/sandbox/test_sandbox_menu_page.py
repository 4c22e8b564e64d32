"""The rich menu on the phones' page: its picture, a button for each tile, and what a press of one sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sandbox.line.menus import RichMenu
from sandbox.page import create_blueprint
from sandbox.residents import Resident
from sandbox.town import Town
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.test_sandbox_line_menus import menu, png, tile
from tests.support.clock import MovableClock

USER = "U" + "c" * 32
TARO = Resident("2", "太郎", "本社", "ja", "", USER, (), "")
HOSTILE = "<b>\"'&"


@pytest.fixture
def town(clock: MovableClock, listening_app: ListeningApp) -> Iterator[Town]:
    with Town([TARO], clock=clock.now) as running:
        running.connect(listening_app.url)
        yield running


@pytest.fixture
def browser(town: Town) -> FlaskClient:
    app = Flask("phones")
    app.register_blueprint(create_blueprint(town))
    return app.test_client()


def shown(browser: FlaskClient) -> str:
    return browser.get("/sandbox/?person=2&lang=ja").get_data(as_text=True)


def test_a_menu_is_shown_and_its_tiles_pressed(town: Town, browser: FlaskClient, listening_app: ListeningApp) -> None:
    assert "data-tiles" not in shown(browser)
    left = tile("左", width=600, inputOption="closeRichMenu")
    facts = menu(left, tile(HOSTILE, x=600, width=600), chatBarText=HOSTILE)
    town.line.world.rich_menus.menus["richmenu-1"] = RichMenu("richmenu-1", facts, png(), "image/png")
    town.line.world.rich_menus.default = "richmenu-1"
    html = shown(browser)
    assert 'data-place="0 0 5000 10000" data-closes="1">左' in html
    assert 'data-place="5000 0 5000 10000"' in html
    assert HOSTILE not in html
    picture = browser.get("/sandbox/menus/richmenu-1")
    assert (picture.data, picture.content_type) == (png(), "image/png")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    told = browser.post(
        "/sandbox/line/tap", data={"person": "2", "tap": "data:左"}, headers={"Accept": "application/json"}
    )
    assert told.json is not None
    assert told.json["notice"] == ""
    assert listening_app.json()["events"][0]["postback"]["data"] == "data:左"


def test_what_is_not_there_cannot_be_pressed(town: Town, browser: FlaskClient) -> None:
    assert browser.get("/sandbox/menus/richmenu-0").status_code == 404
    told = browser.post("/sandbox/line/tap", data={"person": "2", "tap": "x"}, headers={"Accept": "application/json"})
    assert told.json is not None
    assert told.json["notice"]
    town.line.world.rich_menus.menus["richmenu-1"] = RichMenu("richmenu-1", menu(), png(), "image/png")
    town.line.world.rich_menus.default = "richmenu-1"
    town.line.block(USER)
    assert "data-tiles" not in shown(browser)
