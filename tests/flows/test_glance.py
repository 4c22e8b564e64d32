"""What is set and what is missing, as the page of settings shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from bot.line_menu import NAMES, menu_of
from bot.vocabulary import ChannelKind, MessageState, Role
from flows.alarms import MAIL_POLICY, raise_alarm
from flows.errors import InvalidError
from flows.glance import PROVINGS, Glance, GlanceLine, Mark, begin_proving, glance_at_settings
from flows.health import note_turn
from flows.in_force import InForce, OfEnvironment
from flows.line_menu import InstalledMenu, keep_menus, menu_due, note_menus
from flows.rate_limits import stop, unlimited
from flows.seal import Seal
from flows.work import Begin, Lane, SignedIn, System
from storage.models import attempts, audit, contacts, emergency_contacts, people
from storage.queries import contact_lists
from tests.support.clock import MovableClock
from tests.support.company import Company
from tests.support.outbox import rows

MAIL, SLACK = ChannelKind.MAIL, ChannelKind.SLACK


def glance(begin: Begin, company: Company, outside: str = "https://anpi.example.jp") -> Glance:
    in_force = InForce(OfEnvironment(outside=outside), Seal("k" * 40))
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        work.policy = replace(work.policy, channels=frozenset({SLACK, MAIL}))
        return glance_at_settings(work, in_force)


def line(found: Glance, part: str) -> GlanceLine:
    return next(line for line in found.lines if line.part == part)


def test_a_new_company_sees_what_is_missing(begin: Begin, company: Company) -> None:
    found = glance(begin, company, outside="http://127.0.0.1:8080")
    codes = {one.part: (one.mark, one.code) for one in found.lines}
    with begin(System("test"), Lane.READ) as work:
        people_of_ours, unreached, _ = contact_lists.count_reached(work.connection, None, {SLACK, MAIL})
    assert line(found, "people").params == {"people": people_of_ours, "number": unreached}
    assert codes["line"] == (Mark.OFF, "off")
    assert codes["addresses"] == (Mark.MISSING, "address_here")
    assert codes["contacts"] == (Mark.MISSING, "never_confirmed")
    assert codes["admins"] == (Mark.MISSING, "few_admins")
    assert codes["emergency"] == (Mark.MISSING, "no_emergency")
    assert codes["cycle"] == (Mark.MISSING, "not_turning")
    assert codes["database"] == (Mark.FIT, "newest_revision")
    assert codes["alarms"] == (Mark.FIT, "no_alarms")


def test_where_all_is_set_nothing_is_missing(begin: Begin, company: Company) -> None:
    company.person("次郎", mails=["second@example.jp"], role=Role.SAFETY_ADMIN)
    with begin(System("test"), Lane.FANOUT) as work:
        reached = contacts.c.channel.in_((SLACK, MAIL))
        without = people.c.id.not_in(contacts.select().with_only_columns(contacts.c.person_id).where(reached))
        work.connection.execute(update(people).where(without).values(active=False))
        work.connection.execute(update(contacts).values(confirmed_at=work.now))
        work.connection.execute(insert(emergency_contacts).values(position=1, name="本社", number="03-0000-0000"))
        note_turn(work, "test")
    found = glance(begin, company)
    assert [one.part for one in found.lines if one.mark is Mark.MISSING] == []
    assert found.missing == 0
    assert (line(found, "admins").params["number"], found.numbers["admins"]) == (2, 3)


def test_a_channel_says_what_it_last_did_and_why_it_has_stopped(
    begin: Begin, company: Company, clock: MovableClock
) -> None:
    def tried(channel: ChannelKind, state: MessageState, minutes: int, reason: str = "", priority: int = 10) -> None:
        at = clock.now() + timedelta(minutes=minutes)
        row = {"channel": channel, "state": state, "reason": reason, "key": "", "priority": priority}
        with begin(System("test"), Lane.FANOUT) as work:
            work.connection.execute(insert(attempts).values(due_at=at, created_at=at, finished_at=at, **row))

    tried(SLACK, MessageState.FAILED, 0, "user_not_found")
    tried(SLACK, MessageState.ACCEPTED, 1)
    tried(SLACK, MessageState.ACCEPTED, 2, priority=0)
    tried(MAIL, MessageState.ACCEPTED, 1)
    tried(MAIL, MessageState.FAILED, 3, "mail_login")
    clock.forward(timedelta(minutes=5))
    start = clock.now() - timedelta(minutes=5)
    found = glance(begin, company)
    slack, mail = line(found, "slack"), line(found, "mail")
    assert (slack.mark, slack.accepted_at, slack.failed_at) == (Mark.FIT, start + timedelta(minutes=2), None)
    assert (mail.accepted_at, mail.failed_at) == (start + timedelta(minutes=1), start + timedelta(minutes=3))
    assert mail.reason == "mail_login"
    with begin(System("test")) as work:
        stop(work, unlimited(SLACK), work.now + timedelta(minutes=1), "token_revoked")
        raise_alarm(work, MAIL_POLICY)
    found = glance(begin, company)
    slack = line(found, "slack")
    assert (slack.mark, slack.code, slack.reason) == (Mark.MISSING, "stopped", "token_revoked")
    assert (line(found, "alarms").mark, found.numbers["alarms"]) == (Mark.MISSING, 1)


def test_parts_are_proved_a_few_times_in_a_row_and_each_time_is_in_the_log(begin: Begin, company: Company) -> None:
    admin = SignedIn(company.ids["hanako"])
    for _ in range(PROVINGS.at_once):
        with begin(admin) as work:
            begin_proving(work)
    with pytest.raises(InvalidError, match="too_many_provings"), begin(admin) as work:
        begin_proving(work)
    assert [row.action for row in rows(begin, audit)] == ["parts_proved"] * PROVINGS.at_once


def test_the_menu_in_line_is_told_of_where_line_is_on(begin: Begin, company: Company) -> None:
    def told() -> tuple[Mark, str, object]:
        with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
            found = line(glance_at_settings(work), "line_menu")
        return found.mark, found.code, found.params.get("people")

    def install(mark: str = "") -> None:
        with begin(System("test")) as work:
            keep_menus(work, [InstalledMenu(name, f"r-{mark}-{name}", mark or menu_of(name).mark) for name in NAMES])

    assert [one.part for one in glance(begin, company).lines if one.part == "line_menu"] == [], "LINE is off there"
    assert told() == (Mark.OFF, "no_menu", None)
    install("older")
    assert told() == (Mark.MISSING, "old_menu", 0)
    install()
    with begin(System("test")) as work:
        page = menu_due(work)
        assert page is not None
        note_menus(work, page)
    assert told() == (Mark.FIT, "menu", 1)
