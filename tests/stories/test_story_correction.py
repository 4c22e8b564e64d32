"""A check that said something wrong is put right in the console, and then called off: everywhere, once each."""

from __future__ import annotations

from bot.vocabulary import Status
from sandbox.line.eyes import words_of
from sandbox.slack.eyes import full_text
from sandbox.town import SAFETY_CHANNEL
from storage.models import answers, checks, help_cases
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import answer_in_line, answer_in_slack, press_on_page, start
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, HANAKO_MAIL, MISAKI_LINE, TARO, YUI_LINE
from tests.stories.visitor import Visitor

pytestmark = ON_SQLITE

HOSTILE = "公園へ <!channel> & <b>*太字*</b> {title}"


def test_what_was_wrong_is_put_right_and_a_mistake_is_taken_back_on_every_phone(story: Story) -> None:
    check_id = start(story)
    story.turn()
    answer_in_slack(story, TARO, "safe")
    hanako = Visitor(story).sign_in(HANAKO_MAIL, "ログイン")
    path = f"/console/checks/{check_id}/correct"
    typed = {"title": "大阪で地震", "to_do": HOSTILE, "message": "", "warning_level": ""}
    shown = hanako.fill(path, 'id="title"', **typed, action="look")
    assert "（正）大阪で地震" in shown
    assert "訂正を送ります" in hanako.confirm(shown, path, 'value="send"', message="", action="send")
    story.forward(seconds=10)
    for where in (TARO, SAFETY_CHANNEL):
        corrected = story.expect_slack(where, "【訂正】大阪で地震")
        assert HOSTILE in full_text(corrected), "as it was typed, and nothing more"
    assert HOSTILE in " ".join(words_of(story.expect_line(MISAKI_LINE, "【訂正】大阪で地震").content))
    letter = story.expect_mail(EMMA_MAIL, "[Correction] 大阪で地震")
    assert "Wrong: " in letter.text
    story.expect_everything_so_far()
    answer_in_line(story, YUI_LINE, "safe")
    press_on_page(story, letter, "away")
    assert [row["status"] for row in story.rows(answers)] == [Status.SAFE, Status.SAFE, Status.AWAY]
    shown = hanako.fill(path, 'id="word"', word="誤報でした", action="look_cancel")
    assert "取り消しました" in hanako.confirm(shown, path, 'value="cancel"', action="cancel")
    story.forward(seconds=10)
    assert "誤報でした" in full_text(story.expect_slack(TARO, "【取消】"))
    story.expect_line(MISAKI_LINE, "【取消】")
    assert "You need not answer" in story.expect_mail(EMMA_MAIL, "[Cancelled]").text
    story.expect_everything_so_far()
    with story.silence():
        story.forward(hours=12)
    answer_in_line(story, MISAKI_LINE, "help")
    [case] = story.rows(help_cases)
    assert case["closed_at"] is None
    [check] = story.rows(checks)
    assert (check["state"], check["cancel_reason"]) == ("closed", "called_off")
