"""The state of a check and its people, as the bot's wording wants them: the same translation for every channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.boards import BoardFacts, BoardPerson, BoardUnit, NamesFacts
from bot.labels import clock_time, day_and_time
from bot.outlook import ChannelFacts, OutlookFacts
from bot.vocabulary import By, CheckKind, Locale, Standing
from flows.preflight import Outlook
from flows.show_check import CheckView, Names, PersonLine


def board_facts(
    view: CheckView, locale: Locale, zone: tzinfo, info_url: str = "", people: Sequence[PersonLine] = ()
) -> BoardFacts:
    """`people` only for managers (invariant 11). Moments become local times of the company's zone."""
    return BoardFacts(
        check_id=view.check_id,
        kind=view.kind,
        title=view.title,
        state=view.state,
        locale=locale,
        started_at=_day(view.started_at, zone, locale),
        as_of=_day(view.as_of, zone, locale),
        roll=view.roll,
        counts=view.counts,
        guests=view.guests,
        unclaimed_help=view.unclaimed_help,
        reminders_sent=view.reminders_sent,
        unreachable=view.unreachable,
        failed=view.deliveries["failed"],
        queued=view.deliveries["queued"],
        closed_at=_day(view.closed_at, zone, locale),
        next_reminder_at=_day(view.next_reminder_at, zone, locale),
        units=tuple(BoardUnit(unit.path, unit.counts) for unit in view.units),
        people=tuple(board_person(line, zone) for line in people),
        info_url=info_url,
        stopped=tuple((one.channel, one.reason) for one in view.stopped_channels),
    )


def names_facts(names: Names, standing: Standing | None, locale: Locale, zone: tzinfo) -> NamesFacts:
    """One page of names."""
    return NamesFacts(
        check_id=names.check_id,
        kind=CheckKind.DRILL if names.is_drill else CheckKind.REAL,
        title=names.title,
        locale=locale,
        standing=standing,
        people=tuple(board_person(line, zone) for line in names.people),
        total=names.total,
        offset=names.offset,
    )


def outlook_facts(outlook: Outlook) -> OutlookFacts:
    channels = tuple(
        ChannelFacts(one.channel, one.people, one.messages, one.only, one.needs, one.left, one.short_of)
        for one in outlook.channels
    )
    return OutlookFacts(outlook.people, outlook.unreachable, outlook.on_leave, channels, outlook.most_after)


def board_person(line: PersonLine, zone: tzinfo) -> BoardPerson:
    return BoardPerson(
        name=line.name,
        units=line.units,
        standing=line.standing,
        comment=line.comment,
        said_at=clock_time(line.said_at, zone) if line.said_at else "",
        taken_by=line.help_taken_by or line.claimed_by,
        is_guest=line.is_guest,
        by_proxy=line.by is By.PROXY,
    )


def _day(moment: datetime | None, zone: tzinfo, locale: Locale) -> str:
    return day_and_time(moment, zone, locale) if moment else ""
