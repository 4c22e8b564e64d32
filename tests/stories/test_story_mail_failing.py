"""The mail server fails and comes back: nobody is lost, and one letter never has two contents."""

from __future__ import annotations

from bot.vocabulary import ContactState, MessageState
from sandbox.mail.mailbox import Letter
from storage.models import contacts, messages
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import TITLE, command
from tests.stories.harness import Story
from tests.stories.people import ASKED_BY_MAIL, EMMA_MAIL, HANAKO, MISAKI_MAIL

pytestmark = ON_SQLITE


def begin(story: Story) -> None:
    """A check is started; nothing has gone out yet."""
    command(story, HANAKO, f"start {TITLE}")


def questions(story: Story, address: str) -> list[Letter]:
    return [letter for letter in story.mail.mailbox(address) if TITLE in letter.subject]


def state_of(story: Story, address: str) -> tuple[str, str]:
    row = story.rows(messages, address=address)[-1]
    return row["state"], row["reason"]


def test_a_4xx_is_tried_again_and_the_letter_arrives_once(story: Story) -> None:
    begin(story)
    story.mail.refuse(EMMA_MAIL, "450 4.2.1 Greylisted, try later", times=2)
    story.turn()
    assert questions(story, EMMA_MAIL) == []
    assert len(questions(story, MISAKI_MAIL)) == 1, "the others wait for nobody"
    for _ in range(5):
        story.forward(minutes=1)
    assert len(questions(story, EMMA_MAIL)) == 1
    assert state_of(story, EMMA_MAIL)[0] == MessageState.ACCEPTED
    story.expect_everything_so_far()


def test_a_letter_refused_after_the_final_dot_arrives_once(story: Story) -> None:
    begin(story)
    story.mail.refuse(EMMA_MAIL, "451 4.3.0 Try again", stage="DATA", times=1)
    story.turn()
    story.forward(minutes=2)
    assert len(questions(story, EMMA_MAIL)) == 1
    story.expect_everything_so_far()


def test_a_dead_address_bounces_for_good_and_its_owner_is_shown_as_unreachable(story: Story) -> None:
    begin(story)
    story.mail.refuse(EMMA_MAIL)
    story.turn()
    (contact,) = story.rows(contacts, address=EMMA_MAIL)
    assert contact["state"] == ContactState.BOUNCED
    assert state_of(story, EMMA_MAIL) == (MessageState.FAILED, "mail_address_gone")
    assert story.check().unreachable == 2
    story.forward(minutes=11)
    _, reminder = story.rows(messages, address=EMMA_MAIL)
    assert (reminder["state"], reminder["reason"]) == (MessageState.SKIPPED, "bounced"), "that address is gone"
    story.expect_everything_so_far()


def test_a_refusal_of_our_own_reputation_does_not_condemn_the_address(story: Story) -> None:
    begin(story)
    story.mail.refuse(EMMA_MAIL, "550 5.7.1 Rejected by policy", times=1)
    story.turn()
    (contact,) = story.rows(contacts, address=EMMA_MAIL)
    assert contact["state"] == ContactState.UNVERIFIED
    story.forward(minutes=11)
    story.expect_mail(EMMA_MAIL, "Reminder 1")
    story.expect_everything_so_far()


def test_a_connection_cut_after_the_final_dot_sends_the_same_bytes_again(story: Story) -> None:
    begin(story)
    story.mail.drop_after_dot(EMMA_MAIL)
    story.turn()
    story.forward(seconds=10)
    first, second = questions(story, EMMA_MAIL)
    assert first.raw == second.raw
    assert first.header("Message-ID")
    assert state_of(story, EMMA_MAIL)[0] == MessageState.ACCEPTED
    story.expect_everything_so_far()


def test_an_unknown_outcome_is_repeated_after_a_crash_with_the_same_bytes_too(story: Story) -> None:
    begin(story)
    story.mail.drop_after_dot("*", times=len(ASKED_BY_MAIL))
    story.turn()
    story.crash()
    story.forward(minutes=1)
    for address in ASKED_BY_MAIL:
        copies = questions(story, address)
        assert len(copies) == 2
        assert len({copy.raw for copy in copies}) == 1
    story.expect_everything_so_far()


def test_a_relay_that_refuses_our_sender_for_a_while_loses_nothing(story: Story) -> None:
    begin(story)
    story.mail.refuse("*", "451 4.7.1 Too many connections", stage="MAIL", times=None)
    story.turn()
    story.forward(minutes=1)
    assert story.mail.letters == []
    story.mail.refusals.clear()
    for _ in range(4):
        story.forward(minutes=2)
    assert [len(questions(story, address)) for address in ASKED_BY_MAIL] == [1] * len(ASKED_BY_MAIL)
    story.expect_everything_so_far()


def test_a_reminder_is_another_letter_than_the_question(story: Story) -> None:
    begin(story)
    story.turn()
    story.forward(minutes=11)
    first, second = questions(story, EMMA_MAIL)
    assert first.header("Message-ID") != second.header("Message-ID")
    assert "Reminder" not in first.subject
    assert "Reminder 1" in second.subject
    story.expect_everything_so_far()
