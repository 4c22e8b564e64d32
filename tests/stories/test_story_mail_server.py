"""The mail server is set while the product runs: what was off goes out, another one takes over, a lost key waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from app import Anpi
from bot.vocabulary import ChannelKind, MessageState, Standing
from flows.mail_server import MailForm
from flows.set_addresses import save_addresses
from flows.set_mail_server import forget_mail_server, save_mail_server
from flows.work import Lane, Operator, System
from sandbox.mail import MailStandIn
from settings import Settings
from storage.models import messages
from tests.stories.conftest import ON_SQLITE, MakeStory
from tests.stories.deeds import TITLE, command
from tests.stories.harness import Story
from tests.stories.people import ASKED_BY_MAIL, EMMA_MAIL, HANAKO

pytestmark = ON_SQLITE


@pytest.fixture
def without_mail(make_story: MakeStory) -> Story:
    """Its environment names no mail server."""
    return make_story(smtp_url="", mail_from="")


@contextmanager
def another_process(story: Story, **settings: object) -> Iterator[Anpi]:
    """On the same database, turning nothing."""
    given = {**story.anpi.settings.model_dump(), **settings}
    anpi = Anpi(Settings.of(**given), story.clock)
    with closing(anpi):
        look(anpi)
        yield anpi


def look(anpi: Anpi) -> None:
    with anpi.begin(System("test"), Lane.READ) as work:
        anpi.in_force.look(work)


def set_server(story: Story, server: MailStandIn, **more: str) -> None:
    """As the console does it."""
    typed = {"host": server.host, "port": str(server.port), "security": "none", "mail_from": "new@aoba.example"}
    with story.anpi.begin(Operator("test")) as work:
        save_mail_server(work, story.anpi.in_force, MailForm.of({**typed, **more}))
    look(story.anpi)


def ask(story: Story) -> None:
    command(story, HANAKO, f"start {TITLE}")
    story.turn()


def test_mail_that_was_off_goes_out_as_soon_as_a_server_is_set(without_mail: Story) -> None:
    story = without_mail
    ask(story)
    assert story.mail.letters == []
    assert story.rows(messages, channel=ChannelKind.MAIL) == []
    assert story.check().unreachable == 2
    with another_process(story) as other:
        assert ChannelKind.MAIL not in other.policy.channels
        set_server(story, story.mail)
        look(other)
        assert ChannelKind.MAIL in other.policy.channels
        findings = {one.name: one for one in other.examine("")}
        assert findings["mail server"].ok
        assert findings["mail server"].detail.endswith("took the login (set in the console)")
    assert story.check().unreachable == 1
    story.forward(minutes=10)
    for address in ASKED_BY_MAIL:
        assert "new@aoba.example" in story.expect_mail(address, TITLE).header("From")
    story.expect_everything_so_far()


def test_what_is_still_to_go_goes_through_the_server_that_was_just_set(story: Story) -> None:
    story.mail.refuse(EMMA_MAIL, "450 4.2.1 Greylisted, try later", times=1)
    ask(story)
    assert story.mail.mailbox(EMMA_MAIL) == []
    with MailStandIn(clock=story.clock.now) as other:
        set_server(story, other)
        for _ in range(2):
            story.forward(minutes=1)
        assert len(other.mailbox(EMMA_MAIL)) == 1
    assert story.mail.mailbox(EMMA_MAIL) == []
    story.expect_everything_so_far()


def test_what_waits_when_mail_is_switched_off_goes_out_when_it_is_on_again(without_mail: Story) -> None:
    story = without_mail
    set_server(story, story.mail)
    story.mail.refuse(EMMA_MAIL, "450 4.2.1 Greylisted, try later", times=1)
    ask(story)
    with story.anpi.begin(Operator("test")) as work:
        forget_mail_server(work, story.anpi.in_force)
    look(story.anpi)
    for _ in range(3):
        story.forward(minutes=1)
    assert story.mail.mailbox(EMMA_MAIL) == []
    set_server(story, story.mail)
    story.turn()
    assert len(story.mail.mailbox(EMMA_MAIL)) == 1
    story.expect_everything_so_far()


def test_with_another_secret_key_mail_waits_and_everything_else_goes_on(story: Story) -> None:
    set_server(story, story.mail, login="password", user="anpi", password="hunter2")
    command(story, HANAKO, f"start {TITLE}")
    with another_process(story, secret_key="another-key-" * 4) as other:
        story.log.allow("the mail server's password was sealed with another ANPI_SECRET_KEY")
        story.log.allow("mail has stopped: mail_key")
        other.cycle.turn()
        assert len(story.mail.letters) == 0
        assert all(row["state"] == MessageState.ACCEPTED for row in story.rows(messages, channel=ChannelKind.LINE))
        findings = {one.name: one for one in other.examine("")}
    assert "sealed with another ANPI_SECRET_KEY" in findings["mail server"].detail
    set_server(story, story.mail)
    story.forward(minutes=2)
    assert all(row["state"] != MessageState.QUEUED for row in story.rows(messages, channel=ChannelKind.MAIL))
    story.expect_everything_so_far()


def test_a_question_by_mail_names_the_address_inside_behind_the_one_outside(story: Story) -> None:
    inside = story.url.replace("127.0.0.1", "localhost")
    with story.anpi.begin(Operator("test")) as work:
        save_addresses(work, story.anpi.in_force, story.url, inside)
    look(story.anpi)
    ask(story)
    letter = story.expect_mail(EMMA_MAIL, TITLE)
    first, second, *_ = letter.links
    assert first.startswith(f"{story.url}/a/")
    assert second == first.replace(story.url, inside)
    assert story.post(second, status="safe").status == 200
    assert story.check().counts[Standing.SAFE] == 1
    story.expect_everything_so_far()
