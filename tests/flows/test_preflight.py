"""What a check would do, told before it starts: the same people and messages as when it then starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.vocabulary import ChannelKind, CheckKind, ContactState, Reach
from flows.errors import RefusedError
from flows.in_force import InForce, OfEnvironment
from flows.mail_server import MailServer, Relay
from flows.preflight import Outlook, Pace, Preflight, ThroughChannel, preflight
from flows.seal import Seal
from flows.start_check import CheckStarted, StartCheck, start_check
from flows.work import Begin, Lane, Operator, Sender, System
from storage.models import people
from tests.support.company import Company

SLACK, LINE, MAIL = ChannelKind.SLACK, ChannelKind.LINE, ChannelKind.MAIL
SECOND = timedelta(seconds=1)
PACES = {SLACK: Pace(1.0), LINE: Pace(1000.0, left=500)}
HANAKO, JIRO = Sender(SLACK, "U0HANAKO"), Sender(SLACK, "U0JIRO")


def told(
    begin: Begin,
    wanted: Preflight | None = None,
    paces: dict[ChannelKind, Pace] = PACES,
    actor: Sender | Operator = HANAKO,
    in_force: InForce | None = None,
) -> Outlook:
    with begin(actor, Lane.READ) as work:
        return preflight(work, wanted or Preflight(), paces, in_force)


def through(outlook: Outlook, kind: ChannelKind) -> ThroughChannel:
    [found] = [one for one in outlook.channels if one.channel is kind]
    return found


@pytest.mark.parametrize("reach", Reach)
def test_it_counts_what_the_start_then_writes(begin: Begin, company: Company, reach: Reach) -> None:
    company.person("二つ", slack="U0TWO", mails=["a@example.jp", "b@example.jp"])
    company.person("届かない", mails=["gone@example.jp"], state=ContactState.BOUNCED, phones=["090-1"])
    company.person("退職", slack="U0LEFT", active=False)
    away = company.person("休暇中", slack="U0AWAY")
    with begin(System("test"), Lane.FANOUT) as work:
        yesterday = work.now.date() - timedelta(days=1)
        work.connection.execute(update(people).where(people.c.id == away).values(leave_from=yesterday))
    outlook = told(begin, Preflight(reach=reach))
    with begin(HANAKO, Lane.FANOUT) as work:
        started = start_check(work, StartCheck(CheckKind.DRILL, "訓練", reach=reach))
    assert isinstance(started, CheckStarted)
    assert (
        (outlook.people, outlook.unreachable, outlook.on_leave) == (started.roll, started.unreachable, 1) == (6, 1, 1)
    )
    assert {one.channel: one.messages for one in outlook.channels if one.messages} == started.messages
    assert outlook.is_everybody


def test_people_are_counted_by_channel_and_who_has_only_that_one(begin: Begin, company: Company) -> None:
    company.person("二つ", slack="U0TWO", mails=["a@example.jp", "b@example.jp"])
    outlook = told(begin)
    assert [(one.channel, one.people, one.messages, one.only) for one in outlook.channels] == [
        (SLACK, 4, 4, 2),
        (LINE, 1, 1, 0),
        (MAIL, 3, 4, 1),
    ]


def test_a_unit_manager_is_told_of_their_people_and_no_others(begin: Begin, company: Company) -> None:
    outlook = told(begin, actor=JIRO)
    assert (outlook.people, outlook.is_everybody) == (2, False)
    with pytest.raises(RefusedError, match="outside_units"):
        told(begin, Preflight((company.unit("大阪支社"),)), actor=JIRO)


def test_how_long_each_channel_takes_and_when_most_are_asked(begin: Begin, company: Company) -> None:
    for number in range(97):
        company.person(f"人{number}", slack=f"U0P{number:03}")
    outlook = told(begin)
    assert through(outlook, SLACK).needs == 100 * SECOND
    assert through(outlook, MAIL).needs is None
    # Emma has mail alone, of which nobody knows how long it takes: nine in ten of 101 are 90.9 of the others.
    assert outlook.most_after is not None
    assert 89 * SECOND < outlook.most_after < 92 * SECOND


def test_nobody_says_when_where_the_known_channels_do_not_come_to_most(begin: Begin, company: Company) -> None:
    for number in range(20):
        company.person(f"人{number}", mails=[f"p{number}@example.jp"])
    assert told(begin).most_after is None
    limited = InForce(
        OfEnvironment(frozenset({MAIL}), MailServer(Relay("smtp.office365.com", 587), "a@example.jp")), Seal("k" * 40)
    )
    outlook = told(begin, in_force=limited)
    assert through(outlook, MAIL).needs == timedelta(minutes=1)
    assert outlook.most_after is not None


def test_what_line_no_longer_takes_this_month_is_told(begin: Begin, company: Company) -> None:
    for number in range(9):
        company.person(f"人{number}", line=f"U{number:032x}")
    short = told(begin, paces={**PACES, LINE: replace(PACES[LINE], left=4)})
    line = through(short, LINE)
    assert (line.messages, line.left, line.short_of, line.only) == (10, 4, 6, 9)
    assert short.most_after is None
    assert told(begin).most_after is not None
