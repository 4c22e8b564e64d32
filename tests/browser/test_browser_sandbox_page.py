"""The phones' page in a real browser: presses, forms and polling, at phone width, with the page's own strict policy.

What that policy keeps from running stands in the console, which has to stay empty.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from sandbox.page import create_blueprint
from sandbox.residents import Resident
from sandbox.town import Town
from tests.browser.conftest import OpenPage
from tests.sandbox.line_account import bubble, flex_button, postback
from tests.sandbox.listening_app import ListeningApp, listening_app
from tests.sandbox.slack_workspace import actions, button, modal, section, text_input

__all__ = ["listening_app"]

TARO = Resident("1", "太郎", "本社", "ja", "U0TARO", "U" + "c" * 32, (), "safety_admin")

pytestmark = pytest.mark.browser


@pytest.fixture
def town(listening_app: ListeningApp) -> Iterator[Town]:
    with Town([TARO]) as running:
        running.connect(listening_app.url)
        yield running


@pytest.fixture
def phone(town: Town, open_page: OpenPage) -> Iterator[Page]:
    app = Flask("phones")
    app.register_blueprint(create_blueprint(town))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    page = open_page(f"http://127.0.0.1:{server.server_port}/sandbox/?person=1&lang=ja", 360)
    yield page
    page.close()  # it asks the server every second
    server.shutdown()
    server.server_close()


def test_a_person_presses_fills_in_and_switches_phones(town: Town, phone: Page, listening_app: ListeningApp) -> None:
    with town.slack.book.lock:
        bot = town.slack.world.bot_user.id
        town.slack.world.post(town.slack.channel_id("U0TARO"), bot, "x", [section("無事ですか"), actions(button())])
    phone.get_by_role("button", name="無事").click()
    listening_app.wait_for("/slack/events")
    assert listening_app.payload()["actions"][0]["value"] == "a1:ans:1:0:safe"

    with town.slack.book.lock:
        view = town.slack.world.show_view("U0TARO", modal(text_input("title", "件名")))
    phone.get_by_role("textbox", name="件名").fill("地震")
    listening_app.answer_json({"response_action": "errors", "errors": {"title": "使われています"}})
    phone.get_by_role("button", name="Send").click()
    phone.get_by_text("使われています").wait_for()
    assert phone.get_by_role("textbox", name="件名").input_value() == "地震", "what was typed is kept"
    phone.get_by_label("キャンセル").first.click()
    phone.locator(".modal").wait_for(state="detached")
    assert not view.is_open

    phone.get_by_role("link", name="LINE").click()
    town.line.world.deliver([TARO.line_id], [bubble(flex_button(postback("けが", "x")) | {"color": "#a15c00"})])
    injured = phone.get_by_role("button", name="けが")
    assert injured.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(161, 92, 0)"
    injured.click()
    listening_app.wait_for("/line/webhook")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
