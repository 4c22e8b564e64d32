"""A drill runs through the same code and says 【訓練】 on everything; each person reads their own language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.line.eyes import words_of
from sandbox.slack.eyes import full_text
from sandbox.slack.world import Message
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import answer_in_line, answer_in_slack, answer_link, board, button, command, press_on_page
from tests.stories.harness import Story
from tests.stories.people import (
    ASKED_BY_MAIL,
    EMMA_MAIL,
    HANAKO,
    HANAKO_MAIL,
    ICHIRO,
    JIRO,
    MISAKI_LINE,
    OLIVER,
    RESIDENTS,
    TARO,
    YUI_LINE,
)

pytestmark = ON_SQLITE

MARK = "【訓練】"
KANA = re.compile(r"[\u3040-\u30ff]")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def play(story: Story, start: str) -> None:
    """A check in which everything happens that a check can send."""
    command(story, HANAKO, start)
    story.turn()
    answer_in_slack(story, TARO, "safe")
    answer_in_slack(story, OLIVER, "injured")
    answer_in_line(story, YUI_LINE, "help")
    story.forward(seconds=4)
    alert = story.slack.wait_for_message(JIRO, "山本 結衣")
    assert story.slack.press(JIRO, alert, button(alert, "tak")).ok
    story.slack.wait_for_message(JIRO, "担当が決まりました")
    story.forward(seconds=4)
    command(story, JIRO, "done 合流して無事を確認")
    story.forward(minutes=40)
    press_on_page(story, story.mail.wait_for_letter(EMMA_MAIL), "away")
    story.forward(hours=3)
    story.forward(hours=3)
    command(story, HANAKO, "close")
    story.forward(seconds=4)
    story.expect_everything_so_far()


def slack_texts(message: Message) -> Iterator[str]:
    """As it reads now and as it read before."""
    yield full_text(message)
    for text, blocks in message.edits:
        yield full_text(Message(message.channel, message.ts, message.user, text, blocks, message.at))


def test_everything_of_a_drill_says_so_in_every_channel(story: Story) -> None:
    play(story, "start drill 避難の練習")
    for message in story.slack.posted:
        for text in slack_texts(message):
            assert MARK in text, text
            assert MARK in message.text, "the notification on the phone says it too"
    for one in RESIDENTS:
        for chat in story.line.received(one.line_id) if one.line_id else ():
            assert MARK in " ".join(words_of(chat.content))
            assert chat.content["type"] != "flex" or MARK in chat.content["altText"]
    for letter in story.mail.letters:
        assert MARK in letter.subject
        assert MARK in letter.text
        assert MARK in letter.html
    kinds = (len(story.slack.posted), len(story.line.received(MISAKI_LINE)), len(story.mail.letters))
    assert all(number > 3 for number in kinds), kinds


def test_nothing_of_a_real_check_speaks_of_a_drill(story: Story) -> None:
    play(story, "start 地震")
    said = [text for message in story.slack.posted for text in slack_texts(message)]
    said += [letter.subject + letter.text + letter.html for letter in story.mail.letters]
    said += [word for chat in story.line.received(YUI_LINE) for word in words_of(chat.content)]
    assert not [text for text in said if "訓練" in text or re.search(r"\bdrill\b", text, re.IGNORECASE)]


def test_the_answer_page_of_a_drill_says_so_before_and_after_the_press(story: Story) -> None:
    command(story, HANAKO, "start drill 避難の練習")
    story.turn()
    letter = story.expect_mail(HANAKO_MAIL)
    assert MARK in story.get(answer_link(letter)).html
    assert MARK in press_on_page(story, letter, "help").html
    story.expect_everything_so_far()


def test_a_drill_and_a_real_check_differ_in_their_plan_only(story: Story) -> None:
    command(story, HANAKO, "start drill 避難の練習")
    story.turn()
    story.expect_everything_so_far()
    with story.silence():
        story.forward(minutes=29)
    story.forward(minutes=2)
    assert MARK in full_text(story.expect_slack(TARO, "再送 1回目"))
    story.expect_everything_so_far()


def test_each_person_reads_their_own_language(story: Story) -> None:
    """Titles, names and units are the company's own words and stay as they are."""
    play(story, "start drill Evacuation exercise")
    own_words = [MARK, "青葉製作所", "【安否確認】", "連絡先・避難経路 / Contacts and routes"]
    own_words += [word for one in RESIDENTS for word in (one.name, one.unit)]

    def bare(text: str) -> str:
        for word in own_words:
            text = text.replace(word, "")
        return text

    in_english = [letter.subject + letter.text for letter in story.mail.mailbox(EMMA_MAIL)]
    in_english += [text for message in story.slack.messages(OLIVER) for text in slack_texts(message)]
    assert len(in_english) >= 4
    for text in in_english:
        assert not JAPANESE.search(bare(text)), text
        assert re.search(r"[a-z]{4}", bare(text).replace("Evacuation exercise", ""))
    japanese_mail = [address for address in ASKED_BY_MAIL if address != EMMA_MAIL]
    in_japanese = [letter.text for address in japanese_mail for letter in story.mail.mailbox(address)]
    for user in (HANAKO, JIRO, TARO, ICHIRO):
        in_japanese += [full_text(message) for message in story.slack.messages(user)]
    in_japanese += [" ".join(words_of(chat.content)) for chat in story.line.received(YUI_LINE)]
    assert len(in_japanese) > 10
    assert all(KANA.search(text) for text in in_japanese)


def test_channels_speak_the_companys_language(story: Story) -> None:
    command(story, HANAKO, "start 地震")
    story.turn()
    for where in (SAFETY_CHANNEL, MANAGERS_CHANNEL):
        assert KANA.search(full_text(board(story, where)))
    story.expect_everything_so_far()
