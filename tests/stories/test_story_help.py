"""A cry for help: heard in every channel, told at once, taken by one, closed with a word."""

from __future__ import annotations

from bot.vocabulary import Status
from sandbox.line.eyes import actions_of, words_of
from sandbox.slack.eyes import full_text
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from storage.models import audit, help_cases, people
from tests.stories.deeds import (
    answer_in_line,
    answer_in_slack,
    board,
    button,
    command,
    counts,
    counts_on,
    press_on_page,
    start,
)
from tests.stories.harness import Story
from tests.stories.people import (
    EMMA_MAIL,
    HANAKO,
    HANAKO_MAIL,
    ICHIRO,
    JIRO,
    MISAKI_LINE,
    MISAKI_MAIL,
    OLIVER,
    TARO,
    YUI_LINE,
)


def case(story: Story) -> dict[str, object]:
    (row,) = story.rows(help_cases)
    return dict(row)


def person_id(story: Story, name: str) -> int:
    (row,) = story.rows(people, name=name)
    return int(row["id"])


def alerted(story: Story, user: str) -> bool:
    return any("a1:tak:" in str(message.blocks) for message in story.slack.messages(user))


def cry(story: Story) -> None:
    """Yui presses help in LINE; Jiro and Hanako are told."""
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    story.forward(seconds=4)
    story.expect_everything_so_far()


