"""A cry for help reaches everybody who is responsible, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.vocabulary import (
    PRIORITY,
    ChannelKind,
    ContactState,
    MessageKind,
    MessageState,
    Role,
)
from flows.answer_page import answer_page
from flows.work import Begin, Policy, TokenHolder
from storage.models import contacts, messages
from tests.conftest import DEFAULT_POLICY
from tests.support.checks import given_check, row_of
from tests.support.clock import START
from tests.support.company import Company
from tests.support.rescue import JIRO, STRANGER, TARO, addresses, cry, say


@pytest.fixture
def check(begin: Begin, company: Company) -> int:
    return given_check(begin, [*company.ids.values()])


@pytest.fixture
def begin_with_channel(make_begin_with: Callable[[Policy], Begin]) -> Begin:
    return make_begin_with(replace(DEFAULT_POLICY, slack_manager_channel="C0MANAGERS"))


def test_unit_managers_above_the_person_and_safety_admins_are_told_through_every_working_contact(
    begin: Begin, company: Company, check: int
) -> None:
    company.person("部長", slack="U0BUCHO", mails=["Bucho@Example.JP"], role=Role.UNIT_MANAGER, manages=["本社"])
    company.person("大阪の長", slack="U0OSAKA", role=Role.UNIT_MANAGER, manages=["大阪支社"])
    cry(begin, TARO, check)
    assert addresses(begin, MessageKind.HELP_ALERT) == ["Bucho@Example.JP", "U0BUCHO", "U0HANAKO", "U0JIRO"]


def test_an_alert_is_the_first_thing_sent_and_knows_its_case_and_its_receiver(
    begin: Begin, company: Company, check: int, wakes: list[None]
) -> None:
    boss = company.person("Boss", mails=["Boss@Example.JP"], role=Role.SAFETY_ADMIN, locale="en")
    case_id = cry(begin, TARO, check)
    alert = row_of(begin, messages, person_id=boss)
    assert (alert.kind, alert.help_case_id, alert.check_id) == (MessageKind.HELP_ALERT, case_id, check)
    assert (alert.channel, alert.lane, alert.locale) == ("mail", "example.jp", "en")
    assert (alert.priority, alert.state) == (PRIORITY[MessageKind.HELP_ALERT], MessageState.QUEUED)
    assert (alert.params, alert.due_at) == ({"to": "managers"}, START)
    assert alert.contact_id == row_of(begin, contacts, person_id=boss).id
    assert wakes


def test_contacts_that_do_not_work_and_channels_that_are_off_get_no_alert(
    make_begin_with: Callable[[Policy], Begin],
) -> None:
    begin = make_begin_with(replace(DEFAULT_POLICY, channels=frozenset({ChannelKind.SLACK})))
    company = Company(begin)
    company.person("A", slack="U0OK", mails=["a@example.jp"], role=Role.SAFETY_ADMIN)
    company.person("B", slack="U0GONE", role=Role.SAFETY_ADMIN, state=ContactState.GONE)
    company.person("C", slack="U0LEFT", role=Role.SAFETY_ADMIN, active=False)
    taro = company.person("太郎", slack="U0TARO", units=["本社"])
    cry(begin, TARO, given_check(begin, [taro]))
    assert addresses(begin, MessageKind.HELP_ALERT) == ["U0OK"]


def test_a_manager_in_need_is_not_alerted_about_themself(begin: Begin, company: Company, check: int) -> None:
    cry(begin, JIRO, check)
    assert addresses(begin, MessageKind.HELP_ALERT) == ["U0HANAKO"]


def test_the_managers_channel_is_told_once(begin_with_channel: Begin, company: Company, check: int) -> None:
    cry(begin_with_channel, TARO, check)
    post = row_of(begin_with_channel, messages, address="C0MANAGERS")
    assert (post.kind, post.channel, post.person_id, post.contact_id) == ("help_alert", "slack", None, None)
    assert post.params == {"to": "managers"}


def test_a_strangers_cry_reaches_the_safety_admins(begin: Begin, company: Company, check: int) -> None:
    cry(begin, STRANGER, check)
    assert addresses(begin, MessageKind.HELP_ALERT) == ["U0HANAKO"]


def test_a_known_person_who_was_not_asked_has_their_own_managers(begin: Begin, company: Company) -> None:
    cry(begin, TARO, given_check(begin, [company.ids["emma"]]))
    assert addresses(begin, MessageKind.HELP_ALERT) == ["U0HANAKO", "U0JIRO"]


def test_where_nobody_responsible_can_be_told_the_person_is_not_told_otherwise(begin: Begin) -> None:
    company = Company(begin)
    taro = company.person("太郎", slack="U0TARO", units=["本社"])
    check = given_check(begin, [taro])
    assert say(begin, TARO, check).nobody_told
    with begin(TokenHolder(taro)) as work:
        assert not answer_page(work, check, taro).managers_told


def test_where_somebody_is_told_the_person_may_know(begin: Begin, company: Company, check: int) -> None:
    assert not say(begin, TARO, check).nobody_told
    assert not say(begin, TARO, check).nobody_told
    with begin(TokenHolder(company.ids["taro"])) as work:
        assert answer_page(work, check, company.ids["taro"]).managers_told
