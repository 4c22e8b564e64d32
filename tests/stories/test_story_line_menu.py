"""An employee without a keyboard: the menu in LINE from the first look to the answer, over HTTP."""

from __future__ import annotations

from bot.menu_buttons import MenuTile
from bot.vocabulary import Locale, Status
from bot.wording import say
from storage.models import answers
from tests.stories.conftest import ON_SQLITE, MakeStory
from tests.stories.deeds import TITLE, command, press_in_line
from tests.stories.harness import Story
from tests.stories.people import HANAKO, STRANGER_LINE, YUI_LINE

pytestmark = ON_SQLITE


def tile(story: Story, what: MenuTile, locale: Locale = Locale.JA, user: str = YUI_LINE) -> None:
    assert story.line.tap(user, say(f"menu.{what}", locale)).ok


def shown(story: Story, user: str) -> str:
    menu = story.line.menu(user)
    return menu.facts["name"].split(" ")[1] if menu is not None else ""


def wait_for_menu(story: Story, user: str, name: str) -> None:
    story.line.book.wait_for(lambda: shown(story, user) == name)


def test_tiles_lead_to_everything_and_the_answer_is_given_with_two_touches(make_story: MakeStory) -> None:
    story = make_story(live=True, line_menu=True)
    wait_for_menu(story, YUI_LINE, "ja")
    tile(story, MenuTile.ANSWER)
    story.expect_line(YUI_LINE, "今、回答が必要な安否確認はありません")
    tile(story, MenuTile.CONTACTS)
    story.expect_line(YUI_LINE, say("info_group.contacts", Locale.JA))
    tile(story, MenuTile.ROUTES)
    story.expect_line(YUI_LINE, say("info_group.routes", Locale.JA))
    tile(story, MenuTile.NEWS)
    story.expect_line(YUI_LINE, "今、お知らせはありません")

    tile(story, MenuTile.LANGUAGE)
    story.expect_line(YUI_LINE, "ことばを選んでください")
    assert story.line.press(YUI_LINE, "English").ok
    story.expect_line(YUI_LINE, "Messages will come in English")
    wait_for_menu(story, YUI_LINE, "en")

    story.minds_messages = False  # of all the others
    command(story, HANAKO, f"start {TITLE}")
    story.line.wait_for_message(YUI_LINE, "Are you safe?")
    tile(story, MenuTile.ANSWER, Locale.EN)
    story.line.wait_for_message(YUI_LINE, "Choose your answer")
    assert story.rows(answers) == []
    assert press_in_line(story, YUI_LINE, "safe").ok
    story.line.wait_for_message(YUI_LINE, "We know you are safe")
    assert [row.status for row in story.rows(answers)] == [Status.SAFE]


def test_whoever_is_not_linked_is_led_to_it(make_story: MakeStory) -> None:
    story = make_story(live=True, line_menu=True)
    story.line.add_friend(STRANGER_LINE, "知らない人")
    wait_for_menu(story, STRANGER_LINE, "new")
    tile(story, MenuTile.LINK, user=STRANGER_LINE)
    story.expect_line(STRANGER_LINE, "連携コード")
    assert story.line.press(STRANGER_LINE, say("line_link.button", Locale.JA)).details["uri"].startswith(story.url)