def test_those_who_are_responsible_are_told_at_once_and_nobody_else(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    story.turn()
    for where in (JIRO, HANAKO, MANAGERS_CHANNEL):
        assert "山本 結衣" in full_text(story.expect_slack(where, "助けを求めています"))
    story.expect_mail(HANAKO_MAIL, "助けを求めています")
    assert not [user for user in (TARO, ICHIRO, OLIVER) if alerted(story, user)]
    assert not [letter for letter in story.mail.mailbox(MISAKI_MAIL) if "助けを求めて" in letter.subject]
    assert counts(story)["help"] == 1


def test_the_managers_of_another_branch_are_told_in_line_and_by_mail(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.turn()
    alert = story.expect_line(MISAKI_LINE, "鈴木 一郎")
    assert any(str(action.get("data", "")).startswith("a1:tak:") for action in actions_of(alert.content))
    assert "私が対応します" in story.expect_mail(MISAKI_MAIL, "鈴木 一郎").text
    assert not alerted(story, JIRO)
    story.expect_everything_so_far()


def test_the_reply_names_the_numbers_and_says_it_does_not_replace_them(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    answer_in_slack(story, OLIVER, Status.HELP)
    in_japanese = " ".join(words_of(story.expect_line(YUI_LINE, "救助要請を受け取りました").content))
    in_english = full_text(story.expect_slack(OLIVER, "We have your call for help"))
    for number in ("119", "110", "118", "03-0000-0001", "06-0000-0002"):
        assert number in in_japanese
        assert number in in_english
    assert "代わりにはなりません" in in_japanese
    assert "does not replace" in in_english
    story.turn()
    story.expect_everything_so_far()


def test_the_page_names_the_numbers_too(story: Story) -> None:
    start(story)
    page = press_on_page(story, story.mail.wait_for_letter(EMMA_MAIL), "help").html
    for number in ("119", "110", "118", "03-0000-0001"):
        assert number in page
    assert "does not replace" in page
    story.turn()
    story.expect_everything_so_far()


def test_words_alone_are_a_cry_and_reach_the_managers_as_they_were_typed(story: Story) -> None:
    start(story)
    words = "stuck in the lift, my arm is broken"
    assert story.slack.type_in_dm(OLIVER, words).ok
    story.expect_slack(OLIVER, "We have your call for help")
    story.turn()
    assert words in full_text(story.expect_slack(HANAKO, "Oliver Stone"))
    assert any(words in word for word in words_of(story.expect_line(MISAKI_LINE, "Oliver Stone").content))
    assert counts(story)["help"] == 1
    story.expect_everything_so_far()


def test_words_of_a_cry_in_line(story: Story) -> None:
    start(story)
    assert story.line.type(YUI_LINE, "助けて！足を挟まれて動けない").ok
    story.expect_line(YUI_LINE, "救助要請を受け取りました")
    story.turn()
    assert "足を挟まれて動けない" in full_text(story.expect_slack(JIRO, "山本 結衣"))
    story.expect_everything_so_far()


def test_a_cry_before_any_check_is_answered_with_the_numbers(story: Story) -> None:
    assert story.line.type(YUI_LINE, "助けて").ok
    said = " ".join(words_of(story.expect_line(YUI_LINE, "119").content))
    assert "管理者に届いていません" in said
    assert "110" in said


def buttons_left(story: Story, *codes: str) -> list[str]:
    """Where in Slack a manager still sees one of these buttons."""
    places = (JIRO, HANAKO, MANAGERS_CHANNEL)
    seen = {where: str([one.blocks for one in story.slack.messages(where)]) for where in places}
    return [where for where, blocks in seen.items() if any(f"a1:{code}:" in blocks for code in codes)]


def test_taking_is_shown_to_the_others_and_to_the_person(story: Story) -> None:
    cry(story)
    alert = story.slack.wait_for_message(JIRO, "山本 結衣")
    assert story.slack.press(JIRO, alert, button(alert, "tak")).ok
    story.slack.wait_for_message(JIRO, "担当が決まりました")
    story.forward(seconds=4)
    story.expect_line(YUI_LINE, "大塚 次郎さんが対応します")
    for where in (HANAKO, MANAGERS_CHANNEL):
        assert "大塚 次郎" in full_text(story.expect_slack(where, "担当が決まりました"))
    story.expect_mail(HANAKO_MAIL, "担当が決まりました")
    assert story.check().unclaimed_help == 0
    assert buttons_left(story, "tak") == []


def test_the_second_taker_is_told_who_has_it(story: Story) -> None:
    cry(story)
    alert = story.slack.wait_for_message(JIRO, "山本 結衣")
    old = story.slack.wait_for_message(HANAKO, "山本 結衣")
    story.slack.press(JIRO, alert, button(alert, "tak"))
    story.slack.wait_for_message(JIRO, "担当が決まりました")
    assert story.slack.press(HANAKO, old, button(old, "tak")).ok, "the alert has not been edited yet"
    story.slack.wait_for_message(HANAKO, "大塚 次郎さんがすでに対応しています")
    assert case(story)["taken_by"] == person_id(story, "大塚 次郎")
    story.forward(seconds=4)
    story.expect_everything_so_far()
    with story.silence():
        story.forward(seconds=4)


def test_it_is_taken_by_command_and_closed_by_command_with_a_word(story: Story) -> None:
    cry(story)
    assert "山本 結衣" in full_text(command(story, JIRO, "take"))
    story.turn()
    story.expect_everything_so_far()
    command(story, JIRO, "done 合流。骨折で病院へ")
    story.forward(seconds=4)
    story.expect_line(YUI_LINE, "救助要請は完了になりました")
    for where in (HANAKO, MANAGERS_CHANNEL):
        assert "合流。骨折で病院へ" in full_text(story.expect_slack(where, "救助要請が完了しました"))
    story.expect_mail(HANAKO_MAIL, "救助要請が完了しました")
    assert buttons_left(story, "tak", "don") == []
    told = " ".join(words_of(story.expect_line(YUI_LINE, "救助要請は完了になりました").content))
    assert "骨折" not in told, "the word stays among managers"
    assert counts_on(board(story))["injured"] == 1, "who said help and nothing since counts as injured"
    assert counts_on(board(story))["help"] == 0


def test_a_form_asks_for_the_word_and_will_not_close_without_one(story: Story) -> None:
    cry(story)
    alert = story.slack.wait_for_message(JIRO, "山本 結衣")
    story.slack.press(JIRO, alert, button(alert, "tak"))
    taken = story.slack.wait_for_message(JIRO, "担当が決まりました")
    assert story.slack.press(JIRO, taken, button(taken, "don")).ok
    form = story.slack.wait_for_view(JIRO)
    assert story.slack.submit(JIRO, form, {"word": "   "}).ok
    assert form.errors
    assert case(story)["closed_at"] is None
    assert story.slack.submit(JIRO, form, {"word": "合流"}).ok
    assert case(story)["closing_word"] == "合流"
    story.forward(seconds=4)
    story.expect_everything_so_far()


def test_while_it_is_open_the_person_counts_as_help_whatever_came_after(story: Story) -> None:
    cry(story)
    answer_in_line(story, YUI_LINE, "safe")
    assert "続いています" in " ".join(words_of(story.expect_line(YUI_LINE, "無事との回答").content))
    assert counts(story)["help"] == 1
    assert "山本 結衣" in full_text(command(story, JIRO, "take"))
    command(story, JIRO, "done 会って無事を確認")
    assert (counts(story)["help"], counts(story)["safe"]) == (0, 1)
    story.forward(seconds=4)
    story.expect_everything_so_far()


def test_who_cries_again_after_the_close_opens_a_new_case(story: Story) -> None:
    cry(story)
    command(story, HANAKO, "take")
    command(story, HANAKO, "done 済み")
    story.forward(seconds=4)
    answer_in_line(story, YUI_LINE, "help")
    story.forward(seconds=4)
    assert len(story.rows(help_cases)) == 2
    assert counts(story)["help"] == 1
    story.expect_everything_so_far()


def test_it_is_taken_in_line_with_one_press(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.turn()
    alert = story.expect_line(MISAKI_LINE, "鈴木 一郎")
    data = next(str(one["data"]) for one in actions_of(alert.content) if str(one.get("data", "")).startswith("a1:tak:"))
    assert story.line.postback(MISAKI_LINE, data).ok
    story.expect_line(MISAKI_LINE, "担当が決まりました")
    story.turn()
    story.expect_slack(ICHIRO, "岡田 美咲さんが対応します")
    story.expect_everything_so_far()


def test_it_is_taken_and_closed_on_the_page_of_a_mail(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.turn()
    link = story.expect_mail(MISAKI_MAIL, "鈴木 一郎").link("/console/help/")
    assert "私が対応します" in story.get(link).html
    assert case(story)["taken_at"] is None, "looking takes nothing"
    assert "岡田 美咲" in story.post(link, action="take").html
    assert story.post(link, action="close", word=" ").status == 400
    assert case(story)["closed_at"] is None
    assert "病院へ搬送" in story.post(link, action="close", word="病院へ搬送").html
    story.turn()
    story.expect_slack(HANAKO, "病院へ搬送")
    story.expect_everything_so_far()


def test_that_phone_numbers_were_looked_at_is_in_the_audit_log(story: Story) -> None:
    cry(story)
    said = full_text(command(story, JIRO, "take"))
    assert "090" in said.replace("-", "") or any("tel:" in str(one.blocks) for one in story.slack.messages(JIRO))
    viewed = story.rows(audit, action="contacts_viewed")
    assert viewed
    assert {row["subject_person_id"] for row in viewed} == {person_id(story, "山本 結衣")}
    story.turn()
    story.expect_everything_so_far()


def test_a_manager_cries_and_the_others_are_told(story: Story) -> None:
    start(story)
    answer_in_slack(story, HANAKO, Status.HELP)
    story.turn()
    story.expect_slack(MANAGERS_CHANNEL, "青木 花子")
    assert not [one for one in story.slack.messages(HANAKO) if "a1:tak:" in str(one.blocks)], (
        "nobody is told of herself"
    )
    story.expect_everything_so_far()


def test_an_alert_overtakes_what_is_still_waiting_in_the_channel(story: Story) -> None:
    command(story, HANAKO, "start 震度6弱")
    story.slack.fail("chat.postMessage", "429", times=99, retry_after=5)
    story.turn()
    answer_link = story.mail.wait_for_letter(EMMA_MAIL).link("/a/")
    story.post(answer_link, status="help")
    story.slack.failures.clear()
    before = len(story.slack.posted)
    story.forward(seconds=6)
    story.forward(seconds=6)
    story.forward(seconds=6)
    first = [one for one in story.slack.posted[before:] if not one.only_for]
    assert "Emma Clark" in full_text(first[0]), "help comes before the question"
    story.expect_everything_so_far()


def test_status_of_help_by_command_in_the_channel_names_nobody(story: Story) -> None:
    cry(story)
    said = full_text(command(story, TARO, "status"))
    assert "山本 結衣" not in said
    assert "山本 結衣" not in full_text(board(story, SAFETY_CHANNEL))
