"""The words of messages in the console: saved, refused, previewed as each channel renders them, tried on oneself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.line.api import LineApi
from adapters.line.channel import LineChannel
from adapters.mail.channel import MailChannel
from adapters.mail.relay import Relay
from adapters.mail.writer import Writer
from adapters.slack.channel import SlackChannel
from adapters.slack.wire import KeepAliveClient
from adapters.web.links import WebLinks
from adapters.web.server import create_web
from adapters.web.tokens import Tokens
from bot.message_texts import TextKind
from bot.vocabulary import CheckState, Locale
from flows.ports import Channel
from flows.work import Begin
from storage.models import message_texts
from tests.adapters.web.conftest import path_of
from tests.adapters.web.console import form_token, signed_in
from tests.conftest import DEFAULT_POLICY
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import outbox, rows

TEXTS = "/console/settings/texts"
PROMPT = f"{TEXTS}/prompt/ja"
HOSTILE = "<script>alert(1)</script> & <@U1|x> *太字*"


@pytest.fixture
def channels() -> Iterator[list[Channel]]:
    """The real ones: nothing is sent, all is rendered."""
    line, mail = (
        LineApi("http://127.0.0.1:9", "token", 1),
        MailChannel(Writer("安否 <a@example.jp>"), Relay("mail", 25)),
    )
    with closing(line), closing(mail):
        yield [SlackChannel(KeepAliveClient("xoxb", "http://127.0.0.1:9/")), LineChannel(line), mail]


@pytest.fixture
def hanako(begin: Begin, tokens: Tokens, clock: MovableClock, company: Company, channels: list[Channel]) -> FlaskClient:
    browser = create_web(begin, tokens, clock, DEFAULT_POLICY, channels=channels).test_client()
    return signed_in(browser, tokens, company.ids["hanako"])


def press(browser: FlaskClient, path: str, **fields: str) -> TestResponse:
    return browser.post(path, data={"csrf": form_token(browser.get(PROMPT).get_data(as_text=True)), **fields})


def html(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def drawn(page: str) -> dict[str, list[tuple[str, str]]]:
    """Channel -> (look, words) of each piece."""
    figures = re.findall(r'<figure class="preview as-(\w+)">(.*?)</figure>', page, re.S)
    pieces = {channel: re.findall(r'<p class="([^"]*)">(.*?)</p>', figure, re.S) for channel, figure in figures}
    return {channel: [(look, unescape(words)) for look, words in found] for channel, found in pieces.items()}


def test_every_message_can_be_chosen_and_changed_in_both_languages(hanako: FlaskClient) -> None:
    assert TEXTS in html(hanako.get("/console/settings"))
    listed = html(hanako.get(TEXTS))
    assert listed.count("元の文のまま") == len(TextKind) * len(Locale)
    for kind in TextKind:
        for locale in Locale:
            path = f"{TEXTS}/{kind}/{locale}"
            assert path in listed
            page = hanako.get(f"{path}?lang=en")
            assert page.status_code == 200
            expected = {"mail"} if kind is TextKind.CONTACT_URGE else {"slack", "line", "mail"}
            assert set(drawn(html(page))) == expected


def test_what_is_saved_stands_there_and_goes_back_to_the_original(hanako: FlaskClient, begin: Begin) -> None:
    saved = press(hanako, PROMPT, action="save", title="点呼 {title}", body="名前を言ってください")
    assert (saved.status_code, saved.location) == (303, f"{PROMPT}?done=saved")
    page = html(hanako.get(saved.location))
    assert "✓ 保存しました" in page
    assert 'value="点呼 {title}"' in page
    assert "変更 " in html(hanako.get(TEXTS))
    assert press(hanako, PROMPT, action="reset").location == f"{PROMPT}?done=reset_done"
    assert rows(begin, message_texts) == []
    assert 'value="{title}"' in html(hanako.get(PROMPT))


def test_a_wrong_place_is_refused_by_name_and_what_was_typed_is_kept(hanako: FlaskClient, begin: Begin) -> None:
    for action in ("save", "try"):
        refused = press(hanako, PROMPT, action=action, title="{titel}", body=HOSTILE)
        assert refused.status_code == 400
        page = html(refused)
        assert "使えない差し込みがあります：{titel}" in page
        assert 'value="{titel}"' in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page
        assert "<script>alert" not in page
    assert (rows(begin, message_texts), outbox(begin)) == ([], [])


@pytest.mark.parametrize("path", [PROMPT, f"{PROMPT}/preview"])
def test_the_preview_shows_each_channel_as_it_would_be_sent(hanako: FlaskClient, begin: Begin, path: str) -> None:
    page = html(press(hanako, path, action="preview", title="点呼\r\nBcc: <x> & {title}", body=HOSTILE))
    assert "<script>alert" not in page
    seen = drawn(page)
    subject = "【安否確認】点呼 Bcc: <x> & 東京で震度6強の地震"
    for channel in ("slack", "line", "mail"):
        assert seen[channel][0] == ("subject", subject)
        assert any(words.startswith(f"{HOSTILE}\n落ち着いたら") for _, words in seen[channel])
        assert any("119" in words for look, words in seen[channel] if look == "small")
    answers = [look for look, _ in seen["line"] if look.startswith("press")]
    assert answers == ["press safe", "press strong", "press injured", "press help"]
    pressed = [words for look, words in seen["slack"] if look.startswith("press")]
    assert pressed == [words for look, words in seen["line"] if look.startswith("press")]
    assert pressed == ["🟢 無事です", "⚪ 影響なし（地域外）", "🟠 けがをした", "🆘 助けが必要"]
    assert [words for look, words in seen["mail"] if look == "link"] == ["回答する", "連絡先・避難経路"]
    assert rows(begin, message_texts) == []


def test_the_preview_says_what_is_wrong_while_it_is_typed(hanako: FlaskClient) -> None:
    page = press(hanako, f"{PROMPT}/preview", title="{title", body="")
    assert page.status_code == 200
    assert "対が合っていません" in html(page)
    assert "<html" not in html(page)
    assert set(drawn(html(page))) == {"slack", "line", "mail"}


def test_a_thank_you_is_drawn_with_what_it_offers(hanako: FlaskClient) -> None:
    page = press(hanako, f"{TEXTS}/thanks/en/preview", title="{received}!", body="Thanks for “{answer}”.")
    seen = drawn(html(page))
    assert ("text", "Thanks for “🟢 I'm safe”.") in seen["slack"]
    assert ("quick", "💬 Add a comment") in seen["line"]
    assert any("Thanks for “🟢 I'm safe”." in words for _, words in seen["mail"])


def test_a_test_is_sent_to_oneself_and_what_was_typed_is_kept(
    hanako: FlaskClient, begin: Begin, company: Company
) -> None:
    page = html(press(hanako, PROMPT, action="try", title="{title}?", body="まだ保存しない"))
    assert "テストを送っています：Slack" in page
    assert "まだ保存しない" in page
    [message] = outbox(begin)
    assert (message.kind, message.person_id, message.address) == ("text_trial", company.ids["hanako"], "U0HANAKO")
    assert rows(begin, message_texts) == []


@pytest.mark.parametrize("path", [f"{TEXTS}/nothing/ja", f"{TEXTS}/prompt/fr"])
def test_there_are_no_other_messages(hanako: FlaskClient, path: str) -> None:
    assert hanako.get(path).status_code == 404


def test_a_press_on_no_button_of_ours_does_nothing(hanako: FlaskClient, begin: Begin) -> None:
    assert press(hanako, PROMPT, action="?", title="{title}", body="").status_code == 400
    assert hanako.post(f"{PROMPT}/preview", data={"title": "x"}).status_code == 400, "a form of ours carries its token"
    assert rows(begin, message_texts) == []


def test_only_a_safety_admin_comes_here(hanako: FlaskClient, tokens: Tokens, company: Company) -> None:
    token = form_token(html(hanako.get(PROMPT)))
    jiro = signed_in(hanako, tokens, company.ids["jiro"])
    assert jiro.get(TEXTS).status_code == jiro.get(PROMPT).status_code == 403
    for path in (PROMPT, f"{PROMPT}/preview"):
        assert jiro.post(path, data={"csrf": token, "action": "save", "title": "{title}"}).status_code == 403


def test_without_a_channel_the_page_still_saves(
    browser: FlaskClient, tokens: Tokens, company: Company, begin: Begin
) -> None:
    hanako = signed_in(browser, tokens, company.ids["hanako"])
    assert "プレビューはありません" in html(hanako.get(PROMPT))
    assert press(hanako, PROMPT, action="save", title="{title}!", body="").status_code == 303
    assert len(rows(begin, message_texts)) == 1


def test_the_answer_page_thanks_in_own_words_whoever_is_well(
    hanako: FlaskClient, links: WebLinks, company: Company
) -> None:
    press(hanako, f"{TEXTS}/thanks/ja", action="save", title="{received}", body="<b>{answer}</b> ありがとう")
    page = path_of(links.answer(company.check(), company.ids["taro"], 0))
    for status, is_thanked in (("safe", True), ("help", False)):
        after = hanako.post(page, data={"status": status}, follow_redirects=True)
        assert ("&lt;b&gt;🟢 無事です&lt;/b&gt; ありがとう" in html(after)) == is_thanked


def test_the_page_of_a_closed_check_says_so_in_own_words_and_hears_answers_all_the_same(
    hanako: FlaskClient, links: WebLinks, company: Company
) -> None:
    page = path_of(links.answer(company.check(state=CheckState.CLOSED), company.ids["taro"], 0))
    before = html(hanako.get(page))
    press(hanako, f"{TEXTS}/closed/ja", action="save", title="{title}", body="{company}の{title}は終わりました")
    after = html(hanako.get(page))
    assert "青葉製作所の地震は終わりました" in after
    for words in ("この安否確認は終了しましたが、回答は受け付けています。", 'value="help"'):
        assert words in before
        assert words in after
