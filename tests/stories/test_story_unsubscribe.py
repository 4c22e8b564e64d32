"""One click as Gmail sends it stops one address; the person or a manager resumes it, and the next check arrives."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.vocabulary import ContactState
from flows.start_campaign import StartCampaign, start_campaign
from flows.work import Lane, Operator
from storage.models import checks, contacts, messages
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import command
from tests.stories.harness import Story
from tests.stories.mail_provider import looks, one_click_url, presses
from tests.stories.people import HANAKO, HANAKO_MAIL, ICHIRO, ICHIRO_LINE, ICHIRO_MAIL
from tests.stories.visitor import Visitor

STOPPED = "配信停止中"


def check(story: Story, title: str) -> int:
    """The one before is closed, this one started and sent to everybody."""
    story.forward(minutes=1)
    if story.rows(checks, state="active"):
        command(story, HANAKO, "close")
    command(story, HANAKO, f"start {title}")
    story.turn()
    return story.check().check_id


def state(story: Story) -> str:
    [contact] = story.rows(contacts, address=ICHIRO_MAIL)
    return str(contact["state"])


def stop_by_one_click(story: Story, title: str) -> None:
    """From the letter that has just come; what looks at it before stops nothing."""
    url = one_click_url(story.expect_mail(ICHIRO_MAIL, title))
    before = state(story)
    seen = looks(url)
    assert [answer.status for answer in seen] == [200, 200, 200, 200, 400, 400]
    assert state(story) == before != ContactState.SUPPRESSED
    for answer in presses(url):
        assert (answer.status, answer.headers["Location"], answer.headers["Set-Cookie"]) == (200, None, None)
        assert state(story) == ContactState.SUPPRESSED


def others_are_asked_and_the_address_is_not(story: Story, check_id: int, title: str) -> None:
    story.expect_slack(ICHIRO, title)
    story.expect_line(ICHIRO_LINE, title)
    assert all(title not in letter.subject for letter in story.mail.mailbox(ICHIRO_MAIL))
    [row] = story.rows(messages, check_id=check_id, address=ICHIRO_MAIL)
    assert (row["state"], row["reason"]) == ("skipped", "suppressed")


def line_of(page: str, words: str) -> str:
    items: list[str] = re.findall(r"<li>.*?</li>", page, re.DOTALL)
    [line] = [item for item in items if words in item]
    return line


def by_themselves_in_the_console(story: Story) -> None:
    """The letter that signs in goes to the stopped address too: it is asked for."""
    ichiro = Visitor(story).sign_in(ICHIRO_MAIL, "ログイン")
    assert STOPPED in ichiro.see("/console/me")
    assert STOPPED not in re.sub(r"<details.*?</details>", "", ichiro.press("/console/me", "配信を再開"), flags=re.S)


def on_the_contact_page(story: Story) -> None:
    """Its link came with the confirmation of contacts, before the address was stopped."""
    link = story.expect_mail(ICHIRO_MAIL, "連絡先確認").link("/c/")
    assert "再開" in story.get(link).html
    assert state(story) == ContactState.SUPPRESSED, "looking resumes nothing"
    assert story.post(link, action="resume").status == 200


def by_a_manager(story: Story) -> None:
    hanako = Visitor(story).sign_in(HANAKO_MAIL, "ログイン")
    page = hanako.see("/console/contacts?state=suppressed")
    [contact_id] = re.findall(r'name="contact" value="(\d+)"', line_of(page, ICHIRO_MAIL))
    hanako.press("/console/contacts?state=suppressed", 'value="resume"', action="resume", contact=contact_id)


RESUMED: tuple[Callable[[Story], None], ...] = (
    by_themselves_in_the_console,
    on_the_contact_page,
    by_a_manager,
)


@ON_SQLITE
def test_stopped_by_one_click_shown_everywhere_and_resumed_in_three_ways(story: Story) -> None:
    with story.anpi.begin(Operator("test"), Lane.FANOUT) as work:
        start_campaign(work, StartCampaign())
    story.turn()
    check(story, "最初")
    manager = Visitor(story).sign_in(HANAKO_MAIL, "ログイン")
    stop = "最初"
    for number, resumed in enumerate(RESUMED):
        stop_by_one_click(story, stop)
        unheard = check(story, f"停止中{number}")
        others_are_asked_and_the_address_is_not(story, unheard, f"停止中{number}")
        deliveries = manager.see(f"/console/checks/{unheard}/deliveries?state=stopped")
        assert STOPPED in line_of(deliveries, ICHIRO_MAIL)
        resumed(story)
        assert state(story) != ContactState.SUPPRESSED
        stop = f"再開{number}"
        check(story, stop)
        story.expect_mail(ICHIRO_MAIL, stop)
    story.expect_everything_so_far()
