"""Every code that can be stored as a reason has words, in both languages; what has none shows itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from adapters.mail.reports import BounceReport
from adapters.slack.outcomes import OUTCOMES
from bot.reasons import has_words, in_words, reason
from bot.vocabulary import WORKING_STATES, ContactState, Locale
from bot.wording import WORDS
from flows.hear_bounce import Report

ROOT = Path(__file__).parents[2]
#: What carries a code as its first argument.
OUTCOME_CLASSES = {
    *("TemporaryFailure", "RateLimited", "PermanentFailure", "MessageGone", "OutcomeUnknown", "MembersRejected"),
    "unusable",
}
#: (function, place of the code among its arguments).
STORING = {
    "_End": 1,
    "skip_questions": 2,
    "contacts_stopped": 2,
    "change_state": 3,
    "change_states": 3,
    "change_contacts": 3,
    "doubt": 2,
    "settle": 3,
    "note_no_more": 2,
}
#: Of an f-string, what the server may put in.
SAID = ("5.7.1", "4.2.1", "550", "503")


def trees() -> Iterator[ast.Module]:
    for room in ("flows", "adapters", "storage"):
        for path in (ROOT / room).rglob("*.py"):
            yield ast.parse(path.read_text("utf-8"))


def constants() -> dict[str, str]:
    """Names in capitals that stand for a text."""
    return {
        target.id: node.value.value
        for tree in trees()
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def texts(node: ast.expr, named: dict[str, str]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield from (start + said for said in SAID)
        case ast.Name(id=name) if name in named:
            yield named[name]
        case ast.Attribute(value=ast.Name(id="queries" | "linking"), attr=name) if name in named:
            yield named[name]
        case ast.IfExp(body=one, orelse=other):
            yield from chain(texts(one, named), texts(other, named))


def stored_codes() -> Iterator[str]:
    named = constants()
    for call in (node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in OUTCOME_CLASSES and call.args:
            yield from texts(call.args[0], named)
        if name in STORING and len(call.args) > STORING[name]:
            yield from texts(call.args[STORING[name]], named)
        for keyword in call.keywords:
            if keyword.arg in ("reason", "state_reason") and name in ("values", "insert", "note"):
                yield from texts(keyword.value, named)


def test_every_code_that_can_be_stored_has_words() -> None:
    found = set(stored_codes())
    assert {"mail_bad_address", "line_quota_too_many", "contact_removed", "unfollowed", "left_slack"} <= found
    reports = {BounceReport((), "", "5.1.2", "", kind).reason for kind in Report if kind is not Report.DELIVERED}
    reports |= {BounceReport((), "", "", "", kind).reason for kind in Report if kind is not Report.DELIVERED}
    # From one SQL expression (storage/queries/outbox.py, not_sent.py), and of what was frozen.
    dropped = {"answered", "closed", "inactive", "replaced", "superseded", "removed", "empty", "split", "crash"}
    spoilt = {str(state) for state in ContactState if state not in WORKING_STATES}
    kept = {"maybe_doubled", "maybe_filtered", "directory", "unsubscribed", "moved"}
    # Said in a place of their own: beside a webhook, and beside a planned check that was not started.
    elsewhere = {code for code in found for family in ("hook_reason", "not_started") if f"{family}.{code}" in WORDS}
    every = (found - elsewhere) | reports | dropped | spoilt | kept | set(OUTCOMES)
    assert {code for code in every if not has_words(code)} == set()


def test_no_words_are_left_over() -> None:
    to_do = {key.removeprefix("todo.") for key in WORDS if key.startswith("todo.")}
    assert {key for key in to_do if f"reason.{key}" not in WORDS} == set()


@pytest.mark.parametrize(
    ("code", "japanese", "english"),
    [
        ("mail_address_gone", "このアドレスは存在しません", "There is no such address"),
        (
            "mail_policy_5.7.26",
            "送信元の信用の問題で拒否されました（5.7.26）",
            "Refused because of us, the sender (5.7.26)",
        ),
        (
            "mail_4.3.2",
            "メールサーバーが一時的に受け付けていません（4.3.2）",
            "The mail server does not take it yet (4.3.2)",
        ),
        ("mail_550", "相手のメールサーバーが拒否しました（550）", "Refused by the receiver’s mail server (550)"),
        (
            "token_revoked",
            "Slackアプリの設定に問題があります（token_revoked）",
            "Our Slack app is not set up rightly (token_revoked)",
        ),
        ("slack_of_tomorrow", "slack_of_tomorrow", "slack_of_tomorrow"),
        ("", "", ""),
    ],
)
def test_a_code_is_put_into_words_and_an_unknown_one_shows_itself(code: str, japanese: str, english: str) -> None:
    assert (in_words(code, Locale.JA), in_words(code, Locale.EN)) == (japanese, english)


def test_what_to_do_stands_beside_it_where_there_is_something_to_do() -> None:
    assert reason("mail_address_gone", Locale.JA).to_do == "正しい連絡先を登録してください。"
    assert reason("answered", Locale.JA).to_do == ""
    assert reason("unheard_of", Locale.EN).to_do == ""
