"""The home tab: opened, and drawn again after the person's own press."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from adapters.slack.homes import Wish
from adapters.slack.payloads import home_opened_in
from adapters.slack.room import Room
from adapters.slack.views.frame import View
from adapters.slack.views.home import home_view
from adapters.slack.workspaces import user_of
from bot import home as words
from bot.information import information
from bot.labels import clock_time, day_and_time
from bot.speech import Speech
from bot.thanks import ChoiceFacts, choose_again
from bot.vocabulary import CheckKind
from flows.show_home import Home, HomeCheck, ManagersHome, show_home
from flows.telling import info_facts
from flows.telling_board import board_facts
from flows.work import Lane, Work


def register(bolt: App, room: Room) -> None:
    room.homes.draw_with(partial(_draw, room))

    @bolt.event("app_home_opened")
    def opened(ack: Ack, body: dict[str, Any]) -> None:
        # Nothing is written for it: however often it comes, the tab is drawn as things stand.
        seen = home_opened_in(body, room.are_ours)
        if seen is not None:
            room.homes.opened(Wish(seen.sender, seen.view_hash))
        ack()


def _draw(room: Room, wish: Wish) -> None:
    """What somebody else has put there meanwhile is older than what is read after it."""
    user = user_of(wish.sender.address)
    if not room.publish_home(user, _view(room, wish), wish.view_hash):
        room.publish_home(user, _view(room, wish))


def _view(room: Room, wish: Wish) -> View:
    notice = wish.notice() if wish.notice else []
    with room.begin(wish.sender, Lane.READ) as work:
        home = show_home(work)
        pieces = [*_pieces(room, work, home)]
    return home_view(notice, pieces)


def _pieces(room: Room, work: Work, home: Home) -> Iterator[Speech]:
    locale = home.locale
    if home.person_id is None:
        yield words.stranger(locale)
    if home.managers and home.person_id is not None:
        yield from _managers(room, work, home, home.managers)
    if home.person_id is not None:
        yield _mine(work, home)
        contacts = tuple(
            words.OwnContact(contact.channel, contact.address, contact.label, contact.state)
            for contact in home.contacts
        )
        yield words.own_contacts(contacts, locale, room.links.register(home.person_id))
    facts = info_facts(home.info, locale, work.policy.company, room.links.info(locale), work.policy.zone)
    yield information(facts)


def _managers(room: Room, work: Work, home: Home, managers: ManagersHome) -> Iterator[Speech]:
    zone, locale = work.policy.zone, home.locale
    for case in managers.cases:
        kind = CheckKind.DRILL if case.is_drill else CheckKind.REAL
        opened_at = clock_time(case.opened_at, zone)
        waiting = words.WaitingCase(case.help_case_id, kind, case.person_name, opened_at, case.comment)
        yield words.waiting_case(waiting, locale)
    for check in managers.checks:
        yield _check(room, work, home, check)
    if managers.checks_left:
        yield words.more_checks(locale, managers.checks_left)
    for line in managers.planned:
        starts_at = day_and_time(line.starts_at, zone, locale)
        facts = words.PlannedFacts(line.check_id, line.kind, line.title, starts_at, line.is_responsible)
        yield words.planned_check(facts, locale)
    yield words.desk(locale, not managers.checks, room.links.console())


def _check(room: Room, work: Work, home: Home, check: HomeCheck) -> Speech:
    board_url = room.links.board(check.view.check_id, home.person_id or 0)
    facts = board_facts(check.view, home.locale, work.policy.zone)
    return words.active_check(facts, check.is_responsible, board_url)


def _mine(work: Work, home: Home) -> Speech:
    mine = home.mine
    if mine is None:
        return words.no_check(home.locale)
    facts = ChoiceFacts(mine.check_id, mine.kind, mine.title, mine.round, home.locale)
    if not mine.said or mine.said_at is None:
        return choose_again(facts)
    return words.answered(facts, mine.said, mine.said_at.astimezone(work.policy.zone))
