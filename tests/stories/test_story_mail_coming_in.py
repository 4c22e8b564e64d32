"""Mail comes back to the whole product: a report ends an address, a reply is an answer, a machine is nobody."""

from __future__ import annotations

import smtplib

import pytest

from bot.vocabulary import ContactState
from sandbox.mail.mailbox import Letter
from sandbox.stage import free_port
from storage.models import answers, contacts, messages, unclear_replies
from tests.adapters.mail.incoming_letters import reply, report
from tests.stories.conftest import ON_SQLITE, MakeStory
from tests.stories.deeds import TITLE, start
from tests.stories.harness import Story
from tests.stories.people import EMMA_MAIL, MISAKI_LINE, MISAKI_MAIL

pytestmark = ON_SQLITE


class Door:
    """The company's mail server handing letters over."""

    def __init__(self, port: int) -> None:
        self.port = port

    def hand_over(self, sender: str, to: str, raw: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, "mail.aoba.example", timeout=10) as smtp:
            smtp.sendmail(sender, [to], raw)


@pytest.fixture
def door() -> Door:
    return Door(free_port())


@pytest.fixture
def story(make_story: MakeStory, door: Door) -> Story:
    addresses = {"mail_bounce_address": "bounce@aoba.example", "mail_answer_address": "answer@aoba.example"}
    story = make_story(live=True, **addresses, mail_listen=f"127.0.0.1:{door.port}")
    start(story)
    story.expect_everything_so_far()
    return story


def question(story: Story, address: str) -> Letter:
    return story.expect_mail(address, TITLE)


def test_an_address_that_is_gone_is_told_by_a_report(story: Story, door: Door) -> None:
    letter = question(story, EMMA_MAIL)
    door.hand_over("", letter.sender, report("5.1.1", "smtp; 550 5.1.1 unknown", to=EMMA_MAIL))
    [contact] = story.rows(contacts, address=EMMA_MAIL)
    assert contact["state"] == ContactState.BOUNCED
    assert [row["reason"] for row in story.rows(messages, address=EMMA_MAIL)] == ["mail_address_gone"]
    assert story.check().unreachable == 2, "nothing else reaches Emma"
    story.expect_everything_so_far()


def test_a_reply_of_certain_words_is_an_answer_and_closes_all_channels(story: Story, door: Door) -> None:
    letter = question(story, MISAKI_MAIL)
    door.hand_over(MISAKI_MAIL, letter.header("Reply-To"), reply("無事です\n\n> 助けて"))
    story.expect_mail(MISAKI_MAIL, "返信を受け取りました")
    [answer] = story.rows(answers)
    assert (answer["status"], answer["via"]) == ("safe", "mail")
    story.expect_everything_so_far()
    before = len(story.mail.mailbox(MISAKI_MAIL))
    story.forward(minutes=11)
    story.expect_mail(EMMA_MAIL, "Reminder 1")
    story.expect_everything_so_far()
    assert len(story.mail.mailbox(MISAKI_MAIL)) == before, "no reminder"
    assert story.rows(messages, address=MISAKI_LINE, round=1) == [], "in no channel"


def test_an_unclear_reply_is_kept_and_its_writer_gets_the_link_once(story: Story, door: Door) -> None:
    letter = question(story, EMMA_MAIL)
    for number in range(2):
        raw = reply("Is this real?").replace(b"<r1@", b"<r%d@" % number)
        door.hand_over(EMMA_MAIL, letter.header("Reply-To"), raw)
    back = story.expect_mail(EMMA_MAIL, "We could not read your reply")
    assert any("/a/" in link for link in back.links)
    story.expect_everything_so_far()
    assert story.rows(answers) == []
    assert [row["text"] for row in story.rows(unclear_replies)] == ["Is this real?"] * 2
    assert len([one for one in story.mail.mailbox(EMMA_MAIL) if "could not read" in one.subject]) == 1


def test_a_vacation_notice_is_no_answer_and_gets_none(story: Story, door: Door) -> None:
    letter = question(story, EMMA_MAIL)
    notice = reply("I am safe on the beach", headers="Auto-Submitted: auto-replied")
    door.hand_over("", letter.header("Reply-To"), notice)
    door.hand_over("", letter.sender, notice)
    assert story.rows(answers) == []
    assert story.rows(unclear_replies) == []
    assert [row["state"] for row in story.rows(messages, address=EMMA_MAIL)] == ["accepted"]
