"""Words are counted, judged and composed on a phone and at a desk while somebody types, and without a script."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import require_good_looks
from tests.browser.test_browser_console_contacts import signed_in
from tests.stories.harness import Story

pytestmark = pytest.mark.browser

TYPED = {
    "ja": {"title": "避難勧告が出ました", "message": "川が<b>あふれ</b>そうです", "to_do": "高台へ避難してください"},
    "en": {"title": "Flood at the plant", "message": "The river <b>rises</b>", "to_do": "Go to a high place"},
}
COUNTED = {"ja": ("9/15字", "29/200字"), "en": ("15 of 30 characters", "36 of 400 characters")}


def at(page: Page, story: Story, path: str, language: str) -> Page:
    page.goto(f"{story.url}/console{path}?lang={language}")
    return page


def look(page: Page, name: str) -> None:
    require_good_looks(page)
    if folder := os.environ.get("ANPI_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 1280)])
def test_counters_findings_and_preview_follow_what_is_typed(
    town_story: Story, open_page: OpenPage, language: str, width: int
) -> None:
    page = at(signed_in(open_page("about:blank", width), town_story), town_story, "/checks/new", language)
    typed = TYPED[language]
    page.fill("#title", typed["title"])
    expect(page.locator("#count-title")).to_have_text(COUNTED[language][0])
    page.fill("#message", typed["message"])
    page.locator(".short summary").click()
    page.fill("#to_do", typed["to_do"])
    expect(page.locator("#count-message")).to_contain_text(COUNTED[language][1])
    expect(page.locator("#line")).to_contain_text(typed["to_do"])
    page.select_option("#warning_level", "4")
    expect(page.locator("#line")).to_contain_text("警戒レベル4" if language == "ja" else "Level 4")
    page.fill("#title", typed["title"] * 3)
    expect(page.locator("#count-title .over")).to_be_visible()
    expect(page.locator("#found-title .warning")).to_have_count(2 if language == "ja" else 1)
    look(page, f"words-{language}-{width}")
    # What was typed elsewhere stays while this renews, and a press in the composer brings it along.
    page.locator("[name=open]").click()
    expect(page.locator("#m_action")).to_have_value(typed["to_do"])
    page.fill("#m_title", "本社で<b>火災</b>")
    expect(page.locator("#title-1")).to_have_text("本社で<b>火災</b>")
    look(page, f"compose-{language}-{width}")
    page.locator("[name=composed]").first.click()
    expect(page.locator("#title")).to_have_value("本社で<b>火災</b>")
    expect(page.locator("#warning_level")).to_have_value("4")
    at(page, town_story, "/messages", language)
    page.locator("[name=switch][value=area-mail]").click()
    page.locator("[name=template][value=heavy_rain]").click()
    page.locator("#m_shelters").fill("\n".join(f"第{number}小学校" for number in range(1, 25)))
    expect(page.locator(".part")).to_have_count(3)
    page.locator("button[data-copy=body-2]").click()
    expect(page.locator("button[data-copy=body-2]")).to_contain_text("✓")
    look(page, f"compose-area-{language}-{width}")
    at(page, town_story, "/info", language)
    page.fill("#words", typed["message"])
    expect(page.locator("#found-whole li")).not_to_have_count(0)
    look(page, f"bulletin-words-{language}-{width}")


def test_without_a_script_a_press_shows_it(town_story: Story, open_page: OpenPage) -> None:
    page = signed_in(open_page("about:blank", java_script_enabled=False), town_story)
    at(page, town_story, "/checks/new", "ja")
    page.fill("#title", "火災が発生しました")
    page.locator("button.count").click()
    expect(page.locator("#found-whole")).to_contain_text("どこのことか分かりません")
    at(page, town_story, "/messages", "ja")
    page.locator("[name=template][value=fire]").click()
    page.fill("#m_area", "本社3階")
    page.locator("button.renew").click()
    expect(page.locator("#body-1")).to_contain_text("本社3階、火災が起きています")
    page.locator("[name=composed]").nth(1).click()
    expect(page.locator("#words")).to_contain_text("本社3階、火災が起きています")


def test_whoever_goes_back_or_loads_the_page_anew_finds_what_they_typed(town_story: Story, open_page: OpenPage) -> None:
    page = at(signed_in(open_page("about:blank"), town_story), town_story, "/messages", "ja")
    page.fill("#m_title", "本社で火災")
    page.select_option("#m_level", "4")
    page.check("[name=kind][value=drill]")
    page.locator("[name=composed]").first.click()
    expect(page.locator("#title")).to_have_value("本社で火災")
    page.go_back()
    expect(page.locator("#m_title")).to_have_value("本社で火災")
    expect(page.locator("#m_level")).to_have_value("4")
    expect(page.locator("[name=kind][value=drill]")).to_be_checked()
    expect(page.locator("#title-1")).to_contain_text("本社で火災")
    at(page, town_story, "/checks/new", "ja")
    page.fill("#message", "<b>北館</b>")
    page.reload()
    expect(page.locator("#message")).to_have_value("<b>北館</b>")
    expect(page.locator("#count-message")).to_contain_text("9/200字")
    # Opened anew it is empty.
    at(page, town_story, "/checks/new", "en")
    expect(page.locator("#message")).to_have_value("")


def test_going_back_covers_nothing_that_somebody_else_has_changed_meanwhile(
    town_story: Story, open_page: OpenPage
) -> None:
    page = at(signed_in(open_page("about:blank"), town_story), town_story, "/info", "ja")
    page.fill("#title", "停電")
    page.fill("#words", "復旧は18時ごろ")
    page.locator("#words-form button.plain").click()
    page.wait_for_url("**/bulletins/*")
    address = page.url.partition("?")[0]

    def edit(words: str) -> Page:
        other = page.context.new_page()
        other.goto(address)
        other.locator("#write summary").first.click()
        other.fill("#words", words)
        return other

    left = edit("復旧は19時ごろ")
    left.goto(f"{town_story.url}/console/info")
    left.go_back()
    expect(left.locator("#words")).to_have_value("復旧は19時ごろ")
    left.goto(f"{town_story.url}/console/info")
    other = edit("復旧しました")
    other.locator("[name=action][value=save]").click()
    other.wait_for_url("**done=saved*")
    left.go_back()
    # Neither by us nor by the browser itself.
    expect(left.locator("#words")).to_have_value("復旧しました")
