"""An entry of the staff list made and changed by hand does what a line of the people file does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.vocabulary import ChannelKind, Locale, Role
from flows.edit_person import EditPerson, edit_person
from flows.edit_sites import SaveSite, save_site
from flows.errors import InvalidError, NotFoundError
from flows.show_profile import show_profile
from flows.work import Begin, Lane, Operator, SignedIn
from storage.models import audit, contacts, people
from tests.support.checks import row_of, rows_of
from tests.support.company import Company


def edit(begin: Begin, request: EditPerson) -> int:
    with begin(Operator("test")) as work:
        return edit_person(work, request)


def entry_of(begin: Begin, person_id: int) -> EditPerson:
    with begin(Operator("test"), Lane.READ) as work:
        return show_profile(work, person_id).entry


def addresses(begin: Begin, person_id: int) -> list[tuple[str, str]]:
    return [(row.channel, row.address) for row in rows_of(begin, contacts, person_id=person_id)]


def noted(begin: Begin) -> Sequence[tuple[str, Any]]:
    with begin(Operator(), Lane.READ) as work:
        return [(row.action, row.details) for row in work.connection.execute(select(audit).order_by(audit.c.id))]


def test_somebody_new_is_reached_at_their_profile_address(begin: Begin, company: Company) -> None:
    with begin(Operator("test")) as work:
        site = save_site(work, SaveSite(None, "本社ビル"))
    new = EditPerson(
        None, "Ｎ-1", " 新人 ", "シンジン", "new@example.jp", Locale.EN, site, ("本社 / 開発部", "大阪支社", "")
    )
    person = edit(begin, new)
    paths = ("大阪支社", "本社/開発部")
    assert entry_of(begin, person) == replace(new, person_id=person, employee_no="N-1", name="新人", unit_paths=paths)
    assert addresses(begin, person) == [("mail", "new@example.jp")]
    assert noted(begin)[-1] == ("person_added", {"source": "console"})


def test_an_entry_saved_as_it_is_changes_nothing(begin: Begin, company: Company) -> None:
    before = row_of(begin, people, id=company.ids["taro"])
    edit(begin, entry_of(begin, company.ids["taro"]))
    assert row_of(begin, people, id=company.ids["taro"]) == before
    assert noted(begin) == []


def test_every_field_can_be_changed_and_the_contact_follows_the_profile(begin: Begin, company: Company) -> None:
    taro = company.ids["taro"]
    new = EditPerson(taro, "X1", "太郎丸", "タロウマル", "maru@example.jp", Locale.EN, None, ("大阪支社",))
    assert edit(begin, new) == taro
    assert entry_of(begin, taro) == new
    assert ("mail", "maru@example.jp") in addresses(begin, taro)
    assert len(addresses(begin, taro)) == 3, "Slack and LINE stay"
    what = ["name", "kana", "locale", "email", "units", "employee_no"]
    assert noted(begin) == [("person_changed", {"what": what})]


def test_who_has_left_is_not_asked_and_can_come_back(begin: Begin, company: Company) -> None:
    entry = entry_of(begin, company.ids["taro"])
    edit(begin, replace(entry, active=False))
    assert not row_of(begin, people, id=entry.person_id).active
    assert len(addresses(begin, company.ids["taro"])) == 3, "as after the people file"
    edit(begin, replace(entry_of(begin, company.ids["taro"]), active=True))
    assert entry_of(begin, company.ids["taro"]) == entry
    assert [action for action, _ in noted(begin)] == ["person_deactivated", "person_reactivated"]


def test_an_account_somebody_else_has_got_meanwhile_keeps_its_former_owner_away(begin: Begin, company: Company) -> None:
    left = company.person("退職", slack="U0TARO", active=False)
    entry = entry_of(begin, left)
    with pytest.raises(InvalidError, match="account_taken"):
        edit(begin, replace(entry, active=True))
    assert entry_of(begin, left) == entry


def test_the_last_safety_admin_does_not_leave(begin: Begin, company: Company) -> None:
    entry = entry_of(begin, company.ids["hanako"])
    with begin(SignedIn(company.ids["hanako"])) as work, pytest.raises(InvalidError, match="last_safety_admin"):
        edit_person(work, replace(entry, active=False))
    company.person("別", role=Role.SAFETY_ADMIN)
    edit(begin, replace(entry, active=False))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"employee_no": " "}, "bad_employee_no"),
        ({"employee_no": "1\0"}, "bad_employee_no"),
        ({"employee_no": "E0004"}, "employee_no_taken"),
        ({"name": " "}, "name_needed"),
        ({"name": "x" * 101}, "text_too_long"),
        ({"kana": "ア\nア"}, "text_too_long"),
        ({"email": "nonsense"}, "bad_mail"),
        ({"unit_paths": ("本社", "無い部")}, "unknown_unit"),
        ({"site_id": 99}, "unknown_site"),
    ],
)
def test_what_cannot_stand_in_an_entry(change: dict[str, Any], code: str, begin: Begin, company: Company) -> None:
    entry = entry_of(begin, company.ids["taro"])
    with pytest.raises(InvalidError, match=code):
        edit(begin, replace(entry, **change))
    assert entry_of(begin, company.ids["taro"]) == entry


def test_nobody_has_this_entry(begin: Begin, company: Company) -> None:
    with pytest.raises(NotFoundError, match="no_person"):
        edit(begin, EditPerson(999, "1", "x"))


def test_a_person_keeps_other_mail_contacts_when_the_profile_changes(begin: Begin, company: Company) -> None:
    person = company.person("二通", mails=["a@example.jp", "b@example.jp"])
    edit(begin, replace(entry_of(begin, person), email="c@example.jp"))
    assert addresses(begin, person) == [
        (str(ChannelKind.MAIL), "a@example.jp"),
        (str(ChannelKind.MAIL), "b@example.jp"),
    ]
