"""The facts of a flow put into words for Slack: what several listeners answer with."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from adapters.slack.blocks import escaped_within, message, plain
from adapters.slack.room import Room
from bot.information import information
from bot.refusals import refusal
from bot.rescue import help_closed_for_managers, help_taken_for_managers
from bot.thanks import ChoiceFacts, ThanksFacts, choose_again, thank_you
from bot.vocabulary import Locale
from flows.company_info import show_info
from flows.errors import FlowError
from flows.help_cases import HelpCaseView
from flows.my_answer import my_answer
from flows.record_answer import AnswerRecorded
from flows.telling import info_facts, is_in_need, rescue_facts, thanks_facts
from flows.who import who_is
from flows.work import Lane, Sender, Work

#: `text` and `blocks`, ready for any way of answering.
Said = dict[str, Any]


def locale_in(work: Work) -> Locale:
    """The language of the person behind the actor, or the company's."""
    who = who_is(work)
    return who.locale if who else work.policy.locale


def locale_of(room: Room, sender: Sender) -> Locale:
    with room.begin(sender, Lane.READ) as work:
        return locale_in(work)


def plainly(sentence: str) -> Said:
    """A sentence of ours, for its reader alone."""
    return {"text": escaped_within(sentence, 3000), "blocks": [{"type": "section", "text": plain(sentence, 3000)}]}


def refused(room: Room, sender: Sender, error: FlowError) -> Said:
    """What is wrong and what to do, in the reader's language."""
    return plainly(refusal(error.code, locale_of(room, sender), error.params))


def thanks(room: Room, sender: Sender, recorded: AnswerRecorded) -> Said:
    """Who is in need reads the company's numbers too; all others share a few texts."""
    info = None
    if is_in_need(recorded):
        with room.begin(sender, Lane.READ) as work:
            info = show_info(work)
    return _thanks(thanks_facts(recorded, room.links.info(recorded.locale), info))


@lru_cache(maxsize=256)
def _thanks(facts: ThanksFacts) -> Said:
    """Shared between callers: never changed by them."""
    return message(thank_you(facts))


def choice(room: Room, sender: Sender, check_id: int | None) -> Said:
    """The four answers with what was said last. NotFoundError(no_active_check)."""
    with room.begin(sender, Lane.READ) as work:
        mine = my_answer(work, check_id)
        said_at = mine.said_at.astimezone(work.policy.zone) if mine.said_at else None
    facts = ChoiceFacts(mine.check_id, mine.kind, mine.title, mine.round, mine.locale)
    return message(choose_again(facts, mine.said, said_at))


def info_said(room: Room, sender: Sender) -> Said:
    """The company's emergency contacts, links and routes."""
    with room.begin(sender, Lane.READ) as work:
        locale = locale_in(work)
        facts = info_facts(show_info(work), locale, work.policy.company, room.links.info(locale))
    return message(information(facts))


def case_said(room: Room, sender: Sender, view: HelpCaseView) -> Said:
    """A help case as its managers read it: taken, or closed with a word."""
    with room.begin(sender, Lane.READ) as work:
        locale, zone = locale_in(work), work.policy.zone
    facts = rescue_facts(view, zone, locale)
    return message(help_closed_for_managers(facts) if view.closed_by else help_taken_for_managers(facts))
