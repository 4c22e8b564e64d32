"""The main story with everything on threads of its own, as `anpi serve` runs it: over HTTP, and over Socket Mode."""

from __future__ import annotations

import pytest

from sandbox.slack.eyes import full_text
from sandbox.story.phones import slack_question
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL
from storage.models import answers
from tests.stories.conftest import ON_SQLITE, MakeStory
from tests.stories.deeds import (
    TITLE,
    answer_in_line,
    answer_in_slack,
    answer_link,
    board,
    button,
    command,
    counts,
    press_in_slack,
)
from tests.stories.harness import Story
from tests.stories.people import (
    ASKED_BY_MAIL,
    ASKED_IN_LINE,
    ASKED_IN_SLACK,
    EMMA_MAIL,
    EVERYBODY,
    HANAKO,
    JIRO,
    OLIVER,
    TARO,
    YUI_LINE,
)


@pytest.fixture(params=["http", "socket_mode"])
def live(request: pytest.FixtureRequest, make_story: MakeStory) -> Story:
    over_socket = request.param == "socket_mode"
    story = make_story(live=True, socket_mode=over_socket)
    if over_socket:
        story.slack.socket.wait_for_connections()
    return story


@pytest.fixture
def by_socket(make_story: MakeStory) -> Story:
    story = make_story(live=True, socket_mode=True)
    story.slack.socket.wait_for_connections()
    return story


def start_live(story: Story) -> None:
    command(story, HANAKO, f"start {TITLE}")
    for user in ASKED_IN_SLACK:
        story.slack.wait_for_message(user, TITLE)
    for friend in ASKED_IN_LINE:
        story.line.wait_for_message(friend, TITLE)
    for address in ASKED_BY_MAIL:
        story.mail.wait_for_letter(address, TITLE)
    story.slack.wait_for_message(SAFETY_CHANNEL, "集計")
    story.slack.wait_for_message(MANAGERS_CHANNEL, "集計")
    story.slack.wait_for_message(SAFETY_CHANNEL, "Are you safe?")
    story.expect_everything_so_far()


def test_asked_answering_helped_reminded_and_closed(live: Story) -> None:
    story = live
    start_live(story)
    answer_in_slack(story, TARO, "safe")
    assert story.slack.type_in_dm(OLIVER, "I'm safe").ok
    story.expect_slack(OLIVER, "We know you are safe")
    story.post(answer_link(story.mail.wait_for_letter(EMMA_MAIL)), status="away")
    answer_in_line(story, YUI_LINE, "help")
    alert = story.expect_slack(JIRO, "山本 結衣")
    assert story.slack.press(JIRO, alert, button(alert, "tak")).ok
    story.expect_line(YUI_LINE, "大塚 次郎さんが対応します")
    assert story.slack.slash_command(JIRO, SAFETY_CHANNEL, "done 合流").ok
    story.expect_line(YUI_LINE, "救助要請は完了になりました")
    story.forward(minutes=10)
    story.expect_slack(HANAKO, "再送 1回目")
    shown = board(story)
    assert story.slack.slash_command(HANAKO, SAFETY_CHANNEL, "close").ok
    story.forward(seconds=4)
    story.slack.book.wait_for(lambda: "終了しました" in full_text(shown))
    assert counts(story) == {"help": 0, "injured": 1, "silent": EVERYBODY - 4, "away": 1, "safe": 2}
    assert slack_question(story.town, TARO) is None
    story.expect_everything_so_far()


@ON_SQLITE
def test_an_envelope_is_acknowledged_after_the_commit(by_socket: Story) -> None:
    start_live(by_socket)
    delivery = press_in_slack(by_socket, TARO, "safe")
    assert delivery.ok
    assert [row["status"] for row in by_socket.rows(answers)] == ["safe"], "what was acknowledged stands"
    by_socket.expect_slack(TARO, "無事との回答")
    by_socket.expect_everything_so_far()


@ON_SQLITE
def test_a_command_is_answered_in_the_acknowledgement(by_socket: Story) -> None:
    delivery = by_socket.slack.slash_command(TARO, SAFETY_CHANNEL, "help")
    assert delivery.json()["response_type"] == "ephemeral"
    by_socket.expect_slack(SAFETY_CHANNEL, "/safety me", seen_by=TARO)


@ON_SQLITE
def test_a_form_over_the_socket_tells_its_errors_at_the_field(by_socket: Story) -> None:
    assert by_socket.slack.slash_command(HANAKO, SAFETY_CHANNEL, "start").ok
    form = by_socket.slack.wait_for_view(HANAKO)
    assert by_socket.slack.submit(HANAKO, form, {"title": " "}).ok
    assert list(form.errors) == ["title"]


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
@ON_SQLITE
def test_told_to_come_again_it_does_and_goes_on(by_socket: Story, reason: str) -> None:
    start_live(by_socket)
    by_socket.slack.socket.disconnect(reason)
    by_socket.slack.socket.wait_for_connections()
    # The SDK changes connections while the first press may be on its way: whoever sees an error presses again.
    assert any(press_in_slack(by_socket, TARO, "safe").ok for _ in range(3))
    by_socket.expect_slack(TARO, "無事との回答")
    assert counts(by_socket)["safe"] == 1
    by_socket.expect_everything_so_far()


@ON_SQLITE
def test_an_envelope_that_slack_delivers_again_counts_once(by_socket: Story) -> None:
    start_live(by_socket)
    delivery = answer_in_slack(by_socket, TARO, "safe")
    by_socket.slack.socket.disconnect()
    by_socket.slack.socket.wait_for_connections()
    assert by_socket.slack.repeat(delivery).ok
    assert len(by_socket.rows(answers)) == 1
    by_socket.expect_everything_so_far()
