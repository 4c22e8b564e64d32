"""A message as a manager writes it, before it is anything: nothing is stored, nothing forbidden, nothing noted."""

from __future__ import annotations

from bot.alert_messages.data_files import edition_on
from bot.alert_messages.drafting import Desk
from bot.alert_messages.judging import Judgement
from flows.judge_message import Words, judge_words
from flows.who import require_manager
from flows.work import Work


def judge_typed(work: Work, *written: Words) -> tuple[Judgement, ...]:
    """Lane READ, for managers: what the guide would say of each if it went out now. RefusedError."""
    require_manager(work)
    return tuple(judge_words(work.policy, words, work.now) for words in written)


def writing_desk(work: Work) -> Desk:
    """Lane READ, for managers: what a message is composed with at this moment. RefusedError."""
    require_manager(work)
    at = work.now.astimezone(work.policy.zone)
    return Desk(work.policy.company, at, edition_on(at.date()), work.policy.message_limits)
