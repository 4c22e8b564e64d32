"""What people do in a story, in one line each."""

from __future__ import annotations

from sandbox.deliveries import Delivery
from sandbox.line.eyes import words_of
from sandbox.mail.mailbox import Letter
from sandbox.slack.world import Message
from sandbox.story.phones import answer_value, line_values, slack_question, values_in
from sandbox.story.phones import board as board_in
from sandbox.story.phones import counts_on as counts_on
from sandbox.town import SAFETY_CHANNEL
from tests.stories.harness import Page, Story
from tests.stories.people import ASKED_BY_MAIL, ASKED_IN_LINE, ASKED_IN_SLACK, HANAKO, resident

TITLE = "震度6弱"
#: The first words of the thank-you: the question itself holds the status's name too.
THANKED = {
    "safe": ("無事との回答", "We know you are safe"),
    "away": ("影響なしとの回答", "We know you are not affected"),
    "injured": ("けがをしたとの回答", "We know you are injured"),
    "help": ("救助要請を受け取りました", "We have your call for help"),
}


def command(story: Story, user: str, text: str, channel: str = SAFETY_CHANNEL) -> Message:
    """Types it, and gives the private answer that is shown for it."""
    assert story.slack.slash_command(user, channel, text).ok
    return story.expect_slack(channel, seen_by=user)


def start(story: Story, text: str = f"start {TITLE}") -> int:
    """A check for everybody; every phone has the question. Its id."""
    command(story, HANAKO, text)
    story.turn()
    for user in ASKED_IN_SLACK:
        story.expect_slack(user, TITLE)
    for friend in ASKED_IN_LINE:
        story.expect_line(friend, TITLE)
    for address in ASKED_BY_MAIL:
        story.expect_mail(address, TITLE)
    story.expect_everything_so_far()
    return story.check().check_id


def press_in_slack(story: Story, user: str, status: str) -> Delivery:
    """The newest question in this person's direct messages."""
    question = slack_question(story.town, user)
    assert question is not None, f"{user} was not asked"
    return story.slack.press(user, question, answer_value(values_in(question), status))


def press_in_line(story: Story, user: str, status: str) -> Delivery:
    """The newest such button in this person's chat."""
    return story.line.postback(user, answer_value(line_values(story.town, resident(user)), status))


def answer_in_slack(story: Story, user: str, status: str) -> Delivery:
    """Pressed, committed, thanked."""
    delivery = press_in_slack(story, user, status)
    assert delivery.ok
    story.expect_slack(user, thanks_to(user, status))
    return delivery


def answer_in_line(story: Story, user: str, status: str) -> Delivery:
    """Pressed, committed, thanked: once more where the same was said before."""

    def thanked() -> int:
        return sum(thanks_to(user, status) in " ".join(words_of(one.content)) for one in story.line.received(user))

    before = thanked()
    delivery = press_in_line(story, user, status)
    assert delivery.ok
    story.line.book.wait_for(lambda: thanked() > before)
    story.expect_line(user, thanks_to(user, status))
    return delivery


def thanks_to(address: str, status: str) -> str:
    return THANKED[status][resident(address).locale == "en"]


def answer_link(letter: Letter) -> str:
    return letter.link("/a/")


def press_on_page(story: Story, letter: Letter, status: str) -> Page:
    """The answer page of this letter, and the page that follows."""
    return story.post(answer_link(letter), status=status)


def button(message: Message, verb: str) -> str:
    """The value of the first button with this verb (`tak`, `don`, `com` …)."""
    return next(value for value in values_in(message) if value.startswith(f"a1:{verb}:"))


def board(story: Story, where: str = SAFETY_CHANNEL) -> Message:
    found = board_in(story.town, where)
    assert found is not None, f"there is no board in {where}"
    return found


def wait_for_more(story: Story, user: str, than: int) -> None:
    """Until more messages than that stand in this person's direct messages or chat."""
    stand_in = story.line if resident(user).line_id == user else story.slack
    seen = (lambda: story.line.received(user)) if stand_in is story.line else (lambda: story.slack.messages(user))
    stand_in.book.wait_for(lambda: len(seen()) > than)


def counts(story: Story) -> dict[str, int]:
    return {standing.value: number for standing, number in story.check().counts.items()}
