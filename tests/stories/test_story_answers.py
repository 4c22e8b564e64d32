"""An answer is never refused: late, changed, given by page, by word, or twice."""

from __future__ import annotations

from datetime import timedelta

from bot.vocabulary import Standing, Status
from flows.mark_prompts import SETTLE
from sandbox.line.eyes import words_of
from sandbox.slack.eyes import full_text
from sandbox.story.phones import answer_value, values_in
from sandbox.town import SAFETY_CHANNEL
from storage.models import answers, checks
from tests.stories.deeds import (
    answer_in_line,
    answer_in_slack,
    answer_link,
    board,
    button,
    command,
    counts,
    counts_on,
    press_in_line,
    press_on_page,
    start,
    wait_for_more,
)
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, HANAKO, ICHIRO, ICHIRO_LINE, ICHIRO_MAIL, JIRO, OLIVER, TARO, YUI_LINE


def said(story: Story) -> list[tuple[str, str, bool]]:
    return [(row["status"], row["via"], row["late"]) for row in story.rows(answers)]


def test_an_answer_after_the_close_is_kept_marked_late_and_shown(story: Story) -> None:
    start(story)
    command(story, HANAKO, "close")
    story.forward(minutes=1)
    story.expect_everything_so_far()
    assert press_in_line(story, YUI_LINE, "injured").ok
    assert "終了後の回答" in " ".join(words_of(story.expect_line(YUI_LINE, "けがをしたとの回答").content))
    assert said(story) == [("injured", "line", True)]
    story.forward(seconds=4)
    assert counts_on(board(story))["injured"] == 1
    assert "終了しました" in full_text(board(story))


def test_a_late_answer_on_the_page_says_so(story: Story) -> None:
    start(story)
    command(story, HANAKO, "close")
    story.forward(days=30)
    page = press_on_page(story, story.mail.wait_for_letter(EMMA_MAIL), "safe")
    assert page.status == 200
    assert "after the check was closed" in page.html
    assert said(story) == [("safe", "web", True)]
    story.expect_everything_so_far()


def test_a_late_cry_for_help_still_alerts(story: Story) -> None:
    start(story)
    command(story, HANAKO, "close")
    story.forward(minutes=1)
    story.expect_everything_so_far()
    answer_in_line(story, YUI_LINE, "help")
    story.turn()
    story.expect_slack(HANAKO, "山本 結衣")
    story.expect_everything_so_far()


def test_a_change_of_answer_counts_and_the_earlier_one_stays(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, Status.SAFE)
    story.forward(minutes=1)
    thanked = story.slack.wait_for_message(TARO, "無事との回答")
    assert story.slack.press(TARO, thanked, button(thanked, "chg")).ok
    choice = story.slack.wait_for_message(TARO, "今の回答")
    assert story.slack.press(TARO, choice, answer_value(values_in(choice), Status.INJURED)).ok
    story.expect_slack(TARO, "けがをしたとの回答")
    assert [one[0] for one in said(story)] == ["safe", "injured"]
    assert (counts(story)["safe"], counts(story)["injured"]) == (0, 1)


def test_a_change_through_another_channel_counts_too(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.SAFE)
    story.forward(seconds=10)
    answer_in_line(story, ICHIRO_LINE, "away")
    story.forward(seconds=10)
    press_on_page(story, story.mail.wait_for_letter(ICHIRO_MAIL), "injured")
    assert [one[1] for one in said(story)] == ["slack", "line", "web"]
    assert counts(story)["injured"] == 1


def test_what_the_thank_you_offers_is_still_there_after_the_prompt_was_marked_as_answered(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, Status.SAFE)
    answer_in_slack(story, ICHIRO, Status.HELP)
    before = {user: values_in(story.slack.wait_for_message(user, "受け取りました")) for user in (TARO, ICHIRO)}
    story.forward(seconds=SETTLE.total_seconds())
    story.forward(seconds=2)
    for user, values in before.items():
        (asked,) = [one for one in story.slack.messages(user) if "受け取りました" in full_text(one)]
        assert values_in(asked) == values
        assert "a1:com:" in str(values)
    in_need = full_text(story.slack.wait_for_message(ICHIRO, "救助要請を受け取りました"))
    assert "119" in in_need
    assert "03-0000-0001" in in_need
    story.expect_everything_so_far()


