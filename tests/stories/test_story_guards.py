"""Who is not who they say, who may not, and what only looks like a person."""

from __future__ import annotations

import re
import urllib.request
from datetime import timedelta

import pytest

from bot.vocabulary import ContactState, Status
from sandbox.deliveries import Delivery, post
from sandbox.line.events import encode
from sandbox.line.signing import signature
from sandbox.mail.mailbox import Letter
from sandbox.slack.eyes import full_text
from sandbox.slack.signing import signed_headers
from sandbox.slack.transport import encode_body
from sandbox.story.phones import values_in
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from storage.models import answers, audit, contacts, help_cases, messages, metadata
from tests.stories.conftest import ON_SQLITE
from tests.stories.deeds import answer_in_line, answer_in_slack, answer_link, board, button, command, counts, start
from tests.stories.harness import Page, Story, fetch
from tests.stories.people import (
    ASKED_BY_MAIL,
    EMMA_MAIL,
    HANAKO,
    HANAKO_MAIL,
    ICHIRO,
    ICHIRO_LINE,
    ICHIRO_MAIL,
    JIRO,
    MISAKI_LINE,
    MISAKI_MAIL,
    RESIDENTS,
    STRANGER,
    TARO,
    YUI_LINE,
)

pytestmark = ON_SQLITE

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def everything(story: Story) -> dict[str, list[str]]:
    return {table.name: [str(dict(row)) for row in story.rows(table)] for table in metadata.sorted_tables}


def again(story: Story, delivery: Delivery, **headers: str) -> int:
    """The same bytes as before to the same door, with other headers."""
    body, content_type = encode_body(delivery.details["event"])
    moment = int(story.clock.now().timestamp())
    given = {**signed_headers(story.slack.signing_secret, moment, body), "Content-Type": content_type}
    return post(story.slack.events_url, body, {**given, **headers}, 5).status


# Signatures


FORGED = (
    {"X-Slack-Signature": "v0=" + "0" * 64},
    {"X-Slack-Signature": ""},
    {"X-Slack-Signature": "v0=あ".encode().decode("latin-1")},
    {"X-Slack-Request-Timestamp": "0"},
    {"X-Slack-Request-Timestamp": ""},
    {"X-Slack-Request-Timestamp": "NaN"},
    {"X-Slack-Request-Timestamp": "-1"},
)


def test_a_forged_request_of_slack_is_refused_and_does_nothing(story: Story) -> None:
    start(story)
    delivery = story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "close")
    story.expect_everything_so_far()
    before = everything(story)
    for headers in FORGED:
        assert again(story, delivery, **headers) == 401
    assert everything(story) == before


def test_a_request_of_slack_that_was_recorded_is_worthless_after_five_minutes(story: Story) -> None:
    start(story)
    delivery = answer_in_slack(story, TARO, Status.SAFE)
    body, content_type = encode_body(delivery.details["event"])
    old = signed_headers(story.slack.signing_secret, int(story.clock.now().timestamp()), body)
    story.clock.forward(timedelta(minutes=5, seconds=1))
    assert post(story.slack.events_url, body, {**old, "Content-Type": content_type}, 5).status == 401
    assert len(story.rows(answers)) == 1


def test_a_forged_webhook_of_line_is_refused_and_does_nothing(story: Story) -> None:
    story.log.allow("without a valid signature")
    check_id = start(story)
    with story.line.held() as events:
        story.line.postback(YUI_LINE, f"a1:ans:{check_id}:0:help")
    before = everything(story)
    body = encode(story.line.world.bot_user_id, events)
    for forged in ("", "x", "0" * 44, "あ".encode().decode("latin-1"), signature("another-secret", body)):
        assert post(story.line.webhook_url, body, {"X-Line-Signature": forged}, 5).status == 401
    assert everything(story) == before


def test_what_is_far_too_large_is_not_even_read(story: Story) -> None:
    for url in (story.slack.events_url, story.line.webhook_url):
        assert post(url, b"x" * 1_100_000, {"Content-Type": "application/json"}, 10).status in (0, 401, 413)


# People who may not


def test_an_outsiders_press_on_a_managers_button_changes_nothing_and_is_refused_in_private(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "help")
    story.forward(seconds=4)
    alert = story.slack.wait_for_message(MANAGERS_CHANNEL, "山本 結衣")
    shown = board(story)
    story.expect_everything_so_far()
    presses = [(alert, button(alert, "tak")), (shown, button(shown, "who"))]
    for who in (TARO, STRANGER, ICHIRO):
        for message, value in presses:
            assert story.slack.press(who, message, value).ok
            words = "結びついていません" if who == STRANGER else "だけです"
            said = story.expect_slack(message.channel, words, seen_by=who)
            assert said.only_for == who
            assert "山本 結衣" not in full_text(said)
            story.expect_everything_so_far()
    (case,) = story.rows(help_cases)
    assert (case["taken_at"], case["closed_at"]) == (None, None)
    assert story.slack.open_view(TARO) is None
    assert len(story.rows(audit, action="refused")) >= 3


