"""A message is composed on a page: filled with one press, split, carried into a check or a bulletin, never stored."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.web.tokens import Tokens
from bot.alert_messages.templates import templates
from bot.ready_checks import ready_checks
from bot.vocabulary import Locale
from flows.work import Begin
from storage.models import audit, bulletins, checks
from tests.adapters.web.console import form_token, signed_in
from tests.adapters.web.test_web_console_people import seen
from tests.support.company import Company
from tests.support.outbox import rows

PAGE, NEW, INFO = "/console/messages", "/console/checks/new", "/console/info"
HOSTILE = '"><x-evil onfocus=alert(1)>{{7*7}}'
FIRE = {"m_item": "fire", "m_title": "本社で火災", "m_area": "本社3階", "m_what": "火災が起きています"}


@pytest.fixture
def hanako(browser: FlaskClient, tokens: Tokens, company: Company) -> FlaskClient:
    return signed_in(browser, tokens, company.ids["hanako"])


def press(browser: FlaskClient, path: str = PAGE, **given: object) -> TestResponse:
    return browser.post(path, data={"csrf": form_token(seen(browser, PAGE)), "kind": "real", **given})


def words(response: TestResponse) -> str:
    return html.unescape(response.text)


def value(page: str, name: str) -> str:
    """What stands in a field."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"|name="{name}"[^>]*>([^<]*)</textarea>', page)
    assert found is not None, name
    return html.unescape(found[1] or found[2] or "")


def hidden(page: str) -> list[tuple[str, str]]:
    """What a press sends besides what is typed, in the form of the composer."""
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)


def test_it_begins_with_the_company_and_its_clock_and_says_nothing_yet(hanako: FlaskClient) -> None:
    page = seen(hanako, PAGE)
    assert value(page, "m_sender") == "青葉製作所"
    assert re.fullmatch(r"\d{1,2}時\d\d分", value(page, "m_when"))
    assert 'class="found"' not in page
    for path in (NEW, INFO):
        assert f'formaction="{PAGE}"' in seen(hanako, path)
    for path in ("/console/", "/console/settings/texts"):
        assert f'href="{PAGE}"' in seen(hanako, path)


@pytest.mark.parametrize("language", [Locale.JA, Locale.EN])
def test_one_press_fills_the_form_in_the_language_of_the_page(hanako: FlaskClient, language: Locale) -> None:
    column, token = 1 if language is Locale.EN else 0, form_token(seen(hanako, PAGE))
    for template in templates():
        given = {"csrf": token, "audience": template.audience.value, "template": template.key}
        page = hanako.post(f"{PAGE}?lang={language}", data=given).text
        draft = template.draft(language)
        assert f'value="{draft.item}" selected' in page
        assert value(page, "m_action") == draft.action
        assert ("●" in value(page, "m_when")) is ("から●" in draft.when or "時から" in draft.when), template.key
        assert html.escape(template.name[column], quote=False) in page
        # A template is no mistake: in Japanese nothing is found in any.
        assert language is Locale.EN or 'class="error"' not in page, template.key


def test_own_words_stay_when_ready_words_are_put_in(hanako: FlaskClient) -> None:
    page = press(hanako, template="fire", m_area="北館", m_when="", m_sender="総務部").text
    assert value(page, "m_area") == "北館"
    assert value(page, "m_what") == "火災が起きています"
    again = press(hanako, template="outage", m_area="北館", m_what="火災が起きています", m_other="母の日").text
    assert value(again, "m_what") == "電気が止まっています"
    assert value(again, "m_other") == "母の日"


def test_another_language_keeps_what_was_typed_in_every_form_of_words(hanako: FlaskClient, begin: Begin) -> None:
    filled = press(hanako, template="fire").text
    typed = {**dict(hidden(filled)), "m_item": "fire", "m_title": "本社で火災", "m_level": "3"}
    typed |= {f"m_{name}": value(filled, f"m_{name}") for name in ("sender", "when", "what", "action", "other")}
    assert f'formaction="{PAGE}?lang=en"' in filled
    page = press(hanako, f"{PAGE}?lang=en", **typed, action="renew").text
    assert '<html lang="en"' in page
    assert (value(page, "m_title"), 'value="3" selected' in page) == ("本社で火災", True)
    assert value(page, "m_what") == "a fire has broken out", "ready words are there in the other language, too"
    assert value(page, "m_when").endswith("today")
    assert value(press(hanako, f"{PAGE}?lang=ja", **typed | {"m_when": "9時"}, action="renew").text, "m_when") == "9時"
    start = press(hanako, f"{NEW}?lang=en", title="大雨", message="母に電話", number="0123456789abcdef", action="count")
    assert (value(start.text, "title"), value(start.text, "message")) == ("大雨", "母に電話")
    assert 'formaction="/console/checks/new?lang=ja"' in start.text
    news = press(hanako, f"{INFO}?lang=ja", title="停電", words="復旧は18時", action="count")
    assert (value(news.text, "title"), value(news.text, "words")) == ("停電", "復旧は18時")
    for shown in (filled, start.text, news.text):
        # Enter in a field presses the first button that belongs to the form: never the language.
        first = re.search(r"<button[^>]*form=[^>]*>", shown)
        assert first is not None
        assert "hidden" in first[0]
    assert rows(begin, checks) == rows(begin, bulletins) == []


