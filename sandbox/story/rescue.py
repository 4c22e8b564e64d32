"""A cry for help: heard, told to the managers, taken, closed with a word."""

from __future__ import annotations

from sandbox.slack.eyes import full_text
from sandbox.slack.world import Message
from sandbox.story.cast import Cast
from sandbox.story.narration import Narrator, require
from sandbox.story.phones import TIMEOUT, values_in
from sandbox.town import MANAGERS_CHANNEL, SAFETY_CHANNEL, Town

CRY = "stuck in the lift, my arm is broken"
WORD = "消防が救出し、病院で手当て"


def somebody_cries_for_help(town: Town, narrator: Narrator, cast: Cast) -> None:
    one = cast.trapped
    with narrator.step("cry for help", f"{one.name}さんがSlackに助けを求める", f"{one.name} cries for help in a DM"):
        require(town.slack.type_in_dm(one.slack_id, CRY).ok, "cry for help", "the event was not answered with 200")
        town.slack.wait_for_message(one.slack_id, "119", timeout=TIMEOUT)
        narrator.picture([CRY])
        narrator.proof("119などの番号をすぐに返信", "the reply names 119, 110, 118")
        town.slack.book.wait_for(lambda: _alert(town, cast.manager.slack_id), TIMEOUT)
        town.slack.book.wait_for(lambda: _alert(town, MANAGERS_CHANNEL), TIMEOUT)
        alert = _alert(town, cast.manager.slack_id)
        require(alert and CRY in full_text(alert), "cry for help", "the alert does not carry the person's words")
        narrator.proof("管理者にすぐ通知", "managers are told at once")


def a_manager_takes_it(town: Town, narrator: Narrator, cast: Cast) -> None:
    with narrator.step("take the case", f"{cast.manager.name}さんが担当", f"{cast.manager.name} takes care of it"):
        alert = _alert(town, cast.manager.slack_id)
        require(alert, "take the case", "there is no alert to press")
        assert alert is not None
        value = next(value for value in values_in(alert) if value.startswith("a1:tak:"))
        pressed = town.slack.press(cast.manager.slack_id, alert, value)
        require(pressed.ok, "take the case", f"the press was answered with {pressed.status} {pressed.error}")
        town.slack.wait_for_message(cast.trapped.slack_id, cast.manager.name, timeout=TIMEOUT)
        narrator.proof("本人にも担当者を通知", f"{cast.trapped.name} is told who")


def the_case_is_closed(town: Town, narrator: Narrator, cast: Cast) -> None:
    with narrator.step("close the case", f"救助完了「{WORD}」", "The case is closed with a word: rescued, in hospital"):
        command = f"done <@{cast.trapped.slack_id}> {WORD}"
        done = town.slack.slash_command(cast.manager.slack_id, SAFETY_CHANNEL, command)
        require(done.ok, "close the case", f"the product answered {done.status} {done.error}")
        town.slack.wait_for_message(MANAGERS_CHANNEL, WORD, timeout=TIMEOUT)
        narrator.proof("管理者にも表示", "the managers see the word")


def _alert(town: Town, where: str) -> Message | None:
    for message in reversed(town.slack.messages(where)):
        if any(value.startswith("a1:tak:") for value in values_in(message)):
            return message
    return None
