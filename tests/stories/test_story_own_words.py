"""The company speaks in its own words, from the question to the close, on every phone."""

from __future__ import annotations

from bot.message_texts import TextKind
from bot.vocabulary import ChannelKind, Locale
from flows.close_check import CloseCheck, close_check
from flows.message_texts import save_text
from flows.try_message import try_message
from flows.work import Lane, Sender
from sandbox.line.eyes import words_of
from sandbox.slack.eyes import full_text
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import command, press_in_line, press_in_slack
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, HANAKO, HANAKO_MAIL, MISAKI_LINE, TARO

pytestmark = ON_SQLITE

ADMIN = Sender(ChannelKind.SLACK, HANAKO)


def write(story: Story, kind: TextKind, title: str, body: str, locale: Locale = Locale.JA) -> None:
    with story.anpi.begin(ADMIN) as work:
        save_text(work, kind, locale, title, body)


def test_a_drill_in_the_companys_words(story: Story) -> None:
    hostile = "<!channel> {company} & <b>点呼</b>"
    write(story, TextKind.DRILL, "青葉の点呼 {title}", hostile)
    write(story, TextKind.DRILL, "Aoba roll call {title}", "Where are you?", Locale.EN)
    write(story, TextKind.THANKS, "{received}", "{answer}、確かに。")
    write(story, TextKind.CLOSED, "おしまい {title}", "また来年。")
    with story.anpi.begin(ADMIN) as work:
        try_message(work, TextKind.DRILL, Locale.JA, "試し {title}", "文面を見るだけ")
    story.turn()
    assert "文面を見るだけ" in full_text(story.expect_slack(HANAKO, "【テスト送信】"))
    assert story.expect_mail(HANAKO_MAIL, "文面を見るだけ").subject.startswith("【テスト送信】【訓練】")

    command(story, HANAKO, "start drill 避難")
    story.turn()
    said = hostile.replace("{company}", "青葉製作所")
    question = story.slack.wait_for_message(TARO, "青葉の点呼 避難")
    assert said in full_text(question)
    assert said in " ".join(words_of(story.line.wait_for_message(MISAKI_LINE, "青葉の点呼 避難").content))
    letter = story.mail.wait_for_letter(EMMA_MAIL, "Where are you?")
    assert letter.subject == "【訓練】[DRILL: safety check] Aoba roll call 避難"

    press_in_slack(story, TARO, "safe")
    press_in_line(story, MISAKI_LINE, "away")
    story.slack.wait_for_message(TARO, "🟢 無事です、確かに。")
    story.line.wait_for_message(MISAKI_LINE, "⚪ 影響なし（地域外）、確かに。")
    story.forward(seconds=4)

    with story.anpi.begin(ADMIN, Lane.FANOUT) as work:
        close_check(work, CloseCheck(tell=True))
    story.turn()
    assert "また来年。" in full_text(story.slack.wait_for_message(TARO, "おしまい 避難"))
    story.mail.wait_for_letter(EMMA_MAIL, "Closed: 避難")
    story.expect_everything_so_far()
