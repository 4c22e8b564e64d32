"""A people file is taken over whole or not at all, and comes out again as it went in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

import sandbox.company
from bot.vocabulary import ChannelKind, ContactState, Locale, MessageKind, MessageState, Role
from flows.errors import RefusedError
from flows.people_file import export_people, import_people
from flows.work import Actor, Begin, Lane, Operator, Policy, Sender
from storage.models import audit, contacts, managed_units, memberships, messages, people, sites, unit_closure, units
from tests.support.clock import MovableClock
from tests.support.company import TARO_LINE, Company
from tests.support.people_file import (
    FILE,
    HEADER,
    LINE_1,
    LINE_2,
    counts,
    everything,
    exported,
    load,
    person,
    reached,
    rows,
    set_state,
    state_of,
)


def test_a_first_import_makes_people_units_sites_and_contacts(begin: Begin, clock: MovableClock) -> None:
    assert counts(load(begin, FILE)) == (4, 0, 0, 0)
    assert [row.name for row in rows(begin, sites)] == ["本社ビル"]
    assert sorted(row.path for row in rows(begin, units)) == sorted(
        ["本社", "本社/開発部", "本社/開発部/基盤課", "大阪支社", "工場", "工場/第一"]
    )
    hanako = person(begin, "1")
    assert (hanako.name, hanako.role, hanako.locale, hanako.active) == ("花子", "safety_admin", "ja", True)
    assert (hanako.created_at, hanako.updated_at) == (clock.now(), clock.now())
    assert person(begin, "4").active is False
    assert reached(begin, "1") == [("slack", "U0HANA"), ("mail", "hana@aoba.example"), ("phone", "090-1")]
    assert reached(begin, "2") == [
        ("slack", "U0JI"),
        ("line", LINE_1),
        ("mail", "j@home.example"),
        ("mail", "jiro@aoba.example"),
    ]
    assert {row.state for row in rows(begin, contacts)} == {"unverified"}


def test_imports_at_the_same_instant_come_one_after_the_other(begin: Begin) -> None:
    """A night job and an administrator: without waiting, PostgreSQL ended one of them in the middle."""
    with ThreadPoolExecutor(3) as pool:
        said = sorted(pool.map(lambda _: counts(load(begin, FILE)), range(3)))
    assert said == [(0, 0, 4, 0), (0, 0, 4, 0), (4, 0, 0, 0)]


def test_units_know_what_is_above_them(begin: Begin) -> None:
    load(begin, FILE)
    load(begin, "employee_no,name,units\n5,五郎,本社/開発部/基盤課/一班\n")
    path_of = {row.id: row.path for row in rows(begin, units)}
    depths = {row.path: (row.depth, path_of.get(row.parent_id), row.name) for row in rows(begin, units)}
    assert depths["本社"] == (0, None, "本社")
    assert depths["本社/開発部/基盤課/一班"] == (3, "本社/開発部/基盤課", "一班")
    closure = {(path_of[row.ancestor_id], path_of[row.descendant_id]) for row in rows(begin, unit_closure)}
    assert closure == {
        (above, path)
        for path in path_of.values()
        for above in path_of.values()
        if path == above or path.startswith(above + "/")
    }


def test_managed_units_and_memberships_are_the_files(begin: Begin) -> None:
    load(begin, FILE)
    path_of = {row.id: row.path for row in rows(begin, units)}
    jiro = person(begin, "2").id
    assert {path_of[row.unit_id] for row in rows(begin, memberships) if row.person_id == jiro} == {
        "本社/開発部",
        "大阪支社",
    }
    assert {(row.person_id, path_of[row.unit_id]) for row in rows(begin, managed_units)} == {
        (jiro, "本社/開発部"),
        (jiro, "工場/第一"),
    }


def test_a_managed_unit_that_is_nobodys_is_an_error_and_not_made(begin: Begin) -> None:
    header = "社員番号,氏名,所属,権限,管理組織"
    load(begin, f"{header}\n1,花子,本社,,\n")
    before = everything(begin)
    imported = load(begin, f"{header}\n2,次郎,大阪支社/営業部,防災管理者,本社;大阪支杜;工場\n3,三郎,大阪支社,,\n")
    assert [(error.line, error.column) for error in imported.errors] == [(2, "管理組織")] * 2
    assert ["大阪支杜" in error.message for error in imported.errors] == [True, False]
    assert everything(begin) == before


def test_a_managed_unit_may_be_above_a_unit_of_a_later_row_or_there_before(begin: Begin) -> None:
    header = "employee_no,name,units,role,managed_units"
    load(begin, f"{header}\n1,花子,本社,,\n")
    assert counts(load(begin, f"{header}\n2,次郎,,unit_manager,本社;工場\n3,三郎,工場/第一,,\n")) == (2, 0, 0, 0)
    path_of = {row.id: row.path for row in rows(begin, units)}
    assert {path_of[row.unit_id] for row in rows(begin, managed_units)} == {"本社", "工場"}


@pytest.mark.parametrize("dry_run", [True, False])
def test_new_units_are_named(begin: Begin, dry_run: bool) -> None:
    load(begin, "employee_no,name,units\n1,花子,本社\n")
    text = "employee_no,name,units\n2,次郎,本社/開発部;本社\n3,三郎,工場/第一\n"
    assert load(begin, text, dry_run=dry_run).new_units == ("工場", "工場/第一", "本社/開発部")
    assert load(begin, text).new_units == (("工場", "工場/第一", "本社/開発部") if dry_run else ())


def test_the_same_file_again_changes_nothing(begin: Begin, clock: MovableClock) -> None:
    load(begin, FILE)
    before = everything(begin)
    clock.forward(timedelta(days=1))
    assert counts(load(begin, FILE, deactivate_missing=True)) == (0, 0, 4, 0)
    assert everything(begin) == before


def test_importing_the_export_changes_nothing(begin: Begin, company: Company) -> None:
    load(begin, FILE.replace("花子", "=HYPERLINK(1)"))
    company.person("手配 なし", phones=["+81-3-0000-0000"])
    with begin(Operator()) as work:
        chosen_none = select(people.c.id).where(people.c.name == "Emma").scalar_subquery()
        work.connection.execute(contacts.delete().where(contacts.c.person_id == chosen_none))
    before = everything(begin)
    text = exported(begin)
    assert "'=HYPERLINK(1)" in text
    assert "'+81-3-0000-0000" in text
    assert counts(load(begin, text, deactivate_missing=True)) == (0, 0, 9, 0)
    assert everything(begin) == before


def test_units_left_from_a_former_role_survive_the_round_trip(begin: Begin, company: Company) -> None:
    company.person("元管理者", manages=["本社"])
    before = everything(begin)
    assert counts(load(begin, exported(begin))) == (0, 0, 5, 0)
    assert everything(begin) == before


def test_a_dry_run_counts_and_changes_nothing(begin: Begin, company: Company) -> None:
    before = everything(begin), rows(begin, audit)
    assert counts(load(begin, FILE, dry_run=True, deactivate_missing=True)) == (4, 0, 0, 4)
    assert (everything(begin), rows(begin, audit)) == before


def test_one_bad_row_and_nothing_changes(begin: Begin) -> None:
    before = everything(begin)
    imported = load(begin, FILE + "5,,本社,,,,,,,boss,,1\n")
    assert [(error.line, error.column) for error in imported.errors] == [(6, "name"), (6, "role")]
    assert (imported.created, imported.updated, imported.unchanged, imported.deactivated) == (0, 0, 0, 0)
    assert everything(begin) == before


def test_errors_are_worded_in_the_companys_language(make_begin_with: Callable[[Policy], Begin]) -> None:
    for locale, word in ((Locale.JA, "空です"), (Locale.EN, "missing")):
        imported = load(make_begin_with(Policy(locale=locale)), "employee_no,name\n1,\n")
        assert word in imported.errors[0].message


def test_what_changed_is_written_and_counted(begin: Begin, clock: MovableClock) -> None:
    load(begin, FILE)
    started = clock.now()
    clock.forward(timedelta(days=1))
    changed = FILE.replace("1,花子,本社,本社ビル", "1,山田 花子,大阪支社,工場棟").replace(
        "四郎,工場/第一,,,,,,,,,0", "四郎,工場/第一,,,,,,,,,1"
    )
    assert counts(load(begin, changed)) == (0, 2, 2, 0)
    assert person(begin, "1").name == "山田 花子"
    assert person(begin, "4").active is True
    assert (person(begin, "1").updated_at, person(begin, "1").created_at) == (clock.now(), started)
    assert person(begin, "2").updated_at == started
    site_of = {row.id: row.name for row in rows(begin, sites)}
    assert site_of[person(begin, "1").site_id] == "工場棟"


def test_columns_that_are_not_in_the_file_leave_everything_as_it_is(begin: Begin) -> None:
    load(begin, FILE)
    before = everything(begin)
    assert counts(load(begin, "employee_no,name\n1,花子\n2,次郎\n")) == (0, 0, 2, 0)
    assert everything(begin) == before


def test_an_empty_field_takes_away(begin: Begin) -> None:
    load(begin, FILE)
    load(begin, f"{HEADER}\n1,花子,,,,,,,,,,\n2,次郎,,,,,,,,,,\n3,三郎,,,,,,,,safety_admin,,\n")
    assert reached(begin, "1") == []
    assert (person(begin, "1").site_id, person(begin, "1").email, person(begin, "1").role) == (None, "", "")
    assert rows(begin, managed_units) == []
    assert reached(begin, "2") == [("line", LINE_1)]


def test_an_address_that_stays_keeps_its_state_and_place(begin: Begin) -> None:
    load(begin, FILE)
    set_state(begin, "jiro@aoba.example", ContactState.SUPPRESSED)
    mails = "new@home.example;JIRO@aoba.example"
    load(begin, FILE.replace("j@home.example;jiro@aoba.example", mails))
    assert reached(begin, "2") == [
        ("slack", "U0JI"),
        ("line", LINE_1),
        ("mail", "jiro@aoba.example"),
        ("mail", "new@home.example"),
    ]
    assert state_of(begin, "jiro@aoba.example") == "suppressed"
    assert state_of(begin, "new@home.example") == "unverified"


def test_a_line_account_linked_by_its_owner_stays_where_the_file_names_none(begin: Begin, company: Company) -> None:
    taro = next(row for row in rows(begin, people) if row.id == company.ids["taro"]).employee_no
    load(begin, f"employee_no,name,slack_id,line_id\n{taro},太郎,,\n")
    assert reached(begin, taro) == [("line", TARO_LINE), ("mail", "taro@example.jp")]


def test_another_line_account_takes_the_place_of_the_first(begin: Begin) -> None:
    load(begin, FILE)
    load(begin, f"employee_no,name,line_id\n3,三郎,{LINE_2[:-1]}f\n")
    assert reached(begin, "3") == [("line", f"{LINE_2[:-1]}f")]


def test_without_a_column_of_emergency_mails_the_profile_address_serves_and_is_followed(begin: Begin) -> None:
    load(begin, "employee_no,name,email\n1,花子,a@aoba.example\n")
    assert reached(begin, "1") == [("mail", "a@aoba.example")]
    load(begin, "employee_no,name,email\n1,花子,b@aoba.example\n")
    assert reached(begin, "1") == [("mail", "b@aoba.example")]


def test_without_a_column_of_emergency_mails_the_wish_for_no_mail_at_all_stays(begin: Begin) -> None:
    load(begin, "employee_no,name,email,emergency_emails\n1,花子,a@aoba.example,-\n")
    for email in ("a@aoba.example", "new@aoba.example"):
        load(begin, f"employee_no,name,email\n1,花子,{email}\n")
        assert not [row for row in rows(begin, contacts) if row.channel == "mail"]
    load(begin, "employee_no,name,email,emergency_emails\n1,花子,new@aoba.example,\n")
    assert [row.address for row in rows(begin, contacts)] == ["new@aoba.example"]


def test_without_a_column_of_emergency_mails_a_first_address_serves(begin: Begin) -> None:
    load(begin, "employee_no,name\n1,花子\n")
    load(begin, "employee_no,name,email\n1,花子,a@aoba.example\n")
    assert [row.address for row in rows(begin, contacts)] == ["a@aoba.example"]


def test_without_a_column_of_emergency_mails_chosen_addresses_stay(begin: Begin) -> None:
    load(begin, FILE)
    load(begin, "employee_no,name,email\n2,次郎,other@aoba.example\n")
    assert person(begin, "2").email == "other@aoba.example"
    assert ("mail", "j@home.example") in reached(begin, "2")
    assert ("mail", "other@aoba.example") not in reached(begin, "2")


def test_where_the_profile_address_serves_the_export_leaves_it_to_serve(begin: Begin) -> None:
    load(begin, "employee_no,name,email,emergency_emails\n1,花子,a@aoba.example,\n")
    before, text = everything(begin), exported(begin)
    assert text.count("a@aoba.example") == 1
    assert counts(load(begin, text)) == (0, 0, 1, 0)
    assert everything(begin) == before
    load(begin, text.replace("a@aoba.example", "b@aoba.example"))
    assert reached(begin, "1") == [("mail", "b@aoba.example")]


def test_an_address_chosen_beside_the_profile_survives_a_new_profile_address(begin: Begin) -> None:
    load(begin, "employee_no,name,email,emergency_emails\n1,花子,a@aoba.example,h@home.example\n")
    load(begin, exported(begin).replace("a@aoba.example", "b@aoba.example"))
    assert reached(begin, "1") == [("mail", "h@home.example")]


def test_a_dash_means_that_not_even_the_profile_address_serves(begin: Begin) -> None:
    load(begin, "employee_no,name,email,emergency_emails\n1,花子,a@aoba.example,-\n")
    assert reached(begin, "1") == []
    assert person(begin, "1").email == "a@aoba.example"


def test_people_missing_from_the_file_stay_unless_told_otherwise(begin: Begin) -> None:
    load(begin, FILE)
    assert counts(load(begin, "employee_no,name\n1,花子\n")) == (0, 0, 1, 0)
    assert person(begin, "2").active is True
    assert counts(load(begin, "employee_no,name\n1,花子\n", deactivate_missing=True)) == (0, 0, 1, 2)
    assert [person(begin, no).active for no in "1234"] == [True, False, False, False]


def test_a_contact_taken_away_leaves_its_messages_and_stops_what_waits(begin: Begin, clock: MovableClock) -> None:
    load(begin, FILE)
    with begin(Operator()) as work:
        of_three = select(contacts.c.id, contacts.c.person_id).where(contacts.c.address == "U0HANA")
        contact_id, person_id = work.connection.execute(of_three).one()
        shared = {
            "kind": MessageKind.PROMPT,
            "person_id": person_id,
            "contact_id": contact_id,
            "channel": ChannelKind.SLACK,
            "address": "U0HANA",
            "locale": Locale.JA,
            "priority": 10,
            "due_at": clock.now(),
            "created_at": clock.now(),
        }
        for state in (MessageState.QUEUED, MessageState.ACCEPTED):
            work.connection.execute(insert(messages).values(**shared, state=state))
    load(begin, "employee_no,name,slack_id\n1,花子,\n")
    found = sorted((row.state, row.reason, row.contact_id, row.address) for row in rows(begin, messages))
    assert found == [("accepted", "", None, "U0HANA"), ("skipped", "contact_removed", None, "U0HANA")]


def test_new_people_get_the_companys_language(make_begin_with: Callable[[Policy], Begin]) -> None:
    begin = make_begin_with(Policy(locale=Locale.EN))
    load(begin, "employee_no,name,locale\n1,Ann,\n2,花子,ja\n")
    load(begin, "employee_no,name\n3,Bob\n")
    assert [person(begin, no).locale for no in "123"] == ["en", "ja", "en"]


def test_progress_is_told_page_by_page(begin: Begin) -> None:
    told: list[tuple[int, int]] = []
    text = "employee_no,name\n" + "".join(f"{no},人{no}\n" for no in range(2_500))
    load(begin, text, progress=lambda done, of: told.append((done, of)))
    assert told == [(1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]
    assert exported(begin).count("\r\n") == 2_501


def test_import_roles_and_export_stand_in_the_audit_log(begin: Begin, company: Company) -> None:
    with begin(Sender(ChannelKind.SLACK, "U0HANAKO"), Lane.FANOUT) as work:
        import_people(work, FILE.encode())
    exported(begin)
    log = [(row.action, row.person_id, row.details) for row in rows(begin, audit)]
    hanako = company.ids["hanako"]
    assert log == [
        ("role_changed", hanako, {"role": "safety_admin"}),
        ("role_changed", hanako, {"role": "unit_manager"}),
        ("people_imported", hanako, {"created": 4, "updated": 0, "unchanged": 0, "deactivated": 0}),
        ("people_exported", None, {"people": 8}),
    ]


@pytest.mark.parametrize(
    ("account", "code"),
    [("U0STRANGER", "unknown_person"), ("U0TARO", "not_a_manager"), ("U0JIRO", "not_a_safety_admin")],
)
def test_only_a_safety_admin_imports_and_exports(account: str, code: str, begin: Begin, company: Company) -> None:
    actor: Actor = Sender(ChannelKind.SLACK, account)
    with begin(actor) as work:
        with pytest.raises(RefusedError, match=code):
            import_people(work, FILE.encode())
        with pytest.raises(RefusedError, match=code):
            export_people(work)
    assert Role.UNIT_MANAGER in {row.role for row in rows(begin, people)}
    assert len(rows(begin, people)) == 4


def test_the_example_of_the_documentation_is_taken_over(begin: Begin) -> None:
    text = (Path(__file__).parents[2] / "docs/examples/people.csv").read_text(encoding="utf-8")
    assert counts(load(begin, text)) == (6, 0, 0, 0)


def test_the_sample_company_has_people_on_every_channel(begin: Begin) -> None:
    text = (Path(sandbox.company.__file__).parent / "people.csv").read_text(encoding="utf-8")
    assert counts(load(begin, text)) == (40, 0, 0, 0)
    channels = {
        row.employee_no: {channel for channel, _ in reached(begin, row.employee_no)} for row in rows(begin, people)
    }
    sending = [frozenset(found - {"phone"}) for found in channels.values()]
    for one in ("slack", "line", "mail"):
        assert sending.count(frozenset({one})) >= 7
    assert sum(len(found) == 2 for found in sending) >= 6
    assert sending.count(frozenset()) == 2
    assert {row.path.count("/") for row in rows(begin, units)} == {0, 1, 2}
    assert sorted(row.role for row in rows(begin, people) if row.role) == ["safety_admin"] + ["unit_manager"] * 4
    assert any(row.role and row.locale == "en" for row in rows(begin, people)), "a manager who reads English"
    assert sum(row.locale == "en" for row in rows(begin, people)) == 6
