"""A bulletin reaches every phone once, as it was typed, and is read again in chat."""

from __future__ import annotations

from bot.vocabulary import SENDING_CHANNELS, ChannelKind, CheckKind
from flows.bulletins import SaveBulletin, save_bulletin
from flows.push_bulletin import PushBulletin, push_bulletin
from flows.work import Lane, Sender
from sandbox.line.eyes import words_of
from sandbox.slack.eyes import full_text
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import command
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, HANAKO, MISAKI_LINE, TARO

pytestmark = ON_SQLITE

ADMIN = Sender(ChannelKind.SLACK, HANAKO)


def test_a_bulletin_on_every_phone_as_it_was_typed(story: Story) -> None:
    hostile = "復旧は18時ごろ <!channel> & <b>*太字*</b> {company}"
    notice = SaveBulletin(None, "停電 <@U3TARO>", hostile, "Power <cut>", "Back at 18:00", kind=CheckKind.DRILL)
    with story.anpi.begin(ADMIN, Lane.FANOUT) as work:
        bulletin_id = save_bulletin(work, notice)
        push_bulletin(work, PushBulletin(bulletin_id, (), SENDING_CHANNELS))
    story.turn()
    assert hostile in full_text(story.slack.wait_for_message(TARO, "【訓練】【お知らせ】停電 <@U3TARO>"))
    assert hostile in " ".join(words_of(story.line.wait_for_message(MISAKI_LINE, "【お知らせ】停電").content))
    letter = story.mail.wait_for_letter(EMMA_MAIL, "Back at 18:00")
    assert letter.subject == "【訓練】[Notice] Power <cut>"
    assert hostile in full_text(command(story, TARO, "info"))
    story.expect_everything_so_far()