def test_it_is_counted_checked_and_shown_while_somebody_types(hanako: FlaskClient, begin: Begin) -> None:
    told = press(hanako, f"{PAGE}/composed", **FIRE, m_sender="青葉製作所", m_when="10時5分", kind="drill").text
    assert "【訓練】本社で火災" in told
    assert "状況:10時5分、本社3階、火災が起きています" in told
    assert "何をすればよいか分かりません" in told
    assert "<html" not in told
    assert rows(begin, audit) == []


def test_a_towns_text_is_judged_to_the_letter_and_split_with_its_sentences(hanako: FlaskClient) -> None:
    order = {"m_item": "order", "m_level": "4", "m_sender": "青葉市", "m_when": "11月28日18時10分", "m_area": "南町"}
    order |= {"m_what": "避難指示を発令", "m_action": "南町の方は避難してください", "audience": "area-mail"}
    order |= {"m_reason": "大雨のため。電話 03-1234-5678"}
    schools = "\n".join(f"第{number}小学校" for number in range(1, 21))
    told = press(hanako, **order, m_shelters=schools).text
    assert "手引き9章のとおり分けました" in told
    assert "2通目（全2通）" in told
    assert "開設された避難所:次の緊急速報メールでお知らせします" in told
    assert "先ほどの緊急速報メールの続きです" in told
    assert "電話番号「電話 03-1234-5678」は書けません" in told
    assert "本文が長すぎます" not in told, "what is split is not too long"
    assert 'data-copy="body-2"' in told
    assert f'formaction="{NEW}"' not in told, "a company does not send it"


def test_hostile_words_run_nowhere_and_odd_fields_mean_nothing(hanako: FlaskClient) -> None:
    names = ("title", "sender", "when", "area", "what", "reason", "action", "shelters", "other", "wrong", "right")
    typed = {f"m_{name}": f"{HOSTILE}\0\u202e\r\n" for name in names}
    for path in (PAGE, f"{PAGE}/composed"):
        for odd in ({}, {**dict.fromkeys((HOSTILE, "bulletin", "m_item", "audience"), HOSTILE), "m_level": "9"}):
            shown = press(hanako, path, **typed, **odd)
            assert shown.status_code == 200
            assert "<x-evil" not in shown.text
            assert "49" not in shown.text


def test_from_a_check_and_back_nothing_is_lost(hanako: FlaskClient, begin: Begin, company: Company) -> None:
    osaka = company.unit("大阪支社")
    form = {"number": "0123456789abcdef", "kind": "drill", "title": "強い地震がありました", "message": "母に電話を"}
    form |= {"unit": str(osaka), "reminders": "often", "when": "later", "starts_at": "2026-11-21T09:30", "closing": "3"}
    page = press(hanako, **form, open="check").text
    assert value(page, "m_title") == "〇〇で大きな地震", "of the same as the ready wording, which is nobody's own"
    assert value(page, "m_other") == "母に電話を"
    carried = dict(hidden(page))
    assert (carried["unit"], carried["number"]) == (str(osaka), "0123456789abcdef")
    # Through another press of the composer, then over.
    use = {**carried, **FIRE, "m_sender": "青葉製作所", "m_action": "中庭へ避難してください", "kind": "drill"}
    use |= {"m_level": "3", **dict(hidden(hanako.post(PAGE, data={**use, "template": "fire"}).text))}
    over = hanako.post(NEW, data={**use, "composed": "yes"})
    start = over.text
    assert over.status_code == 200
    assert (value(start, "title"), value(start, "to_do")) == ("本社で火災", "中庭へ避難してください")
    assert value(start, "message") == "状況:本社3階、火災が起きています"
    for kept in ('value="3" selected', 'value="often" selected', 'value="2026-11-21T09:30"', 'value="drill" checked'):
        assert kept in start, kept
    assert f'name="unit" value="{osaka}" checked' in start
    assert value(start, "number") == "0123456789abcdef"
    back = hanako.post(NEW, data={**use, "action": "back"}).text
    assert (value(back, "title"), value(back, "message")) == ("強い地震がありました", "母に電話を")
    assert rows(begin, checks) == []


