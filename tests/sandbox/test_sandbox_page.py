"""The phones' page: shows what each person sees, presses what they press, and trusts no text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from sandbox.mail.smtp import Conversation
from sandbox.page import create_blueprint
from sandbox.page.mrkdwn import from_mrkdwn, with_links
from sandbox.page.words import LANGUAGES, words
from sandbox.residents import Resident
from sandbox.town import SAFETY_CHANNEL, Town
from tests.sandbox.line_account import bubble, flex_button, postback, text
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.slack_workspace import actions, button, modal, options, plain, section, text_input
from tests.support.clock import MovableClock

HANAKO = Resident("1", "花子", "本社", "ja", "U0HANA", "", ("hana@example.jp",), "safety_admin")
TARO = Resident("2", "太郎 <script>", "本社", "ja", "U0TARO", "U" + "c" * 32, (), "")
HOSTILE = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def town(clock: MovableClock, listening_app: ListeningApp) -> Iterator[Town]:
    with Town([TARO, HANAKO], clock=clock.now) as running:
        running.connect(listening_app.url)
        yield running


@pytest.fixture
def browser(town: Town) -> FlaskClient:
    app = Flask("phones")
    app.register_blueprint(create_blueprint(town))
    return app.test_client()


def post(town: Town, user: str, *blocks: dict[str, object], text: str = "asked") -> None:
    with town.slack.book.lock:
        town.slack.world.post(town.slack.channel_id(user), town.slack.world.bot_user.id, text, list(blocks))


def send_mail(town: Town, html: str = "<p>無事ですか</p>") -> int:
    raw = (
        "From: Anpi <anpi@aoba.example>\r\nSubject: =?utf-8?b?5a6J5ZCm?= <b>\r\nMIME-Version: 1.0\r\n"
        "List-Unsubscribe: <https://anpi.example/u/1>\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhttps://anpi.example/a/t <b>\r\n"
        f"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--x--\r\n"
    )
    town.mail.take(Conversation(sender="a@b.example", receivers=["hana@example.jp"]), raw.encode())
    return town.mail.letters[-1].id


def page(browser: FlaskClient, **query: str) -> str:
    answer = browser.get("/sandbox/", query_string=query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_managers_stand_first_and_the_first_is_shown(browser: FlaskClient) -> None:
    html = page(browser)
    assert html.index('value="1" selected') < html.index('value="2"')


def test_what_somebody_has_stands_before_the_name_and_is_not_cut_off_on_a_phone(browser: FlaskClient) -> None:
    chosen = re.search(r'value="1" selected>([^<]*)<', page(browser))
    assert chosen is not None
    assert re.match(r"\S*(💬|🟢|✉️)\S* \S", chosen[1]), chosen[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_both_languages(browser: FlaskClient, language: str) -> None:
    html = page(browser, lang=language)
    assert f'<html lang="{language}">' in html
    assert words(language)["lead"] in html


def test_both_languages_have_the_same_words() -> None:
    assert set(words("ja")) == set(words("en"))
    assert all(words(language)[key] for language in LANGUAGES for key in words("ja"))


def test_nothing_runs_that_is_not_ours(browser: FlaskClient) -> None:
    answer = browser.get("/sandbox/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    html = answer.get_data(as_text=True)
    assert not re.search(r"<script(?! src=)", html)
    assert not re.search(r"\son[a-z]+=|\sstyle=", html)


def test_hostile_texts_are_shown_as_text(town: Town, browser: FlaskClient) -> None:
    blocks = [
        section(HOSTILE), {"type": "header", "text": plain(HOSTILE)}, actions(button(HOSTILE, value=HOSTILE)),
        {"type": "context", "elements": [plain(HOSTILE)]}, {"type": HOSTILE},
        actions({"type": "static_select", "action_id": HOSTILE, "options": options(HOSTILE)}),
    ]  # fmt: skip
    post(town, "U0TARO", *blocks, text=HOSTILE)
    post(town, "U0TARO", text=HOSTILE)
    town.line.world.deliver([TARO.line_id], [
        text(HOSTILE),
        bubble({"type": "text", "text": HOSTILE, "color": HOSTILE}, flex_button(postback(HOSTILE, HOSTILE))),
        bubble(flex_button({"type": "uri", "label": "x", "uri": "javascript:alert(1)"}) | {"color": HOSTILE}),
    ])  # fmt: skip
    html = page(browser, person="2")
    assert "<img" not in html
    assert "<script>" not in html
    assert "javascript:" not in html
    assert "&lt;img src=x" in html


def test_an_ephemeral_message_is_shown_to_its_person_only(town: Town, browser: FlaskClient) -> None:
    with town.slack.book.lock:
        town.slack.world.post(SAFETY_CHANNEL, town.slack.world.bot_user.id, "secret words", [], only_for="U0HANA")
    assert "secret words" in page(browser, person="1", place=SAFETY_CHANNEL)
    assert "secret words" not in page(browser, person="2", place=SAFETY_CHANNEL)


def test_a_conversation_somebody_is_not_in_is_not_shown(town: Town, browser: FlaskClient) -> None:
    post(town, "U0HANA", text="for hanako only")
    assert "for hanako only" not in page(browser, person="2", place=town.slack.channel_id("U0HANA"))


def test_polling_costs_nothing_while_nothing_changes(town: Town, browser: FlaskClient) -> None:
    first = browser.get("/sandbox/state?person=2")
    assert set(first.json or {}) == {"slack-messages", "slack-modal", "line-chat", "line-menu", "mail-box"}
    tag = first.headers["ETag"]
    again = browser.get("/sandbox/state?person=2", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    post(town, "U0TARO", text="news")
    changed = browser.get("/sandbox/state?person=2", headers={"If-None-Match": tag})
    assert "news" in (changed.json or {})["slack-messages"]


def test_a_command_and_a_typed_line_reach_the_app(
    town: Town, browser: FlaskClient, listening_app: ListeningApp
) -> None:
    form = {"person": "1", "place": SAFETY_CHANNEL, "text": "/safety start 訓練"}
    answer = browser.post("/sandbox/slack/say", data=form)
    assert (answer.status_code, listening_app.form()["text"]) == (303, "start 訓練")
    own = town.slack.channel_id("U0HANA")
    browser.post("/sandbox/slack/say", data={"person": "1", "place": own, "text": "無事です"})
    assert listening_app.json()["event"]["text"] == "無事です"
    browser.post("/sandbox/slack/say", data={"person": "1", "place": SAFETY_CHANNEL, "text": "hello all"})
    assert len(listening_app.requests) == 2, "chatter between people is not told to the app"


def test_a_slack_button_is_pressed(town: Town, browser: FlaskClient, listening_app: ListeningApp) -> None:
    post(town, "U0TARO", actions(button()))
    html = page(browser, person="2")
    message = town.slack.messages("U0TARO")[-1]
    name = f"{message.blocks[0]['block_id']}/answer:safe"
    assert f'value="{name}"' in html
    browser.post("/sandbox/slack/press", data={"person": "2", "message": message.id, "press": name})
    assert listening_app.payload()["actions"][0]["action_id"] == "answer:safe"


def test_a_form_is_filled_in_and_sent(town: Town, browser: FlaskClient, listening_app: ListeningApp) -> None:
    units = {"type": "multi_static_select", "action_id": "units", "options": options("1", "2")}
    kind = {"type": "radio_buttons", "action_id": "kind", "options": options("real", "drill")}
    with town.slack.book.lock:
        view = town.slack.world.show_view("U0HANA", modal(
            text_input("title", "件名"), {"type": "input", "block_id": "u/1", "label": plain("組織"), "element": units},
            {"type": "input", "block_id": "k", "label": plain("種別"), "element": kind},
        ))  # fmt: skip
    html = page(browser, person="1")
    assert 'name="v/u%2F1/units"' in html
    sent = {
        "person": "1",
        "view": view.id,
        "v/title/title": "地震",
        "v/u%2F1/units": ["", "1", "2"],
        "v/k/kind": ["", "drill"],
    }
    answer = browser.post("/sandbox/slack/submit", data=sent, headers={"Accept": "application/json"})
    assert (answer.json or {})["notice"] == ""
    values = listening_app.payload()["view"]["state"]["values"]
    assert values["title"]["title"]["value"] == "地震"
    assert [one["value"] for one in values["u/1"]["units"]["selected_options"]] == ["1", "2"]
    assert values["k"]["kind"]["selected_option"]["value"] == "drill"


def test_an_incomplete_form_is_held_back_with_a_word(town: Town, browser: FlaskClient) -> None:
    with town.slack.book.lock:
        view = town.slack.world.show_view("U0HANA", modal(text_input("title", "件名")))
    sent = {"person": "1", "view": view.id, "v/title/title": "", "lang": "ja"}
    answer = browser.post("/sandbox/slack/submit", data=sent, headers={"Accept": "application/json"})
    assert "件名" in (answer.json or {})["notice"]
    browser.post("/sandbox/slack/close", data={"person": "1", "view": view.id})
    assert town.slack.open_view("U0HANA") is None


def test_the_line_phone_types_presses_blocks_and_sends_its_place(
    town: Town, browser: FlaskClient, listening_app: ListeningApp
) -> None:
    town.line.world.deliver([TARO.line_id], [bubble(flex_button(postback("無事", "a1:ans:1:0:safe")))])
    assert 'value="a1:ans:1:0:safe"' in page(browser, person="2")
    browser.post("/sandbox/line/press", data={"person": "2", "press": "a1:ans:1:0:safe"})
    browser.post("/sandbox/line/say", data={"person": "2", "text": "連絡先"})
    browser.post("/sandbox/line/place", data={"person": "2", "lang": "ja"})
    browser.post("/sandbox/line/block", data={"person": "2"})
    assert words("ja")["blocked"] in page(browser, person="2", lang="ja")
    browser.post("/sandbox/line/follow", data={"person": "2"})
    kinds = [listening_app.json(number)["events"][0]["type"] for number in range(5)]
    assert kinds == ["postback", "message", "message", "unfollow", "follow"]


def test_a_button_that_is_gone_and_an_app_that_fails_are_told(
    town: Town, browser: FlaskClient, listening_app: ListeningApp
) -> None:
    accept = {"Accept": "application/json"}
    gone = browser.post("/sandbox/line/press", data={"person": "2", "press": "x", "lang": "en"}, headers=accept)
    assert (gone.json or {})["notice"] == words("en")["gone"]
    listening_app.answer_statuses(500)
    failed = browser.post("/sandbox/line/say", data={"person": "2", "text": "x", "lang": "en"}, headers=accept)
    assert words("en")["failed"] in (failed.json or {})["notice"]


def test_a_letter_is_listed_read_and_locked_up(town: Town, browser: FlaskClient) -> None:
    number = send_mail(town, "<script>alert(1)</script><a href='https://anpi.example/a/t'>無事</a>")
    assert "安否 &lt;b&gt;" in page(browser, person="1")
    opened = page(browser, person="1", letter=str(number))
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in opened
    assert "https://anpi.example/u/1" in opened
    assert "alert(1)" not in opened
    as_text = page(browser, person="1", letter=str(number), plain="1")
    assert '<a href="https://anpi.example/a/t" target="_blank"' in as_text
    letter = browser.get(f"/sandbox/letters/{number}?person=1")
    policy = letter.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert browser.get(f"/sandbox/letters/{number}?person=2").status_code == 404, "it is not in their mailbox"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_sites_page_cannot_press_anything(
    browser: FlaskClient, listening_app: ListeningApp, headers: dict[str, str]
) -> None:
    answer = browser.post("/sandbox/line/say", data={"person": "2", "text": "x"}, headers=headers)
    assert (answer.status_code, listening_app.requests) == (403, [])


def test_nobody_unknown_can_press(browser: FlaskClient) -> None:
    assert browser.post("/sandbox/line/say", data={"person": "99", "text": "x"}).status_code == 404


NEW_TAB = 'target="_blank" rel="noopener noreferrer"'
MENTION = '<span class="mention">'


def nobody(_: str) -> str | None:
    return None


@pytest.mark.parametrize(
    ("mrkdwn", "html"),
    [
        ("*bold* _it_ ~no~ `code`", "<strong>bold</strong> <em>it</em> <s>no</s> <code>code</code>"),
        ("a*b*c 2*3", "a*b*c 2*3"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
        ("<https://x.example|*here*>", f'<a href="https://x.example" {NEW_TAB}>*here*</a>'),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("<@U0TARO> <#C1|safety>", f"{MENTION}@U0TARO</span> {MENTION}#safety</span>"),
        ("<!here>", f"{MENTION}@here</span>"),
        ("<!date^1700000000^{time}|14:05>", "14:05"),
        (":sos: :unknown_one:", "🆘 :unknown_one:"),
        ("\ue0000\ue001", "0"),
    ],
)  # fmt: skip
def test_mrkdwn_becomes_safe_html(mrkdwn: str, html: str) -> None:
    assert from_mrkdwn(mrkdwn, nobody) == Markup(html)


def test_plain_letters_get_links() -> None:
    assert str(with_links("見る：https://x.example/a。<b>")).startswith('見る：<a href="https://x.example/a"')
    assert "&lt;b&gt;" in with_links("<b>")
