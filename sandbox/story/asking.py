"""The check starts, the phones ring, the silent are asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from sandbox.recording import Book
from sandbox.residents import Resident
from sandbox.story.cast import Cast
from sandbox.story.narration import Narrator, require
from sandbox.story.phones import TIMEOUT, line_questions, questions_by_mail, slack_question
from sandbox.town import SAFETY_CHANNEL, Town

T = TypeVar("T")

#: Slack waits no longer for an acknowledgement.
ACK_SECONDS = 3.0
#: The demo's reminders come within seconds; a slow machine gets some more.
REMINDER_TIMEOUT = 25.0


def start(town: Town, narrator: Narrator, cast: Cast, title: str) -> None:
    with narrator.step("start", f"{cast.manager.name}さんが /safety start", "The manager types it in #safety"):
        ack = town.slack.slash_command(cast.manager.slack_id, SAFETY_CHANNEL, f"start {title}")
        require(ack.ok, "start", f"the product answered {ack.status} {ack.error}")
        require(ack.elapsed < ACK_SECONDS, "start", f"the acknowledgement took {ack.elapsed:.1f} s")
        narrator.proof(f"{ack.elapsed * 1000:.0f}ミリ秒で応答", f"acknowledged after {ack.elapsed * 1000:.0f} ms")


def slack_is_asked(town: Town, narrator: Narrator) -> None:
    asked = [one for one in town.residents if one.slack_id and one.active]
    with narrator.step("ask in Slack", "Slackで質問", "Asked in Slack: in the channel, and a DM to each person"):
        in_channel = _wait_for_all(town.slack.book, [SAFETY_CHANNEL], lambda where: bool(slack_question(town, where)))
        require(not in_channel, "ask in Slack", "the question did not appear in #safety")
        missing = _wait_for_all(town.slack.book, asked, lambda one: slack_question(town, one.slack_id) is not None)
        require(not missing, "ask in Slack", f"{len(missing)} of {len(asked)} people got no DM")
        narrator.proof(f"チャンネル1件、DM {len(asked)}件", f"1 channel message, {len(asked)} DMs")


def line_is_asked(town: Town, narrator: Narrator) -> None:
    asked = [one for one in town.residents if one.line_id and one.active]
    with narrator.step("ask in LINE", "LINEで質問", "Asked in LINE: one multicast for each language"):
        missing = _wait_for_all(town.line.book, asked, lambda one: bool(line_questions(town, one)))
        require(not missing, "ask in LINE", f"{len(missing)} of {len(asked)} people got nothing")
        calls = town.line.book.accepted_counts
        made = calls["multicast"] + calls["push"]
        narrator.proof(f"{len(asked)}人へ、送信{made}回", f"{len(asked)} people, {made} calls")


def mail_is_asked(town: Town, narrator: Narrator) -> None:
    addresses = [address for one in town.residents if one.active for address in one.mails]
    with narrator.step("ask by mail", "メールで質問", "Asked by mail: each letter with its own answer page"):
        missing = _wait_for_all(town.mail.book, addresses, lambda address: bool(questions_by_mail(town, address)))
        require(not missing, "ask by mail", f"{len(missing)} of {len(addresses)} addresses got nothing")
        letter = questions_by_mail(town, addresses[0])[0]
        require("【安否確認】" in letter.subject, "ask by mail", f"the subject is {letter.subject!r}")
        require(letter.unsubscribe_url, "ask by mail", "List-Unsubscribe is missing")
        narrator.proof(f"{len(addresses)}通", f"{len(addresses)} letters")
        narrator.picture([letter.subject])


def the_silent_are_reminded(town: Town, narrator: Narrator, cast: Cast) -> None:
    silent = [*cast.late_ones, *cast.silent_ones]
    answered = [cast.slack_presser, cast.line_presser, cast.mail_reader, cast.line_writer, cast.trapped]
    narrator.wait("数秒待ちます", "a few seconds")
    with narrator.step("remind", "未回答の人だけに自動で再送", "The silent are asked again, and nobody else"):
        for book in (town.slack.book, town.line.book, town.mail.book):
            reached = [one for one in silent if _first_book(town, one) is book]
            _wait_for_all(book, reached, lambda one: _was_reminded(town, one), REMINDER_TIMEOUT)
        missing = [one.name for one in silent if not _was_reminded(town, one)]
        require(not missing, "remind", f"no reminder reached {', '.join(missing)}")
        disturbed = [one.name for one in answered if _was_reminded(town, one)]
        require(not disturbed, "remind", f"{', '.join(disturbed)} had answered and was asked again")
        narrator.proof(
            f"{len(silent)}人に再送、回答済みの人には送らない", f"{len(silent)} people, none who had answered"
        )
        out_of_reach = len(cast.unreachable)
        narrator.proof(
            f"連絡先のない{out_of_reach}人は集計ボードで管理者に", f"{out_of_reach} without any contact: on the board"
        )


def _first_book(town: Town, one: Resident) -> Book:
    return town.slack.book if one.slack_id else town.line.book if one.line_id else town.mail.book


def _was_reminded(town: Town, one: Resident) -> bool:
    """Through any of their channels."""
    by_slack = bool(one.slack_id) and slack_question(town, one.slack_id, round_=1) is not None
    by_line = bool(one.line_id) and max(line_questions(town, one), default=0) >= 1
    by_mail = any(len(questions_by_mail(town, address)) > 1 for address in one.mails)
    return by_slack or by_line or by_mail


def _wait_for_all(book: Book, wanted: Sequence[T], has_it: Callable[[T], bool], timeout: float = TIMEOUT) -> list[T]:
    """Who is still missing when the time is up; empty as soon as everybody has it."""
    left = list(wanted)

    def nobody_left() -> bool:
        left[:] = [one for one in left if not has_it(one)]
        return not left

    with suppress(TimeoutError):
        book.wait_for(nobody_left, timeout)
    return left
