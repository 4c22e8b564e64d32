"""Checks, their boards, who stands where, answers and deliveries."""

from __future__ import annotations

from datetime import timedelta

from adapters.api import told
from adapters.api.asked import (
    AnswerAsked,
    ChecksAsked,
    CloseAsked,
    DeliveriesAsked,
    RemindAsked,
    StandingsAsked,
    StartAsked,
    from_cursor,
    number_in,
    to_cursor,
)
from adapters.api.endpoint import Ask
from bot.api_words import Scope
from bot.vocabulary import Standing, Status, Via
from flows.api_checks import page_of_checks, units_at
from flows.close_check import CloseCheck, close_check
from flows.errors import InvalidError
from flows.find_person import PersonRef
from flows.list_deliveries import DeliveryFilter, DeliveryLine, list_deliveries, note_deliveries_seen
from flows.mark_person import MarkPerson, mark_person
from flows.remind import RemindNow, remind_now
from flows.show_check import CheckView, show_check
from flows.start_check import SimilarActive, StartCheck, start_check
from flows.status_list import StatusFilter, StatusLine, note_status_exported, status_list
from flows.work import Work


def checks(work: Work, ask: Ask) -> told.ChecksTold:
    wanted = ask.of(ChecksAsked)
    page = page_of_checks(work, number_in(wanted.cursor) or None, wanted.limit, wanted.state, wanted.kind)
    lines = [
        told.CheckLine(id=one.check_id, kind=one.kind, title=one.title, state=one.state, started_at=one.started_at)
        for one in page.lines
    ]
    return told.ChecksTold(items=lines, next=to_cursor(page.next))


def start(work: Work, ask: Ask) -> told.CheckStarted:
    wanted = ask.of(StartAsked)
    minutes = wanted.closes_after_minutes
    started = start_check(
        work,
        StartCheck(
            kind=wanted.kind,
            title=wanted.title,
            message=wanted.message,
            level=wanted.level,
            action=wanted.action,
            unit_ids=units_at(work, wanted.units),
            reach=wanted.reach,
            closes_after=None if minutes is None else timedelta(minutes=minutes),
            confirmed=wanted.confirmed,
        ),
    )
    if isinstance(started, SimilarActive):
        raise InvalidError("api_similar_active", number=started.check_id)
    return told.CheckStarted(
        id=started.check_id,
        kind=started.kind,
        title=started.title,
        started_at=started.started_at,
        roll=started.roll,
        unreachable=started.unreachable,
        on_leave=started.on_leave,
    )


def check(work: Work, ask: Ask) -> told.CheckTold:
    view = show_check(work, ask.check_id)
    return told.CheckTold(
        id=view.check_id,
        kind=view.kind,
        title=view.title,
        state=view.state,
        started_at=view.started_at,
        message=view.message,
        level=view.level,
        action=view.action,
        closed_at=view.closed_at,
        called_off=view.called_off,
        roll=view.roll,
        counts=_counts(view.counts),
        guests=view.guests,
        unclaimed_help=view.unclaimed_help,
        reminders_sent=view.reminders_sent,
        next_reminder_at=view.next_reminder_at,
        deliveries=told.Outcomes(**view.deliveries),
        unreachable=view.unreachable,
    )


def board(work: Work, ask: Ask) -> told.BoardTold:
    view: CheckView = show_check(work, ask.check_id, with_units=True)
    units = [told.UnitCounts(path=unit.path, depth=unit.depth, counts=_counts(unit.counts)) for unit in view.units]
    return told.BoardTold(
        check_id=view.check_id,
        as_of=view.as_of or work.now,
        roll=view.roll,
        counts=_counts(view.counts),
        guests=view.guests,
        unclaimed_help=view.unclaimed_help,
        unreachable=view.unreachable,
        units=units,
    )


