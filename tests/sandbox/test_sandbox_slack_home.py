"""The home tab in the Slack stand-in: opened, published by the official SDK, pressed in, shown on the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from slack_sdk import WebClient

from sandbox.page import create_blueprint
from sandbox.residents import Resident
from sandbox.town import Town
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.slack_workspace import actions, button, modal, options, section
from tests.support.clock import MovableClock

TARO = Resident("2", "太郎", "本社", "ja", "U0TARO", "", (), "")


@pytest.fixture
def town(clock: MovableClock, listening_app: ListeningApp) -> Iterator[Town]:
    with Town([TARO], clock=clock.now) as running:
        running.connect(listening_app.url)
        yield running


def publish(town: Town, words: str, view_hash: str = "") -> str:
    client = WebClient(town.slack.bot_token, base_url=town.slack.api_url)
    view = {"type": "home", "blocks": [section(words), actions(button("無事です"))]}
    answer = client.views_publish(user_id=TARO.slack_id, view=view, hash=view_hash or None)
    return str(answer["view"]["hash"])


def test_the_app_is_told_who_opens_the_home_tab_and_what_is_shown_there(
    town: Town, listening_app: ListeningApp
) -> None:
    opened = town.slack.open_home(TARO.slack_id)
    event = opened.details["payload"]["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", TARO.slack_id)
    assert "view" not in event
    shown = publish(town, "こんにちは")
    assert town.slack.open_home(TARO.slack_id).details["payload"]["event"]["view"]["hash"] == shown
    assert "view" not in town.slack.open_home(TARO.slack_id, tab="messages").details["payload"]["event"]


def test_a_press_in_it_names_the_view_and_no_message(town: Town) -> None:
    publish(town, "こんにちは")
    home = town.slack.home(TARO.slack_id)
    assert home is not None
    payload = town.slack.press(TARO.slack_id, home, "無事です").details["payload"]
    assert payload["view"]["type"] == "home"
    assert payload["container"]["type"] == "view"
    assert "response_url" not in payload


def test_the_page_opens_it_shows_it_and_presses_its_buttons(town: Town, listening_app: ListeningApp) -> None:
    app = Flask("phones")
    app.register_blueprint(create_blueprint(town))
    browser = app.test_client()
    seen = {"person": TARO.number, "place": "home", "lang": "ja"}
    assert "まだ何もありません" in browser.get("/sandbox/", query_string=seen).text
    publish(town, "<b>こんにちは</b>")
    html = browser.get("/sandbox/", query_string=seen).text
    assert "&lt;b&gt;こんにちは" in html
    assert 'name="message" value="home"' in html
    pressed = browser.post("/sandbox/slack/press", data={**seen, "message": "home", "press": "無事です"})
    assert pressed.status_code == 303


def test_a_menu_in_an_open_form_is_pressed_with_what_is_chosen(town: Town, listening_app: ListeningApp) -> None:
    app = Flask("phones")
    app.register_blueprint(create_blueprint(town))
    browser = app.test_client()
    menu = {"type": "overflow", "action_id": "per:1", "options": options("mark", "write")}
    with town.slack.book.lock:
        view = town.slack.world.show_view(
            TARO.slack_id, modal({**section("太郎"), "block_id": "one", "accessory": menu})
        )
    html = browser.get("/sandbox/", query_string={"person": TARO.number}).text
    assert "/sandbox/slack/press?choice=write" in html
    form = {"person": TARO.number, "lang": "ja", "view": view.id, "press": "one/per:1"}
    assert browser.post("/sandbox/slack/press?choice=write", data=form).status_code == 303
    assert listening_app.payload()["actions"][0]["selected_option"]["value"] == "write"
