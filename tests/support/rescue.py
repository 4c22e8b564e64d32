"""Somebody cries for help, somebody takes care: the steps that several tests take."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.vocabulary import ChannelKind, MessageKind, Status, Via
from flows.help_cases import CloseHelp, HelpCaseView, TakeHelp, close_help, take_help
from flows.record_answer import AnswerRecorded, RecordAnswer, record_answer
from flows.work import Actor, Begin, Sender
from storage.models import messages
from tests.support.checks import rows_of
from tests.support.clock import START

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER", "通りすがり")


def say(begin: Begin, actor: Actor, check_id: int, status: Status = Status.HELP, **more: Any) -> AnswerRecorded:
    request = RecordAnswer(**{"status": status, "given_at": START, "via": Via.SLACK, "check_id": check_id, **more})
    with begin(actor) as work:
        return record_answer(work, request)


def cry(begin: Begin, actor: Actor, check_id: int) -> int:
    case_id = say(begin, actor, check_id).help_case_id
    assert case_id is not None
    return case_id


def take(begin: Begin, actor: Actor, case_id: int | None = None, event_key: str | None = None) -> HelpCaseView:
    with begin(actor) as work:
        return take_help(work, TakeHelp(case_id, event_key))


def close(begin: Begin, actor: Actor, case_id: int | None = None, word: str = "救助済み", **more: Any) -> HelpCaseView:
    with begin(actor) as work:
        return close_help(work, CloseHelp(word, case_id, **more))


def told(begin: Begin, kind: MessageKind) -> list[Row[*tuple[Any, ...]]]:
    return rows_of(begin, messages, kind=kind)


def addresses(begin: Begin, kind: MessageKind) -> list[str]:
    return sorted(row.address for row in told(begin, kind))
