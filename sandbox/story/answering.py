"""People answer: a press in Slack, a press in LINE, the mail's page, a typed line."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.residents import Resident
from sandbox.story.cast import Cast
from sandbox.story.narration import Narrator, StepFailedError, require
from sandbox.story.phones import (
    TIMEOUT,
    answer_value,
    get_page,
    line_values,
    press_on_page,
    questions_by_mail,
    slack_question,
    values_in,
)
from sandbox.town import Town

#: Every so many-th of the others is away, not safe.
EVERY_NTH_AWAY = 6


def by_slack_button(town: Town, narrator: Narrator, cast: Cast) -> None:
    one = cast.slack_presser
    with narrator.step(
        "answer in Slack", f"{one.name}さんがSlackのボタンで回答", f"{one.name} answers with a Slack button"
    ):
        press_in_slack(town, one, "safe")
        narrator.proof("1回押すだけ。質問がお礼に変わる", "one press; the question becomes a thank-you")


def by_line_button(town: Town, narrator: Narrator, cast: Cast) -> None:
    one = cast.line_presser
    with narrator.step(
        "answer in LINE", f"{one.name}さんがLINEのボタンで回答", f"{one.name} answers with a LINE button"
    ):
        press_in_line(town, one, "safe")
        narrator.proof("返信でお礼", "thanked by reply")


def on_the_page(town: Town, narrator: Narrator, cast: Cast) -> None:
    one = cast.mail_reader
    with narrator.step(
        "answer by mail", f"{one.name}さんがメールのページで回答", f"{one.name} answers on the mail's page"
    ):
        url = next(link for link in questions_by_mail(town, one.mails[0])[-1].links if "/a/" in link)
        opened, again = get_page(url), get_page(url)
        require('value="safe"' in opened, "answer by mail", "the page shows no answers to press")
        require('value="safe"' in again, "answer by mail", "opening the page twice has answered")
        done = press_on_page(url, "safe")
        require('class="answered safe"' in done, "answer by mail", "the page does not say that the answer was received")
        narrator.proof("開くだけでは回答にならない", "opening alone answers nothing")


def by_typing(town: Town, narrator: Narrator, cast: Cast) -> None:
    one, words = cast.line_writer, "無事です"
    with narrator.step(
        "free text", f"{one.name}さんがLINEに「{words}」と入力", f"{one.name} types “I am safe” into LINE"
    ):
        before = len(town.line.received(one.line_id))
        require(town.line.type(one.line_id, words).ok, "free text", "the webhook was not answered with 200")
        town.line.book.wait_for(lambda: len(town.line.received(one.line_id)) > before, TIMEOUT)
        newest = list(line_values(town, one))
        require(any(value.startswith("a1:chg:") for value in newest), "free text", "no thank-you came back")
        narrator.proof("無事として記録", "recorded as safe")


def by_everybody_else(town: Town, narrator: Narrator, cast: Cast) -> None:
    crowd = [cast.manager, *cast.prompt_ones]
    with narrator.step(
        "everybody answers", f"ほかの{len(crowd)}人が回答", f"{len(crowd)} others answer, each by the channel at hand"
    ):
        _answer_all(town, crowd)


def by_late_ones(town: Town, narrator: Narrator, cast: Cast) -> None:
    with narrator.step(
        "answer the reminder",
        f"再送を見た{len(cast.late_ones)}人が回答",
        f"{len(cast.late_ones)} people answer the reminder",
    ):
        _answer_all(town, cast.late_ones)


def away_ones(cast: Cast) -> int:
    """How many of the crowd said that they are not affected."""
    return sum(
        _status_of(number) == "away"
        for group in ([cast.manager, *cast.prompt_ones], cast.late_ones)
        for number in range(len(group))
    )


def _status_of(number: int) -> str:
    return "away" if number % EVERY_NTH_AWAY == EVERY_NTH_AWAY - 1 else "safe"


def _answer_all(town: Town, people: Iterable[Resident]) -> None:
    for number, one in enumerate(people):
        if one.slack_id:
            press_in_slack(town, one, _status_of(number))
        elif one.line_id:
            press_in_line(town, one, _status_of(number))
        else:
            url = next(link for link in questions_by_mail(town, one.mails[0])[-1].links if "/a/" in link)
            press_on_page(url, _status_of(number))


def press_in_slack(town: Town, one: Resident, status: str) -> None:
    question = slack_question(town, one.slack_id)
    if question is None:
        raise StepFailedError("answer in Slack", f"{one.name} has no question in Slack")
    pressed = town.slack.press(one.slack_id, question, answer_value(values_in(question), status))
    require(pressed.ok, "answer in Slack", f"the press was answered with {pressed.status} {pressed.error}")
    town.slack.book.wait_for(
        lambda: any(
            value.startswith("a1:chg:") for message in town.slack.messages(one.slack_id) for value in values_in(message)
        ),
        TIMEOUT,
    )


def press_in_line(town: Town, one: Resident, status: str) -> None:
    pressed = town.line.postback(one.line_id, answer_value(line_values(town, one), status))
    require(pressed.ok, "answer in LINE", f"the webhook was answered with {pressed.status} {pressed.error}")
    town.line.book.wait_for(
        lambda: any(value.startswith("a1:chg:") for value in line_values(town, one)),
        TIMEOUT,
    )
