"""Roles are given by address, to one person, and written down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, update

from bot.vocabulary import ChannelKind, Role
from flows.errors import FlowError, InvalidError, NotFoundError, RefusedError
from flows.grant_role import GrantRole, RoleGranted, SetRole, grant_role, set_role
from flows.list_managers import list_managers
from flows.who import require_manager
from flows.work import Begin, Lane, Operator, Sender, SignedIn
from storage.models import audit, people
from tests.support.company import Company


def grant(begin: Begin, request: GrantRole) -> RoleGranted:
    with begin(Operator()) as work:
        return grant_role(work, request)


def role_of(begin: Begin, person_id: int) -> str:
    with begin(Operator(), Lane.READ) as work:
        return str(work.connection.scalar(select(people.c.role).where(people.c.id == person_id)))


@pytest.mark.parametrize("email", ["taro@example.jp", " TARO@Example.JP "])
def test_a_safety_admin_is_made_by_address_whatever_its_case(email: str, begin: Begin, company: Company) -> None:
    assert grant(begin, GrantRole(email)) == RoleGranted("太郎", Role.SAFETY_ADMIN, ())
    with begin(Sender(ChannelKind.SLACK, "U0TARO"), Lane.READ) as work:
        assert require_manager(work).may_everything


def test_a_unit_manager_gets_one_unit_after_the_other(begin: Begin, company: Company) -> None:
    granted = [
        grant(begin, GrantRole("taro@example.jp", Role.UNIT_MANAGER, path)).units
        for path in ("本社/開発部", "大阪支社", "本社 / 開発部", "")
    ]
    assert granted == [("本社/開発部",)] + [("大阪支社", "本社/開発部")] * 3
    assert role_of(begin, company.ids["taro"]) == "unit_manager"


@pytest.mark.parametrize("role", [Role.SAFETY_ADMIN, Role.NONE])
def test_another_role_takes_the_units_back(role: Role, begin: Begin, company: Company) -> None:
    grant(begin, GrantRole("taro@example.jp", Role.UNIT_MANAGER, "本社"))
    assert grant(begin, GrantRole("taro@example.jp", role)) == RoleGranted("太郎", role, ())
    assert role_of(begin, company.ids["taro"]) == role


def test_somebody_is_found_by_a_mail_contact_too(begin: Begin, company: Company) -> None:
    company.person("二通", mails=["first@example.jp", "second@example.jp"])
    assert grant(begin, GrantRole("second@example.jp")).person_name == "二通"


def test_the_profile_address_wins_over_a_contact_at_the_same_address(begin: Begin, company: Company) -> None:
    company.person("家族", mails=["family@example.jp", "taro@example.jp"])
    assert grant(begin, GrantRole("taro@example.jp")).person_name == "太郎"


def test_an_address_of_several_people_is_refused(begin: Begin, company: Company) -> None:
    company.person("同じ", mails=["taro@example.jp"])
    with pytest.raises(InvalidError, match="several_people"):
        grant(begin, GrantRole("taro@example.jp"))
    assert role_of(begin, company.ids["taro"]) == ""


@pytest.mark.parametrize("email", ["nobody@example.jp", "", "%", "taro@example.j_"])
def test_nobody_at_this_address(email: str, begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_such_address" if email else "no_person"):
        grant(begin, GrantRole(email))


def test_a_leaver_gets_no_role(begin: Begin, company: Company) -> None:
    with begin(Operator()) as work:
        work.connection.execute(update(people).where(people.c.id == company.ids["taro"]).values(active=False))
    with pytest.raises(NotFoundError, match="no_such_address"):
        grant(begin, GrantRole("taro@example.jp"))


def test_a_unit_manager_needs_a_unit_that_exists(begin: Begin, company: Company) -> None:
    with pytest.raises(InvalidError, match="unit_needed"):
        grant(begin, GrantRole("taro@example.jp", Role.UNIT_MANAGER))
    with pytest.raises(NotFoundError, match="no_unit"):
        grant(begin, GrantRole("taro@example.jp", Role.UNIT_MANAGER, "月支社"))
    with pytest.raises(InvalidError, match="unit_without_manager"):
        grant(begin, GrantRole("taro@example.jp", Role.SAFETY_ADMIN, "本社"))
    assert role_of(begin, company.ids["taro"]) == ""


def test_a_grant_stands_in_the_audit_log(begin: Begin, company: Company) -> None:
    grant(begin, GrantRole("taro@example.jp", Role.UNIT_MANAGER, "本社"))
    unit = company.unit("本社")
    with begin(Operator(), Lane.READ) as work:
        row = work.connection.execute(select(audit)).one()
    assert (row.action, row.actor, row.subject_person_id) == ("role_granted", "cli", company.ids["taro"])
    assert row.details == {"role": "unit_manager", "unit_ids": [unit]}


@pytest.mark.parametrize(
    ("account", "code"),
    [("U0STRANGER", "unknown_person"), ("U0TARO", "not_a_manager"), ("U0JIRO", "not_a_safety_admin")],
)
def test_only_a_safety_admin_gives_roles(account: str, code: str, begin: Begin, company: Company) -> None:
    with begin(Sender(ChannelKind.SLACK, account)) as work, pytest.raises(RefusedError, match=code):
        grant_role(work, GrantRole("taro@example.jp"))
    assert role_of(begin, company.ids["taro"]) == ""


def test_by_hand_a_role_is_set_with_all_its_units(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    for paths in (("本社", "大阪支社"), (" 大阪支社 ", "", "大阪支社")):
        with begin(Operator()) as work:
            granted = set_role(work, SetRole(taro, Role.UNIT_MANAGER, paths))
    assert granted.units == ("大阪支社",)
    with begin(Operator()) as work:
        assert set_role(work, SetRole(taro, Role.NONE, ("本社",))).units == ()
    for path, code in (("", "unit_needed"), ("月支社", "unknown_unit"), ("a\0", "unknown_unit")):
        with begin(Operator()) as work, pytest.raises(InvalidError, match=code):
            set_role(work, SetRole(taro, Role.UNIT_MANAGER, (path,)))
    left = company.person("退職", active=False)
    with begin(Operator()) as work, pytest.raises(NotFoundError, match="no_person"):
        set_role(work, SetRole(left, Role.SAFETY_ADMIN))


def test_the_last_safety_admin_stays_one(begin: Begin, company: Company) -> None:
    hanako = company.ids["hanako"]
    company.person("退職", role=Role.SAFETY_ADMIN, active=False)
    for actor in (SignedIn(hanako), Operator()):
        for role in (Role.NONE, Role.UNIT_MANAGER):
            with begin(actor) as work, pytest.raises(InvalidError, match="last_safety_admin"):
                set_role(work, SetRole(hanako, role, ("本社",)))
    grant(begin, GrantRole("taro@example.jp"))
    with begin(SignedIn(hanako)) as work:
        set_role(work, SetRole(hanako, Role.NONE))
    with begin(Operator()) as work, pytest.raises(InvalidError, match="last_safety_admin"):
        grant_role(work, GrantRole("taro@example.jp", Role.NONE))


def test_two_safety_admins_who_revoke_each_other_come_one_after_the_other(begin: Begin, company: Company) -> None:
    hanako, taro = company.ids["hanako"], company.ids["taro"]
    grant(begin, GrantRole("taro@example.jp"))
    both = Barrier(2)

    def revoke(actor: int, other: int) -> str:
        both.wait()
        try:
            with begin(SignedIn(actor)) as work:
                set_role(work, SetRole(other, Role.NONE))
        except FlowError as error:
            return error.code
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(revoke, (hanako, taro), (taro, hanako)))
    assert sorted(said) == ["", "not_a_manager"]


def test_managers_are_listed_with_their_units(begin: Begin, company: Company) -> None:
    company.person("退職", role=Role.SAFETY_ADMIN, active=False)
    company.person("空", role=Role.UNIT_MANAGER)
    with begin(SignedIn(company.ids["hanako"]), Lane.READ) as work:
        listed = [(one.name, one.role, one.units) for one in list_managers(work)]
    assert listed == [
        ("花子", Role.SAFETY_ADMIN, ()),
        ("次郎", Role.UNIT_MANAGER, ("本社/開発部",)),
        ("空", Role.UNIT_MANAGER, ()),
    ]
