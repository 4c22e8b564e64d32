"""`/safety …` by those who may, in both languages; the board by its link; the company's numbers in every channel."""

from __future__ import annotations

import pytest

from bot.vocabulary import By, Status
from sandbox.line.eyes import words_of
from sandbox.slack.eyes import full_text
from sandbox.story.phones import answer_value, values_in
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from storage.models import answers, audit
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import (
    answer_in_line,
    answer_in_slack,
    board,
    button,
    command,
    counts,
    start,
    thanks_to,
    wait_for_more,
)
from tests.stories.harness import Story
from tests.stories.people import (
    EMMA_MAIL,
    HANAKO,
    ICHIRO,
    JIRO,
    OLIVER,
    RESIDENTS,
    STRANGER,
    STRANGER_LINE,
    TARO,
    YUI_LINE,
)

pytestmark = ON_SQLITE


def board_url(story: Story, user: str) -> str:
    said = command(story, user, "status")
    return next(
        str(element["url"])
        for block in said.blocks
        for element in block.get("elements", ())
        if "/console/checks/" in str(element.get("url", ""))
    )


def names(story: Story, url: str) -> str:
    """The list behind a link to the board: who stands where, person by person."""
    shown = story.get(url.replace("?", "/people?", 1))
    assert shown.status == 200
    return shown.html


def test_status_shows_everybody_the_counts_and_nobody_names(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, Status.INJURED)
    for word in ("status", "状況", "集計", "board"):
        said = full_text(command(story, ICHIRO, word))
        assert "未回答" in said
        assert "8人" in said
        assert not [one.name for one in RESIDENTS if one.name in said]
        assert "/console/" not in str(command(story, STRANGER, word).blocks)


def test_a_managers_status_leads_to_the_board_on_the_web(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, Status.INJURED)
    url = board_url(story, HANAKO)
    page = story.get(url)
    assert page.status == 200
    assert "伊藤 太郎" in page.html
    assert "佐藤 無口" in names(story, url)
    assert page.headers["Cache-Control"] == "no-store"


def test_a_unit_managers_board_names_the_own_people_only(story: Story) -> None:
    start(story)
    url = board_url(story, JIRO)
    listed = names(story, url)
    assert "伊藤 太郎" in listed
    assert "鈴木 一郎" not in story.get(url).html + listed


def test_a_board_link_ends_after_its_time_and_opens_no_other_check(story: Story) -> None:
    start(story)
    url = board_url(story, HANAKO)
    assert story.get(url.replace("/checks/", "/checks/9")).status == 404
    without_link = story.get(url.partition("?")[0])
    assert "伊藤 太郎" not in without_link.html
    assert "ログイン" in without_link.html
    story.forward(hours=13)
    assert story.get(url).status == 410
    story.expect_everything_so_far()


def test_names_are_behind_a_button_for_managers_only(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "injured")
    story.forward(seconds=4)
    shown = board(story)
    value = next(value for value in values_in(shown) if value.endswith(":injured"))
    assert story.slack.press(HANAKO, shown, value).ok
    window = story.slack.wait_for_view(HANAKO)
    assert "山本 結衣" in str(window.definition)
    assert story.slack.press(TARO, shown, value).ok
    refused = full_text(story.expect_slack(SAFETY_CHANNEL, "だけです", seen_by=TARO))
    assert "山本 結衣" not in refused
    assert story.slack.open_view(TARO) is None


@pytest.mark.parametrize(("who", "words"), [(TARO, ("me", "自分", "無事")), (OLIVER, ("answer", "me"))])
def test_me_offers_the_four_answers(story: Story, who: str, words: tuple[str, ...]) -> None:
    start(story)
    for word in words:
        asked = command(story, who, word)
        assert asked.only_for == who
    assert story.slack.press(who, asked, answer_value(values_in(asked), Status.AWAY)).ok
    assert counts(story)["away"] == 1
    story.slack.wait_for_message(SAFETY_CHANNEL, thanks_to(who, "away"), seen_by=who)


def test_a_manager_answers_for_somebody_and_it_is_written_down_as_that(story: Story) -> None:
    start(story)
    assert story.slack.slash_command(JIRO, SAFETY_CHANNEL, f"代理 <@{TARO}|taro>").ok
    form = story.slack.wait_for_view(JIRO)
    assert "伊藤 太郎" in str(form.definition)
    assert story.slack.submit(JIRO, form, {"status": "safe", "comment": "14:05 電話"}).ok
    (answer,) = story.rows(answers)
    assert (answer["by"], answer["status"], answer["comment"]) == (By.PROXY, "safe", "14:05 電話")
    assert counts(story)["safe"] == 1
    assert [row["action"] for row in story.rows(audit) if row["subject_person_id"] == answer["person_id"]]


def test_nobody_answers_for_people_of_another_unit(story: Story) -> None:
    start(story)
    said = full_text(command(story, JIRO, f"mark <@{ICHIRO}>"))
    assert "担当する組織の外" in said
    assert story.slack.open_view(JIRO) is None


def test_the_own_answer_counts_more_than_a_managers(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, Status.INJURED)
    assert story.slack.slash_command(JIRO, SAFETY_CHANNEL, f"mark <@{TARO}>").ok
    story.slack.submit(JIRO, story.slack.wait_for_view(JIRO), {"status": "safe"})
    assert counts(story)["injured"] == 1, "at the same moment the person counts"
    assert [row["by"] for row in story.rows(answers)] == [By.SELF, By.PROXY]


