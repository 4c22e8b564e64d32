"""What the guide would say of a company's own message. It stops nothing: the decision is the manager's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.alert_messages.data_files import edition_on
from bot.alert_messages.judging import Judgement, Written, judge
from bot.alert_messages.vocabulary import Rule
from bot.short_form import LEVELS, ShortForm
from bot.vocabulary import CheckKind
from flows.audit import note
from flows.errors import InvalidError
from flows.work import Policy, Work


@dataclass(frozen=True, slots=True)
class Words:
    """A message as its writer types it; who sends it is added by the product."""

    short: ShortForm
    message: str
    kind: CheckKind = CheckKind.REAL


def judge_words(policy: Policy, words: Words, at: datetime) -> Judgement:
    """In the edition that is in force when it goes out; for the forms, while somebody types. No database."""
    local = at.astimezone(policy.zone)
    written = Written(words.short, words.message, words.kind, policy.company, local)
    return judge(written, edition_on(local.date()), policy.message_limits)


def require_level(level: int) -> None:
    """0 is none. InvalidError(no_such_level)."""
    if level not in (0, *LEVELS):
        raise InvalidError("no_such_level", level=level)


def note_findings(
    work: Work,
    words: Words,
    at: datetime,
    check_id: int | None = None,
    also: Sequence[Rule] = (),
    beside: Words | None = None,
    **about: int,
) -> None:
    """In the transaction that sends or keeps it: that somebody decided so, and against which rules.

    `also`: warnings that do not stand in the words. `beside`: the same in another language.
    """
    judged = [judge_words(work.policy, one, at) for one in (words, beside) if one is not None]
    found = [one.finding for each in judged for one in each.found]
    if found or also:
        rules = sorted({one.rule.value for one in found} | {rule.value for rule in also})
        errors = sum(each.errors for each in judged)
        counts = {"errors": errors, "warnings": len(found) - errors + len(also)}
        note(work, "findings_overruled", check_id=check_id, rules=rules, edition=judged[0].edition, **counts, **about)
