"""Whoever answers is heard: strangers in Slack and LINE are recorded as guests and told how to link."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.vocabulary import ContactState, Status
from flows.line_linking import GOOD_FOR, TRIES, TRIES_WINDOW
from sandbox.line.eyes import words_of
from sandbox.slack.eyes import full_text
from sandbox.story.phones import answer_value, slack_question, values_in
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from storage.models import answers, contacts, guests, people
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import answer_in_line, board, command, counts, start
from tests.stories.harness import Story
from tests.stories.people import HANAKO, JIRO, STRANGER, STRANGER_LINE, TARO, YUI_LINE

pytestmark = ON_SQLITE


def press_in_channel(story: Story, user: str, status: Status) -> None:
    question = slack_question(story.town, SAFETY_CHANNEL)
    assert question is not None
    assert story.slack.press(user, question, answer_value(values_in(question), status)).ok


def code_of(story: Story, user: str) -> str:
    """A new code, as `/safety link` shows it."""
    said = full_text(command(story, user, "link"))
    found = re.search(r"\b[2-9A-HJKMNP-Z]{8}\b", said)
    assert found is not None, said
    return found[0]


def follow(story: Story) -> None:
    assert story.line.follow(STRANGER_LINE, "通りすがり").ok
    story.expect_line(STRANGER_LINE, "友だち追加ありがとうございます")


def test_a_stranger_who_presses_in_the_channel_is_a_guest_and_told_how_to_be_asked(story: Story) -> None:
    start(story)
    press_in_channel(story, STRANGER, Status.INJURED)
    said = full_text(story.expect_slack(SAFETY_CHANNEL, "けがをしたとの回答", seen_by=STRANGER))
    assert "名簿外" in said
    assert "登録を管理者に頼んで" in said
    (guest,) = story.rows(guests)
    assert (guest["address"], guest["standing"], guest["person_id"]) == (STRANGER, "injured", None)
    view = story.check()
    assert (view.guests, view.roll, sum(view.counts.values())) == (1, 9, 9)
    story.forward(seconds=4)
    assert "名簿外の回答 1人" in full_text(board(story))


def test_a_press_in_the_channel_counts_for_the_person_and_leaves_the_question_to_the_others(story: Story) -> None:
    start(story)
    press_in_channel(story, TARO, Status.SAFE)
    story.expect_slack(SAFETY_CHANNEL, "無事との回答", seen_by=TARO)
    assert counts(story)["safe"] == 1
    assert slack_question(story.town, SAFETY_CHANNEL) is not None
    assert not [one for one in story.slack.messages(SAFETY_CHANNEL) if "無事との回答" in full_text(one)]


def test_a_stranger_who_cries_is_taken_care_of_by_the_safety_admin(story: Story) -> None:
    start(story)
    press_in_channel(story, STRANGER, Status.HELP)
    assert "119" in full_text(story.expect_slack(SAFETY_CHANNEL, "救助要請を受け取りました", seen_by=STRANGER))
    story.turn()
    assert "stranger" in full_text(story.expect_slack(HANAKO, "助けを求めています")).lower()
    story.expect_slack(MANAGERS_CHANNEL, "助けを求めています")
    assert not [one for one in story.slack.messages(JIRO) if "助けを求めて" in one.text]
    assert story.check().unclaimed_help == 1
    story.expect_everything_so_far()


def test_a_friend_nobody_knows_answers_as_a_guest_and_learns_about_the_code(story: Story) -> None:
    check_id = start(story)
    follow(story)
    assert story.line.postback(STRANGER_LINE, f"a1:ans:{check_id}:0:safe").ok
    said = " ".join(words_of(story.expect_line(STRANGER_LINE, "名簿外").content))
    assert "連携コード" in said
    assert story.check().guests == 1


def test_what_a_friend_nobody_knows_types_is_kept_and_asked_about(story: Story) -> None:
    start(story)
    follow(story)
    assert story.line.type(STRANGER_LINE, "3階にいます").ok
    said = story.expect_line(STRANGER_LINE, "どれに当てはまりますか")
    assert "a1:ans:" in str(said.content)


def test_linking_with_the_code_and_being_asked_from_then_on(story: Story) -> None:
    follow(story)
    assert story.line.type(STRANGER_LINE, code_of(story, TARO)).ok
    assert "伊藤 太郎" in " ".join(words_of(story.expect_line(STRANGER_LINE, "連携しました").content))
    (contact,) = story.rows(contacts, address=STRANGER_LINE)
    assert contact["state"] == ContactState.CONFIRMED
    start(story)
    found = story.line.find_message(STRANGER_LINE, "震度6弱")
    assert found is not None
    data = next(word for word in re.findall(r"a1:ans:\d+:0:safe", str(found.content)))
    assert story.line.postback(STRANGER_LINE, data).ok
    story.expect_line(STRANGER_LINE, "無事との回答")
    assert counts(story)["safe"] == 1
    assert story.check().guests == 0
    story.forward(seconds=3)
    assert slack_question(story.town, TARO) is None, "one answer closes all channels"


def test_who_links_during_a_check_is_asked_in_the_next_round(story: Story) -> None:
    start(story)
    follow(story)
    assert story.line.type(STRANGER_LINE, code_of(story, TARO)).ok
    story.expect_line(STRANGER_LINE, "連携しました")
    story.forward(minutes=10)
    story.expect_line(STRANGER_LINE, "再送 1回目")
    story.expect_everything_so_far()


def test_a_code_works_in_small_letters_with_blanks_and_once(story: Story) -> None:
    follow(story)
    code = code_of(story, TARO)
    assert story.line.type(STRANGER_LINE, f" {code[:4].lower()}-{code[4:].lower()} ").ok
    story.expect_line(STRANGER_LINE, "連携しました")
    assert story.line.type(YUI_LINE, code).ok
    story.expect_line(YUI_LINE, "コードを確認できませんでした")


def test_a_code_is_good_for_half_an_hour(story: Story) -> None:
    follow(story)
    code = code_of(story, TARO)
    story.clock.forward(GOOD_FOR + timedelta(seconds=1))
    assert story.line.type(STRANGER_LINE, code).ok
    story.expect_line(STRANGER_LINE, "コードを確認できませんでした")
    assert not story.rows(contacts, address=STRANGER_LINE)


def test_a_newer_code_makes_the_older_one_worthless(story: Story) -> None:
    follow(story)
    old, new = code_of(story, TARO), code_of(story, TARO)
    assert story.line.type(STRANGER_LINE, old).ok
    story.expect_line(STRANGER_LINE, "コードを確認できませんでした")
    assert story.line.type(STRANGER_LINE, new).ok
    story.expect_line(STRANGER_LINE, "連携しました")


def test_guessing_ends_after_five_tries_even_with_the_right_code(story: Story) -> None:
    follow(story)
    code = code_of(story, TARO)
    for number in range(TRIES):
        assert story.line.type(STRANGER_LINE, f"ABCDE23{number + 4}").ok
        story.expect_line(STRANGER_LINE, "コードを確認できませんでした")
        story.expect_everything_so_far()
    assert story.line.type(STRANGER_LINE, code).ok
    story.expect_line(STRANGER_LINE, "しばらく受け付けません")
    assert not story.rows(contacts, address=STRANGER_LINE)
    story.clock.forward(TRIES_WINDOW + timedelta(seconds=1))
    assert story.line.type(STRANGER_LINE, code).ok
    story.expect_line(STRANGER_LINE, "連携しました")
    story.expect_everything_so_far()


def test_an_account_that_is_linked_anew_leaves_its_former_owner(story: Story) -> None:
    """Yui's phone goes to Taro: what is sent to it is for him, and what comes from it is his."""
    assert story.line.type(YUI_LINE, code_of(story, TARO)).ok
    story.expect_line(YUI_LINE, "連携しました")
    start(story)
    assert story.check().unreachable == 2
    answer_in_line(story, YUI_LINE, "safe")
    (answer,) = story.rows(answers)
    (taro,) = story.rows(people, name="伊藤 太郎")
    assert answer["person_id"] == taro["id"]
    story.forward(seconds=4)
    story.expect_everything_so_far()


def test_a_stranger_gets_no_code(story: Story) -> None:
    said = full_text(command(story, STRANGER, "link"))
    assert "社員名簿と結びついていません" in said
    assert not re.search(r"\b[2-9A-HJKMNP-Z]{8}\b", said)


def test_follow_unfollow_and_block_are_remembered_whatever_their_order(story: Story) -> None:
    with story.line.held() as events:
        story.line.block(YUI_LINE)
        story.clock.forward(timedelta(seconds=5))
        story.line.follow(YUI_LINE)
    left, came_back = events
    assert story.line.deliver([came_back]).ok
    story.expect_line(YUI_LINE, "おかえりなさい")
    assert story.line.deliver([left]).ok
    (contact,) = story.rows(contacts, address=YUI_LINE)
    assert contact["state"] == ContactState.CONFIRMED, "the older event does not undo the newer one"