def test_a_manager_who_answers_help_for_somebody_opens_a_case(story: Story) -> None:
    start(story)
    assert story.slack.slash_command(JIRO, SAFETY_CHANNEL, f"mark <@{TARO}>").ok
    story.slack.submit(JIRO, story.slack.wait_for_view(JIRO), {"status": "help", "comment": "閉じ込め"})
    story.turn()
    story.expect_slack(HANAKO, "伊藤 太郎")
    story.expect_slack(MANAGERS_CHANNEL, "伊藤 太郎")
    assert story.check().unclaimed_help == 1
    story.expect_everything_so_far()


def test_info_shows_numbers_and_routes_to_everybody(story: Story) -> None:
    for word in ("info", "連絡先", "避難", "緊急連絡先"):
        said = str(command(story, STRANGER, word).blocks)
        for part in ("災害対策本部", "03-0000-0001", "google.com/maps"):
            assert part in said


def test_info_in_line_words(story: Story) -> None:
    for number, word in enumerate(("連絡先", "避難", "避難経路", "contacts", "れんらくさき")):
        assert story.line.type(YUI_LINE, word).ok
        wait_for_more(story, YUI_LINE, number)
        assert "tel:0300000001" in str(story.expect_line(YUI_LINE, "災害対策本部").content)


def test_info_in_line_for_a_friend_nobody_knows(story: Story) -> None:
    story.line.follow(STRANGER_LINE)
    story.expect_line(STRANGER_LINE, "友だち追加")
    assert story.line.type(STRANGER_LINE, "連絡先").ok
    story.expect_line(STRANGER_LINE, "災害対策本部")


def test_info_goes_out_with_the_check_in_every_channel(story: Story) -> None:
    start(story)
    for where in (SAFETY_CHANNEL, TARO):
        message = story.slack.wait_for_message(where, "震度6弱")
        assert "連絡先・避難経路" in full_text(message)
    assert "連絡先・避難経路" in full_text(board(story))
    assert any("連絡先・避難経路" in word for word in words_of(story.expect_line(YUI_LINE, "震度6弱").content))
    page = story.get(story.mail.wait_for_letter(EMMA_MAIL).link("/info"))
    assert "Aoba Works emergency headquarters" in page.html
    assert 'href="tel:0300000001"' in page.html


def test_the_button_with_the_numbers_answers_in_private(story: Story) -> None:
    start(story)
    message = story.slack.wait_for_message(SAFETY_CHANNEL, "連絡先・避難経路")
    found = [one for one in story.slack.messages(SAFETY_CHANNEL) if "a1:inf" in values_in(one)]
    if found:
        assert story.slack.press(TARO, found[-1], "a1:inf").ok
        story.expect_slack(SAFETY_CHANNEL, "災害対策本部", seen_by=TARO)
    else:
        assert "/info" in str(message.blocks)


def test_help_tells_what_works_and_how_to_call_for_help(story: Story) -> None:
    for word in ("help", "ヘルプ", "使い方", "", "何か別の言葉"):
        said = full_text(command(story, TARO, word))
        assert "/safety me" in said
        assert "119" in said


def test_a_cry_typed_as_a_command_leads_to_the_four_buttons(story: Story) -> None:
    start(story)
    for word in ("help me", "助けて", "SOS"):
        assert "a1:ans:" in str(command(story, TARO, word).blocks)


def test_remind_and_close_in_japanese(story: Story) -> None:
    start(story)
    assert "もう一度たずねています" in full_text(command(story, HANAKO, "再送"))
    story.turn()
    story.expect_slack(TARO, "再送 1回目")
    assert "終了しました" in full_text(command(story, HANAKO, "終了"))
    story.forward(seconds=4)
    assert "終了しました" in full_text(board(story))
    assert story.check().state == "closed"
    story.expect_everything_so_far()


def test_take_and_done_in_japanese(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    assert "山本 結衣" in full_text(command(story, JIRO, "担当"))
    command(story, JIRO, "完了 合流した")
    assert counts(story)["help"] == 0
    story.forward(seconds=4)
    story.expect_everything_so_far()


def test_link_shows_a_code_to_its_owner_alone(story: Story) -> None:
    for word in ("link", "連携", "コード"):
        said = command(story, TARO, word)
        assert said.only_for == TARO
        assert "30分以内" in full_text(said)


def test_an_english_speaker_is_answered_in_english(story: Story) -> None:
    start(story)
    words = {"status": "No answer yet", "info": "emergency contacts", "help": "How to use", "link": "linking code"}
    for word, said in words.items():
        assert said in full_text(command(story, OLIVER, word))
    assert "Only safety admins" in full_text(command(story, OLIVER, "close"))


def test_details_after_the_press_are_kept_and_shown_to_managers(story: Story) -> None:
    start(story)
    answer_in_slack(story, TARO, Status.SAFE)
    thanked = story.slack.wait_for_message(TARO, "無事との回答")
    assert story.slack.press(TARO, thanked, button(thanked, "com")).ok
    form = story.slack.wait_for_view(TARO)
    assert story.slack.submit(TARO, form, {"comment": "停電しています", "place": "3階", "can_work": "partly"}).ok
    page = names(story, board_url(story, HANAKO))
    assert "停電しています" in page
    story.forward(seconds=4)


def test_the_next_line_typed_in_line_is_the_comment_when_it_was_asked_for(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "safe")
    assert story.line.press(YUI_LINE, "💬 コメントを書く").ok
    story.expect_line(YUI_LINE, "コメントを入力してください")
    assert story.line.type(YUI_LINE, "家族も無事です。助けは要りません").ok
    story.expect_line(YUI_LINE, "家族も無事です")
    assert counts(story)["safe"] == 1
    assert story.rows(answers)[-1]["comment"] == "家族も無事です。助けは要りません"
