"""An employee and a manager who live in Slack's home tab alone: no command, no browser."""

from __future__ import annotations

from bot.vocabulary import By, ContactState
from flows.work import Operator
from sandbox.slack.world import View
from storage.models import answers, bulletins, claims, contacts, help_cases
from tests.stories.conftest import ON_SQLITE
from tests.stories.harness import Story
from tests.stories.home_tab import choose_for, home, press, wait_for_form, wait_for_home, words_in
from tests.stories.people import HANAKO, ICHIRO, TARO

pytestmark = ON_SQLITE


def said_in(story: Story, view: View, containing: str) -> None:
    assert story.slack.book.wait_for(lambda: containing in words_in(view) or None, 10)


def test_a_day_in_the_home_tab(story: Story) -> None:
    # The manager starts a check; beside the button stands whom nothing reaches.
    press(story, HANAKO, home(story, HANAKO, "実施中の安否確認はありません"), "a1:new")
    form = wait_for_form(story, HANAKO, "start")
    assert story.slack.submit(HANAKO, form, {"title": "東京で地震"}).ok
    assert "始めました" in words_in(form)
    story.slack.close_view(HANAKO, form)
    story.turn()

    # An employee answers there, changes the answer, and finds what to know.
    press(story, TARO, home(story, TARO, "東京で地震"), "a1:ans:1:0:safe")
    thanked = wait_for_home(story, TARO, "回答を変える")
    press(story, TARO, thanked, "a1:chg")
    press(story, TARO, wait_for_home(story, TARO, "a1:ans:1:0:help"), "a1:ans:1:0:help")
    wait_for_home(story, TARO, "119")
    assert [row["status"] for row in story.rows(answers)] == ["safe", "help"]
    story.turn()

    # The manager takes the case from the tab, and writes to those in need.
    shown = home(story, HANAKO, "助けを求めています")
    press(story, HANAKO, shown, "a1:tak")
    wait_for_home(story, HANAKO, "担当")
    assert story.rows(help_cases)[0]["taken_by"] is not None
    press(story, HANAKO, home(story, HANAKO, "a1:wrh"), "a1:wrh")
    form = wait_for_form(story, HANAKO, "note")
    assert story.slack.submit(HANAKO, form, {"words": "いま向かいます"}).ok
    assert "1人に送ります" in words_in(form)
    story.slack.close_view(HANAKO, form)
    story.turn()
    assert "いま向かいます" in str(story.expect_slack(TARO, "いま向かいます").blocks)

    # Who is silent is searched for, claimed, and answered for.
    press(story, HANAKO, home(story, HANAKO, "a1:lst"), "a1:lst")
    listed = wait_for_form(story, HANAKO, "people")
    assert story.slack.submit(HANAKO, listed, {"text": "一郎", "only": "silent"}).ok
    choose_for(story, HANAKO, listed, "一郎", "担当になる")
    said_in(story, listed, "担当になりました")
    assert len(story.rows(claims)) == 1
    choose_for(story, HANAKO, listed, "一郎", "代わりに回答する")
    form = wait_for_form(story, HANAKO, "mark")
    assert story.slack.submit(HANAKO, form, {"status": "safe"}).ok
    story.slack.close_view(HANAKO, form)
    said_in(story, listed, "該当する人はいません")
    assert story.rows(answers)[-1]["by"] == By.PROXY
    story.slack.close_view(HANAKO, listed)

    # A bulletin is written and sent; everybody finds it on the tab.
    press(story, HANAKO, home(story, HANAKO, "a1:bul"), "a1:bul")
    form = wait_for_form(story, HANAKO, "bulletin")
    filled = {"title": "出社しないでください", "words": "電車が止まっています。", "push": ["yes"]}
    assert story.slack.submit(HANAKO, form, filled).ok
    assert "送り始めました" in words_in(form)
    assert len(story.rows(bulletins)) == 1
    story.turn()
    home(story, ICHIRO, "出社しないでください")
    story.expect_everything_so_far()


def test_what_has_stopped_is_seen_and_resumed_there(story: Story) -> None:
    [row] = story.rows(contacts, address=TARO)
    stopped = contacts.update().where(contacts.c.id == row["id"]).values(state=ContactState.SUPPRESSED)
    with story.anpi.begin(Operator("test")) as work:
        work.connection.execute(stopped)
    press(story, TARO, home(story, TARO, "配信停止中"), "a1:rsm")
    wait_for_home(story, TARO, "再開しました")
    assert story.rows(contacts, address=TARO)[0]["state"] in (ContactState.CONFIRMED, ContactState.UNVERIFIED)
    assert "配信停止中" not in words_in(home(story, TARO, "あなたの連絡先"))
