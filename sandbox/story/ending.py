"""The board fills, the check closes, and the records show that nothing was sent twice."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from sandbox.slack.eyes import full_text
from sandbox.story.answering import away_ones
from sandbox.story.cast import Cast
from sandbox.story.narration import Narrator, require
from sandbox.story.phones import TIMEOUT, board, counts_on, line_values, values_in
from sandbox.town import SAFETY_CHANNEL, Town

#: Only a question offers it; [I need help] also stands under the news that a case was closed.
_ASKED = ":safe"


def the_board_fills(town: Town, narrator: Narrator, cast: Cast) -> None:
    wanted = _expected(cast)
    with narrator.step("board", "集計ボード", "The board: one message that edits itself, worst first"):
        _wait_for_counts(town, wanted)
        shown = board(town, SAFETY_CHANNEL)
        require(shown, "board", "there is no board in #safety")
        assert shown is not None
        counts = counts_on(shown)
        require(counts == wanted, "board", f"it shows {counts}, expected {wanted}")
        names = [one.name for one in town.residents if one.name in full_text(shown)]
        require(not names, "board", f"the public board shows the names {names}")
        narrator.picture(full_text(shown).splitlines()[1:9])


def the_check_closes(town: Town, narrator: Narrator, cast: Cast) -> None:
    with narrator.step(
        "close", f"{cast.manager.name}さんが /safety close", "The manager closes it: nobody is asked any more"
    ):
        closed = town.slack.slash_command(cast.manager.slack_id, SAFETY_CHANNEL, "close")
        require(closed.ok, "close", f"the product answered {closed.status} {closed.error}")
        shown = board(town, SAFETY_CHANNEL)
        assert shown is not None
        before = full_text(shown)
        town.slack.book.wait_for(lambda: full_text(shown) != before and "終了" in full_text(shown), TIMEOUT)
        narrator.proof("集計ボードは「終了」", "the board says closed")


def nothing_was_doubled(town: Town, narrator: Narrator) -> None:
    with narrator.step("nothing twice", "二重送信なし", "Nothing was sent twice, by the stand-ins' own records"):
        doubles: list[str] = []
        for one in town.residents:
            if one.slack_id:
                asked = Counter(
                    value
                    for message in town.slack.messages(one.slack_id)
                    for value in values_in(message)
                    if value.startswith("a1:ans:") and value.endswith(_ASKED)
                )
                doubles += [f"{one.name} in Slack" for count in asked.values() if count > 1]
            if one.line_id:
                seen = Counter(value for value in line_values(town, one) if value.endswith(_ASKED))
                doubles += [f"{one.name} in LINE" for count in seen.values() if count > 1]
            for address in one.mails:
                ids = Counter(letter.header("Message-ID") for letter in town.mail.mailbox(address))
                doubles += [f"{one.name} by mail" for count in ids.values() if count > 1]
        require(not doubles, "nothing twice", f"asked twice in one round: {', '.join(doubles)}")
        sent = sum(len(town.mail.mailbox(address)) for one in town.residents for address in one.mails)
        calls = len(town.line.world.accepted)
        narrator.proof(f"Slack {len(town.slack.posted)}件、LINE {calls}回、メール {sent}通", "posts, calls, letters")


def _expected(cast: Cast) -> dict[str, int]:
    silent = len(cast.silent_ones) + len(cast.unreachable)
    away = away_ones(cast)
    return {"help": 1, "injured": 0, "silent": silent, "away": away, "safe": cast.asked - silent - away - 1}


def _wait_for_counts(town: Town, wanted: dict[str, int]) -> None:
    """The board is edited at most every 3 s: give it a few turns; what it shows then is judged by the caller."""

    def is_there() -> bool:
        shown = board(town, SAFETY_CHANNEL)
        return shown is not None and counts_on(shown) == wanted

    with suppress(TimeoutError):
        town.slack.book.wait_for(is_there, TIMEOUT)