def test_an_earlier_question_in_slack_shows_what_was_answered_elsewhere(story: Story) -> None:
    start(story)
    answer_in_line(story, ICHIRO_LINE, "help")
    story.forward(seconds=SETTLE.total_seconds())
    shown = full_text(story.slack.wait_for_message(ICHIRO, "救助要請を受け取りました"))
    for part in ("119", "03-0000-0001", "回答を変える"):
        assert part in shown
    story.expect_everything_so_far()


def test_every_answer_by_page_is_one_press_and_is_thanked(story: Story) -> None:
    start(story)
    letter = story.mail.wait_for_letter(EMMA_MAIL)
    before = story.get(answer_link(letter)).html
    assert "checked" not in before
    assert "autofocus" not in before
    for status in (Status.SAFE, Status.AWAY, Status.INJURED, Status.HELP):
        story.clock.forward(timedelta(seconds=1))
        assert "Your answer was received" in press_on_page(story, letter, status).html
        assert counts(story)[status] == 1
    story.turn()
    story.expect_everything_so_far()


def test_details_on_the_page(story: Story) -> None:
    start(story)
    letter = story.mail.wait_for_letter(EMMA_MAIL)
    press_on_page(story, letter, "safe")
    done = story.post(f"{answer_link(letter)}/details", comment="<b>Power</b> is out", can_work="no", place="at home")
    assert "Your details were received" in done.html
    assert "<b>Power</b>" not in done.html
    assert "&lt;b&gt;Power" in done.html
    row = story.rows(answers)[-1]
    assert (row["comment"], row["can_work"], row["place"]) == ("<b>Power</b> is out", "no", "at home")


def test_a_press_that_names_no_answer_is_told_so_and_records_nothing(story: Story) -> None:
    start(story)
    link = answer_link(story.mail.wait_for_letter(EMMA_MAIL))
    assert story.post(link).status == 400
    assert story.post(link, status="superb").status == 400
    assert said(story) == []


def test_a_link_cut_or_changed_says_so_kindly(story: Story) -> None:
    start(story)
    link = answer_link(story.mail.wait_for_letter(EMMA_MAIL))
    for broken in (link[:-3], link + "x", link.replace("/a/", "/u/"), link.replace("/a/", "/a/x")):
        page = story.get(broken)
        assert page.status == 404
        assert "Traceback" not in page.html
    assert said(story) == []


def test_words_alone_say_safe_only_where_nothing_contradicts(story: Story) -> None:
    start(story)
    said_by = {
        HANAKO: "無事です",
        OLIVER: "I'm safe",
        ICHIRO: "けがをしました",
        TARO: "大丈夫じゃない",
        JIRO: "無事？",
    }
    for user, words in said_by.items():
        assert story.slack.type_in_dm(user, words).ok
        wait_for_more(story, user, than=2)
    now = counts(story)
    assert (now["safe"], now["injured"], now["help"], now["away"]) == (2, 1, 0, 0)
    story.turn()
    story.expect_everything_so_far()


def test_words_that_are_not_understood_are_asked_about_with_the_buttons(story: Story) -> None:
    start(story)
    assert story.slack.type_in_dm(TARO, "ちょっと揺れました").ok
    asked = story.expect_slack(TARO, "どれに当てはまりますか")
    assert story.slack.press(TARO, asked, answer_value(values_in(asked), Status.SAFE)).ok
    story.expect_slack(TARO, "無事との回答")
    assert counts(story)["safe"] == 1
    assert story.rows(answers)[0]["comment"] == "ちょっと揺れました"


def test_an_answer_during_a_rain_of_them_counts_for_its_own_check(story: Story) -> None:
    first = start(story)
    command(story, HANAKO, "close")
    command(story, HANAKO, "start 二つ目")
    story.turn()
    assert story.line.postback(YUI_LINE, f"a1:ans:{first}:0:safe").ok
    story.expect_line(YUI_LINE, "無事との回答")
    newest = story.rows(checks)[-1]["id"]
    assert story.check(first).counts[Standing.SAFE] == 1
    assert story.check(newest).counts[Standing.SAFE] == 0
    story.expect_everything_so_far()


def test_a_check_that_does_not_exist_is_said_so_and_recorded_nowhere(story: Story) -> None:
    assert story.line.postback(YUI_LINE, "a1:ans:999:0:safe").ok
    story.expect_line(YUI_LINE, "見つかりません")
    assert said(story) == []


def test_me_without_a_check_says_that_nothing_is_asked(story: Story) -> None:
    assert "実施中の安否確認はありません" in full_text(command(story, OLIVER, "me")) or "No safety check" in full_text(
        command(story, OLIVER, "me", SAFETY_CHANNEL)
    )
