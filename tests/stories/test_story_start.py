"""Starting: by command or form, asked back where a similar check runs, refused in private to everybody else."""

from __future__ import annotations

import pytest

from bot.vocabulary import CheckKind, Reach
from sandbox.slack.eyes import full_text
from sandbox.slack.world import View
from sandbox.story.phones import slack_question
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from storage.models import audit, checks, units
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import board, button, command
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, HANAKO, ICHIRO, JIRO, OLIVER, STRANGER, TARO, YUI_LINE

pytestmark = ON_SQLITE

REFUSED = {TARO: "だけです", STRANGER: "結びついていません", OLIVER: "Only safety admins and unit managers"}


def open_form(story: Story, user: str, text: str = "start") -> View:
    assert story.slack.slash_command(user, SAFETY_CHANNEL, text).ok
    return story.slack.wait_for_view(user)


def unit_id(story: Story, path: str) -> str:
    (row,) = story.rows(units, path=path)
    return str(row["id"])


def test_a_form_opens_without_a_title_and_starts_what_was_filled_in(story: Story) -> None:
    form = open_form(story, HANAKO)
    fields = {"kind": "drill", "title": "避難の練習", "message": "階段を使ってください", "reach": "stepwise"}
    assert story.slack.submit(HANAKO, form, {**fields, "units": [unit_id(story, "大阪支社")]}).ok
    shown = story.slack.open_view(HANAKO)
    assert shown is not None
    assert "【訓練】" in str(shown.definition), "the form becomes the confirmation"
    (check,) = story.rows(checks)
    assert (check["kind"], check["title"], check["reach"]) == (CheckKind.DRILL, "避難の練習", Reach.STEPWISE)
    story.turn()
    assert story.check().roll == 5
    assert "階段を使ってください" in full_text(story.expect_slack(ICHIRO, "避難の練習"))
    assert "階段を使ってください" in story.expect_mail(EMMA_MAIL, "避難の練習").text
    assert slack_question(story.town, TARO) is None
    story.expect_everything_so_far()


def test_an_empty_title_is_told_at_its_field(story: Story) -> None:
    form = open_form(story, HANAKO)
    assert story.slack.submit(HANAKO, form, {"title": "   "}).ok
    assert list(form.errors) == ["title"]
    assert not story.rows(checks)


def test_a_title_that_speaks_of_a_drill_opens_the_form_and_asks(story: Story) -> None:
    form = open_form(story, HANAKO, "開始 避難訓練")
    assert form.definition["callback_id"] == "start"
    assert not story.rows(checks), "a wrong guess frightens a whole company or lulls it"


def test_it_starts_in_both_languages(story: Story) -> None:
    real = ("開始 地震", "start 地震", "安否確認 地震", "発動：地震")
    drills = ("訓練 開始 地震", "start drill 地震", "訓練開始 地震", "【訓練】地震")
    for text in (*real, *drills):
        command(story, HANAKO, text)
        newest = story.rows(checks)[-1]
        assert (newest["title"], newest["kind"]) == ("地震", "drill" if text in drills else "real")
        command(story, HANAKO, "close")
    assert len(story.rows(checks)) == len(real) + len(drills)


def test_a_second_start_by_mistake_is_asked_about_and_nothing_is_sent(story: Story) -> None:
    command(story, HANAKO, "start 地震")
    story.turn()
    story.expect_everything_so_far()
    asked = command(story, HANAKO, "start 地震2")
    assert "同じような安否確認が実施中" in full_text(asked)
    with story.silence():
        story.turn()
    assert len(story.rows(checks)) == 1
    assert story.slack.press(HANAKO, asked, button(asked, "sta")).ok
    story.expect_slack(SAFETY_CHANNEL, "地震2", seen_by=HANAKO)
    assert [row["title"] for row in story.rows(checks)] == ["地震", "地震2"]
    story.expect_everything_so_far()


