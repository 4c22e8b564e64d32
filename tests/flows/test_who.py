"""Whose account it is and what they may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.vocabulary import ChannelKind, Locale, Role
from flows.errors import RefusedError
from flows.who import require_manager, require_manager_of, who_is
from flows.work import Actor, Begin, Lane, Operator, Policy, Sender, System, TokenHolder
from tests.support.company import TARO_LINE, Company

HANAKO = Sender(ChannelKind.SLACK, "U0HANAKO")
JIRO = Sender(ChannelKind.SLACK, "U0JIRO")
TARO = Sender(ChannelKind.SLACK, "U0TARO")
STRANGER = Sender(ChannelKind.SLACK, "U0STRANGER")


def test_a_platform_account_belongs_to_the_person_who_gave_it(begin: Begin, company: Company) -> None:
    for sender in (TARO, Sender(ChannelKind.LINE, TARO_LINE)):
        with begin(sender, Lane.READ) as work:
            who = who_is(work)
        assert who is not None
        assert (who.person_id, who.name, who.role) == (company.ids["taro"], "太郎", Role.NONE)


def test_an_address_counts_only_on_its_own_channel(begin: Begin, company: Company) -> None:
    with begin(Sender(ChannelKind.LINE, "U0TARO"), Lane.READ) as work:
        assert who_is(work) is None


def test_nobody_knows_a_stranger(begin: Begin, company: Company) -> None:
    with begin(STRANGER, Lane.READ) as work:
        assert who_is(work) is None
        with pytest.raises(RefusedError, match="unknown_person"):
            require_manager(work)


def test_somebody_who_has_left_is_a_stranger(begin: Begin, company: Company) -> None:
    left = company.person("退職", slack="U0LEFT", role=Role.SAFETY_ADMIN, active=False)
    for actor in (Sender(ChannelKind.SLACK, "U0LEFT"), TokenHolder(left)):
        with begin(actor, Lane.READ) as work:
            assert who_is(work) is None


def test_an_account_given_by_two_people_means_the_first_active_one(begin: Begin, company: Company) -> None:
    company.person("退職", slack="U0SHARED", active=False)
    first = company.person("一人目", slack="U0SHARED")
    company.person("二人目", slack="U0SHARED")
    with begin(Sender(ChannelKind.SLACK, "U0SHARED"), Lane.READ) as work:
        who = who_is(work)
    assert who is not None
    assert who.person_id == first


def test_a_link_stands_for_the_person_it_was_made_for(begin: Begin, company: Company) -> None:
    with begin(TokenHolder(company.ids["emma"]), Lane.READ) as work:
        who = who_is(work)
    assert who is not None
    assert (who.name, who.locale) == ("Emma", Locale.EN)


def test_an_unknown_locale_becomes_the_companys(make_begin_with: Callable[[Policy], Begin], company: Company) -> None:
    company.person("Chloé", slack="U0CHLOE", locale="fr")
    with make_begin_with(Policy(locale=Locale.EN))(Sender(ChannelKind.SLACK, "U0CHLOE"), Lane.READ) as work:
        who = who_is(work)
    assert who is not None
    assert who.locale is Locale.EN


@pytest.mark.parametrize("actor", [Operator("root"), System("cycle")])
def test_the_command_line_and_the_cycle_may_everything(actor: Actor, begin: Begin, company: Company) -> None:
    with begin(actor, Lane.READ) as work:
        who = require_manager_of(work, company.ids["emma"])
    assert who.may_everything
    assert who.person_id is None


def test_without_a_role_nothing_is_managed(begin: Begin, company: Company) -> None:
    with begin(TARO, Lane.READ) as work, pytest.raises(RefusedError, match="not_a_manager"):
        require_manager(work)


def test_a_safety_admin_is_responsible_for_everybody(begin: Begin, company: Company) -> None:
    with begin(HANAKO, Lane.READ) as work:
        for name in ("taro", "emma", "jiro"):
            assert require_manager_of(work, company.ids[name]).may_everything


def test_a_unit_manager_is_responsible_for_their_units_and_all_below(begin: Begin, company: Company) -> None:
    unit = company.unit("本社/開発部")
    with begin(JIRO, Lane.READ) as work:
        who = require_manager_of(work, company.ids["taro"])
        assert who.managed_unit_ids == (unit,)
        assert require_manager_of(work, company.ids["jiro"]) == who


@pytest.mark.parametrize("outside", ["emma", "hanako"])
def test_a_unit_manager_is_refused_beside_and_above_their_units(outside: str, begin: Begin, company: Company) -> None:
    with begin(JIRO, Lane.READ) as work, pytest.raises(RefusedError, match="outside_units"):
        require_manager_of(work, company.ids[outside])


def test_a_unit_manager_without_units_is_responsible_for_nobody(begin: Begin, company: Company) -> None:
    company.person("空", slack="U0EMPTY", role=Role.UNIT_MANAGER)
    with (
        begin(Sender(ChannelKind.SLACK, "U0EMPTY"), Lane.READ) as work,
        pytest.raises(RefusedError, match="outside_units"),
    ):
        require_manager_of(work, company.ids["taro"])


def test_units_once_managed_count_no_more_without_the_role(begin: Begin, company: Company) -> None:
    company.person("元", slack="U0FORMER", manages=["本社"])
    with (
        begin(Sender(ChannelKind.SLACK, "U0FORMER"), Lane.READ) as work,
        pytest.raises(RefusedError, match="not_a_manager"),
    ):
        require_manager_of(work, company.ids["taro"])