def remind(work: Work, ask: Ask) -> told.Reminded:
    ask.of(RemindAsked)
    done = remind_now(work, RemindNow(ask.check_id))
    return told.Reminded(
        check_id=done.check_id,
        outcome="just_before" if done.just_before else "under_way" if done.already else "sent",
        round=done.round,
        people=done.people,
        out_of_reach=done.out_of_reach,
    )


def close(work: Work, ask: Ask) -> told.CheckClosed:
    done = close_check(work, CloseCheck(ask.check_id, tell=ask.of(CloseAsked).tell))
    return told.CheckClosed(check_id=done.check_id, closed_at=done.closed_at, already=done.already, silent=done.silent)


def note_people(work: Work, ask: Ask) -> None:
    """Names and words are handed out. Each page is noted: whoever writes a cursor of their own begins anywhere."""
    note_status_exported(work, ask.check_id)


def people(work: Work, ask: Ask) -> told.StandingsTold:
    wanted = ask.of(StandingsAsked)
    page = status_list(
        work,
        StatusFilter(ask.check_id, wanted.only, text=wanted.text, after=from_cursor(wanted.cursor), limit=wanted.limit),
    )
    return told.StandingsTold(items=[_standing(line) for line in page.lines], next=to_cursor(page.next))


def answer(work: Work, ask: Ask) -> told.AnswerTold:
    wanted = ask.of(AnswerAsked)
    done = mark_person(
        work,
        MarkPerson(
            person=PersonRef(employee_no=wanted.employee_no),
            status=wanted.status,
            given_at=wanted.at(work.now),
            via=Via.API,
            check_id=ask.check_id,
            comment=wanted.comment,
        ),
    )
    return told.AnswerTold(
        check_id=done.check_id,
        employee_no=wanted.employee_no,
        status=done.status,
        standing=done.standing,
        is_guest=done.is_guest,
        late=done.late,
        help_case_id=done.help_case_id,
    )


def note_deliveries(work: Work, ask: Ask) -> None:
    """Addresses are shown to whoever may see them; each page, as `note_people`."""
    if Scope.CONTACTS_READ in ask.token.scopes:
        note_deliveries_seen(work, ask.check_id)


def deliveries(work: Work, ask: Ask) -> told.DeliveriesTold:
    wanted = ask.of(DeliveriesAsked)
    show_check(work, ask.check_id)
    page = list_deliveries(
        work,
        DeliveryFilter(ask.check_id, wanted.outcome, wanted.channel, round=wanted.round),
        number_in(wanted.cursor),
        wanted.limit,
    )
    shows = Scope.CONTACTS_READ in ask.token.scopes
    lines = [_delivery(line, shows) for line in page.lines]
    return told.DeliveriesTold(items=lines, total=page.total, next=to_cursor(page.next))


def _counts(counts: dict[Standing, int]) -> told.Counts:
    return told.Counts(**{standing.value: number for standing, number in counts.items()})


def _standing(line: StatusLine) -> told.StandingTold:
    person = line.person
    return told.StandingTold(
        person_id=person.person_id or 0,
        employee_no=person.employee_no,
        name=person.name,
        units=list(person.units),
        standing=person.standing,
        said=Status(person.said) if person.said else None,
        said_by=person.by,
        said_via=person.via,
        said_at=person.said_at,
        comment=person.comment,
        can_work=person.can_work,
        place=person.place,
        opened_at=person.opened_at,
        help_case_id=person.help_case_id,
        help_taken_by=person.help_taken_by,
        reachable=person.reachable,
    )


def _delivery(line: DeliveryLine, shows_address: bool) -> told.DeliveryTold:
    return told.DeliveryTold(
        id=line.message_id,
        kind=line.kind,
        round=line.round,
        person_id=line.person_id,
        employee_no=line.employee_no,
        name=line.name,
        channel=line.channel,
        address=line.address if shows_address else None,
        outcome=line.delivery,
        reason=line.reason,
        tries=line.tries,
        created_at=line.created_at,
        first_sent_at=line.first_sent_at,
        accepted_at=line.accepted_at,
        finished_at=line.finished_at,
    )