def test_start_anyway_pressed_twice_starts_once(story: Story) -> None:
    command(story, HANAKO, "start 地震")
    asked = command(story, HANAKO, "start 地震2")
    value = button(asked, "sta")
    delivery = story.slack.press(HANAKO, asked, value)
    story.slack.wait_for_message(SAFETY_CHANNEL, "地震2", seen_by=HANAKO)
    story.slack.repeat(delivery)
    assert len(story.rows(checks)) == 2
    story.expect_everything_so_far()


def test_the_form_asks_too_and_starts_when_it_is_sent_once_more(story: Story) -> None:
    command(story, HANAKO, "start 地震")
    form = open_form(story, HANAKO)
    assert story.slack.submit(HANAKO, form, {"title": "地震2"}).ok
    again = story.slack.open_view(HANAKO)
    assert again is not None
    assert "同じような安否確認が実施中" in str(again.definition) or "実施中" in str(again.definition)
    assert len(story.rows(checks)) == 1
    assert story.slack.submit(HANAKO, again, {}).ok
    assert [row["title"] for row in story.rows(checks)] == ["地震", "地震2"]


def test_a_drill_beside_a_real_check_is_not_similar(story: Story) -> None:
    command(story, HANAKO, "start 地震")
    command(story, HANAKO, "start drill 練習")
    assert len(story.rows(checks)) == 2


@pytest.mark.parametrize(("who", "words"), REFUSED.items())
def test_everybody_else_is_refused_in_private_and_nothing_happens(story: Story, who: str, words: str) -> None:
    command(story, HANAKO, "start 震度6弱")
    tried = ("start 地震", "start", "remind", "close", "take", "done 済み", f"mark <@{TARO}>")
    for text in tried:
        said = command(story, who, text)
        assert said.only_for == who
        assert words in full_text(said), text
        assert story.slack.open_view(who) is None
    assert len(story.rows(checks)) == 1
    assert story.check().state == "active"
    assert len(story.rows(audit, action="refused")) == len(tried), "that it was tried stays"


def test_a_unit_manager_asks_the_own_units_and_no_others(story: Story) -> None:
    command(story, JIRO, "start 地震")
    story.turn()
    assert story.check().roll == 3
    story.expect_slack(TARO, "地震")
    story.expect_line(YUI_LINE, "地震")
    assert slack_question(story.town, ICHIRO) is None
    story.expect_everything_so_far()


def test_a_unit_manager_is_offered_the_own_units_only_and_cannot_ask_for_more(story: Story) -> None:
    form = open_form(story, JIRO)
    offered = str(form.definition)
    assert "本社/開発部" in offered
    assert "大阪支社" not in offered
    osaka = unit_id(story, "大阪支社")
    form.offered["units"] = [{"text": {"type": "plain_text", "text": "大阪支社"}, "value": osaka}]
    assert story.slack.submit(JIRO, form, {"title": "地震", "units": [osaka]}).ok
    shown = story.slack.open_view(JIRO)
    assert shown is not None
    assert "担当する組織の外" in str(shown.definition)
    assert not story.rows(checks)


def test_without_a_channel_the_board_is_in_the_managers_channel(story: Story) -> None:
    assert story.slack.slash_command(HANAKO, HANAKO, "start 地震").ok
    story.turn()
    assert board(story, MANAGERS_CHANNEL)
    assert slack_question(story.town, SAFETY_CHANNEL) is not None, "channels that always get the prompt"
    assert not [one for one in story.slack.messages(SAFETY_CHANNEL) if "a1:who:" in str(one.blocks)]
    story.expect_everything_so_far()


def test_hostile_words_in_a_title_reach_everybody_as_words(story: Story) -> None:
    command(story, HANAKO, "start 地震 <!channel> <https://evil.example|click> &lt;b&gt; *太字* {x}")
    story.turn()
    shown = story.expect_slack(TARO, "地震")
    assert "<!channel>" not in full_text(shown)
    assert "<https://evil" not in full_text(shown)
    letter = story.expect_mail(EMMA_MAIL, "地震")
    assert "<b>" not in letter.html.partition("<body")[2].replace("</b>", "") or "&lt;b&gt;" in letter.html
    assert "\n" not in letter.subject
    story.expect_everything_so_far()