def test_a_manager_of_other_units_cannot_take_or_close(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.forward(seconds=4)
    (case,) = story.rows(help_cases)
    story.expect_everything_so_far()
    assert "担当する組織の外" in full_text(command(story, JIRO, f"take <@{ICHIRO}>"))
    assert "担当する組織の外" in full_text(command(story, JIRO, f"done <@{ICHIRO}> 済み"))
    assert story.line.postback(YUI_LINE, f"a1:tak:{case['id']}").ok
    story.expect_line(YUI_LINE, "だけです")
    assert story.rows(help_cases)[0]["taken_at"] is None


def test_a_form_sent_by_somebody_who_lost_the_role_does_nothing(story: Story) -> None:
    """What stands in a form carries no authority: the role is looked at again when it is sent."""
    start(story)
    assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, f"mark <@{ICHIRO}>").ok
    form = story.slack.wait_for_view(HANAKO)
    form.user = JIRO
    assert story.slack.submit(JIRO, form, {"status": "safe"}).ok
    assert story.rows(answers) == []


def test_a_page_token_opens_its_own_page_and_no_other(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.turn()
    answer = answer_link(story.mail.wait_for_letter(EMMA_MAIL)).rpartition("/")[2]
    case = story.mail.wait_for_letter(MISAKI_MAIL, "鈴木").link("/console/help/")
    (case_row,) = story.rows(help_cases)
    story.expect_everything_so_far()
    for url in (
        f"{story.url}/u/{answer}",
        f"{story.url}/console/checks/1?t={answer}",
        f"{story.url}/console/help/{case_row['id']}?t={answer}",
        case.replace(f"/help/{case_row['id']}", f"/help/{case_row['id'] + 1}"),
    ):
        assert story.get(url).status == 404
        assert story.post(url, action="take").status in (404, 405)
    assert story.rows(help_cases)[0]["taken_at"] is None


def test_names_and_comments_are_nowhere_that_everybody_can_see(story: Story) -> None:
    start(story)
    answer_in_line(story, YUI_LINE, "injured")
    assert story.line.type(YUI_LINE, "足をけがしました。2階です").ok
    story.forward(seconds=4)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.forward(seconds=4)
    public = " ".join(full_text(one) for one in story.slack.messages(SAFETY_CHANNEL))
    for words in ("山本 結衣", "鈴木 一郎", "2階", "伊藤 太郎"):
        assert words not in public
    for user in (TARO, "U8OLIVER"):
        private = " ".join(full_text(one) for one in story.slack.messages(user))
        assert not [one.name for one in RESIDENTS if one.name in private and one.slack_id != user]
    assert "鈴木 一郎" in full_text(board(story, MANAGERS_CHANNEL))
    story.expect_everything_so_far()


# Mail scanners


def letters_of(story: Story) -> list[Letter]:
    return [letter for address in ASKED_BY_MAIL for letter in story.mail.mailbox(address)]


def test_a_scanner_that_opens_every_link_of_every_mail_changes_nothing(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.forward(seconds=4)
    links = {link for letter in letters_of(story) for link in (*letter.links, letter.unsubscribe_url) if link}
    assert {link.split("/")[3] for link in links} >= {"a", "u", "console"}
    # Nothing of what people did before is still being written.
    old = story.url
    story.crash()
    before = everything(story)
    for link in sorted(links):
        if link.startswith(old):
            here = link.replace(old, story.url)
            assert story.get(here).status == 200
            assert story.get(here, "HEAD").status == 200
            assert story.get(here, "OPTIONS").status in (200, 405)
    after = everything(story)
    viewed = len(after.pop("audit")) - len(before.pop("audit"))
    assert after == before
    assert viewed <= len(links) * 2, "that contact data was looked at is written down, and nothing else"
    story.expect_everything_so_far()


def test_no_page_submits_itself_or_has_anything_chosen(story: Story) -> None:
    start(story)
    for letter in letters_of(story):
        for link in (answer_link(letter), letter.unsubscribe_url):
            page = story.get(link).html
            assert "<script>" not in page
            assert "onload" not in page
            assert not re.search(r"<(input|option)[^>]*(checked|selected)", page)
            assert ".submit(" not in page


def test_opened_is_told_by_the_page_and_is_worth_nothing(story: Story) -> None:
    start(story)
    link = answer_link(story.mail.wait_for_letter(EMMA_MAIL))
    before = story.check().counts
    assert story.post(f"{link}/opened").status == 204
    assert story.check().counts == before
    assert story.rows(answers) == []
    story.forward(minutes=10)
    story.expect_mail(EMMA_MAIL, "Reminder 1")
    story.expect_everything_so_far()


# One-click unsubscribe (RFC 8058)


def unsubscribe(story: Story, letter: Letter, multipart: bool = False) -> Page:
    """As a mail provider does: no cookies, no page before."""
    if not multipart:
        return story.post(letter.unsubscribe_url, **ONE_CLICK)
    mark = "----anpi"
    part = f'--{mark}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--{mark}--\r\n'
    content = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return fetch(urllib.request.Request(letter.unsubscribe_url, part.encode(), content))


@pytest.mark.parametrize("multipart", [False, True])
def test_one_click_stops_the_address_and_says_200_however_often(story: Story, multipart: bool) -> None:
    start(story)
    letter = story.mail.wait_for_letter(ICHIRO_MAIL)
    assert letter.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    for _ in range(3):
        page = unsubscribe(story, letter, multipart)
        assert page.status == 200
        assert "Set-Cookie" not in page.headers
    (contact,) = story.rows(contacts, address=ICHIRO_MAIL)
    assert contact["state"] == ContactState.SUPPRESSED
    assert len(story.rows(audit, action="contact_suppressed")) == 1
    assert ICHIRO_MAIL not in page.html, "whoever holds the link learns no address"


def test_after_that_no_mail_goes_there_and_the_other_contacts_take_over(story: Story) -> None:
    start(story)
    unsubscribe(story, story.mail.wait_for_letter(ICHIRO_MAIL))
    before = len(story.mail.mailbox(ICHIRO_MAIL))
    story.forward(minutes=10)
    assert len(story.mail.mailbox(ICHIRO_MAIL)) == before
    story.expect_slack(ICHIRO, "再送 1回目")
    story.expect_line(ICHIRO_LINE, "再送 1回目")
    assert story.check().unreachable == 1
    story.expect_everything_so_far()


def test_a_message_already_waiting_is_not_sent_to_a_stopped_address(story: Story) -> None:
    command(story, HANAKO, "start 震度6弱")
    story.mail.refuse("*", "451 4.3.0 Try later", stage="MAIL", times=4)
    story.turn()
    (contact,) = story.rows(contacts, address=ICHIRO_MAIL)
    url = story.anpi.links.unsubscribe(int(contact["id"]), ICHIRO_MAIL)
    assert story.post(url, **ONE_CLICK).status == 200
    story.forward(minutes=2)
    assert story.mail.mailbox(ICHIRO_MAIL) == []
    assert [row["reason"] for row in story.rows(messages, address=ICHIRO_MAIL)] == ["suppressed"]
    story.expect_everything_so_far()


def test_who_stops_the_last_contact_is_shown_as_unreachable(story: Story) -> None:
    start(story)
    unsubscribe(story, story.mail.wait_for_letter(EMMA_MAIL))
    assert story.check().unreachable == 2


def test_it_can_be_resumed_on_its_page(story: Story) -> None:
    start(story)
    letter = story.mail.wait_for_letter(EMMA_MAIL)
    unsubscribe(story, letter)
    assert "Send to it again" in story.get(letter.unsubscribe_url).html
    story.post(letter.unsubscribe_url, action="resume")
    assert story.check().unreachable == 1
    story.forward(minutes=10)
    story.expect_mail(EMMA_MAIL, "Reminder 1")
    story.expect_everything_so_far()


def test_the_answer_link_of_a_stopped_address_still_answers(story: Story) -> None:
    start(story)
    letter = story.mail.wait_for_letter(EMMA_MAIL)
    unsubscribe(story, letter)
    assert story.post(answer_link(letter), status="safe").status == 200
    assert counts(story)["safe"] == 1


def test_a_letter_to_a_manager_about_somebody_else_stops_the_managers_own_address_only(story: Story) -> None:
    start(story)
    answer_in_slack(story, ICHIRO, Status.HELP)
    story.turn()
    unsubscribe(story, story.expect_mail(MISAKI_MAIL, "鈴木 一郎"))
    states = {row["address"]: row["state"] for row in story.rows(contacts)}
    assert states[MISAKI_MAIL] == ContactState.SUPPRESSED
    assert states[ICHIRO_MAIL] == states[HANAKO_MAIL] == ContactState.UNVERIFIED
    story.expect_line(MISAKI_LINE, "鈴木 一郎")
    story.expect_everything_so_far()


def test_buttons_never_carry_more_than_a_name_of_what_is_meant(story: Story) -> None:
    start(story)
    for message in story.slack.posted:
        for value in values_in(message):
            assert value == "" or re.fullmatch(r"a1(:[A-Za-z0-9_=-]+)+", value)
