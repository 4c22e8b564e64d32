"""A drill is planned in the console and starts by itself, everywhere, at its moment, once."""

from __future__ import annotations

from storage.models import checks
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import answer_in_slack
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, HANAKO_MAIL, MISAKI_LINE, TARO
from tests.stories.visitor import Visitor

pytestmark = ON_SQLITE


def test_a_planned_drill_starts_by_itself_once_and_closes_by_itself(story: Story) -> None:
    hanako = Visitor(story).sign_in(HANAKO_MAIL, "ログイン")
    typed = {"kind": "drill", "title": "秋の訓練", "when": "later", "starts_at": "2026-11-20T16:00", "closing": "3"}
    page = hanako.fill("/console/checks/new", 'id="start"', **typed, action="start")
    assert "予約しました" in page
    assert "11/20 16:00" in hanako.see("/console/")
    with story.silence():
        story.forward(minutes=119)
    story.forward(minutes=1)
    for message in (story.expect_slack(TARO, "秋の訓練").text, story.expect_mail(EMMA_MAIL, "秋の訓練").subject):
        assert "訓練" in message
    story.expect_line(MISAKI_LINE, "秋の訓練")
    story.expect_everything_so_far()
    answer_in_slack(story, TARO, "safe")
    story.forward(hours=3)
    [check] = story.rows(checks)
    assert (check["state"], check["closed_at"]) == ("closed", story.clock.now())
    listed = hanako.see("/console/checks")
    assert "秋の訓練" in listed
    assert "回答 11%" in listed