def test_opened_again_it_stands_as_it_was_left_unless_the_words_were_changed(hanako: FlaskClient) -> None:
    made = {**FIRE, "m_sender": "警備室", "m_action": "中庭へ", "m_shelters": "体育館\r\n食堂", "m_level": "3"}
    start = press(hanako, NEW, **made, m_when="9時", composed="yes").text
    form = dict(hidden(start)) | {name: value(start, name) for name in ("title", "to_do", "message")}
    form["warning_level"] = "4"
    again = press(hanako, **form, open="check").text
    for name in ("m_title", "m_sender", "m_what", "m_action", "m_shelters"):
        assert value(again, name) == made[name].replace("\r\n", "\n"), name
    assert (value(again, "m_when"), value(again, "m_other")) == ("9時", "")
    assert 'value="4" selected' in again, "chosen since"
    back = press(hanako, NEW, **dict(hidden(again)), action="back").text
    assert dict(hidden(back))["left_m_what"] == made["m_what"]
    changed = press(hanako, **form | {"message": "もう安全です"}, open="check").text
    assert (value(changed, "m_other"), value(changed, "m_what")) == ("もう安全です", "")


def test_english_beside_a_japanese_bulletin_begins_with_the_english_that_stands_there(hanako: FlaskClient) -> None:
    news = press(hanako, INFO, **FIRE, composed="yes").text
    form = dict(hidden(news)) | {name: value(news, name) for name in ("title", "to_do", "words")}
    english = press(hanako, f"{PAGE}?lang=en", **form, open="bulletin").text
    assert value(english, "m_what") == "a fire has broken out", "ready words, as another language has them"
    assert value(english, "m_title") == FIRE["m_title"], "to be translated in its field"
    form = {"title": form["title"], "words": form["words"]}
    english = press(hanako, f"{PAGE}?lang=en", **form, open="bulletin").text
    assert (value(english, "m_title"), value(english, "m_other")) == ("", ""), "nothing Japanese"
    beside = {**form, "title_en": "Fire", "words_en": "Get out", "to_do_en": "Leave"}
    kept = press(hanako, f"{PAGE}?lang=en", **beside, open="bulletin").text
    assert (value(kept, "m_title"), value(kept, "m_other"), value(kept, "m_action")) == ("Fire", "Get out", "Leave")
    ours = press(hanako, f"{INFO}?lang=en", title="Fire", words="Get out", m_title="Fire 2", composed="yes").text
    assert (value(ours, "title"), value(ours, "title_en")) == ("Fire 2", ""), "English words are not beside themselves"


@pytest.mark.parametrize("language", [Locale.JA, Locale.EN])
def test_every_ready_wording_of_a_check_leads_to_ready_words_about_the_same(
    hanako: FlaskClient, language: Locale
) -> None:
    for ready in ready_checks(language):
        form = {"number": "0123456789abcdef", "title": ready.title, "to_do": ready.action, "message": ready.message}
        page = press(hanako, f"{PAGE}?lang={language}", **form, warning_level="4", open="check").text
        assert bool(value(page, "m_what")) is (ready.name != "typhoon"), ready.name
        assert value(page, "m_other") != ready.message
        assert 'value="4" selected' in page


def test_a_bulletin_takes_it_over_english_beside_what_stands_there(hanako: FlaskClient, begin: Begin) -> None:
    drill = {**FIRE, "kind": "drill", "m_action": "中庭へ避難してください", "whom": "", "pinned": "yes"}
    page = press(hanako, INFO, **drill, composed="yes")
    assert page.status_code == 200
    assert (value(page.text, "title"), value(page.text, "to_do")) == ("本社で火災", "中庭へ避難してください")
    assert 'name="drill" value="yes" checked' in page.text
    assert 'name="pinned" value="yes" checked' in page.text
    ours = {"title": "本社で火災", "words": "外へ出てください", "warning_level": "3", "kind": "real"}
    english = {"m_item": "fire", "m_title": "Fire", "m_what": "a fire has broken out", "m_level": "4"}
    beside = press(hanako, f"{INFO}?lang=en", **ours, **english, composed="yes").text
    assert (value(beside, "title"), value(beside, "title_en")) == ("本社で火災", "Fire")
    assert value(beside, "words_en") == "What: a fire has broken out"
    assert 'value="3" selected' in beside
    back = press(hanako, INFO, **ours | {"kind": "drill"}, action="back").text
    assert (value(back, "words"), 'name="drill" value="yes" checked' in back) == ("外へ出てください", True)
    assert rows(begin, bulletins) == []


def test_a_bulletin_that_is_changed_gets_its_own_words_back(hanako: FlaskClient, begin: Begin) -> None:
    press(hanako, INFO, title="停電", words="復旧は18時")
    path = f"{INFO}/bulletins/1"
    page = press(hanako, open="bulletin", bulletin="1", title="停電", words="復旧は18時").text
    assert f'formaction="{path}#write"' in page
    over = press(hanako, path, **FIRE, composed="yes", title="停電", words="復旧は18時")
    assert value(over.text, "title") == "本社で火災"
    assert '<details id="write" open>' in over.text
    assert [row.title for row in rows(begin, bulletins)] == ["停電"]
